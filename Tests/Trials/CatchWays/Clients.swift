import AWSCredentials
import AWSElasticClient
import AWSRuntime
import AWSS3Client
import AWSTesting
import HTTPTypes

/// Clients of services that have nothing: every response is 404. And clients whose requests get no response.
struct Clients: Sendable {
  let s3: S3Client
  let es: ElasticClient
  let unreachableS3: S3Client
  let unreachableES: ElasticClient

  init() throws {
    let endpoint = try ElasticEndpoint("search-x.eu-west-1.es.amazonaws.com")
    let missing = Self.configuration { (request) throws(HTTPTransportError) in
      let isElastic = request.head.authority?.contains(".es.") == true
      return HTTPTransportResponse(
        head: HTTPResponse(status: .notFound),
        body: isElastic
          ? AWSHTTPBody(#"{"error":{"type":"index_not_found_exception","reason":"no such index"},"status":404}"#)
          : AWSHTTPBody("<Error><Code>NoSuchKey</Code><Message>There is no such key.</Message></Error>"))
    }
    let silent = Self.configuration { (_) throws(HTTPTransportError) in
      throw HTTPTransportError(.connect, message: "The connection was refused.")
    }
    s3 = S3Client(configuration: missing)
    es = ElasticClient(configuration: missing, endpoint: endpoint)
    unreachableS3 = S3Client(configuration: silent)
    unreachableES = ElasticClient(configuration: silent, endpoint: endpoint)
  }

  private static func configuration(
    _ handler:
      @escaping @Sendable (ScriptedTransport.RecordedRequest) async throws(HTTPTransportError) ->
      HTTPTransportResponse
  ) -> ClientConfiguration {
    ClientConfiguration(
      credentials: CredentialCache(provider: .static(accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "fake")),
      region: "eu-west-1", transport: ScriptedTransport(handler: handler), retry: RetryPolicy(maxAttempts: 1))
  }
}
