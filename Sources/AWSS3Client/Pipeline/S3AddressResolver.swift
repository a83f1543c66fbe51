import AWSCore
import AWSCredentials
import AWSRuntime
import AWSSigV4

/// The endpoint and path of a request, and how it is signed.
struct S3Destination: Sendable {
  let endpoint: Endpoint
  /// The path in its final form.
  let path: String
  /// How it is signed; `nil` to sign it like all other requests of the client.
  var signing: RequestSigning?
}

/// Turns buckets and keys into endpoints and paths in their final form, by the endpoint rules of Amazon S3.
///
/// For buckets of ordinary names the rules come to the same, but for the name. So they are asked once for all such buckets. For
/// another name, such as an ARN, they are asked once and the result is kept.
struct S3AddressResolver: Sendable {
  let addressing: S3Addressing
  /// What the program gave, from which the endpoint follows in each region.
  private let given: Given
  /// The region that the client signs for.
  private let signingRegion: String
  private let rules: Result<Rules, S3Problem>
  private let others = Others()

  private final class Others: Sendable {
    /// The resolvers for other regions, in which buckets were found.
    let found = Locked<[String: S3AddressResolver]>([:])
    /// The resolvers of clients for other regions.
    let clients = Locked<[String: S3AddressResolver]>([:])
  }

  private struct Given: Sendable {
    let endpoint: Endpoint?
    let addressing: S3Addressing
    let options: S3EndpointOptions
    let settings: EndpointSettings
  }

  init(
    region: String, endpoint: Endpoint?, addressing: S3Addressing, options: S3EndpointOptions = S3EndpointOptions(),
    settings: EndpointSettings = EndpointSettings()
  ) {
    self.init(
      region: region, signingRegion: SigningRegion.of(region),
      given: Given(endpoint: endpoint, addressing: addressing, options: options, settings: settings))
  }

  private init(region: String, signingRegion: String, given: Given) {
    self.given = given
    self.signingRegion = signingRegion
    var addressing = given.addressing
    rules = Result { () throws(S3Problem) in
      let settings = try S3EndpointSettings(given.options, given.settings, endpoint: given.endpoint)
      if addressing == .automatic { addressing = settings.addressing }
      return Rules(try settings.parameters(in: region), addressing: addressing, signingRegion: signingRegion)
    }
    self.addressing = addressing
  }

  /// The resolver for another region: Amazon's endpoint is another there, one that the program or a setting names is not.
  func inRegion(_ region: String) -> S3AddressResolver {
    Self.kept(region, in: others.clients) {
      S3AddressResolver(region: region, signingRegion: SigningRegion.of(region), given: given)
    }
  }

  /// A resolver that is made once.
  private static func kept(
    _ region: String, in resolvers: borrowing Locked<[String: S3AddressResolver]>, make: () -> S3AddressResolver
  ) -> S3AddressResolver {
    if let known = resolvers.withLock({ $0[region] }) { return known }
    let resolver = make()
    return resolvers.withLock { resolvers in
      // There are not that many regions; a server could make names up.
      if resolvers.count >= 64 { resolvers.removeAll() }
      resolvers[region] = resolver
      return resolver
    }
  }

  /// Where a request goes.
  ///
  /// - Parameters:
  ///   - target: What it is for.
  ///   - traits: What its operation asks for.
  ///   - region: The region that it is sent to; `nil` for that of the client.
  func resolve(
    _ target: S3Target, _ traits: S3EndpointTraits = [], in region: String? = nil
  ) throws(S3Problem) -> S3Destination {
    if let region, region != signingRegion { return try other(region).resolve(target, traits) }
    let rules = try self.rules.get()
    guard let bucket = target.bucket else {
      let destination = try traits.isEmpty ? rules.service.get() : rules.address(of: nil, traits).destination(nil)
      guard case .objectLambda(let route) = target else { return destination }
      return try destination.below(route)
    }
    let key = try target.key.map { key throws(S3Problem) in try Self.path(of: key) }
    if let plain = rules.plain, traits.isDisjoint(with: S3PlainBuckets.exceptions), S3PlainBuckets.contain(bucket) {
      return plain.destination(bucket, key)
    }
    try Self.validate(bucket: bucket)
    return try rules.knownAddress(of: bucket, traits).destination(key)
  }

  private func other(_ region: String) -> S3AddressResolver {
    Self.kept(region, in: others.found) {
      S3AddressResolver(region: region, signingRegion: signingRegion, given: given)
    }
  }

  // The address of an empty key is the bucket's: a GET would list the bucket, a DELETE would delete it.
  private static func path(of key: String) throws(S3Problem) -> String {
    guard !key.isEmpty else {
      throw S3Problem(
        code: .emptyKey, message: "The key is empty; its address would be that of the bucket, so nothing was sent.")
    }
    return "/" + PercentEncoding.encode(key, slash: .kept)
  }

  private static func validate(bucket: String) throws(S3Problem) {
    let isARN = bucket.hasPrefix("arn:")
    let problem: String? =
      if bucket.isEmpty {
        "The bucket name is empty."
      } else if bucket == "." || bucket == ".." {
        "'\(bucket)' is not a bucket name."
      } else if !isARN, bucket.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F || $0.endsAuthorityOrSegment }) {
        "The bucket name \(bucket.debugDescription) holds a character that no bucket name has."
      } else {
        nil
      }
    if let problem { throw S3Problem(code: .invalidBucketName, message: problem) }
  }
}

/// The endpoint rules with the settings of a client.
private final class Rules: Sendable {
  /// A bucket and what an operation on it asks for.
  private struct Use: Hashable {
    let bucket: String
    let traits: S3EndpointTraits
  }

  private let client: S3EndpointParameters
  private let addressing: S3Addressing
  private let signingRegion: String
  private let known = Locked<[Use: S3BucketAddress]>([:])
  /// Where requests for no bucket go.
  let service: Result<S3Destination, S3Problem>
  /// Where requests for buckets of ordinary names go.
  let plain: S3PlainBuckets?

  init(_ client: S3EndpointParameters, addressing: S3Addressing, signingRegion: String) {
    var client = client
    let isAmazon = client.endpoint?.url.map { AmazonHost($0.host) != nil } ?? true
    client.forcePathStyle = addressing == .pathStyle || (addressing == .automatic && !isAmazon)
    self.client = client
    self.addressing = addressing
    self.signingRegion = signingRegion
    service = Result { () throws(S3Problem) in
      try Self.endpoint(for: nil, [], addressing, client).address(signingRegion: signingRegion).destination(nil)
    }
    plain = S3PlainBuckets(signingRegion: signingRegion) { try? Self.endpoint(for: $0, [], addressing, client) }
  }

  /// Where requests for a bucket go. It is worked out once for the buckets that were used last.
  func knownAddress(of bucket: String, _ traits: S3EndpointTraits) throws(S3Problem) -> S3BucketAddress {
    // Texts of other letters can be equal though their bytes are not.
    guard bucket.utf8.allSatisfy({ $0 < 0x80 }) else { return try address(of: bucket, traits) }
    let use = Use(bucket: bucket, traits: traits)
    if let address = known.withLock({ $0[use] }) { return address }
    let address = try address(of: bucket, traits)
    known.withLock { known in
      if known.count >= 256 { known.removeAll() }
      known[use] = address
    }
    return address
  }

  /// Where requests for a bucket, or for none, go.
  func address(of bucket: String?, _ traits: S3EndpointTraits) throws(S3Problem) -> S3BucketAddress {
    var client = client
    // An access point has no place in a path.
    if addressing == .automatic, bucket?.hasPrefix("arn:") == true { client.forcePathStyle = false }
    return try Self.endpoint(for: bucket, traits, addressing, client).address(signingRegion: signingRegion)
  }

  private static func endpoint(
    for bucket: String?, _ traits: S3EndpointTraits, _ addressing: S3Addressing, _ client: S3EndpointParameters
  ) throws(S3Problem) -> S3RuleEndpoint {
    var client = client
    if traits.contains(.pathStyle) { client.forcePathStyle = true }
    switch S3EndpointRules.apply(to: bucket, traits, client: client).outcome {
    case .endpoint(let endpoint):
      guard let bucket, addressing == .virtualHosted, endpoint.bucket == .path, !traits.contains(.pathStyle) else {
        return endpoint
      }
      return try endpoint.virtualHosted(bucket)
    case .refused(let about, let message): throw S3Problem(code: about.code, message: message)
    }
  }
}

extension S3EndpointRules.Refusal {
  fileprivate var code: S3Error.Code {
    switch self {
    case .bucket: .invalidBucketName
    case .endpoint: .invalidEndpoint
    case .region: .invalidRegion
    }
  }
}

extension S3AddressResolver: CustomStringConvertible {
  var description: String {
    do throws(S3Problem) {
      return try rules.get().service.get().endpoint.description
    } catch {
      return error.message
    }
  }
}

extension UInt8 {
  fileprivate var endsAuthorityOrSegment: Bool {
    self == UInt8(ascii: "/") || self == UInt8(ascii: "?") || self == UInt8(ascii: "#") || self == UInt8(ascii: "\\")
      || self == UInt8(ascii: "@")
  }
}

extension S3Destination {
  /// The destination of a response that goes back through S3 Object Lambda: the route is the first label of the host.
  fileprivate func below(_ route: String) throws(S3Problem) -> S3Destination {
    guard let label = HostLabel(route), label.text.utf8.elementsEqual(route.utf8) else {
      throw S3Problem(
        code: .invalidInput,
        message: "The request route \(route.debugDescription.printable(limit: 80)) cannot be part of a host name.")
    }
    do throws(EndpointError) {
      return S3Destination(endpoint: try endpoint.below([label]), path: "/WriteGetObjectResponse", signing: signing)
    } catch {
      throw S3Problem(code: .invalidEndpoint, message: error.problem, cause: error)
    }
  }
}
