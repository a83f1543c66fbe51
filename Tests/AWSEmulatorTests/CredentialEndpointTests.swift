import AWSEmulator
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite struct CredentialEndpointTests {
  private let role = "/latest/meta-data/iam/security-credentials/"

  private func token(_ emulator: Emulator, ttl: String = "60") async throws -> ReceivedAnswer {
    try await EmulatorClient.send(
      "PUT", emulator.instanceMetadataEndpoint + "/latest/api/token", ["x-aws-ec2-metadata-token-ttl-seconds": ttl])
  }

  private func field(_ name: String, _ text: String) -> String? {
    text.firstRange(of: "\"\(name)\":\"").flatMap { start in
      text[start.upperBound...].split(separator: "\"", maxSplits: 1, omittingEmptySubsequences: false).first
        .map(String.init)
    }
  }

  @Test func `metadata needs a token, and tokens end`() async throws {
    try await EmulatorClient.withFrozenEmulator { (client) async throws in
      let emulator = client.emulator
      let endpoint = emulator.instanceMetadataEndpoint
      #expect(try await EmulatorClient.send("GET", endpoint + role).status == 401)
      #expect(try await EmulatorClient.send("PUT", endpoint + "/latest/api/token").status == 400)
      for ttl in ["0", "21601", "x", "-1"] { #expect(try await token(emulator, ttl: ttl).status == 400) }
      #expect(try await EmulatorClient.send("GET", endpoint + "/latest/api/token").status == 405)
      let answer = try await token(emulator)
      #expect(answer.status == 200 && answer.headers["x-aws-ec2-metadata-token-ttl-seconds"] == "60")
      #expect(answer.headers["date"] == "Thu, 01 Jan 2026 12:00:00 GMT")
      let headers = ["x-aws-ec2-metadata-token": answer.text]
      for path in [role, String(role.dropLast())] {
        #expect(try await EmulatorClient.send("GET", endpoint + path, headers).text == "evergreen-role")
      }
      #expect(
        try await EmulatorClient.send("GET", endpoint + "/latest/meta-data/placement/region", headers).text
          == "us-east-1")
      #expect(try await EmulatorClient.send("GET", endpoint + role + "other", headers).status == 404)
      let set = try await EmulatorClient.send("GET", endpoint + role + "evergreen-role", headers).text
      #expect(field("Code", set) == "Success" && field("Expiration", set) == "2026-01-01T13:00:00Z")
      #expect(field("AccessKeyId", set)?.hasPrefix("ASIA") == true && field("Token", set)?.count ?? 0 >= 300)
      emulator.clockOffset = .seconds(60)
      #expect(try await EmulatorClient.send("GET", endpoint + role, headers).status == 401)
      #expect(emulator.statistics.metadataTokens == 1 && emulator.statistics.metadataCredentialFetches == 1)
    }
  }

  @Test func `the container endpoint wants the current token`() async throws {
    try await EmulatorClient.withFrozenEmulator({ $0.credentialLifetime = .milliseconds(1250) }) {
      (client) async throws in
      let emulator = client.emulator
      func fetch(_ token: String?) async throws -> ReceivedAnswer {
        try await EmulatorClient.send(
          "GET", emulator.containerCredentialsURI, token.map { ["authorization": $0] } ?? [:])
      }
      let old = emulator.containerAuthorizationToken
      #expect(try await fetch(nil).status == 401)
      let set = try await fetch(old)
      #expect(set.status == 200 && field("Expiration", set.text) == "2026-01-01T12:00:01.250Z")
      #expect(field("AccountId", set.text) == "123456789012")
      emulator.containerAuthorizationToken = "next"
      #expect(try await fetch(old).status == 401)
      #expect(try await fetch("next").status == 200)
    }
  }

  @Test func `a new set is issued when the rotation rule says so, and the old one lives on`() async throws {
    try await EmulatorClient.withFrozenEmulator({
      $0.credentialLifetime = .seconds(100)
      $0.rotation = .lifetimeFraction(0.6)
    }) { (client) async throws in
      let emulator = client.emulator
      let first = emulator.fetchCredentials()
      emulator.clockOffset = .seconds(59)
      #expect(emulator.fetchCredentials() == first)
      emulator.clockOffset = .seconds(60)
      let second = emulator.fetchCredentials()
      #expect(second != first)
      let (old, new) = (client.with(first), client.with(second))
      emulator.clockOffset = .zero
      #expect(try await old.s3("GET", "/").status == 200)
      #expect(try await new.s3("GET", "/").status == 200)
      emulator.clockOffset = .milliseconds(99_999)
      #expect(try await old.s3("GET", "/").status == 200)
      emulator.clockOffset = .seconds(100)
      #expect(try await old.s3("GET", "/").element("Code") == "ExpiredToken")
      emulator.clockOffset = .zero
      let newest = client.with(emulator.rotateCredentials())
      emulator.revokeOldCredentials(as: .invalid)
      #expect(try await new.s3("GET", "/").element("Code") == "InvalidToken")
      #expect(try await newest.s3("GET", "/").status == 200)
      #expect(emulator.statistics.credentialsIssued == 3)
    }
  }

  @Test func `STS assumes a role for as short as a second, and knows its callers`() async throws {
    try await EmulatorClient.withFrozenEmulator { (client) async throws in
      let identity = try await client.sts("Action=GetCallerIdentity&Version=2011-06-15")
      #expect(identity.element("Arn") == "arn:aws:iam::123456789012:user/evergreen")
      let action = "Action=AssumeRole&RoleArn=arn%3Aaws%3Aiam%3A%3A210987654321%3Arole%2Fpath%2Fdemo&RoleSessionName=me"
      let answer = try await client.sts(action + "&DurationSeconds=1")
      #expect(answer.element("Expiration") == "2026-01-01T12:00:01Z", "\(answer.text)")
      var keys = EmulatorClient.Keys(token: answer.element("SessionToken"))
      keys.accessKeyId = answer.element("AccessKeyId") ?? ""
      keys.secret = answer.element("SecretAccessKey") ?? ""
      let session = client.with(keys)
      #expect(
        try await session.sts("Action=GetCallerIdentity").element("Arn")
          == "arn:aws:sts::210987654321:assumed-role/demo/me")
      client.emulator.clockOffset = .seconds(1)
      let expired = try await session.sts("Action=GetCallerIdentity")
      #expect(expired.status == 403 && expired.element("Code") == "ExpiredToken")
      for (body, code) in [
        (action + "&DurationSeconds=0", "ValidationError"), ("Action=AssumeRole&RoleSessionName=me", "ValidationError"),
        (action.replacing("=me", with: "=m%20e"), "ValidationError"), ("Action=Nothing", "InvalidAction"),
      ] {
        let refused = try await client.sts(body)
        #expect(refused.status == 400 && refused.element("Code") == code)
      }
      var unknown = client
      unknown.keys.accessKeyId = "AKIAUNKNOWNEXAMPLE"
      #expect(try await unknown.sts("Action=GetCallerIdentity").element("Code") == "InvalidClientTokenId")
      unknown.keys = .init()
      unknown.keys.secret = "wrong"
      #expect(try await unknown.sts("Action=GetCallerIdentity").element("Code") == "SignatureDoesNotMatch")
    }
  }

  @Test func `a key set shows neither its secret nor its token`() async throws {
    try await EmulatorClient.withFrozenEmulator { (client) async throws in
      let set = client.emulator.fetchCredentials()
      var dumped = ""
      dump(set, to: &dumped)
      for text in ["\(set)", String(reflecting: set), dumped] {
        #expect(text.contains(set.accessKeyId))
        #expect(!text.contains(set.secretAccessKey) && !text.contains(set.sessionToken))
      }
    }
  }

  @Test func `settings out of range are refused`() async throws {
    do {
      _ = try await Emulator.start(EmulatorConfiguration(credentialLifetime: .zero))
      Issue.record("It started with credentials that never live.")
    } catch let error as EmulatorError {
      #expect(error.code == .invalidConfiguration)
    }
    var configuration = EmulatorConfiguration()
    configuration.host = "not-an-address.invalid"
    do {
      _ = try await Emulator.start(configuration)
      Issue.record("It started on an address that does not exist.")
    } catch let error as EmulatorError {
      #expect(error.code == .cannotListen)
    }
    configuration = EmulatorConfiguration()
    configuration.services = [.s3]
    try await Emulator.withEmulator(configuration) { emulator in
      #expect(!emulator.s3Endpoint.isEmpty && emulator.stsEndpoint.isEmpty)
    }
  }
}
