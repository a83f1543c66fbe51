import AWSCore
import AWSCredentials

// The `host` header: lowercase, the port left out if it is the scheme's own.
extension CanonicalRequestWriter {
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
    // The usual host is a name in lower case, perhaps with a port: it is already written as it is signed. The host
    // of an endpoint was checked when the endpoint was made.
    let isPlain =
      !authority.isEmpty && bytes.all(in: split + 1..<bytes.count, \.arePlainInHost)
      || hasPlainHostAndPort(from: split + 1, defaultPort: defaultPort)
    if !isPlain {
      bytes.removeAll(after: split + 1)
      try appendHost(of: authority, defaultPort: defaultPort)
    }
    endHeader(start: start, split: split)
  }

  /// Whether what has been written is a plain name with a port that has to stand there, as in `localhost:9200`.
  private func hasPlainHostAndPort(from start: Int, defaultPort: Int) -> Bool {
    let end = bytes.count
    guard let colon = (start..<end).first(where: { bytes[$0] == UInt8(ascii: ":") }), colon > start,
      (1...5).contains(end - colon - 1), bytes[colon + 1] != UInt8(ascii: "0"),
      bytes.all(in: start..<colon, \.arePlainInHost), isPlainName(start..<colon)
    else { return false }
    var port = 0
    for index in colon + 1..<end {
      guard bytes[index].isDigit else { return false }
      port = port * 10 + Int(bytes[index] & 0x0F)
    }
    return port <= 65_535 && port != defaultPort
  }

  /// Whether what is plain is a name beyond doubt: no empty label, and no address of numbers.
  private func isPlainName(_ range: Range<Int>) -> Bool {
    var last = UInt8(ascii: ".")
    for index in range {
      let byte = bytes[index]
      if last == UInt8(ascii: "."), byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") { return false }
      last = byte
    }
    return last != UInt8(ascii: ".") && last != UInt8(ascii: "-") && !last.isDigit
  }

  /// Refuses a scheme and an authority that cannot stand in a URL.
  func checkHost(scheme: String, authority: String) throws(SigV4Error) {
    let size = Size(bytes: authority.utf8.count + 32, headers: 1, parameters: 0)
    let memory = CanonicalRequestMemory.make(size)
    defer { memory.keep() }
    var scratch = unsafe CanonicalRequestWriter(in: memory)
    try scratch.addHost(scheme: scheme, authority: authority)
  }

  private mutating func appendHost(of text: String, defaultPort: Int) throws(SigV4Error) {
    let authority: Authority
    do throws(Authority.Invalid) {
      authority = try Authority(text)
    } catch {
      throw SigV4Error(
        .invalidRequest,
        message:
          "The request's authority is malformed: \(error.reason). It must be host, host:port or [IPv6 address]:port.")
    }
    bytes.append(text: authority.host)
    if let port = authority.port, port != defaultPort {
      bytes.append(ascii: ":")
      bytes.append(decimal: port)
    }
  }
}
