import AWSCredentials
import AWSElasticClient
import AWSIdentity
import AWSRuntime
import AWSS3Client
import AWSSigV4
import AWSTesting
import HTTPTypes
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension ErrorValues {
  /// One way to fail.
  struct Path: Sendable, CustomTestStringConvertible {
    let name: String
    /// What the description has to hold: who or what it is about.
    let words: [String]
    let take: @Sendable () async throws -> Void

    init(_ name: String, _ words: String..., take: @escaping @Sendable () async throws -> Void) {
      self.name = name
      self.words = words
      self.take = take
    }

    var testDescription: String { name }
  }

  static let paths = chainPaths + settingPaths + clientPaths + filePaths + transportPaths

  /// The surroundings of a transport that can be told which authorities to trust.
  private static func surroundings(
    _ environment: [String: String], files: [String: String] = [:]
  ) -> CredentialProviderContext {
    var context = context(environment, files: files, [.status(404, body: ""), .status(404, body: "")])
    context.transport = AsyncHTTPClientTransport(maximumConnectionsPerHost: 1)
    return context
  }

  private static func configure(_ environment: [String: String], config: String = "") async throws {
    let keys = ["AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "y"]
    let context = surroundings(keys.merging(environment) { $1 }, files: ["/home/me/.aws/config": config])
    _ = try await ClientConfiguration.standard(in: context)
  }

  private static let chainPaths = [
    Path("nothing is configured", "None of the", "chain, exhausted") {
      _ = try await CredentialChain.standard(in: context(["AWS_EC2_METADATA_DISABLED": "true"])).credentials()
    },
    Path("a chain without providers", "chain") { _ = try await CredentialChain([]).credentials() },
    Path("one key of two", "AWS_SECRET_ACCESS_KEY", "environment") {
      _ = try await CredentialChain.standard(in: context(["AWS_ACCESS_KEY_ID": "x"])).credentials()
    },
    Path("a profile that does not exist", "nowhere") {
      _ = try await CredentialChain.standard(in: context(["AWS_PROFILE": "nowhere"])).credentials()
    },
    Path("a line without an equals sign", "line 2") {
      _ = try await CredentialChain.standard(in: context([:], files: ["/home/me/.aws/config": "[default]\nx"]))
        .credentials()
    },
    Path("roles in a loop", "loop") {
      let config = """
        [default]
        role_arn = arn:aws:iam::123456789012:role/a
        source_profile = b
        [profile b]
        role_arn = arn:aws:iam::123456789012:role/b
        source_profile = default
        """
      _ = try await CredentialChain.standard(in: context([:], files: ["/home/me/.aws/config": config])).credentials()
    },
    Path("a role that STS refuses", "AccessDenied") {
      let config = """
        [default]
        role_arn = arn:aws:iam::123456789012:role/a
        credential_source = Environment
        region = us-east-1
        """
      let body = "<ErrorResponse><Error><Code>AccessDenied</Code><Message>Not you</Message></Error></ErrorResponse>"
      let keys = ["AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "y", "AWS_PROFILE": "default"]
      _ = try await ProfileCredentialProvider(
        context: context(
          keys, files: ["/home/me/.aws/config": config], Array(repeating: .status(403, body: body), count: 4))
      ).credentials()
    },
    Path("a program that is not there") {
      _ = try await CredentialChain.standard(
        in: context([:], files: ["/home/me/.aws/config": "[default]\ncredential_process = /no/such/program"])
      ).credentials()
    },
  ]

  private static let settingPaths = [
    Path("no region", "region") {
      _ = try await ClientConfiguration.standard(in: surroundings(["AWS_EC2_METADATA_DISABLED": "true"]))
    },
    Path("a region that is none", "AWS_REGION", "region") { try await configure(["AWS_REGION": "a b"]) },
    Path("a profile of settings that does not exist", "nowhere") { try await configure(["AWS_PROFILE": "nowhere"]) },
    Path("authorities that are not there", "/none.pem", "AWS_CA_BUNDLE") {
      try await configure(["AWS_CA_BUNDLE": "/none.pem"])
    },
    Path("a proxy that is none", "HTTPS_PROXY") { try await configure(["HTTPS_PROXY": "ftp://x"]) },
    Path("attempts that are no number", "AWS_MAX_ATTEMPTS") { try await configure(["AWS_MAX_ATTEMPTS": "many"]) },
    Path("a mode that is none", "AWS_RETRY_MODE") { try await configure(["AWS_RETRY_MODE": "often"]) },
    Path("defaults that are none", "AWS_DEFAULTS_MODE") { try await configure(["AWS_DEFAULTS_MODE": "mine"]) },
    Path("neither true nor false", "AWS_USE_FIPS_ENDPOINT") { try await configure(["AWS_USE_FIPS_ENDPOINT": "maybe"]) },
    Path("a setting of a profile", "max_attempts", "config") {
      try await configure([:], config: "[default]\nmax_attempts = many")
    },
    Path("a property without a profile", "line 1") { try await configure([:], config: "key = value") },
  ]

  private static let clientPaths = [
    Path("an endpoint of S3", "ftp") {
      _ = try await S3Client(endpoint: "ftp://x", in: surroundings(["AWS_REGION": "us-east-1"]))
    },
    Path("an endpoint of Elasticsearch", "ftp") {
      _ = try await ElasticClient("ftp://x", in: surroundings(["AWS_REGION": "us-east-1"]))
    },
    Path("an endpoint in the environment", "AWS_ENDPOINT_URL_S3") {
      let context = surroundings([
        "AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "y",
        "AWS_ENDPOINT_URL_S3": "ftp://x",
      ])
      _ = try await S3Client(in: context).listBuckets(S3.ListBucketsInput())
    },
    Path("an endpoint with a query", "query") { _ = try Endpoint("https://h/?q") },
    Path("a signing host", "signing host") {
      _ = try ElasticEndpoint("https://search-x.us-west-2.es.amazonaws.com", signingHost: "a b")
    },
    Path("a source that is of another type", "does not fit") {
      let body = #"{"_index":"a","_id":"1","found":true,"_source":{"n":"x"}}"#
      _ = try await elastic([.text(body)]).get("a", id: "1", as: [String: Int].self)
    },
    Path("a source without a member", "does not fit") {
      struct Book: Decodable, Sendable { let title: String }
      let body = #"{"_index":"a","_id":"1","found":true,"_source":{}}"#
      _ = try await elastic([.text(body)]).get("a", id: "1", as: Book.self)
    },
    Path("a document that cannot be encoded", "encoded") {
      struct Odd: Encodable, Sendable { let n = Double.nan }
      _ = try await elastic([]).index("a", id: "1", document: Odd())
    },
    Path("an action that cannot be sent", "Action 0") {
      var options = BulkOptions()
      options.encodingFailure = .failsTheCall
      _ = try await elastic([]).bulk([.delete(id: "")], index: "a", options: options)
    },
    Path("a page in place of S3's response", "page") {
      let responses = Array(repeating: ScriptedTransport.Response.status(502, body: "A page of a proxy"), count: 2)
      _ = try await S3Client(configuration: configuration(responses)).listBuckets(S3.ListBucketsInput())
    },
    Path("credentials that cannot be had", "environment") {
      let cache = CredentialCache(
        provider: EnvironmentCredentialProvider(environment: ProcessEnvironment([:])),
        clock: ManualClock(start: SecretValues.date))
      let s3 = S3Client(
        configuration: ClientConfiguration(
          credentials: cache, region: "us-east-1", transport: ScriptedTransport([]),
          clock: ManualClock(start: SecretValues.date)))
      _ = try await s3.listBuckets(S3.ListBucketsInput())
    },
  ]

  private static func elastic(_ responses: [ScriptedTransport.Response]) throws -> ElasticClient {
    ElasticClient(
      configuration: configuration(responses),
      endpoint: try ElasticEndpoint("https://search-x.us-west-2.es.amazonaws.com"))
  }

  private static let filePaths = [
    Path("a file that is not there", "/no/such/file", "no such file") {
      _ = try await AWSHTTPBody.file("/no/such/file")
    },
    Path("a directory", "'/'", "not a regular file") { _ = try await AWSHTTPBody.file("/") },
    Path("a file in a directory that is not there", "/no/such") {
      _ = try await AWSHTTPBody("x").write(toFile: "/no/such/file")
    },
    Path("a URL of no file", "file://") {
      _ = try await AWSHTTPBody.file(try #require(URL(string: "https://example.com/x")))
    },
    Path("an object from a file that is not there", "/no/such/file") {
      _ = try await S3Client(configuration: configuration([])).put(
        try await AWSHTTPBody.file("/no/such/file"), bucket: "bucket", key: "k")
    },
    Path("a body that is longer than allowed", "3 bytes") { _ = try await AWSHTTPBody("long").collect(upTo: 3) },
  ]

  private static func send(_ transport: AsyncHTTPClientTransport, to authority: String) async throws {
    _ = try await transport.send(
      HTTPTransportRequest(head: HTTPRequest(method: .get, scheme: "http", authority: authority, path: "/")))
  }

  private static let transportPaths = [
    Path("a port where nobody listens", "127.0.0.1:1") { try await send(.shared, to: "127.0.0.1:1") },
    Path("a transport that has been shut down", "shut down") {
      let transport = AsyncHTTPClientTransport(maximumConnectionsPerHost: 1)
      await transport.shutdown()
      try await send(transport, to: "127.0.0.1:1")
    },
    Path("a proxy where nobody listens") {
      let route = AsyncHTTPClientTransport.Route.proxy(host: "127.0.0.1", port: 1)
      let transport = AsyncHTTPClientTransport(maximumConnectionsPerHost: 1, route: route)
      do {
        _ = try await transport.send(
          HTTPTransportRequest(head: HTTPRequest(method: .get, scheme: "https", authority: "h.test", path: "/")))
      } catch {
        await transport.shutdown()
        throw error
      }
    },
    Path("a recording that has no such request", "/a") {
      let transport = ReplayTransport(HTTPRecording(), name: "r.json")
      _ = try await transport.send(
        HTTPTransportRequest(head: HTTPRequest(method: .get, scheme: "https", authority: "h.test", path: "/a")))
    },
  ]
}
