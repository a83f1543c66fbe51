/// The host and the port of an address: the authority of RFC 3986 §3.2 without user information, taken apart byte by byte.
///
/// All addresses are read by it, wherever they come from, so that what one place refuses is sent to by no other. A host is one of
///
/// - a name as DNS has it: labels of 1 to 63 letters, digits, hyphens and underscores, with dots between them (RFC 1123 §2.1; the
///   underscore is no letter of a host's name, but names of containers have it),
/// - an IPv4 address of four numbers; whatever else ends with a number is taken for an address by some and for a name by others,
/// - an IPv6 address in brackets, without a zone: a zone means something on one machine alone and may not be sent (RFC 6874 §1).
package struct Authority: Sendable, Hashable {
  /// The host in lower case; an IPv6 address stands in brackets.
  package let host: String
  /// The port, if there is one.
  package let port: Int?

  /// Why a text is not an authority. Of the text it tells no more than the host, as the rest may be secret.
  package struct Invalid: Error, Hashable {
    /// The reason as the end of a sentence, about the text as "it".
    package let reason: String
    /// The host, if that much can be read.
    package let host: String?

    init(_ reason: String, host: String? = nil) {
      self.reason = reason
      self.host = host
    }
  }

  /// Takes an authority apart.
  package init(_ text: some StringProtocol) throws(Invalid) {
    let bytes = Array(text.utf8)
    guard !bytes.isEmpty else { throw Invalid("it has no host") }
    guard !bytes.contains(UInt8(ascii: "@")) else { throw Invalid("it must not have a user name or password") }
    let end = try Self.hostEnd(in: bytes)
    let host = String(decoding: bytes[..<end].map(\.lowercasedASCII), as: UTF8.self)
    self.host = host
    port = try Self.port(bytes[end...], host: host)
  }

  /// The host without the brackets of an IPv6 address.
  package var bareHost: String { host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host }

  /// Host and port as AWS signs them: without the ports 443 and 80, whatever leads there.
  package var signed: String {
    guard let port, port != 443, port != 80 else { return host }
    return "\(host):\(port)"
  }

  // MARK: - The host

  /// Where the host ends; what comes before has been checked.
  private static func hostEnd(in bytes: [UInt8]) throws(Invalid) -> Int {
    guard bytes[0] != UInt8(ascii: "[") else {
      guard let close = bytes.firstIndex(of: UInt8(ascii: "]")) else {
        throw Invalid("its IPv6 address has no closing bracket")
      }
      let address = bytes[1..<close]
      guard !address.contains(UInt8(ascii: "%")) else {
        throw Invalid("its IPv6 address has a zone, which means nothing to a server; leave it out")
      }
      guard IPAddress.v6(String(decoding: address, as: UTF8.self)) != nil else {
        throw Invalid("what stands in brackets is not an IPv6 address")
      }
      return close + 1
    }
    let end = bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.count
    guard !bytes[end...].dropFirst().contains(UInt8(ascii: ":")) else {
      throw Invalid("it has more than one colon; an IPv6 address has to stand in brackets, as in [::1]:8080")
    }
    guard end > 0 else { throw Invalid("it has no host") }
    if let byte = bytes[..<end].first(where: { !isInName($0) }) { throw Invalid(fault(byte)) }
    try checkName(bytes[..<end])
    return end
  }

  private static func checkName(_ bytes: ArraySlice<UInt8>) throws(Invalid) {
    // A name may be written absolute, with a dot at its end.
    let name = bytes.last == UInt8(ascii: ".") ? bytes.dropLast() : bytes
    let labels = name.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard name.count <= 253, labels.allSatisfy({ (1...63).contains($0.count) }) else {
      throw Invalid("its host has a part between dots that is empty, or is too long for a host name")
    }
    guard let last = labels.last, !isNumber(last) else {
      guard name.count == bytes.count, IPAddress.v4(String(decoding: name, as: UTF8.self)) != nil else {
        throw Invalid("its host ends with a number but is not an IPv4 address of four numbers from 0 to 255")
      }
      return
    }
  }

  /// Whether a label is a decimal number, or a hexadecimal one such as `0x7f`.
  private static func isNumber(_ label: ArraySlice<UInt8>) -> Bool {
    if label.allSatisfy({ (0x30...0x39).contains($0) }) { return true }
    return label.starts(with: "0x".utf8) && label.dropFirst(2).allSatisfy { $0.hexValue != nil }
  }

  private static func isInName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  /// What is wrong with a byte of a name.
  private static func fault(_ byte: UInt8) -> String {
    switch byte {
    case UInt8(ascii: " "): "its host holds a space"
    case 0..<0x20, 0x7F: "its host holds a control character"
    case 0x80...:
      "its host holds a character that is not ASCII; write an international name in its form that begins with xn--"
    case UInt8(ascii: "%"): "its host holds a '%'; host names are not percent-encoded"
    case UInt8(ascii: "\\"): "its host holds a backslash"
    default: "its host holds a character that no host name has"
    }
  }

  // MARK: - The port

  /// Reads what stands behind the host.
  private static func port(_ bytes: ArraySlice<UInt8>, host: String) throws(Invalid) -> Int? {
    guard let colon = bytes.first else { return nil }
    guard colon == UInt8(ascii: ":") else {
      throw Invalid("its IPv6 address is followed by something that is not a port", host: host)
    }
    let digits = bytes.dropFirst()
    guard !digits.isEmpty else { throw Invalid("its port is empty", host: host) }
    guard let port = number(digits) else { throw Invalid("its port is not a number from 1 to 65535", host: host) }
    return port
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    var number = 0
    for digit in digits {
      guard (0x30...0x39).contains(digit) else { return nil }
      number = number * 10 + Int(digit - 0x30)
      guard number <= 65_535 else { return nil }
    }
    return number > 0 ? number : nil
  }
}
