import AWSCredentials
import AWSElasticClient
import AWSEmulator
import AWSRuntime
import AWSTesting
import HTTPTypes
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Ids, routing and names of indices are bytes, for the client and for the emulator.
@Suite struct OpaqueValueTests {
  private static let pairs = [
    ("e\u{301}", "\u{E9}"), ("\u{1112}\u{1161}\u{11AB}", "한"), ("\u{212A}", "K"), (";", "\u{37E}"),
  ]

  @Test("Results, paths and queries that look alike are not the same", arguments: pairs)
  func equality(one: String, other: String) async throws {
    func written(_ id: String) async throws -> WriteResult {
      let fixture = try ClientFixture(
        .status(201, body: #"{"_index":"i","_id":"\#(id)","result":"created","_version":1}"#))
      return try await fixture.client.index("i", id: id, body: .json("{}"))
    }
    func read(_ id: String) async throws -> GetResult<[String: Int]> {
      let fixture = try ClientFixture(.text(#"{"_index":"i","_id":"\#(id)","found":true,"_source":{"n":1}}"#))
      return try await fixture.client.get("i", id: id, as: [String: Int].self)
    }
    #expect(try await written(one) != written(other))
    #expect(try await Set([written(one), written(other), written(one)]).count == 2)
    #expect(try await read(one) != read(other))
    #expect(try await read(one) == read(one))
    #expect(ElasticPath.parts([one]) != .parts([other]) && ElasticPath.parts([one]) == .parts([one]))
    #expect(ElasticPath.wire("/" + one) != .wire("/" + other))
    let queries: [ElasticParameters] = [["routing": one], ["routing": other]]
    #expect(queries[0] != queries[1] && Set(queries).count == 2)
    let options = [WriteOptions(routing: one), WriteOptions(routing: other), WriteOptions(routing: one)]
    #expect(options[0] != options[1] && options[0] == options[2] && Set(options).count == 2)
    // Who adds a member has to add it to `==`.
    #expect(
      Mirror(reflecting: options[0]).children.compactMap(\.label)
        == ["refresh", "routing", "ifVersion", "pipeline", "retrySafety"])
    let bulk = [BulkOptions(pipeline: one), BulkOptions(pipeline: other), BulkOptions(pipeline: one)]
    #expect(bulk[0] != bulk[1] && bulk[0] == bulk[2] && Set(bulk).count == 2)
    #expect(
      Mirror(reflecting: bulk[0]).children.compactMap(\.label)
        == ["maxBytes", "maxActions", "refresh", "pipeline", "encodingFailure", "busyRetry", "retrySafety"])
    let causes = [one, other, one].map { ElasticError.Cause(type: "t", reason: "r", index: $0) }
    #expect(causes[0] != causes[1] && causes[0] == causes[2] && Set(causes).count == 2)
    #expect(Mirror(reflecting: causes[0]).children.compactMap(\.label) == ["type", "reason", "index", "causedBy"])
  }

  @Test("A response in gzip that was not asked for is unpacked")
  func gzip() async throws {
    // `python3 -c 'gzip.compress(b\'{"count":7,"_shards":{"total":1,"successful":1,"failed":0}}\', 9, mtime=0)'`
    let packed = Array(try #require(Data(base64Encoded: Self.packedCount)))
    let fixture = try ClientFixture(
      .response(
        HTTPTransportResponse(
          head: HTTPResponse(status: .ok, headerFields: [.contentEncoding: "gzip"]), body: AWSHTTPBody(packed))))
    #expect(try await fixture.client.count("i") == 7)
  }

  private static let packedCount =
    "H4sIAAAAAAACA6tWSs4vzStRsjLXUYovzkgsSilWsqpWKskvScxRsjLUUSouTU5OLS5OK4Vw0xIzc1JTlKwMamsBKtAdJDsAAAA="

  @Test("The emulator keeps documents, indices and fields apart whose names look alike")
  func emulator() async throws {
    var configuration = EmulatorConfiguration()
    configuration.services = [.elastic]
    try await Emulator.withEmulator(configuration) { emulator in
      let issued = emulator.fetchCredentials()
      let key = Credentials(
        accessKeyId: issued.accessKeyId, secretAccessKey: issued.secretAccessKey, sessionToken: issued.sessionToken)
      let client = ElasticClient(
        configuration: ClientConfiguration(
          credentials: CredentialCache(provider: StaticCredentialProvider(key)), region: "us-east-1"),
        endpoint: try ElasticEndpoint(emulator.elasticEndpoint))
      let names = ["caf\u{E9}", "cafe\u{301}"]
      for name in names { try await client.createIndex(name) }
      for (number, name) in names.enumerated() {
        for id in names { try await client.index(name, id: id, body: .json(#"{"n":\#(number)}"#)) }
        #expect(try await client.count(name) == 2)
      }
      try await client.deleteIndex(names[0])
      #expect(try await !client.existsIndex(names[0]))
      #expect(try await client.existsIndex(names[1]))
      #expect(try await client.get(names[1], id: names[0]).source?["n"]?.int == 1)
      // A change of one field is not a change of the other.
      try await client.index(names[1], id: "fields", body: .json("{\"\(names[0])\":1,\"\(names[1])\":2}"))
      try await client.update(names[1], id: "fields", .doc(.json("{\"\(names[0])\":3}")))
      let found = try await client.get(names[1], id: "fields").sourceBytes ?? []
      #expect(found == Array("{\"\(names[0])\":3,\"\(names[1])\":2}".utf8), "\(String(decoding: found, as: UTF8.self))")
    }
  }
}
