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
    guard let found = rules(name), let destination = try? found.destination(key: nil, signingRegion: signingRegion)
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

  /// Whether a name is ordinary.
  static func contain(_ bucket: String) -> Bool {
    guard (3...63).contains(bucket.utf8.count) else { return false }
    var last = UInt8(ascii: "-")
    for byte in bucket.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): break
      case UInt8(ascii: "-") where last != UInt8(ascii: "-"): break
      default: return false
      }
      last = byte
    }
    return last != UInt8(ascii: "-")
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

extension S3RuleEndpoint {
  /// Where a request goes.
  ///
  /// - Parameters:
  ///   - key: The path of the key, with a slash before it; `nil` for the bucket itself, empty for the service.
  ///   - signingRegion: The region that the client signs for.
  func destination(key: String?, signingRegion: String) throws(S3Problem) -> S3Destination {
    do throws(EndpointError) {
      let endpoint = try Endpoint(bucket == .path ? "\(scheme)://\(authority)" : url)
      let path = bucket == .path ? self.path + (key ?? "") : key?.nilIfEmpty ?? "/"
      return S3Destination(endpoint: endpoint, path: path, signing: signing(signingRegion))
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
