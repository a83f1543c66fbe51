import AWSCore

extension CredentialReport: Encodable {
  private enum Key: String, CodingKey { case providers, verdict }
  private enum RowKey: String, CodingKey {
    case provider, configuration, looked, outcome, accessKeyId, accountId, expiration, code, message, milliseconds
  }
  private enum VerdictKey: String, CodingKey { case outcome, provider, code, text }

  /// Encodes the report as an object with the members `providers`, in the order they are asked, and `verdict`. Times
  /// are encoded as ISO 8601 texts, durations as whole milliseconds.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    var providers = container.nestedUnkeyedContainer(forKey: .providers)
    for row in rows {
      var object = providers.nestedContainer(keyedBy: RowKey.self)
      try object.encode(row.provider, forKey: .provider)
      try object.encode(row.inspection.configuration, forKey: .configuration)
      try object.encode(row.inspection.looked, forKey: .looked)
      try object.encode(row.duration.wholeMilliseconds, forKey: .milliseconds)
      try Self.encode(row.outcome, to: &object)
    }
    var object = container.nestedContainer(keyedBy: VerdictKey.self, forKey: .verdict)
    try object.encode("\(verdict)", forKey: .text)
    switch verdict {
    case .uses(let provider):
      try object.encode("uses", forKey: .outcome)
      try object.encode(provider, forKey: .provider)
    case .failsWithExpired(let provider):
      try object.encode("failsWithExpired", forKey: .outcome)
      try object.encode(provider, forKey: .provider)
    case .fails(let provider, let code):
      try object.encode("fails", forKey: .outcome)
      try object.encode(provider, forKey: .provider)
      try object.encode("\(code)", forKey: .code)
    case .findsNothing: try object.encode("findsNothing", forKey: .outcome)
    }
  }

  private static func encode(_ outcome: Outcome, to object: inout KeyedEncodingContainer<RowKey>) throws {
    switch outcome {
    case .found(let key, let expiration, let account):
      try object.encode("found", forKey: .outcome)
      try object.encode(key, forKey: .accessKeyId)
      try object.encodeIfPresent(expiration.map(ISO8601.string(from:)), forKey: .expiration)
      try object.encodeIfPresent(account, forKey: .accountId)
    case .expired(let key, let expiration):
      try object.encode("expired", forKey: .outcome)
      try object.encode(key, forKey: .accessKeyId)
      try object.encodeIfPresent(expiration.map(ISO8601.string(from:)), forKey: .expiration)
    case .notConfigured(let message):
      try object.encode("notConfigured", forKey: .outcome)
      try object.encode(message, forKey: .message)
    case .failed(let code, let message):
      try object.encode("failed", forKey: .outcome)
      try object.encode("\(code)", forKey: .code)
      try object.encode(message, forKey: .message)
    case .notAsked: try object.encode("notAsked", forKey: .outcome)
    }
  }
}
