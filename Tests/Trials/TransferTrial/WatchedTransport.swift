import AWSCore
import AWSCredentials
import AWSRuntime
import HTTPTypes

/// Sends requests, and counts what goes over the wire.
final class WatchedTransport: HTTPTransport {
  struct Counts: Sendable {
    /// The numbers of the parts whose upload was begun.
    var parts: Set<Int> = []
    /// The access keys that signed the uploads of parts.
    var keys: Set<String> = []
    /// A request that begins, a piece of a body that is taken, and a response that arrives are one each.
    var moments = 0
  }

  private let counted = Locked(Counts())
  private let onMoment: @Sendable (Int) -> Void

  /// - Parameter onMoment: Called at each moment with its number, counted from 1.
  init(onMoment: @escaping @Sendable (Int) -> Void = { _ in }) { self.onMoment = onMoment }

  var counts: Counts { counted.withLock { $0 } }

  func send(_ request: HTTPTransportRequest) async throws(HTTPTransportError) -> HTTPTransportResponse {
    let scope = request.head.headerFields[.authorization]?.split(separator: "Credential=").last
    let key = scope?.split(separator: "/").first
    if let number = Self.partNumber(request.head), let key {
      counted.withLock { counts in
        counts.parts.insert(number)
        counts.keys.insert(String(key))
      }
    }
    moment()
    var request = request
    if !request.body.isEmpty {
      let body = request.body
      request.body = AWSHTTPBody(length: body.length) {
        AnyChunks(mixed: WatchedChunks(body: body) { [self] in moment() })
      }
    }
    let response = try await AsyncHTTPClientTransport.shared.send(request)
    moment()
    return response
  }

  private func moment() {
    onMoment(
      counted.withLock { counts in
        counts.moments += 1
        return counts.moments
      })
  }

  private static func partNumber(_ head: HTTPRequest) -> Int? {
    guard head.method == .put else { return nil }
    return (head.path ?? "").split(whereSeparator: { $0 == "?" || $0 == "&" })
      .first { $0.hasPrefix("partNumber=") }.flatMap { Int($0.dropFirst("partNumber=".count)) }
  }
}

/// The chunks of a body, in pieces of which each is told.
private struct WatchedChunks: AsyncSequence, Sendable {
  private static let piece = 64 << 10

  let body: AWSHTTPBody
  let onPiece: @Sendable () -> Void

  struct AsyncIterator: AsyncIteratorProtocol {
    fileprivate var base: AWSHTTPBody.AsyncIterator
    fileprivate let onPiece: @Sendable () -> Void
    fileprivate var rest: ArraySlice<UInt8> = []

    mutating func next() async throws -> (any HTTPBodyChunk)? {
      if rest.isEmpty {
        guard let chunk = try await base.next() else { return nil }
        rest = chunk[...]
      }
      let next = Array(rest.prefix(WatchedChunks.piece))
      rest = rest.dropFirst(next.count)
      onPiece()
      return next
    }
  }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(base: body.makeAsyncIterator(), onPiece: onPiece) }
}
