import AWSCredentials
import AWSEmulator
import AWSIdentity
import AWSRuntime
import AWSTesting
import Crypto
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A running emulator and a program's surroundings that lead to it. Both go by one clock, which only the test moves.
struct EmulatedSurroundings: Sendable {
  let emulator: Emulator
  let clock: ManualClock
  let files = InMemoryFileSystem()

  static let role = "arn:aws:iam::123456789012:role/pod"

  /// Starts an emulator for the time of a closure.
  static func run(
    _ change: (inout EmulatorConfiguration) -> Void = { _ in }, _ body: (EmulatedSurroundings) async throws -> Void
  ) async throws {
    let clock = ManualClock()
    var configuration = EmulatorConfiguration()
    configuration.services = [.instanceMetadata, .containerCredentials, .sts, .ssoPortal, .ssoOIDC, .signIn]
    configuration.now = { clock.now() }
    change(&configuration)
    try await Emulator.withEmulator(configuration) { emulator in
      try await body(EmulatedSurroundings(emulator: emulator, clock: clock))
    }
  }

  /// The default chain of a program with some variables.
  func chain(
    _ variables: [String: String] = [:], tokenCode: CredentialProviderContext.TokenCodeProvider? = nil
  ) -> CredentialChain {
    .standard(in: context(variables, tokenCode: tokenCode))
  }

  func context(
    _ variables: [String: String] = [:], tokenCode: CredentialProviderContext.TokenCodeProvider? = nil
  ) -> CredentialProviderContext {
    let base = [
      "HOME": "/home/me", "AWS_REGION": emulator.configuration.region, "AWS_ENDPOINT_URL_STS": emulator.stsEndpoint,
      "AWS_ENDPOINT_URL_SSO": emulator.ssoPortalEndpoint, "AWS_ENDPOINT_URL_SSO_OIDC": emulator.ssoOIDCEndpoint,
      "AWS_ENDPOINT_URL_SIGNIN": emulator.signInEndpoint, "AWS_EC2_METADATA_DISABLED": "true",
    ]
    var context = CredentialProviderContext(
      environment: ProcessEnvironment(base.merging(variables) { $1 }), fileSystem: files,
      transport: PatientTransport(AsyncHTTPClientTransport.shared), clock: ImpatientClock(base: clock), random: { 0.5 },
      tokenCode: tokenCode,
      platform: .posix)
    // No other process writes into these files.
    context.tokenFileWait = .zero
    return context
  }

  /// Who STS says that the credentials belong to: proof that they work.
  func arn(_ credentials: Credentials) async throws -> String {
    let configuration = ClientConfiguration(
      credentials: CredentialCache(provider: StaticCredentialProvider(credentials), clock: clock), region: "us-east-1",
      clock: clock)
    return try await STSClient(configuration: configuration, endpoint: Endpoint(emulator.stsEndpoint))
      .getCallerIdentity().arn
  }

  func writeConfiguration(_ lines: String) { files.write("/home/me/.aws/config", lines) }

  /// Expects a refusal whose message says some words and nothing secret.
  func expectRefusal(
    by provider: some CredentialProvider, code: CredentialError.Code, saying words: String...,
    hiding secrets: [String] = [],
    sourceLocation: SourceLocation = #_sourceLocation
  ) async {
    let error = await #expect(throws: CredentialError.self, sourceLocation: sourceLocation) {
      try await provider.credentials()
    }
    #expect(error?.code == code, sourceLocation: sourceLocation)
    let text = error.map { "\($0)" } ?? ""
    for word in words { #expect(text.contains(word), "\(text)", sourceLocation: sourceLocation) }
    for secret in secrets { #expect(!text.contains(secret), sourceLocation: sourceLocation) }
  }

  static func hexadecimal(_ digest: some Sequence<UInt8>) -> String {
    digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
