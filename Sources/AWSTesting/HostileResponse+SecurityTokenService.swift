extension HostileResponse {
  /// Makes hostile responses to an operation of AWS STS: text that is not XML, incomplete or far too large XML,
  /// redirects, missing or wrong members, expired credentials.
  ///
  /// - Parameter action: The name of the operation, with which the names of the response's elements begin, for example
  ///   `AssumeRole`.
  public static func securityTokenService(_ action: String) -> [HostileResponse] {
    func document(
      key: String? = accessKeyId, secret: String? = secretAccessKey, token: String? = sessionToken,
      expiration: String? = "2999-01-01T00:00:00Z", extra: String = ""
    ) -> String {
      let members = [
        ("AccessKeyId", key), ("SecretAccessKey", secret), ("SessionToken", token), ("Expiration", expiration),
      ].compactMap { name, value in value.map { "<\(name)>\($0)</\(name)>" } }.joined()
      return "<\(action)Response><\(action)Result>\(extra)<Credentials>\(members)</Credentials></\(action)Result>"
        + "</\(action)Response>"
    }
    let members = [
      HostileResponse("no key", document(key: nil)), HostileResponse("no secret", document(secret: nil)),
      HostileResponse("no token", document(token: nil)), HostileResponse("no expiration", document(expiration: nil)),
      HostileResponse("an empty key", document(key: "")), HostileResponse("a blank secret", document(secret: " \n ")),
      HostileResponse("a key with a line break", document(key: "ASIA\r\nX-Evil: 1")),
      HostileResponse("a token with a NUL", document(token: sessionToken + "&#0;")),
      HostileResponse("an element in the token", document(token: "\(sessionToken)<b/>x"), .refusedOrWhole),
      HostileResponse("credentials twice", document(extra: "<Credentials/>"), .refusedOrWhole),
      HostileResponse(
        "a thousand other elements", document(extra: String(repeating: "<Other>1</Other>", count: 1000)),
        .refusedOrWhole),
      HostileResponse("the response of another operation", "<ListUsersResponse><Users/></ListUsersResponse>"),
      HostileResponse(
        "an error with status 200", "<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>"),
    ]
    let expirations: [(String, Expectation)] = [
      ("1970-01-01T00:00:01Z", .expired), ("2025-01-01T00:00:00Z", .expired), ("0000-01-01T00:00:00Z", .expired),
      ("9999-12-31T23:59:59Z", .refusedOrWhole), ("10000-01-01T00:00:00Z", .refused),
      ("2999-02-30T00:00:00Z", .refused), ("2999-01-01", .refused), ("never", .refused), ("1e300", .refused),
      ("99999999999999999999", .refused), ("-1", .refused), ("", .refused),
    ]
    return xml(document()) + members
      + expirations.map { HostileResponse("expiration: \($0)", document(expiration: $0), $1) }
  }
}
