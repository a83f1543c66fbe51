/// An absolute `http` or `https` address of a local service, taken apart byte by byte.
///
/// Strict on purpose: the address comes from a variable and decides where a token is sent. User information, fragments
/// and characters that need encoding are refused.
package struct MetadataAddress: Sendable, Hashable {
  /// `http` or `https`.
  package let scheme: String
  /// The host without brackets, in lower case.
  package let host: String
  /// The host with brackets where needed, and the port where one was given.
  package let authority: String
  /// Path and query; at least `/`.
  package let path: String

  /// Why a text is not such an address, as the end of a sentence.
  package struct Invalid: Error, Hashable {
    package let reason: String
  }

  /// Takes an address apart.
  package init(_ text: String) throws(Invalid) {
    for byte in text.utf8 {
      switch byte {
      case 0x21...0x7E where !"\"<>\\^`{|}#".utf8.contains(byte): continue
      default: throw Invalid(reason: "it has an invalid uri character")
      }
    }
    let bytes = text.utf8
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), text[colon...].hasPrefix("://") else {
      throw Invalid(reason: "the URI did not specify a host; it must begin with http:// or https://")
    }
    scheme = text[..<colon].lowercased()
    guard scheme == "http" || scheme == "https" else {
      throw Invalid(reason: "its scheme is neither http nor https")
    }
    let rest = text[colon...].dropFirst(3)
    let end = rest.utf8.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? rest.endIndex
    (host, authority) = try Self.authority(rest[..<end])
    path = rest[end...].hasPrefix("/") ? String(rest[end...]) : "/" + rest[end...]
  }

  /// Whether the host is this machine or a metadata service of AWS, which a proxy could only get wrong.
  package var isNeverBehindProxy: Bool {
    if host == "localhost" || host.hasSuffix(".localhost") { return true }
    if let bytes = IPAddress.v4(host) { return bytes[0] == 127 || (bytes[0] == 169 && bytes[1] == 254) }
    guard host.utf8.contains(UInt8(ascii: ":")), let groups = IPAddress.v6(host) else { return false }
    return groups == [0, 0, 0, 0, 0, 0, 0, 1] || groups.prefix(2) == [0xfd00, 0x0ec2]
  }

  private init(scheme: String, host: String, authority: String, path: String) {
    self.scheme = scheme
    self.host = host
    self.authority = authority
    self.path = path
  }

  /// The address with a path added to its own.
  ///
  /// - Parameter addition: A path that begins with a slash, in its final encoding.
  package func appending(_ addition: String) -> MetadataAddress {
    let base = path.hasSuffix("/") ? String(path.dropLast()) : path
    return MetadataAddress(scheme: scheme, host: host, authority: authority, path: base + addition)
  }

  private static func authority(_ text: Substring) throws(Invalid) -> (host: String, authority: String) {
    if text.utf8.contains(UInt8(ascii: "@")) { throw Invalid(reason: "it holds user information") }
    let hostEnd: Substring.Index
    let host: Substring
    if text.hasPrefix("[") {
      guard let bracket = text.utf8.firstIndex(of: UInt8(ascii: "]")) else {
        throw Invalid(reason: "its IPv6 address has no closing bracket")
      }
      host = text[..<bracket].dropFirst()
      guard IPAddress.v6(String(host)) != nil else { throw Invalid(reason: "its IPv6 address is not valid") }
      hostEnd = text.index(after: bracket)
    } else {
      hostEnd = text.utf8.firstIndex(of: UInt8(ascii: ":")) ?? text.endIndex
      host = text[..<hostEnd]
      if host.utf8.contains(where: { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "]") }) {
        throw Invalid(reason: "it has an invalid uri character")
      }
    }
    guard !host.isEmpty else { throw Invalid(reason: "the URI did not specify a host") }
    let port = text[hostEnd...]
    if !port.isEmpty {
      guard port.hasPrefix(":"), port.utf8.dropFirst().allSatisfy({ (0x30...0x39).contains($0) }),
        let number = UInt16(port.dropFirst()), number > 0
      else { throw Invalid(reason: "its port is not a number from 1 to 65535") }
    }
    return (host.lowercased(), text.lowercased())
  }
}

/// Reading of numeric addresses.
enum IPAddress {
  /// The four bytes of a dotted address, in the one spelling without leading zeros.
  static func v4(_ text: String) -> [UInt8]? {
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var bytes: [UInt8] = []
    for part in parts {
      guard (1...3).contains(part.count), part.allSatisfy({ (0x30...0x39).contains($0) }),
        part.count == 1 || part.first != 0x30, let byte = UInt8(Substring(part))
      else { return nil }
      bytes.append(byte)
    }
    return bytes
  }

  /// The eight groups of an IPv6 address in hexadecimal, with at most one `::`.
  static func v6(_ text: String) -> [UInt16]? {
    let halves = separated(text)
    guard halves.count <= 2, let head = halves.first.flatMap(groups) else { return nil }
    guard halves.count == 2 else { return head.count == 8 ? head : nil }
    guard let tail = groups(halves[1]), head.count + tail.count <= 7 else { return nil }
    return head + [UInt16](repeating: 0, count: 8 - head.count - tail.count) + tail
  }

  private static func separated(_ text: String) -> [String] {
    let bytes = Array(text.utf8)
    var halves: [[UInt8]] = [[]]
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: ":"), index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: ":") {
        halves.append([])
        index += 2
      } else {
        halves[halves.count - 1].append(bytes[index])
        index += 1
      }
    }
    return halves.map { String(decoding: $0, as: UTF8.self) }
  }

  private static func groups(_ text: String) -> [UInt16]? {
    if text.isEmpty { return [] }
    var groups: [UInt16] = []
    for part in text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false) {
      guard (1...4).contains(part.count), part.allSatisfy(\.isHexDigit), let group = UInt16(Substring(part), radix: 16)
      else { return nil }
      groups.append(group)
    }
    return groups
  }
}

extension UInt8 {
  fileprivate var isHexDigit: Bool {
    (0x30...0x39).contains(self) || (0x41...0x46).contains(self) || (0x61...0x66).contains(self)
  }
}
