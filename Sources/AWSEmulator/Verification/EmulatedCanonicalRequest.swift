/// The canonical form of a request as a verifying server makes it from what arrived (AWS Signature Version 4, "create a
/// canonical request"). Written for the emulator alone: it shares no code with the signer that it checks.
package struct EmulatedCanonicalRequest: Sendable {
  /// How the path is made canonical.
  package enum PathRule: Sendable {
    /// S3: the path is an object's key; nothing is normalised, every byte is encoded once.
    case objectKey
    /// All other services: dot segments and double slashes go, then the path on the wire is encoded once more.
    case normalizedAndEncodedAgain
  }

  /// The canonical request's text.
  package let text: String

  /// Makes the canonical form.
  ///
  /// - Parameters:
  ///   - path: The path on the wire.
  ///   - query: The query on the wire, without the `?`.
  ///   - headers: The signed headers in the order in which the signature lists them, each with all its values.
  package init(
    method: String, path: String, query: String, headers: [(name: String, values: [String])], payloadHash: String,
    pathRule: PathRule
  ) {
    var text = method + "\n" + Self.path(path, rule: pathRule) + "\n" + Self.query(query) + "\n"
    for header in headers.sorted(by: { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }) {
      text += header.name + ":" + header.values.map(Self.headerValue).joined(separator: ",") + "\n"
    }
    text += "\n" + headers.map(\.name).joined(separator: ";") + "\n" + payloadHash
    self.text = text
  }

  /// The canonical path.
  package static func path(_ raw: String, rule: PathRule) -> String {
    guard !raw.isEmpty else { return "/" }
    switch rule {
    case .objectKey: return objectKeyPath(Array(raw.utf8))
    case .normalizedAndEncodedAgain: return PercentCoding.encode(normalized(raw).utf8, keepingSlash: true)
    }
  }

  /// Keeps what is encoded encoded (`%2f` is not `/`), in capitals, and encodes what should have been.
  private static func objectKeyPath(_ bytes: [UInt8]) -> String {
    var output: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
        let high = PercentCoding.hexValue(bytes[index + 1]), let low = PercentCoding.hexValue(bytes[index + 2])
      {
        PercentCoding.append(high << 4 | low, to: &output, keepingSlash: false)
        index += 3
      } else {
        PercentCoding.append(bytes[index], to: &output, keepingSlash: true)
        index += 1
      }
    }
    return String(decoding: output, as: UTF8.self)
  }

  private static func normalized(_ path: String) -> String {
    var segments: [Substring.UTF8View] = []
    for segment in path.utf8.split(separator: UInt8(ascii: "/")) {
      if segment.elementsEqual(".".utf8) { continue }
      if segment.elementsEqual("..".utf8) {
        _ = segments.popLast()
      } else {
        segments.append(segment)
      }
    }
    let last = path.utf8.last == UInt8(ascii: "/") && !segments.isEmpty ? "/" : ""
    return "/" + segments.map { String(Substring($0)) }.joined(separator: "/") + last
  }

  /// The canonical query: decoded, encoded anew, sorted by name and then value; the signature itself left out.
  package static func query(_ raw: String) -> String {
    guard !raw.isEmpty else { return "" }
    var pairs: [(name: [UInt8], value: [UInt8])] = []
    for pair in raw.utf8.split(separator: UInt8(ascii: "&")) {
      let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      let encoded = parts.map { Array(PercentCoding.encode(PercentCoding.decode($0, plusIsSpace: true)).utf8) }
      if encoded[0].elementsEqual("X-Amz-Signature".utf8) { continue }
      pairs.append((encoded[0], encoded.count > 1 ? encoded[1] : []))
    }
    pairs.sort { left, right in
      left.name == right.name
        ? left.value.lexicographicallyPrecedes(right.value) : left.name.lexicographicallyPrecedes(right.name)
    }
    return pairs.map { String(decoding: $0.name + [UInt8(ascii: "=")] + $0.value, as: UTF8.self) }
      .joined(separator: "&")
  }

  /// The canonical value of a header: trimmed, runs of spaces made one.
  package static func headerValue(_ value: String) -> String {
    var output: [UInt8] = []
    for byte in value.utf8 {
      if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") {
        if let last = output.last, last != UInt8(ascii: " ") { output.append(UInt8(ascii: " ")) }
      } else {
        output.append(byte)
      }
    }
    if output.last == UInt8(ascii: " ") { output.removeLast() }
    return String(decoding: output, as: UTF8.self)
  }
}
