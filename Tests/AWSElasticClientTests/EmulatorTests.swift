import AWSCredentials
import AWSElasticClient
import AWSEmulator
import AWSRuntime
import AWSTesting
import Testing

/// Through the real transport, against the emulator, which verifies every signature.
@Suite("Elastic client and emulator")
struct EmulatorTests {
  private struct Setting {
    let emulator: Emulator
    let provider: ScriptedCredentialProvider
    let cache: CredentialCache
    let client: ElasticClient

    var rejections: [String: Int] { emulator.statistics.services[.elastic]?.rejectedByReason ?? [:] }
  }

  private static func withSetting(_ body: (Setting) async throws -> Void) async throws {
    var configuration = EmulatorConfiguration()
    configuration.services = [.elastic]
    try await Emulator.withEmulator(configuration) { emulator in
      let provider = ScriptedCredentialProvider { _ in
        let issued = emulator.fetchCredentials()
        return Credentials(
          accessKeyId: issued.accessKeyId, secretAccessKey: issued.secretAccessKey, sessionToken: issued.sessionToken,
          expiration: issued.expiration)
      }
      let cache = CredentialCache(provider: provider)
      let retry = RetryPolicy(baseDelay: .milliseconds(1), throttlingBaseDelay: .milliseconds(1))
      let client = ElasticClient(
        configuration: ClientConfiguration(credentials: cache, region: "us-east-1", retry: retry),
        endpoint: try ElasticEndpoint(emulator.elasticEndpoint))
      try await body(Setting(emulator: emulator, provider: provider, cache: cache, client: client))
    }
  }

  @Test func awkwardIdsComeBackThroughSignatureAndTransport() async throws {
    try await Self.withSetting { setting in
      let client = setting.client
      let ids = [
        "1", "a/b", "a:b", "x y", "@!%+~,*", "%2F", "%2E%2E", "...", "한글", "😀", "_search", "_bulk", "a?b#c", "\"q\"\\",
        "<x-{now/d}>", "a//b", "/",
      ]
      for id in ids {
        try await client.index("books", id: id, document: Book(title: id, year: 1))
        #expect(try await client.get("books", id: id, as: Book.self).source?.title == id)
        #expect(try await client.exists("books", id: id))
      }
      try await client.refresh("books")
      let found = try await client.search("books,boo*", body: ["size": 100], as: Book.self)
      #expect(Set(found.sources.map(\.title)) == Set(ids))
      #expect(try await client.mget("books", ids: ids, as: Book.self).map { $0.source?.title } == ids)
      #expect(await failure { try await client.delete("books", id: "..") } != nil)
      #expect(try await client.count("books") == ids.count)
      #expect(setting.rejections.isEmpty)
    }
  }

  @Test func bulkSurvivesCredentialsThatAreRefusedHalfWay() async throws {
    try await Self.withSetting { setting in
      _ = try await setting.client.info()
      var isFirst = true
      let actions = (0..<3000).lazy.map { number in
        BulkAction.create(id: "\(number)", document: Book(title: "t", year: number))
      }
      // The first request of each call meets revoked credentials, of either kind.
      for part in [actions.prefix(1500), actions.dropFirst(1500).prefix(1500)] {
        setting.emulator.rotateCredentials()
        setting.emulator.revokeOldCredentials(as: isFirst ? .expired : .invalid)
        isFirst = false
        let report = try await setting.client.bulk(part, index: "docs", options: BulkOptions(maxActions: 1000))
        #expect(report.items.map(\.result) == Array(repeating: .created, count: 1500))
      }
      try await setting.client.refresh("docs")
      #expect(try await setting.client.count("docs") == 3000)
      #expect(setting.rejections.values.reduce(0, +) == 2)
      #expect(setting.provider.callCount == 3)
    }
  }

  @Test func faultsOnTheWay() async throws {
    try await Self.withSetting { setting in
      let (client, faults) = (setting.client, setting.emulator.faults)
      for fault in [EmulatedFaultAction.throttle, .reset, .loseResponse, .truncateBody(afterBytes: 5)] {
        faults.add(EmulatedFaultRule(fault, service: .elastic, limit: 1))
        try await client.index("a", id: "1", body: ["x": 1])
        faults.removeAll()
      }
      #expect(try await client.get("a", id: "1").documentVersion?.sequenceNumber == 5)
      faults.add(EmulatedFaultRule(.loseResponse, service: .elastic, limit: 1))
      let lost = await failure { try await client.index("a", body: ["x": 1]) }
      #expect(lost?.code == .transport)
      #expect(lost?.attempts == 1)
    }
  }
}
