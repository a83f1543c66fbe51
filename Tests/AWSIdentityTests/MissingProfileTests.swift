import AWSCredentials
import AWSIdentity
import AWSRuntime
import AWSTesting
import Testing

/// A profile that somebody asked for by name and that is not there is an error, whatever it was wanted for.
@Suite struct MissingProfileTests {
  private static let files = InMemoryFileSystem([
    "/home/me/.aws/config":
      "[profile staging]\nregion = eu-west-1\n[profile Production]\nregion = eu-west-1\n[prod]\nregion = x\n"
  ])

  private func context(_ variables: [String: String] = [:]) -> CredentialProviderContext {
    CredentialProviderContext(
      environment: ProcessEnvironment(["HOME": "/home/me"].merging(variables) { $1 }), fileSystem: Self.files,
      transport: ScriptedTransport(), clock: ManualClock())
  }

  private func expectMissing(
    _ name: String, _ words: [String], _ place: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
  ) async {
    do {
      try await body()
      Issue.record("no error for \(name)", sourceLocation: place)
    } catch {
      for word in ["'\(name)'", "does not exist", "/home/me/.aws/config"] + words {
        #expect("\(error)".contains(word), "\(error)", sourceLocation: place)
      }
    }
  }

  @Test(arguments: ["argument", "AWS_PROFILE", "AWS_DEFAULT_PROFILE"]) func everywhere(_ origin: String) async throws {
    let argument = origin == "argument" ? "stagin" : nil
    var variables = ["AWS_REGION": "eu-west-1", "AWS_EC2_METADATA_DISABLED": "true"]
    if argument == nil { variables[origin] = "stagin" }
    let words = [argument == nil ? origin : "given by the program", "Did you mean 'staging'?", "'Production'"]
    let regional = context(variables)
    await expectMissing("stagin", words) {
      _ = try await ProfileCredentialProvider(profile: argument, context: regional).credentials()
    }
    await expectMissing("stagin", words) {
      _ = try await CredentialChain.standard(profile: argument, in: regional).credentials()
    }
    await expectMissing("stagin", words) { _ = try SharedSettings(context: regional.using(profile: argument)) }
    await expectMissing("stagin", words) { _ = try STSClient.standard(profile: argument, in: regional) }
    // Even if the region, or region and credentials, are known without it.
    await expectMissing("stagin", words) { _ = try await ClientConfiguration.standard(profile: argument, in: regional) }
    await expectMissing("stagin", words) {
      _ = try await ClientConfiguration.standard(
        region: "us-east-1", profile: argument, credentials: CredentialCache(provider: CredentialChain([])),
        in: regional)
    }
    variables["AWS_REGION"] = nil
    let bare = context(variables)
    await expectMissing("stagin", words) {
      _ = try await RegionResolver(context: bare.using(profile: argument)).region()
    }
  }

  @Test func suggestions() async throws {
    for (name, expected) in [
      ("staging1", "Did you mean 'staging'?"), ("STAGING", "Did you mean 'staging'?"),
      ("satging", "Did you mean 'staging'?"),
      ("production", "Did you mean 'Production'?"), ("prod", "Sections ignored for their header: [prod]"),
    ] { await expectMissing(name, [expected]) { _ = try SharedSettings(context: context().using(profile: name)) } }
    await expectMissing("other", []) {
      do { _ = try SharedSettings(context: context().using(profile: "other")) } catch {
        #expect(!"\(error)".contains("Did you mean"))
        throw error
      }
    }
  }

  @Test func aDefaultThatNobodyNamedMayBeMissing() async throws {
    _ = try SharedSettings(context: context())
    let configuration = try await ClientConfiguration.standard(region: "us-east-1", in: context())
    #expect(configuration.region == "us-east-1")
    _ = try await ClientConfiguration.standard(profile: "staging", in: context())
  }
}
