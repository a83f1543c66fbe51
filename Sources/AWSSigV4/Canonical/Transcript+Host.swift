// The `host` header: lowercase, the port left out if it is the scheme's own.
extension Transcript {
  /// Adds the `host` header for an authority such as `example.com`, `localhost:9200` or `[::1]:9000`.
  mutating func addHost(scheme: String, authority: String) throws(SigV4Error) {
    let defaultPort: Int
    switch scheme == "https" ? scheme : scheme.lowercasedASCII {
    case "https": defaultPort = 443
    case "http": defaultPort = 80
    default:
      throw SigV4Error(.invalidRequest, message: "The scheme must be https or http.")
    }
    let start = bytes.count
    bytes.append(Name.host)
    let split = bytes.count
    bytes.append(ascii: ":")
    bytes.append(text: authority)
    // The usual host is a name in lower case, without a port.
    if authority.isEmpty || !bytes.all(in: split + 1..<bytes.count, \.arePlainInHost) {
      bytes.lowercase(from: split + 1)
      do throws(SigV4Error) {
        try canonicalizeAuthority(from: split + 1, defaultPort: defaultPort)
      } catch {
        guard bytes.contains(UInt8(ascii: "@"), in: split..<bytes.count) else { throw error }
        throw malformedAuthority("it holds a user name, which is not sent")
      }
    }
    endHeader(start: start, split: split)
  }

  /// Refuses a scheme and an authority that cannot stand in a URL.
  func checkHost(scheme: String, authority: String) throws(SigV4Error) {
    let size = Size(bytes: authority.utf8.count + 32, headers: 1, parameters: 0)
    let memory = TranscriptMemory.make(size)
    defer { memory.keep() }
    var scratch = unsafe Transcript(in: memory)
    try scratch.addHost(scheme: scheme, authority: authority)
  }

  private mutating func canonicalizeAuthority(from start: Int, defaultPort: Int) throws(SigV4Error) {
    let host = try hostEnd(from: start)
    if host < bytes.count {
      let port = try port(from: host + 1)
      bytes.removeAll(after: host)
      if port != defaultPort {
        bytes.append(ascii: ":")
        bytes.append(decimal: port)
      }
    }
  }

  /// Where the host ends and, if there is one, the port's colon stands.
  private func hostEnd(from start: Int) throws(SigV4Error) -> Int {
    guard start < bytes.count else {
      throw SigV4Error(.invalidRequest, message: "The request has no host.")
    }
    var index = start
    if bytes[start] == UInt8(ascii: "[") {
      guard let close = (start..<bytes.count).first(where: { bytes[$0] == UInt8(ascii: "]") }), close > start + 1,
        ((start + 1)..<close).allSatisfy({ bytes[$0].isInIPv6Address }),
        bytes.contains(UInt8(ascii: ":"), in: start..<close)
      else { throw malformedAuthority("the IPv6 address in brackets is malformed") }
      index = close + 1
    } else {
      index = bytes.end(of: .hostName, in: start..<bytes.count)
      guard index == bytes.count || bytes[index] == UInt8(ascii: ":") else {
        throw malformedAuthority("the host name holds a byte that may not stand there")
      }
    }
    guard index > start, index == bytes.count || bytes[index] == UInt8(ascii: ":") else {
      throw malformedAuthority("the host is followed by something that is not a port")
    }
    return index
  }

  private func port(from start: Int) throws(SigV4Error) -> Int {
    var port = 0
    for index in start..<bytes.count {
      let byte = bytes[index]
      guard byte.isDigit else { throw malformedAuthority("the port is not a number") }
      port = port * 10 + Int(byte - 0x30)
      if port > 65_535 { throw malformedAuthority("the port is greater than 65535") }
    }
    guard start < bytes.count else { throw malformedAuthority("the port is empty") }
    return port
  }

  private func malformedAuthority(_ reason: String) -> SigV4Error {
    SigV4Error(
      .invalidRequest,
      message: "The request's authority is malformed: \(reason). It must be host, host:port or [IPv6 address]:port.")
  }
}

extension UInt8 {
  // Hexadecimal digits, colons, an embedded IPv4 address, and a zone such as `%25eth0`.
  fileprivate var isInIPv6Address: Bool { isUnreserved || self == UInt8(ascii: ":") || self == UInt8(ascii: "%") }
}
