import AWSCredentials
import AWSSigV4
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The expected tokens were made by botocore 1.43 with its clock held at the same time: `generate_db_auth_token`, and
/// `SigV4QueryAuth` for the services for which it has no such function.
@Suite struct AuthTokenTests {
  private let credentials = Credentials(
    accessKeyId: Example.accessKeyId, secretAccessKey: Example.secretAccessKey, sessionToken: "token/+=")
  private let date = Date(timeIntervalSince1970: 1_440_938_160)

  private func parameters(_ service: String, signature: String) -> String {
    "&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20150830%2Fus-east-1%2F\(service)"
      + "%2Faws4_request&X-Amz-Date=20150830T123600Z&X-Amz-Expires=900&X-Amz-SignedHeaders=host"
      + "&X-Amz-Security-Token=token%2F%2B%3D&X-Amz-Signature=\(signature)"
  }

  @Test func database() throws {
    let token = try AuthToken.rds(
      host: "DB.abc.us-east-1.rds.amazonaws.com", port: 5432, user: "app+user@x y", region: "us-east-1",
      credentials: credentials, date: date)
    #expect(
      token.value
        == "DB.abc.us-east-1.rds.amazonaws.com:5432/?Action=connect&DBUser=app%2Buser%40x%20y"
        + parameters("rds-db", signature: "05e7af24e3c65034d4614b411c4773c8b0036d046a988c75f497d74d882c6398"))
    #expect(token.expiration == date + 900)
    var shown = "\(token)\(String(reflecting: token))"
    dump(token, to: &shown)
    #expect(!shown.contains("05e7af24"))
  }

  @Test func cache() throws {
    #expect(
      try AuthToken.elastiCache(
        "My-Cache", user: "app", region: "us-east-1", credentials: credentials, date: date
      ).value == "my-cache/?Action=connect&User=app"
        + parameters("elasticache", signature: "3c2a8ccf9b8dab5acbd441f99563a87db656c4ae60c3ef011590fd940ee7927c"))
    #expect(
      try AuthToken.elastiCache(
        "my-cache", kind: .serverless, user: "app", region: "us-east-1", credentials: credentials, date: date
      ).value == "my-cache/?Action=connect&ResourceType=ServerlessCache&User=app"
        + parameters("elasticache", signature: "ddc98b2cdd4aecb16992830677a88b3bea0149a6add754b62ae48021e81c19d9"))
  }

  @Test func cluster() throws {
    let token = try AuthToken.msk(region: "us-east-1", userAgent: "a/1", credentials: credentials, date: date).value
    #expect(token.utf8.allSatisfy { $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "=") })
    var base64 = String(token.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 })
    while base64.count % 4 != 0 { base64 += "=" }
    let url = String(decoding: try #require(Data(base64Encoded: base64)), as: UTF8.self)
    #expect(
      url == "https://kafka.us-east-1.amazonaws.com/?Action=kafka-cluster%3AConnect"
        + parameters("kafka-cluster", signature: "e9484b98a21e65b67a807dbc530b45276515e68f2089c5672b1fa74cf2a0e478")
        + "&User-Agent=a%2F1")
  }

  @Test func badInputIsAnError() {
    func code(
      host: String = "db", port: Int = 5432, user: String = "u", region: String = "r",
      _ expiresIn: Duration = .seconds(1),
      secret: String = "s", date: Date? = nil
    ) -> SigV4Error.Code? {
      do throws(SigV4Error) {
        _ = try AuthToken.rds(
          host: host, port: port, user: user, region: region, expiresIn: expiresIn,
          credentials: Credentials(accessKeyId: "a", secretAccessKey: secret), date: date ?? self.date)
      } catch {
        return error.code
      }
      return nil
    }
    #expect(code() == nil)
    #expect(code(host: "") == .invalidRequest && code(host: "a/b") == .invalidRequest)
    #expect(
      code(port: -1) == .invalidRequest && code(port: 65_536) == .invalidRequest && code(user: "") == .invalidRequest)
    #expect(code(region: "") == .invalidScope && code(secret: "") == .invalidCredentials)
    #expect(code(.seconds(901)) == .invalidExpiration && code(.zero) == .invalidExpiration)
    #expect(code(.seconds(Int64.max)) == .invalidExpiration && code(date: .distantPast) == .invalidDate)
    for region in ["", "a b", "a/b", "\u{AC00}"] {
      #expect(throws: SigV4Error.self) { try AuthToken.msk(region: region, credentials: credentials, date: date) }
      #expect(throws: SigV4Error.self) {
        try AuthToken.elastiCache(region, user: "u", region: "us-east-1", credentials: credentials, date: date)
      }
    }
  }

  @Test func aTokenDiesWithItsCredentials() throws {
    let soon = Credentials(accessKeyId: "a", secretAccessKey: "s", sessionToken: "t", expiration: date + 60)
    #expect(
      try AuthToken.rds(host: "db", port: 1, user: "u", region: "r", credentials: soon, date: date).expiration
        == date + 60)
  }
}
