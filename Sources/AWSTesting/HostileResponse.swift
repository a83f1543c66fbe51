public import HTTPTypes

/// Responses that an endpoint for credentials should never send, but that occur in practice.
///
/// When a provider gets such a response, it must, in bounded time, fail with a clear error or return complete
/// credentials. It must not crash, must not cache anything it has not checked, and must not put secrets into an error.
/// In all these responses the secrets are ``secretAccessKey`` and ``sessionToken``, so a test can search for these
/// texts.
///
/// ```swift
/// for hostile in HostileResponse.json() {
///   let provider = ContainerCredentialProvider(transport: ScriptedTransport { _ in hostile.response() }, …)
///   …
/// }
/// ```
///
/// To test a request that gets no response, use ``ScriptedTransport/hold()``.
public struct HostileResponse: Sendable, CustomStringConvertible {
  /// What a provider is allowed to do with a response.
  public enum Expectation: Sendable, Hashable {
    /// The provider has to throw an error.
    case refused
    /// The provider may return credentials that have expired, which a cache refuses, or throw an error.
    case expired
    /// The provider may return credentials, if they are complete and valid, or throw an error.
    case refusedOrWhole
  }

  /// A short description of what is wrong with the response. It is used in messages.
  public let name: String
  /// The HTTP status code of the response.
  public let status: Int
  /// The header fields of the response.
  public let headers: HTTPFields
  /// The bytes of the response's body.
  public let body: [UInt8]
  /// What a provider is allowed to do with the response.
  public let expectation: Expectation

  /// The access key id in all responses that have one.
  public static let accessKeyId = "ASIAHOSTILEEXAMPLE"
  /// The secret access key in all responses that have one.
  public static let secretAccessKey = "hostile-secret-do-not-show"
  /// The session token in all responses that have one.
  public static let sessionToken = "hostile-token-do-not-show"

  /// Makes a hostile response of your own.
  ///
  /// - Parameters:
  ///   - name: A short description of what is wrong with the response.
  ///   - body: The body, sent with status 200.
  ///   - expectation: What a provider is allowed to do with the response; by default it has to throw an error.
  public init(name: String, body: String, expectation: Expectation = .refused) {
    self.init(name, body, expectation)
  }

  init(
    _ name: String, status: Int = 200, headers: HTTPFields = [:], body: [UInt8], _ expectation: Expectation = .refused
  ) {
    self.name = name
    self.status = status
    self.headers = headers
    self.body = body
    self.expectation = expectation
  }

  init(
    _ name: String, status: Int = 200, headers: HTTPFields = [:], _ body: String = "",
    _ expectation: Expectation = .refused
  ) {
    self.init(name, status: status, headers: headers, body: Array(body.utf8), expectation)
  }

  /// The ``name``: a short description of what is wrong with the response.
  public var description: String { name }
}

extension HostileResponse {
  /// The names of the members of a JSON response that has credentials, and the JSON around those members. They differ
  /// from service to service.
  public struct Members: Sendable {
    /// The name of the JSON member that holds the access key id.
    public var accessKeyId: String
    /// The name of the JSON member that holds the secret access key.
    public var secretAccessKey: String
    /// The name of the JSON member that holds the session token.
    public var sessionToken: String
    /// The name of the JSON member that holds the expiration.
    public var expiration: String
    /// An expiration in the far future, as JSON, in the format of the service. A text includes its quotation marks.
    public var future: String
    /// The JSON before the members, for example `{"Version":1,`, and the JSON after them.
    public var frame: (before: String, after: String)

    /// Makes the names of the members of a response. The defaults are those of the container and instance metadata
    /// services.
    public init(
      accessKeyId: String = "AccessKeyId", secretAccessKey: String = "SecretAccessKey",
      sessionToken: String = "Token", expiration: String = "Expiration",
      future: String = "\"2999-01-01T00:00:00Z\"",
      frame: (before: String, after: String) = ("{\"Code\":\"Success\",", "}")
    ) {
      self.accessKeyId = accessKeyId
      self.secretAccessKey = secretAccessKey
      self.sessionToken = sessionToken
      self.expiration = expiration
      self.future = future
      self.frame = frame
    }

    /// Makes the JSON text of a response with the given values. Each value is itself JSON, so a text includes its
    /// quotation marks.
    ///
    /// - Parameters:
    ///   - expiration: The expiration. With `nil`, the default, ``future`` is used.
    ///   - extra: The JSON of more members, each followed by a comma. They come before the others; none by default.
    ///   - key: The access key id; `nil` leaves it out.
    ///   - secret: The secret access key; `nil` leaves it out.
    ///   - token: The session token; `nil` leaves it out.
    public func document(
      expiration: String? = nil, extra: String = "",
      key: String? = "\"\(HostileResponse.accessKeyId)\"", secret: String? = "\"\(HostileResponse.secretAccessKey)\"",
      token: String? = "\"\(HostileResponse.sessionToken)\""
    ) -> String {
      let named = [
        (accessKeyId, key), (secretAccessKey, secret), (sessionToken, token), (self.expiration, expiration ?? future),
      ]
      let members = named.compactMap { name, value in value.map { "\"\(name)\":\($0)" } }.joined(separator: ",")
      return frame.before + extra + members + frame.after
    }
  }

  /// Makes hostile responses of an endpoint that returns JSON.
  ///
  /// - Parameter members: The names of the members in the responses of that endpoint.
  public static func json(_ members: Members = Members()) -> [HostileResponse] {
    damaged(Array(members.document().utf8)) + transportLike(members.document()) + nested(members)
      + wrongMembers(members) + wrongExpirations(members)
  }

  private static func nested(_ members: Members) -> [HostileResponse] {
    let deep = 100_000
    let brackets = String(repeating: "[", count: deep)
    let closed = brackets + String(repeating: "]", count: deep)
    let objects = String(repeating: "{\"a\":", count: deep)
    return [
      HostileResponse("100,000 open brackets", brackets),
      HostileResponse("100,000 brackets, closed", closed),
      HostileResponse("100,000 open objects", objects),
      HostileResponse("100,000 brackets in a member", members.document(extra: "\"Deep\":\(closed),"), .refusedOrWhole),
      HostileResponse("an array", "[\(members.document())]"),
      HostileResponse("null", "null"),
      HostileResponse("a number", "1e999999"),
      HostileResponse("a string", "\"\(sessionToken)\""),
      HostileResponse("an empty object", "{}"),
      HostileResponse("two objects", members.document() + members.document()),
    ]
  }

  private static func wrongMembers(_ members: Members) -> [HostileResponse] {
    [
      HostileResponse("no key", members.document(key: nil)),
      HostileResponse("no secret", members.document(secret: nil)),
      HostileResponse("no token", members.document(token: nil)),
      HostileResponse("an empty key", members.document(key: "\"\"")),
      HostileResponse("a blank secret", members.document(secret: "\"  \"")),
      HostileResponse("a null token", members.document(token: "null")),
      HostileResponse("a number as key", members.document(key: "42")),
      HostileResponse("a number as secret", members.document(secret: "1e300")),
      HostileResponse("an array as token", members.document(token: "[\"\(sessionToken)\"]")),
      HostileResponse("a key with a line break", members.document(key: "\"ASIA\\r\\nX-Evil: 1\"")),
      HostileResponse("a token with a line break", members.document(token: "\"\(sessionToken)\\nx\"")),
      HostileResponse("a secret with a NUL", members.document(secret: "\"\(secretAccessKey)\\u0000\"")),
      HostileResponse("a lone surrogate", members.document(token: "\"\\ud800\""), .refusedOrWhole),
      HostileResponse(
        "a member twice", members.document(extra: "\"\(members.accessKeyId)\":\"\(accessKeyId)\","), .refusedOrWhole),
      HostileResponse(
        "a member in two spellings", members.document(extra: "\"\(members.accessKeyId.uppercased())\":\"ASIAOTHER\","),
        .refusedOrWhole),
      HostileResponse(
        "a thousand other members",
        members.document(extra: (0..<1000).map { "\"Other\($0)\":\($0)," }.joined()), .refusedOrWhole),
    ]
  }

  private static func wrongExpirations(_ members: Members) -> [HostileResponse] {
    func hostile(_ name: String, _ expiration: String, _ expectation: Expectation = .refused) -> HostileResponse {
      HostileResponse("expiration: " + name, members.document(expiration: expiration), expectation)
    }
    return [
      hostile("a second after 1970", "\"1970-01-01T00:00:01Z\"", .expired),
      hostile("last year", "\"2025-01-01T00:00:00Z\"", .expired),
      hostile("the year 0", "\"0000-01-01T00:00:00Z\"", .expired),
      hostile("the year 9999", "\"9999-12-31T23:59:59Z\"", .refusedOrWhole),
      hostile("the year 10000", "\"10000-01-01T00:00:00Z\""),
      hostile("a negative year", "\"-001-01-01T00:00:00Z\""),
      hostile("30 February", "\"2999-02-30T00:00:00Z\""),
      hostile("hour 24", "\"2999-01-01T24:00:00Z\""),
      hostile("a day only", "\"2999-01-01\""),
      hostile("no zone", "\"2999-01-01T00:00:00\""),
      hostile("words", "\"never\""),
      hostile("empty", "\"\""),
      hostile("a huge fraction", "\"2999-01-01T00:00:00.\(String(repeating: "9", count: 10_000))Z\"", .refusedOrWhole),
      hostile("a number", "1e300", .refusedOrWhole),
      hostile("a number beyond all integers", "99999999999999999999", .refusedOrWhole),
      hostile("a number beyond all numbers", "1e999", .refusedOrWhole),
      hostile("a number below zero", "-1e300", .expired),
      hostile("zero", "0", .expired),
      hostile("true", "true"),
      hostile("an object", "{}"),
    ]
  }
}
