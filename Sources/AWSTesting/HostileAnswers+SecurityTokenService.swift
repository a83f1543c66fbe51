extension HostileAnswers {
  /// Answers to an operation of AWS STS that a client has to get over: no XML, half of it, too much of it, redirects,
  /// members that are missing or wrong, sets that have expired.
  ///
  /// - Parameter action: The operation, as the names of the answer's elements begin.
  public static func securityTokenService(_ action: String) -> [HostileAnswers] {
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
      HostileAnswers("no key", document(key: nil)), HostileAnswers("no secret", document(secret: nil)),
      HostileAnswers("no token", document(token: nil)), HostileAnswers("no expiration", document(expiration: nil)),
      HostileAnswers("an empty key", document(key: "")), HostileAnswers("a blank secret", document(secret: " \n ")),
      HostileAnswers("a key with a line break", document(key: "ASIA\r\nX-Evil: 1")),
      HostileAnswers("a token with a NUL", document(token: sessionToken + "&#0;")),
      HostileAnswers("an element in the token", document(token: "\(sessionToken)<b/>x"), .refusedOrWhole),
      HostileAnswers("credentials twice", document(extra: "<Credentials/>"), .refusedOrWhole),
      HostileAnswers(
        "a thousand other elements", document(extra: String(repeating: "<Other>1</Other>", count: 1000)),
        .refusedOrWhole),
      HostileAnswers("the answer of another operation", "<ListUsersResponse><Users/></ListUsersResponse>"),
      HostileAnswers(
        "an error with status 200", "<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>"),
    ]
    let expirations: [(String, Expectation)] = [
      ("1970-01-01T00:00:01Z", .expired), ("2025-01-01T00:00:00Z", .expired), ("0000-01-01T00:00:00Z", .expired),
      ("9999-12-31T23:59:59Z", .refusedOrWhole), ("10000-01-01T00:00:00Z", .refused),
      ("2999-02-30T00:00:00Z", .refused), ("2999-01-01", .refused), ("never", .refused), ("1e300", .refused),
      ("99999999999999999999", .refused), ("-1", .refused), ("", .refused),
    ]
    return xml(document()) + members
      + expirations.map { HostileAnswers("expiration: \($0)", document(expiration: $0), $1) }
  }
}
