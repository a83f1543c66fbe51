import AWSCredentials
import HTTPTypes

/// The times by which the attempts of one request were signed, as far as the service may have refused them.
struct ClockTrial {
  /// An attempt that was signed by this machine's own clock and refused.
  struct Refusal {
    var failure: AttemptFailure
    /// What was signed, with the header fields that the interceptors left.
    var prepared: PreparedBody
    var wire: HTTPTransportRequest
    var snapshot: CredentialSnapshot?
  }

  /// Error codes behind which a wrong time may be.
  private static let relevantCodes: Set<String> = [
    "InvalidSignatureException", "SignatureDoesNotMatch", "AuthFailure", "RequestTimeTooSkewed",
    "AccessDeniedException",
  ]
  private static let timeCodes: Set<String> = ["RequestTimeTooSkewed"]

  private var refusedOffsets: [Double] = []
  private var ownRefusal: Refusal?
  private var correctionWasRefused = false
  /// Whether the last attempt may have been refused for its time and the next would be signed by another.
  private(set) var isWorthAnotherTime = false
  /// How far ahead the service's `Date` was that a refused correction went by, in seconds.
  private(set) var refusedCorrection: Double?

  /// What an attempt's failure says about its signing time.
  static func verdict(_ failure: AttemptFailure) -> ClockSkew.Verdict {
    switch failure {
    case .service(let head, let error, let body):
      if timeCodes.contains(error.code) { return .tooFarOff }
      if relevantCodes.contains(error.code) { return .suspected }
      return body.isEmpty && isRefusal(head) ? .suspected : .unknown
    case .unreadError(let head): return isRefusal(head) ? .suspected : .unknown
    case .brokenBody: return .taken
    case .transport: return .unknown
    }
  }

  // A response without a text, as to HEAD, may be about anything.
  private static func isRefusal(_ head: HTTPResponse) -> Bool { [400, 401, 403].contains(head.status.code) }

  /// Learns from a failed attempt.
  mutating func learn(
    from exchange: ClockSkew.Exchange, _ refusal: Refusal, skew: ClockSkew
  ) {
    let verdict = Self.verdict(refusal.failure)
    let isWithdrawn: Bool
    if verdict == .suspected, ownRefusal.map({ Self.verdict($0.failure) }) == .tooFarOff {
      // First the time was at fault and now it is not: the correction was taken.
      isWithdrawn = false
      skew.learn(from: exchange, .taken)
    } else {
      isWithdrawn = skew.learn(from: exchange, verdict)
    }
    guard verdict == .suspected || verdict == .tooFarOff else {
      isWorthAnotherTime = false
      return
    }
    refusedOffsets.append(exchange.offset)
    if exchange.offset.magnitude < ClockSkew.suspicious, ownRefusal == nil { ownRefusal = refusal }
    if isWithdrawn {
      correctionWasRefused = true
      refusedCorrection = exchange.offset
    }
    let next = skew.seconds
    isWorthAnotherTime = !refusedOffsets.contains { ($0 - next).magnitude <= ClockSkew.suspicious }
  }

  /// What the caller is told about: of a request whose correction was refused as well, what was said about the attempt that
  /// was signed by this machine's clock, unless that says less.
  func telling(_ last: Refusal) -> Refusal {
    guard correctionWasRefused, let ownRefusal, Self.verdict(ownRefusal.failure) == .suspected else { return last }
    return ownRefusal
  }
}
