import AWSCore

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
  /// What a message may show: all but a path that was configured, which may hold a secret.
  package let shown: String

  /// Why a text is not such an address, as the end of a sentence that quotes nothing of the text.
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
    let parts = AddressText(text)
    guard let scheme = parts.scheme else {
      throw Invalid(reason: "the URI did not specify a host; it must begin with http:// or https://")
    }
    guard scheme == "http" || scheme == "https" else {
      throw Invalid(reason: "its scheme is neither http nor https")
    }
    guard !parts.authority.isEmpty else { throw Invalid(reason: "the URI did not specify a host") }
    let address: Authority
    do throws(Authority.Invalid) {
      address = try Authority(parts.authority)
    } catch {
      throw Invalid(reason: error.reason)
    }
    self.scheme = scheme
    host = address.bareHost
    authority = address.port.map { "\(address.host):\($0)" } ?? address.host
    path = parts.target.hasPrefix("/") ? String(parts.target) : "/" + parts.target
    shown = "\(scheme)://\(authority)\(path == "/" ? "" : "/…")"
  }

  /// Whether the host is this machine or a metadata service of AWS, which a proxy could only get wrong.
  package var isNeverBehindProxy: Bool {
    if LoopbackHost.contains(host) { return true }
    if let bytes = IPAddress.v4(host) { return Self.isLocal(bytes) }
    guard host.utf8.contains(UInt8(ascii: ":")), let groups = IPAddress.v6(host) else { return false }
    if groups.prefix(6) == [0, 0, 0, 0, 0, 0xffff] {
      // An IPv4 address in the form of an IPv6 one (RFC 4291 §2.5.5.2).
      return Self.isLocal(groups[6...].flatMap { [UInt8($0 >> 8), UInt8($0 & 0xff)] })
    }
    return groups.prefix(2) == [0xfd00, 0x0ec2]
  }

  private static func isLocal(_ bytes: [UInt8]) -> Bool { bytes[0] == 127 || (bytes[0] == 169 && bytes[1] == 254) }

  private init(_ base: MetadataAddress, path: String, shown: String) {
    scheme = base.scheme
    host = base.host
    authority = base.authority
    self.path = path
    self.shown = shown
  }

  /// The address with a path added to its own.
  ///
  /// - Parameter addition: A path that begins with a slash, in its final encoding.
  package func appending(_ addition: String) -> MetadataAddress {
    let base = path.hasSuffix("/") ? String(path.dropLast()) : path
    return MetadataAddress(self, path: base + addition, shown: shown + addition)
  }
}
