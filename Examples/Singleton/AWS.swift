import AWSElasticClient
import AWSRuntime
import AWSS3Client

/// The process's AWS clients: made once, used from everywhere, and never stale.
///
/// The recipe this replaces keeps a class with two properties and compares an expiration with the clock on each access.
/// Here an access is one atomic load and one lock, and a client is rebuilt only when credentials rotate, once, however many
/// tasks ask.
final class AWS: Sendable {
  /// The one instance. `main` chooses its surroundings before anything asks for it.
  static let shared = AWS(Surroundings.chosen)

  private let s3Factory: ServiceClientFactory<S3Client>
  private let esFactory: ServiceClientFactory<ElasticClient>

  init(_ surroundings: Surroundings) {
    // One configuration for good: the retry quota and the learned clock skew live in it, and rebuilt clients go on with them.
    let configuration = surroundings.configuration
    s3Factory = ServiceClientFactory(credentials: configuration.credentials) { _ in
      S3Client(configuration: configuration, endpoint: surroundings.s3Endpoint)
    }
    esFactory = ServiceClientFactory(credentials: configuration.credentials) { _ in
      ElasticClient(configuration: configuration, endpoint: surroundings.elasticEndpoint)
    }
  }

  /// The S3 client for the current credentials.
  var s3: S3Client {
    get async throws { try await s3Factory.client() }
  }

  /// The Elasticsearch client for the current credentials.
  var es: ElasticClient {
    get async throws { try await esFactory.client() }
  }

  /// How many clients have been built so far.
  var builds: (s3: Int, es: Int) { (s3Factory.buildCount, esFactory.buildCount) }
}
