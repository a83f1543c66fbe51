import AWSCore
import AWSCredentials
import AWSRuntime
import ArgumentParser

/// A URL in the form in which it is signed and sent: nothing in its path and query is changed.
struct CurlTarget: Sendable {
  let endpoint: Endpoint
  /// Path and query.
  let path: String

  /// Reads a URL.
  ///
  /// - Parameters:
  ///   - data: What is put behind its query.
  ///   - pathAsIs: Whether `.` and `..` may stand in its path.
  init(_ text: String, adding data: [[UInt8]] = [], pathAsIs: Bool = false) throws {
    let url = AddressText(text)
    if let scheme = url.scheme, scheme != "https", scheme != "http" {
      throw ValidationError("The URL begins with '\(scheme)://'; requests are sent by https:// and http:// alone.")
    }
    endpoint = try Endpoint("\(try url.scheme ?? Self.scheme(for: url))://\(url.authority)")
    var target = Array(url.target.utf8.prefix { $0 != UInt8(ascii: "#") })
    for piece in data where !piece.isEmpty {
      if !target.contains(UInt8(ascii: "?")) {
        target.append(UInt8(ascii: "?"))
      } else if let last = target.last, last != UInt8(ascii: "?"), last != UInt8(ascii: "&") {
        target.append(UInt8(ascii: "&"))
      }
      target += piece
    }
    if let fault = WirePath.fault(inTarget: target) {
      throw ValidationError(
        "The URL's path or query holds \(fault). What is sent has to be what is signed.")
    }
    let path = String(decoding: target, as: UTF8.self)
    self.path = path.utf8.first == UInt8(ascii: "/") ? path : "/" + path
    guard pathAsIs || !Self.hasDots(self.path) else {
      throw ValidationError(
        "The URL's path holds '.' or '..', which curl would take out: write the path without them, or give --path-as-is to "
          + "send it as it is.")
    }
  }

  /// The scheme of a URL that has none. curl takes http; a session token must not go to another machine in the clear unless that is
  /// asked for.
  private static func scheme(for url: AddressText) throws -> String {
    let host = LoopbackHost.host(ofAuthority: String(url.authority))
    if LoopbackHost.contains(host) { return "http" }
    if KnownHost(host) != nil { return "https" }
    // What is no host is refused as such.
    guard (try? Endpoint("https://\(url.authority)")) != nil else { return "https" }
    throw ValidationError(
      "The URL has no scheme. curl would send it in the clear by http; write http:// or https:// before the host.")
  }

  private static func hasDots(_ target: String) -> Bool {
    target.utf8.prefix { $0 != UInt8(ascii: "?") }.split(separator: UInt8(ascii: "/")).contains {
      $0.elementsEqual(".".utf8) || $0.elementsEqual("..".utf8)
    }
  }

  /// The same URL with the name of an uploaded file behind a path that ends with a slash, as curl has it.
  func naming(_ file: String?) throws -> CurlTarget {
    let bytes = path.utf8
    let end = bytes.firstIndex(of: UInt8(ascii: "?")) ?? bytes.endIndex
    guard let file, file != "-", file != ".", bytes[..<end].last == UInt8(ascii: "/"),
      let name = file.utf8.split(separator: UInt8(ascii: "/")).last
    else { return self }
    let encoded = PercentEncoding.encode(String(Substring(name)))
    return try CurlTarget("\(endpoint)\(path[..<end])\(encoded)\(path[end...])", pathAsIs: true)
  }

  /// The last part of the path, as it stands in the URL; `nil` if there is none.
  var lastPart: String? {
    let path = path.utf8.prefix { $0 != UInt8(ascii: "?") }
    guard path.last != UInt8(ascii: "/"), let last = path.split(separator: UInt8(ascii: "/")).last else { return nil }
    return String(Substring(last))
  }

  /// The URL as it is asked.
  var text: String { "\(endpoint.scheme)://\(endpoint.authority)\(path)" }

  /// The URL that a `Location` header names, seen from this one (RFC 3986 §5.2); its fragment is left out.
  func following(_ location: String) throws -> CurlTarget {
    let named = AddressText(location)
    if named.scheme != nil { return try CurlTarget(location, pathAsIs: true) }
    let origin = "\(endpoint.scheme)://\(endpoint.authority)"
    let bytes = location.utf8
    if bytes.starts(with: "//".utf8) { return try CurlTarget("\(endpoint.scheme):\(location)", pathAsIs: true) }
    if bytes.first == UInt8(ascii: "/") { return try CurlTarget(origin + location, pathAsIs: true) }
    let here = path.utf8.prefix { $0 != UInt8(ascii: "?") }
    if bytes.first == UInt8(ascii: "?") {
      return try CurlTarget(origin + String(Substring(here)) + location, pathAsIs: true)
    }
    let slash = here.lastIndex(of: UInt8(ascii: "/")) ?? here.startIndex
    return try CurlTarget(origin + String(Substring(here[...slash])) + location, pathAsIs: true)
  }

  /// Whether another URL has the same scheme, host and port.
  func isSameOrigin(as other: CurlTarget) -> Bool {
    endpoint.scheme == other.endpoint.scheme && endpoint.authority == other.endpoint.authority
  }
}
