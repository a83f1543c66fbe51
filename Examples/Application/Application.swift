import AWSCredentials
import AWSElasticClient
import AWSEmulator
import AWSIdentity
import AWSRuntime
import AWSS3Client
import AWSSigV4
import Foundation
import HTTPTypes
import Logging
import ServiceLifecycle
import UnixSignals

/// A service in full: S3, Elasticsearch, a request signed by hand, and a database pool that is derived from credentials.
/// The emulator stands for AWS, with a role's credentials that live six seconds and rotate about every three.
@main
struct Application {
  static func main() async throws {
    let seconds = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 20
    let logger = Logger(label: "application")
    let transport = AsyncHTTPClientTransport()
    let emulator = try await Emulator.start(EmulatorConfiguration(credentialLifetime: .seconds(6)))
    let configuration = try await ClientConfiguration.standard(
      environment: emulator.environment, transport: transport, logger: logger)
    let domain = try ElasticEndpoint(emulator.elasticEndpoint, service: .es)
    let (credentials, region) = (configuration.credentials, configuration.region)
    // Derived from credentials: rebuilt when they rotate, and closed when the last query has ended. Pools are used in
    // `withClient` only, so no grace time is needed.
    let pools = ServiceClientFactory(credentials: credentials, graceTime: .zero, logger: logger) { snapshot in
      DatabasePool(number: snapshot.generation) {
        try IAMAuthToken.rds(
          host: "db.test", port: 5432, user: "app", region: region, credentials: snapshot.credentials, date: Date())
      }
    } retire: { pool in
      pool.close()
    }
    // These clients are kept: each attempt takes the credentials of that moment.
    let worker = Worker(
      configuration: configuration, s3: S3Client(configuration: configuration),
      elastic: ElasticClient(configuration: configuration, endpoint: domain), pools: pools, sts: emulator.stsEndpoint,
      duration: .seconds(seconds))
    // Stopped in the opposite order: who uses the pools, then the pools, the connections, and the servers.
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: [
          .init(service: emulator), .init(service: transport), .init(service: pools),
          .init(service: worker, successTerminationBehavior: .gracefullyShutdownGroup),
        ], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
    try await group.run()
    print("\(pools.buildCount) pools were built, \(pools.retiredCount) were closed")
  }
}

/// Works until its time is over or the group shuts down.
struct Worker: Service {
  struct Report: Codable { var round: Int }
  struct Failure: Error { let what: String }

  let configuration: ClientConfiguration
  let s3: S3Client
  let elastic: ElasticClient
  let pools: ServiceClientFactory<DatabasePool>
  let sts: String
  let duration: Duration

  func run() async throws {
    let end = ContinuousClock.now + duration
    var round = 0
    try await s3.createBucket("reports")
    while ContinuousClock.now < end, !Task.isShuttingDownGracefully {
      round += 1
      let key = "report \(round % 10)"
      try await s3.put("round \(round)", bucket: "reports", key: key)
      for try await object in s3.objects(in: "reports", prefix: key) { try expect(object.key == key, "listing") }
      let link = try await s3.presignGet(bucket: "reports", key: key, expiresIn: .seconds(5))
      try expect(try await get(link.url) == "round \(round)", "presigned URL")
      let report = Report(round: round)
      try await elastic.index("reports", id: "\(round)", document: report)
      let parts = (1...5).map { BulkAction.index(id: "\(round).\($0)", document: report) }
      try expect(try await elastic.bulk(parts, index: "reports").isSuccess, "bulk")
      try await elastic.refresh("reports")
      let query: ElasticBody = ["query": ["term": ["round": round]]]
      try expect(try await elastic.search("reports", body: query, as: Report.self).hits.count == 6, "search")
      let caller = try await get(sts + "/?Action=GetCallerIdentity&Version=2011-06-15", signedFor: "sts")
      try expect(caller.contains("<Arn>"), "signed request")
      try await pools.withClient { pool in try pool.query("INSERT INTO rounds VALUES (\(round))") }
    }
    print("\(round) rounds of work, with \(configuration.credentials.generation) sets of credentials")
  }

  /// Sends a request without a client: signed by hand for a service, or as it is.
  private func get(_ url: String, signedFor service: String? = nil) async throws -> String {
    let parts = url.split(separator: "/", maxSplits: 2).map(String.init)
    var head = HTTPRequest(method: .get, scheme: "http", authority: parts[1], path: "/" + parts[2])
    if let service {
      let credentials = try await configuration.credentials.snapshot().credentials
      let signer = SigV4Signer(service: service, region: configuration.region)
      try signer.sign(&head, payload: .empty, credentials: credentials, date: Date())
    }
    let response = try await configuration.transport.send(HTTPTransportRequest(head: head))
    return String(decoding: try await response.body.collect(upTo: 1 << 20), as: UTF8.self)
  }

  private func expect(_ isTrue: Bool, _ what: String) throws {
    guard isTrue else { throw Failure(what: what) }
  }
}

/// Stands for a driver's pool, which asks for a password for each connection.
struct DatabasePool: Sendable {
  let number: UInt64
  let password: @Sendable () throws -> IAMAuthToken
  func query(_ statement: String) throws { _ = try password() }
  func close() { print("pool \(number) is closed") }
}
