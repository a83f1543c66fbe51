import AWSCore
import AWSCredentials

/// What happened to a cache's credentials, as one line. Holds no secret.
struct EventLine: Encodable {
  /// How a line is written.
  enum Form { case text, json }

  private var time: String
  private var event: String
  private var accessKeyId: String?
  private var expiration: String?
  private var accountId: String?
  private var provider: String?
  private var generation: UInt64?
  private var code: String?
  private var message: String?
  private var retryAfterSeconds: Double?

  init(_ event: CredentialEvent) {
    time = ISO8601.string(from: event.date)
    switch event.kind {
    case .rotated(let snapshot):
      self.event = "rotated"
      read(snapshot)
    case .refreshed(let snapshot):
      self.event = "refreshed"
      read(snapshot)
    case .refreshFailed(let error, let retryAfter):
      self.event = "refreshFailed"
      provider = error.provider
      code = "\(error.code)"
      message = error.message
      retryAfterSeconds = retryAfter?.seconds
    case .invalidated(let key):
      self.event = "invalidated"
      accessKeyId = key
    }
  }

  private mutating func read(_ snapshot: CredentialSnapshot) {
    accessKeyId = snapshot.credentials.accessKeyId
    expiration = snapshot.expiration.map(ISO8601.string(from:))
    accountId = snapshot.credentials.accountId
    provider = snapshot.credentials.provider
    generation = snapshot.generation
  }

  /// The line, without its end.
  func text(_ form: Form) throws -> String {
    if form == .json { return try JSONText.line(self) }
    var parts = [time, event]
    if let accessKeyId { parts.append(accessKeyId.printable()) }
    if event == "rotated" || event == "refreshed" {
      parts.append(expiration.map { "expires \($0)" } ?? "does not expire")
    }
    if let provider { parts.append("from \(provider.printable())") }
    if let code, let message { parts.append("[\(code)] \(message.printable(limit: 2000))") }
    if let retryAfterSeconds { parts.append("(asked again after \(Int(retryAfterSeconds.rounded(.up))) s)") }
    return parts.joined(separator: "  ")
  }
}
