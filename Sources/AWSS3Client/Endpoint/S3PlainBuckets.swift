import AWSCore
import AWSRuntime

/// Where requests for buckets of ordinary names go: 3 to 63 lower-case letters, digits and single hyphens, with neither dots nor
/// colons. For all of them the endpoint rules come to the same, but for the name.
final class S3PlainBuckets: Sendable {
  private enum Form: Sendable {
    /// The bucket's name is before this host.
    case host(String)
    /// The bucket's name is in the path, after this.
    case path(String)
  }

  /// What an operation can ask for that makes a difference for such buckets.
  static let exceptions: S3EndpointTraits = [.objectLambda, .pathStyle]

  private let form: Form
  private let endpoint: Endpoint
  private let signing: RequestSigning?

  /// Asks the rules for one bucket.
  ///
  /// - Parameter rules: The endpoint of a bucket; `nil` if there is none.
  /// - Returns: `nil` if the rules have to be asked for each bucket.
  init?(signingRegion: String, rules: (String) -> S3RuleEndpoint?) {
    // A name of the greatest length, so that no host of a shorter one is too long.
    let name = String(repeating: "a", count: 63)
    guard let found = rules(name), let destination = try? found.address(signingRegion: signingRegion).destination(nil)
    else {
      return nil
    }
    endpoint = destination.endpoint
    signing = destination.signing
    switch found.bucket {
    case .host where endpoint.host.hasPrefix(name + "."):
      form = .host(String(endpoint.host.dropFirst(name.count)))
    case .path where found.path.hasSuffix("/" + name):
      form = .path(String(found.path.dropLast(name.count)))
    default: return nil
    }
  }

  /// Whether a name is ordinary. Of one that is not stored in one piece it may say no.
  static func contain(_ bucket: String) -> Bool {
    unsafe bucket.utf8.withContiguousStorageIfAvailable { bytes in
      guard (3...63).contains(bytes.count) else { return false }
      var last = UInt8(ascii: "-")
      for index in bytes.indices {
        let byte = unsafe bytes[index]
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): break
        case UInt8(ascii: "-") where last != UInt8(ascii: "-"): break
        default: return false
        }
        last = byte
      }
      return last != UInt8(ascii: "-")
    } ?? false
  }

  /// Where a request for a bucket of such a name goes.
  ///
  /// - Parameter key: The path of the key, with a slash before it; `nil` for the bucket itself.
  func destination(_ bucket: String, _ key: String?) -> S3Destination {
    switch form {
    case .host(let suffix):
      S3Destination(endpoint: endpoint.at(checkedHost: bucket + suffix), path: key ?? "/", signing: signing)
    case .path(let prefix):
      S3Destination(endpoint: endpoint, path: key.map { prefix + bucket + $0 } ?? prefix + bucket, signing: signing)
    }
  }
}

/// Where requests for one bucket go.
struct S3BucketAddress: Sendable {
  /// Where a request for the bucket itself goes.
  private let bucket: S3Destination
  private let isInPath: Bool

  fileprivate init(_ bucket: S3Destination, isInPath: Bool) {
    self.bucket = bucket
    self.isInPath = isInPath
  }

  /// Where a request goes.
  ///
  /// - Parameter key: The path of the key, with a slash before it; `nil` for the bucket itself.
  func destination(_ key: String?) -> S3Destination {
    guard let key else { return bucket }
    return S3Destination(
      endpoint: bucket.endpoint, path: isInPath ? bucket.path + key : key, signing: bucket.signing)
  }
}

extension S3RuleEndpoint {
  /// Where requests go.
  ///
  /// - Parameter signingRegion: The region that the client signs for.
  func address(signingRegion: String) throws(S3Problem) -> S3BucketAddress {
    do throws(EndpointError) {
      let isInPath = bucket == .path
      let endpoint = try Endpoint(isInPath ? "\(scheme)://\(authority)" : url)
      let destination = S3Destination(
        endpoint: endpoint, path: isInPath ? path : "/", signing: signing(signingRegion))
      return S3BucketAddress(destination, isInPath: isInPath)
    } catch {
      throw S3Problem(code: .invalidEndpoint, message: "\(error)", cause: error)
    }
  }

  /// How requests are signed; `nil` if like all other requests of the client.
  private func signing(_ signingRegion: String) -> RequestSigning? {
    guard let best = signing.first, best.service != "s3" || best.scheme != .sigV4(region: signingRegion) else {
      return nil
    }
    return best
  }

  /// The endpoint with the bucket's name before the host instead of in the path.
  func virtualHosted(_ name: String) throws(S3Problem) -> S3RuleEndpoint {
    guard name.hostLabels != nil else {
      throw S3Problem(
        code: .invalidBucketName,
        message: """
          The bucket name \(name.debugDescription) cannot stand in a host name (3 to 63 lower-case letters, digits, \
          hyphens and dots); use S3Addressing.pathStyle for it.
          """)
    }
    var copy = self
    copy.authority = "\(name).\(authority)"
    copy.path = String(path.dropLast(name.utf8.count + 1))
    copy.bucket = .host
    do throws(EndpointError) {
      _ = try Endpoint("\(scheme)://\(authority)").below(name.hostLabels ?? [])
      return copy
    } catch {
      throw S3Problem(
        code: .invalidEndpoint,
        message: """
          A bucket's name cannot stand before the host of the endpoint \(scheme)://\(authority). \(error.problem) Use \
          S3Addressing.pathStyle for it.
          """, cause: error)
    }
  }
}
