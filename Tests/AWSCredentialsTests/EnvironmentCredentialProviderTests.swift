import AWSCredentials
import AWSTesting
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

struct EnvironmentCredentialProviderTests {
  private let key = "AKIAIOSFODNN7EXAMPLE"
  private let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"

  private func fetch(_ variables: [String: String]) async throws(CredentialError) -> Credentials {
    try await EnvironmentCredentialProvider(environment: ProcessEnvironment(variables)).credentials()
  }

  @Test func everyVariable() async throws {
    let found = try await fetch([
      "AWS_ACCESS_KEY_ID": " \(key)\n", "AWS_SECRET_ACCESS_KEY": secret, "AWS_SESSION_TOKEN": "new",
      "AWS_SECURITY_TOKEN": "old", "AWS_ACCOUNT_ID": "123456789012",
      "AWS_CREDENTIAL_EXPIRATION": "2026-01-31T12:00:00Z",
    ])
    #expect(found.accessKeyId == key && found.secretAccessKey == secret && found.sessionToken == "new")
    #expect(found.accountId == "123456789012" && found.provider == "environment")
    #expect(found.expiration?.timeIntervalSince1970 == 1_769_860_800)
    #expect(EnvironmentCredentialProvider().staleness == .strict)
  }

  @Test func legacyTokenOnlyWithoutTheNewOne() async throws {
    let found = try await fetch([
      "AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY": secret, "AWS_SESSION_TOKEN": " ",
      "AWS_SECURITY_TOKEN": "old",
    ])
    #expect(found.sessionToken == "old" && found.expiration == nil)
  }

  @Test(arguments: [[:], ["AWS_ACCESS_KEY_ID": " ", "AWS_SECRET_ACCESS_KEY": "\t"], ["AWS_SESSION_TOKEN": "x"]])
  func nothingSet(_ variables: [String: String]) async {
    let error = await #expect(throws: CredentialError.self) { try await fetch(variables) }
    #expect(error?.code == .notConfigured)
  }

  @Test func brokenSettingsNameTheVariable() async {
    let pair = ["AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY": secret]
    let cases: [(variables: [String: String], named: String)] = [
      (["AWS_ACCESS_KEY_ID": key], "AWS_SECRET_ACCESS_KEY is not"),
      (["AWS_SECRET_ACCESS_KEY": secret], "AWS_ACCESS_KEY_ID is not"),
      (pair.merging(["AWS_CREDENTIAL_EXPIRATION": "soon"]) { $1 }, "AWS_CREDENTIAL_EXPIRATION"),
      (pair.merging(["AWS_SESSION_TOKEN": "a\r\nb"]) { $1 }, "AWS_SESSION_TOKEN"),
    ]
    for (variables, named) in cases {
      let error = await #expect(throws: CredentialError.self) { try await fetch(variables) }
      #expect(error?.code == .invalidConfiguration && error?.message.contains(named) == true)
      #expect(error?.message.contains(secret) == false)
    }
  }

  @Test func staticProvider() async throws {
    let given = Credentials(accessKeyId: key, secretAccessKey: secret)
    #expect(try await StaticCredentialProvider(given).credentials() == given)
    await #expect(throws: CredentialError.self) {
      try await StaticCredentialProvider(Credentials(accessKeyId: key, secretAccessKey: " ")).credentials()
    }
  }

  @Test func anExpirationWithoutTimeZoneIsTold() async {
    let provider = EnvironmentCredentialProvider(environment: [
      "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "hush",
      "AWS_CREDENTIAL_EXPIRATION": "2026-01-31T12:00:00",
    ])
    let error = await #expect(throws: CredentialError.self) { try await provider.credentials() }
    #expect(error?.message.contains("AWS_CREDENTIAL_EXPIRATION has no time zone") == true, "\(error as Any)")
  }
}
