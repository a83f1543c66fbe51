package import AWSRuntime
import AWSSigV4

/// The settings of a client that the endpoint rules look at. They are the same for all its requests.
package struct S3EndpointParameters: Sendable {
  /// An endpoint that the program or a setting specifies.
  package enum CustomEndpoint: Sendable, Hashable {
    case url(Endpoint)
    /// A text that is no URL.
    case invalid

    var url: Endpoint? {
      guard case .url(let endpoint) = self else { return nil }
      return endpoint
    }
  }

  /// The region, or `aws-global` for the global endpoint.
  package var region: String? { didSet { partition = region.map(Partition.init(endpointRegion:)) } }
  package var endpoint: CustomEndpoint?
  package var useFIPS = false
  package var useDualStack = false
  package var accelerate = false
  package var forcePathStyle = false
  /// Whether the client's region us-east-1 means the global endpoint.
  package var useGlobalEndpoint = false
  package var useARNRegion = true
  package var disableMultiRegionAccessPoints = false
  package var disableExpressSessionAuth = false
  /// The partition of the region.
  private(set) var partition: Partition?

  package init(region: String?, endpoint: CustomEndpoint? = nil) {
    self.region = region
    self.endpoint = endpoint
    partition = region.map(Partition.init(endpointRegion:))
  }
}

/// What an operation asks of the endpoint rules.
package struct S3EndpointTraits: OptionSet, Sendable, Hashable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The operation acts on a bucket as a whole: for directory buckets it has an endpoint of its own.
  package static let expressControl = S3EndpointTraits(rawValue: 1)
  /// The operation is not for access points.
  package static let noAccessPoints = S3EndpointTraits(rawValue: 2)
  /// The operation is signed with the client's credentials for directory buckets too, not with those of a session.
  package static let noExpressSession = S3EndpointTraits(rawValue: 4)
  /// The operation is one of S3 Object Lambda.
  package static let objectLambda = S3EndpointTraits(rawValue: 8)
  /// The bucket's name is always in the path.
  package static let pathStyle = S3EndpointTraits(rawValue: 16)
}

extension Partition {
  /// The partition of a region by the endpoint rules: regions that are of no known form are in the public partition.
  init(endpointRegion region: String) {
    let known = Self.all.first { $0.regions.contains(region) || $0.globalName == region }
    self = known ?? Self.all.first { $0.regionPattern.matches(region) } ?? Partition(region: "aws-global")
  }
}
