import AWSCore

/// The hosts that are reached without a proxy, in the format of the environment variable `NO_PROXY`.
///
/// The text is a list separated by commas or spaces. Each entry is one of
/// - `*`: all hosts;
/// - `example.com` or `.example.com`: that host and all below it; `*.example.com`: all below it;
/// - an address, `10.0.0.1` or `[2001:db8::1]`, or a network of addresses, `10.0.0.0/8` or `fd00::/8`: requests whose
///   host is such an address. Host names are not resolved.
///
/// An entry with a port (`example.com:8080`) applies to that port only. Entries of any other form are ignored.
public struct ProxyExceptions: Sendable, Hashable {
  /// The list of hosts as it was given to the initialiser.
  public let text: String
  private let rules: [Rule]

  private enum Rule: Sendable, Hashable {
    case all
    case name(String, belowOnly: Bool, port: Int?)
    /// A network: the bytes of its address, and how many leading bits of them are compared.
    case network([UInt8], bits: Int, port: Int?)
  }

  /// Reads a list of hosts in the format of `NO_PROXY`. Entries in any other format are ignored.
  ///
  /// - Parameter text: The list of hosts, separated by commas or spaces.
  public init(_ text: String) {
    self.text = text
    rules = text.split { $0 == "," || $0.isWhitespace }.compactMap { Self.rule(String($0).lowercased()) }
  }

  /// Whether the list contains a host, which is then reached without a proxy.
  ///
  /// - Parameters:
  ///   - host: The name or address of the host. An IPv6 address may have brackets.
  ///   - port: The port of the request.
  public func contains(host: String, port: Int) -> Bool {
    var host = host.lowercased()
    if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
    if host.hasSuffix(".") { host.removeLast() }
    let address = Self.address(host)
    return rules.contains { rule in
      switch rule {
      case .all: true
      case .name(let name, let belowOnly, let only):
        (only ?? port) == port && ((!belowOnly && host == name) || host.hasSuffix("." + name))
      case .network(let network, let bits, let only):
        (only ?? port) == port && address.map { Self.shares(bits, $0, network) } == true
      }
    }
  }

  private static func rule(_ entry: String) -> Rule? {
    if entry == "*" { return .all }
    if let slash = entry.lastIndex(of: "/") {
      guard let network = address(unbracketed(String(entry[..<slash]))),
        let bits = Int(entry[entry.index(after: slash)...]), (0...network.count * 8).contains(bits)
      else { return nil }
      return .network(network, bits: bits, port: nil)
    }
    var host = entry
    var port: Int?
    // An address of IPv6 without brackets has colons of its own.
    if address(host) == nil, let colon = host.lastIndex(of: ":") {
      guard let number = Int(host[host.index(after: colon)...]), (1...65_535).contains(number) else {
        guard let bytes = address(unbracketed(host)) else { return nil }
        return .network(bytes, bits: bytes.count * 8, port: nil)
      }
      host = String(host[..<colon])
      port = number
    }
    if let bytes = address(unbracketed(host)) { return .network(bytes, bits: bytes.count * 8, port: port) }
    let belowOnly = host.hasPrefix("*.")
    if belowOnly { host.removeFirst() }
    while host.hasPrefix(".") { host.removeFirst() }
    if host.hasSuffix(".") { host.removeLast() }
    return host.isEmpty ? nil : .name(host, belowOnly: belowOnly, port: port)
  }

  private static func unbracketed(_ text: String) -> String {
    text.hasPrefix("[") && text.hasSuffix("]") ? String(text.dropFirst().dropLast()) : text
  }

  private static func address(_ text: String) -> [UInt8]? {
    if let bytes = IPAddress.v4(text) { return bytes }
    guard text.utf8.contains(UInt8(ascii: ":")) else { return nil }
    return IPAddress.v6(text).map { groups in groups.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] } }
  }

  private static func shares(_ bits: Int, _ one: [UInt8], _ other: [UInt8]) -> Bool {
    guard one.count == other.count else { return false }
    let whole = bits / 8
    guard one[..<whole] == other[..<whole] else { return false }
    let rest = bits % 8
    return rest == 0 || one[whole] >> (8 - rest) == other[whole] >> (8 - rest)
  }
}

extension ProxyExceptions: ExpressibleByStringLiteral {
  /// Reads a list of hosts in the format of `NO_PROXY` from a string literal.
  public init(stringLiteral text: String) { self.init(text) }
}
