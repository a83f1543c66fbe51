import AWSRuntime
import ArgumentParser

/// A URL in the form in which it is signed and sent: nothing in its path and query is changed.
struct CurlTarget {
  let endpoint: Endpoint
  /// Path and query.
  let path: String

  /// Reads a URL.
  ///
  /// - Parameter data: What is put behind its query.
  init(_ text: String, adding data: [UInt8] = []) throws {
    // As curl does, but over TLS.
    let scheme = text.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) }
    let isNamed = text.dropFirst(scheme.count).hasPrefix("://")
    guard !isNamed || ["http", "https"].contains(scheme.lowercased()) else {
      throw ValidationError("The URL begins with '\(scheme)://'; requests are sent by https:// and http:// alone.")
    }
    let url = try WireURL(isNamed ? text : "https://\(text)")
    endpoint = try Endpoint("\(url.scheme)://\(url.authority)")
    var target = Array(url.target.utf8.prefix { $0 != UInt8(ascii: "#") })
    if !data.isEmpty { target += [UInt8(ascii: target.contains(UInt8(ascii: "?")) ? "&" : "?")] + data }
    guard target.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw ValidationError(
        "The URL's path or query holds a space, a control character or one that is not ASCII: percent-encode it.")
    }
    let path = String(decoding: target, as: UTF8.self)
    self.path = path.utf8.first == UInt8(ascii: "/") ? path : "/" + path
  }
}

/// What a signature is for.
struct CurlScope {
  let service: String
  let region: String

  /// What the name of a host of AWS tells.
  struct Hint {
    var service: String?
    var region: String?

    /// Reads names such as `bucket.s3.dualstack.eu-central-1.amazonaws.com`, `x.eu-central-1.es.amazonaws.com`,
    /// `sts.amazonaws.com` and `x.aoss.eu-central-1.on.aws`.
    init(host: String) {
      guard let suffix = [".amazonaws.com", ".amazonaws.com.cn", ".on.aws", ".api.aws"].first(where: host.hasSuffix)
      else {
        return
      }
      var labels = host.dropLast(suffix.count).split(separator: ".").map(String.init)
      labels.removeAll { $0 == "dualstack" }
      guard let last = labels.popLast() else { return }
      if last.hasPrefix("s3-"), Self.isRegion(String(last.dropFirst(3))) {
        // The older names of S3.
        (service, region) = ("s3", String(last.dropFirst(3)))
      } else if Self.isRegion(last) {
        region = last
        service = labels.last
      } else {
        service = last
        region = labels.last.flatMap { Self.isRegion($0) ? $0 : nil }
        if region == nil, last == "s3" || last == "sts" || last == "iam" { region = "us-east-1" }
      }
      switch service {
      case "lambda-url": service = "lambda"
      case "s3-accelerate": service = "s3"
      case let name? where name.hasPrefix("s3-fips") || name.hasPrefix("s3express"):
        service = name.hasPrefix("s3e") ? "s3express" : "s3"
      case "aos": service = "es"
      case let name? where name.hasSuffix("-fips"): service = String(name.dropLast(5))
      default: break
      }
    }

    /// Whether a label is a region's name, such as `us-gov-west-1`.
    private static func isRegion(_ label: String) -> Bool {
      let parts = label.split(separator: "-")
      return parts.count >= 3 && parts[0].utf8.count == 2 && parts[0].allSatisfy(\.isLetter)
        && parts.last?.allSatisfy(\.isNumber) == true
    }
  }
}
