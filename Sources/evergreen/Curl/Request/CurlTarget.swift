import AWSCore
import AWSCredentials
import AWSRuntime
import ArgumentParser

/// A URL in the form in which it is signed and sent: of its path and query, nothing is changed but the bytes that no URL may hold
/// (RFC 3986 §2), which are percent-encoded.
struct CurlTarget: Sendable {
  let endpoint: Endpoint
  /// Path and query.
  let path: String
  /// The path as it stands in the URL that was given.
  private let writtenPath: Substring.UTF8View

  /// Reads a URL.
  ///
  /// - Parameters:
  ///   - data: What is put behind its query.
  ///   - pathAsIs: Whether `.` and `..` may stand in its path.
  init(_ text: String, adding data: [[UInt8]] = [], pathAsIs: Bool = false) throws {
    let url = AddressText(text)
    if let scheme = url.scheme, scheme != "https", scheme != "http" {
      throw CurlFailure(
        .unsupportedScheme, "The URL begins with '\(scheme)://'; requests are sent by https:// and http:// alone.")
    }
    writtenPath = url.target.utf8.prefix { $0 != UInt8(ascii: "#") && $0 != UInt8(ascii: "?") }
    let scheme = try url.scheme ?? Self.scheme(for: url)
    do throws(EndpointError) {
      endpoint = try Endpoint("\(scheme)://\(url.authority)")
    } catch {
      throw CurlFailure(.malformedURL, error.description)
    }
    var target = Self.encoded(url.target.utf8.prefix { $0 != UInt8(ascii: "#") })
    for piece in data where !piece.isEmpty {
      if !target.contains(UInt8(ascii: "?")) {
        target.append(UInt8(ascii: "?"))
      } else if let last = target.last, last != UInt8(ascii: "?"), last != UInt8(ascii: "&") {
        target.append(UInt8(ascii: "&"))
      }
      target += piece
    }
    // An escape may stand for any byte, as in the name of a file.
    if let fault = WirePath.fault(inTarget: target), fault != .encoding {
      throw CurlFailure(
        .malformedURL, "The URL's path or query holds \(fault). What is sent has to be what is signed.")
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
      "The URL has no scheme, and by http it would be sent in the clear: write http:// or https:// before the host.")
  }

  /// A path and query with the bytes percent-encoded that curl sends as they are, and that a server which checks a signature has to
  /// encode first. A space or a control character is left, to be refused: in a URL it is a mistake to curl, too.
  private static func encoded(_ target: some Sequence<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    for byte in target {
      if byte >= 0x80 || #""<>[\]^`{|}"#.utf8.contains(byte) {
        bytes.append(percentEncoded: byte)
      } else {
        bytes.append(byte)
      }
    }
    return bytes
  }

  private static func hasDots(_ target: String) -> Bool {
    target.utf8.prefix { $0 != UInt8(ascii: "?") }.split(separator: UInt8(ascii: "/")).contains {
      $0.elementsEqual(".".utf8) || $0.elementsEqual("..".utf8)
    }
  }

  /// The same URL with the name of an uploaded file behind a path that ends with a slash, as curl has it.
  func naming(_ file: FilePath?) throws -> CurlTarget {
    let bytes = path.utf8
    let end = bytes.firstIndex(of: UInt8(ascii: "?")) ?? bytes.endIndex
    guard let file, !file.isEqual(to: "-"), !file.isEqual(to: "."), bytes[..<end].last == UInt8(ascii: "/"),
      let name = file.bytes.split(separator: UInt8(ascii: "/")).last
    else { return self }
    var escaped: [UInt8] = []
    for byte in name { escaped.append(percentEncoded: byte) }
    let encoded = String(decoding: escaped, as: UTF8.self)
    return try CurlTarget("\(endpoint)\(path[..<end])\(encoded)\(path[end...])", pathAsIs: true)
  }

  /// The last part of the path, as it stands in the URL; `nil` if there is none.
  var lastPart: FilePath? {
    guard writtenPath.last != UInt8(ascii: "/"), let last = writtenPath.split(separator: UInt8(ascii: "/")).last else {
      return nil
    }
    return FilePath(last)
  }

  /// Whether the query holds a signature: one of AWS's, or those of Amazon S3 and CloudFront that came before.
  var isPresigned: Bool {
    guard let mark = path.utf8.firstIndex(of: UInt8(ascii: "?")) else { return false }
    let query = path.utf8[path.utf8.index(after: mark)...]
    let names = query.split(separator: UInt8(ascii: "&")).map { parameter in
      let name = parameter.prefix { $0 != UInt8(ascii: "=") }
      return String(decoding: WirePath.decodedParameter(name), as: UTF8.self).lowercased()
    }
    return names.contains("x-amz-signature")
      || (names.contains("signature") && (names.contains("awsaccesskeyid") || names.contains("key-pair-id")))
  }

  /// The URL as it is asked.
  var text: String { "\(endpoint.scheme)://\(endpoint.authority)\(path)" }

  /// The URL that a `Location` header names, seen from this one (RFC 3986 §5.2); its fragment is left out.
  ///
  /// As with curl, what has to be percent-encoded is encoded.
  func following(_ location: String) throws -> CurlTarget {
    let location = Self.encodingUnsafeBytes(location)
    let named = AddressText(location)
    if named.scheme != nil { return try CurlTarget(location, pathAsIs: true).withoutDots() }
    let origin = "\(endpoint.scheme)://\(endpoint.authority)"
    let bytes = location.utf8
    let here = path.utf8.prefix { $0 != UInt8(ascii: "?") }
    let url: String
    if bytes.starts(with: "//".utf8) {
      url = "\(endpoint.scheme):\(location)"
    } else if bytes.first == UInt8(ascii: "/") {
      url = origin + location
    } else if bytes.first == UInt8(ascii: "?") {
      url = origin + String(Substring(here)) + location
    } else {
      let slash = here.lastIndex(of: UInt8(ascii: "/")) ?? here.startIndex
      url = origin + String(Substring(here[...slash])) + location
    }
    return try CurlTarget(url, pathAsIs: true).withoutDots()
  }

  private static func encodingUnsafeBytes(_ text: String) -> String {
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      if byte <= 0x20 || byte >= 0x7F { bytes.append(percentEncoded: byte) } else { bytes.append(byte) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The same URL without `.` and `..` in its path (RFC 3986 §5.2.4).
  private func withoutDots() throws -> CurlTarget {
    let here = path.utf8.prefix { $0 != UInt8(ascii: "?") }
    let parts = here.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).dropFirst()
    var kept: [Substring] = []
    for (index, part) in parts.enumerated() {
      let text = Substring(part)
      let isLast = index == parts.count - 1
      if text == ".." { _ = kept.popLast() }
      if text != "." && text != ".." { kept.append(text) } else if isLast { kept.append("") }
    }
    let query = String(Substring(path.utf8[here.endIndex...]))
    return try CurlTarget("\(endpoint)/\(kept.joined(separator: "/"))\(query)", pathAsIs: true)
  }

  /// Whether another URL has the same scheme, host and port.
  func isSameOrigin(as other: CurlTarget) -> Bool {
    endpoint.scheme == other.endpoint.scheme && endpoint.authority == other.endpoint.authority
  }
}
