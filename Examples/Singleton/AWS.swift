import AWSCredentials
import AWSElasticClient
import AWSRuntime
import AWSS3Client

/// The process's AWS clients: made once, used from everywhere, and never stale.
///
/// The recipe this replaces keeps a class with two properties, compares an expiration with the clock on each access, and
/// makes new clients. Here the clients are made once and kept: each attempt takes the credentials of that moment.
final class AWS: Sendable {
  /// The one instance. `main` chooses its surroundings before anything asks for it.
  static let shared = AWS(Surroundings.chosen)

  /// The S3 client.
  let s3: S3Client
  /// The Elasticsearch client.
  let es: ElasticClient
  private let configuration: ClientConfiguration

  init(_ surroundings: Surroundings) {
    // One configuration for both: they share the credentials and the connections.
    configuration = surroundings.configuration
    s3 = S3Client(configuration: configuration)
    es = ElasticClient(configuration: configuration, endpoint: surroundings.elasticEndpoint)
  }

  /// How many sets of credentials there have been so far.
  var generation: UInt64 { configuration.credentials.generation }
}
