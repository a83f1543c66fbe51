import AWSCredentials
import AWSElasticClient
import AWSEmulator
import AWSRuntime
import AWSS3Client
import AWSTesting
import HTTPTypes
import Testing

/// What is said of a connection that cannot be made names the server, in our words and not in those of a library.
@Suite struct ConnectionMessageTests {
  private static let foreign = ["errno", "NIO", "connect(", "HTTPClient", "Error(", "Caused by"]
  private static let credentials = CredentialCache(
    provider: StaticCredentialProvider(
      Credentials(accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")))

  private func failure(of authority: String, scheme: String = "http") async -> HTTPTransportError? {
    let head = HTTPRequest(method: .get, scheme: scheme, authority: authority, path: "/")
    return await #expect(throws: HTTPTransportError.self) {
      _ = try await PatientTransport(AsyncHTTPClientTransport.shared).send(HTTPTransportRequest(head: head))
    }
  }

  @Test(arguments: ["127.0.0.1:1", "localhost:1"]) func aClosedPort(_ authority: String) async throws {
    for scheme in ["http", "https"] {
      let error = await failure(of: authority, scheme: scheme)
      #expect(error?.code == .connect && error?.message == "Connection refused by \(authority).", "\(error as Any)")
    }
  }

  @Test func aServerWithoutTLS() async throws {
    try await Emulator.withEmulator { emulator in
      let authority = String(emulator.s3Endpoint.dropFirst("http://".count))
      let error = await failure(of: authority, scheme: "https")
      #expect(error?.code == .connect, "\(error as Any)")
      #expect(error?.message.hasPrefix("TLS could not be agreed with \(authority): what it sends is not TLS;") == true)
    }
  }

  @Test func theErrorsOfClients() async throws {
    var configuration = ClientConfiguration(
      credentials: Self.credentials, region: "us-east-1",
      transport: PatientTransport(AsyncHTTPClientTransport.shared))
    configuration.retry.maxAttempts = 1
    let s3 = await #expect(throws: S3Error.self) {
      _ = try await S3Client(configuration: configuration, endpoint: Endpoint("http://127.0.0.1:1")).listBuckets()
    }
    let elastic = await #expect(throws: ElasticError.self) {
      let client = try ElasticClient(configuration: configuration, endpoint: ElasticEndpoint("http://127.0.0.1:1"))
      _ = try await client.get("i", id: "1", as: [String: String].self)
    }
    for error in [s3, elastic] as [(any AWSServiceError)?] {
      let error = try #require(error)
      #expect(error.message == "Connection refused by 127.0.0.1:1." && error.errorKind == ServiceError.Kind.transport)
      // It is there for a program that looks for it.
      #expect(error.cause != nil)
      #expect(!Self.foreign.contains { error.description.contains($0) }, "\(error)")
    }
  }

  /// A transport of a program's own need not name the server.
  @Test func aTransportThatNamesNobody() async throws {
    let transport = ScriptedTransport([.failure(HTTPTransportError(.connect, message: "The cable is out."))])
    var configuration = ClientConfiguration(credentials: Self.credentials, region: "us-east-1", transport: transport)
    configuration.retry.maxAttempts = 1
    let error = await #expect(throws: S3Error.self) {
      _ = try await S3Client(configuration: configuration, endpoint: Endpoint("http://h.example:8080")).listBuckets()
    }
    #expect(error?.message == "There is no response from http://h.example:8080. The cable is out.")
  }
}
