import AWSCore
import AWSCredentials
import AWSRuntime
import AWSSigV4

/// The resource that an operation acts on.
package enum S3Target: Sendable {
  /// The service as a whole, for listing buckets.
  case service
  /// A bucket.
  case bucket(String)
  /// An object in a bucket.
  case object(bucket: String, key: String)

  var bucket: String? {
    switch self {
    case .service: nil
    case .bucket(let bucket), .object(let bucket, _): bucket
    }
  }

  var key: String? {
    guard case .object(_, let key) = self else { return nil }
    return key
  }
}

/// The endpoint and path of a request, and how it is signed.
struct S3Destination: Sendable {
  let endpoint: Endpoint
  /// The path in its final form.
  let path: String
  /// How it is signed; `nil` to sign it like all other requests of the client.
  var signing: RequestSigning?
}

/// Turns buckets and keys into endpoints and paths in their final form.
struct S3AddressResolver: Sendable {
  let addressing: S3Addressing
  private let endpoint: Result<Endpoint, S3Problem>
  private let isAmazon: Bool
  /// What the program gave, from which the endpoint follows in each region.
  private let given: Endpoint?
  private let settings: EndpointSettings

  init(region: String, endpoint: Endpoint?, addressing: S3Addressing, settings: EndpointSettings = EndpointSettings()) {
    self.addressing = addressing
    given = endpoint
    self.settings = settings
    self.endpoint = Result { () throws(S3Problem) in
      if let endpoint { return endpoint }
      do throws(ServiceError) {
        if let configured = try settings.configuredEndpoint(of: "S3") { return configured }
      } catch {
        throw S3Problem(code: .invalidEndpoint, message: error.message, cause: error)
      }
      return try Self.amazonEndpoint(of: region, variant: settings.variant)
    }
    isAmazon = (try? self.endpoint.get()).map { AmazonHost($0.host) != nil } ?? false
  }

  /// The resolver for another region: Amazon's endpoint is another there, one that the program or a setting names is not.
  func inRegion(_ region: String) -> S3AddressResolver {
    S3AddressResolver(region: region, endpoint: given, addressing: addressing, settings: settings)
  }

  /// Where a request goes.
  func resolve(_ target: S3Target) throws(S3Problem) -> S3Destination {
    let endpoint = try self.endpoint.get()
    guard let bucket = target.bucket else { return S3Destination(endpoint: endpoint, path: "/") }
    try Self.validate(bucket: bucket)
    var path = "/"
    if let key = target.key {
      try Self.validate(key: key)
      path += PercentEncoding.encode(key, slash: .kept)
    }
    if let labels = try hostLabels(of: bucket, at: endpoint) {
      do throws(EndpointError) {
        return S3Destination(endpoint: try endpoint.below(labels), path: path)
      } catch {
        throw S3Problem(
          code: .invalidEndpoint,
          message: """
            A bucket's name cannot stand before the host of the endpoint \(endpoint). \(error.problem) Use \
            S3Addressing.pathStyle for it.
            """, cause: error)
      }
    }
    let bucketPath = "/" + PercentEncoding.encode(bucket)
    return S3Destination(endpoint: endpoint, path: target.key == nil ? bucketPath : bucketPath + path)
  }

  /// The labels of a bucket's name, if it is to stand in the host's name; `nil` if it is to stand in the path.
  private func hostLabels(of bucket: String, at endpoint: Endpoint) throws(S3Problem) -> [HostLabel]? {
    switch addressing {
    case .pathStyle: return nil
    case .automatic:
      return isAmazon && !(endpoint.scheme == "https" && bucket.contains(".")) ? bucket.hostLabels : nil
    case .virtualHosted:
      guard let labels = bucket.hostLabels else {
        throw S3Problem(
          code: .invalidBucketName,
          message: """
            The bucket name \(bucket.debugDescription) cannot stand in a host name (3 to 63 lower-case letters, digits, \
            hyphens and dots); use S3Addressing.pathStyle for it.
            """)
      }
      return labels
    }
  }

  // An access point's ARN has a host of its own that no rule here knows.
  private static func validate(bucket: String) throws(S3Problem) {
    let problem: String? =
      if bucket.isEmpty {
        "The bucket name is empty."
      } else if bucket == "." || bucket == ".." {
        "'\(bucket)' is not a bucket name."
      } else if bucket.hasPrefix("arn:") {
        "This client addresses buckets by name; ARNs of access points are not supported."
      } else if bucket.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F || $0.endsAuthorityOrSegment }) {
        "The bucket name \(bucket.debugDescription) holds a character that no bucket name has."
      } else {
        nil
      }
    if let problem { throw S3Problem(code: .invalidBucketName, message: problem) }
  }

  // The address of an empty key is the bucket's: a GET would list the bucket, a DELETE would delete it.
  private static func validate(key: String) throws(S3Problem) {
    guard !key.isEmpty else {
      throw S3Problem(
        code: .emptyKey, message: "The key is empty; its address would be that of the bucket, so nothing was sent.")
    }
  }
}

// MARK: - Amazon's endpoints

extension S3AddressResolver {
  // A region becomes part of a host name that credentials are used with, so it must not be able to name another host.
  private static func amazonEndpoint(of region: String, variant: EndpointVariant) throws(S3Problem) -> Endpoint {
    guard let name = AWSRegion(region), name.name == region else {
      throw S3Problem(
        code: .invalidRegion,
        message: region.isEmpty
          ? "No region is set; give one such as ap-northeast-2." : AWSRegion.refusal(of: region))
    }
    do throws(MissingEndpoint) {
      return try ServiceEndpoint(.s3, in: name, variant: variant).resolved().endpoint
    } catch {
      throw S3Problem(code: .invalidEndpoint, message: error.message, cause: error)
    }
  }
}

extension S3AddressResolver: CustomStringConvertible {
  var description: String {
    switch endpoint {
    case .success(let endpoint): endpoint.description
    case .failure(let problem): problem.message
    }
  }
}

extension String {
  /// The labels of a bucket name that can be part of a host name, by the rules for general purpose buckets in the S3 User Guide;
  /// `nil` if it cannot.
  fileprivate var hostLabels: [HostLabel]? {
    // In capitals it would be another bucket.
    guard (3...63).contains(utf8.count), !utf8.contains(where: { (0x41...0x5A).contains($0) }) else { return nil }
    var labels: [HostLabel] = []
    for text in split(separator: ".", omittingEmptySubsequences: false) {
      guard let label = HostLabel(text) else { return nil }
      labels.append(label)
    }
    let looksLikeAddress =
      labels.count == 4 && utf8.allSatisfy { $0 == UInt8(ascii: ".") || (0x30...0x39).contains($0) }
    return looksLikeAddress ? nil : labels
  }
}

extension UInt8 {
  fileprivate var endsAuthorityOrSegment: Bool {
    self == UInt8(ascii: "/") || self == UInt8(ascii: "?") || self == UInt8(ascii: "#") || self == UInt8(ascii: "\\")
      || self == UInt8(ascii: "@")
  }
}
