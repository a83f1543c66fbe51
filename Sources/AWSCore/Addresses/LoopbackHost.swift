/// Hosts that are this machine, so that nobody else reads what is sent to them.
package enum LoopbackHost {
  /// Whether a host is this machine: `localhost`, a name below it (RFC 6761, 6.3), 127.0.0.0/8 or `::1`.
  ///
  /// A name that merely resolves to such an address is none: what it resolves to can change at any time.
  ///
  /// - Parameter host: The host without a port; an IPv6 address with brackets or without.
  package static func contains(_ host: String) -> Bool {
    if let address = IPAddress.number(ofV4: host) { return address >> 24 == 127 }
    var host = host.lowercased()
    if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
    if host == "localhost" || host.hasSuffix(".localhost") { return true }
    if let address = IPAddress.number(ofV4: host) { return address >> 24 == 127 }
    return host.utf8.contains(UInt8(ascii: ":")) && IPAddress.v6(host) == [0, 0, 0, 0, 0, 0, 0, 1]
  }

  /// The host of an authority, without its port, in lower case.
  package static func host(ofAuthority authority: String) -> String {
    if authority.hasPrefix("["), let bracket = authority.utf8.firstIndex(of: UInt8(ascii: "]")) {
      return authority[...bracket].lowercased()
    }
    let end = authority.utf8.firstIndex(of: UInt8(ascii: ":")) ?? authority.endIndex
    return authority[..<end].lowercased()
  }
}
