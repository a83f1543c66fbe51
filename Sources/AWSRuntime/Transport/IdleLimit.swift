package import NIOCore

/// How long a request may go without sending or receiving anything, on one connection.
///
/// One timer is enough: when it fires, it is set anew for the time at which the limit would be reached by what has happened
/// meanwhile. AsyncHTTPClient's own limits set and cancel a timer for each part of each request.
package struct IdleLimit: Sendable {
  package enum Verdict: Equatable {
    /// There is no request: no timer is needed until the next one.
    case unused
    /// The limit is not reached: look again at that time.
    case wait(until: NIODeadline)
    /// Nothing was sent or received for too long.
    case reached
  }

  private let limit: TimeAmount
  private var last = NIODeadline.uptimeNanoseconds(0)
  /// Whether the request has not been handed over completely.
  package private(set) var isSending = false
  private var isReceiving = false
  /// Whether the connection is read. While whoever reads the response has enough, the silence is not the server's.
  private var isReading = true
  /// How many bytes waited to be sent when it was last looked at.
  private var unsent = 0

  package init(_ limit: TimeAmount) { self.limit = limit }

  /// Notes the beginning of a request.
  ///
  /// - Returns: The time for the timer, if none is set.
  package mutating func begin(at now: NIODeadline) -> NIODeadline {
    (isSending, isReceiving, isReading) = (true, true, true)
    (last, unsent) = (now, 0)
    return now + limit
  }

  /// Notes that bytes are read from the connection.
  package mutating func beginReading(at now: NIODeadline) {
    guard !isReading else { return }
    (isReading, last) = (true, now)
  }

  /// Notes that no more bytes are read from the connection for the moment.
  package mutating func pauseReading() { isReading = false }

  /// Notes that something was sent or received.
  package mutating func move(at now: NIODeadline) { last = now }

  /// Notes the end of the request.
  package mutating func endSending(at now: NIODeadline) {
    isSending = false
    last = now
  }

  /// Notes the end of the response, which may come before that of the request.
  package mutating func endReceiving(at now: NIODeadline) {
    isReceiving = false
    last = now
  }

  /// What the timer has to do.
  ///
  /// - Parameter unsent: How many bytes wait to be sent. If there are others than before, some were sent meanwhile.
  package mutating func check(at now: NIODeadline, unsent: Int) -> Verdict {
    guard isSending || isReceiving else { return .unused }
    if unsent != self.unsent { (self.unsent, last) = (unsent, now) }
    if !isSending, unsent == 0, !isReading { return .wait(until: now + limit) }
    return now < last + limit ? .wait(until: last + limit) : .reached
  }
}
