/// Reading of numeric addresses.
package enum IPAddress {
  /// The four bytes of a dotted address, in the one spelling without leading zeros.
  package static func v4(_ text: some StringProtocol) -> [UInt8]? {
    number(ofV4: text).map { number in (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) } }
  }

  /// The same as a number, whose highest byte is the first.
  static func number(ofV4 text: some StringProtocol) -> UInt32? {
    var number: UInt32 = 0
    var part: UInt32 = 0
    var digits = 0
    var parts = 1
    for byte in text.utf8 {
      if byte == UInt8(ascii: ".") {
        guard digits > 0, parts < 4 else { return nil }
        number = number << 8 | part
        (part, digits, parts) = (0, 0, parts + 1)
      } else {
        // A digit behind a zero would make that a leading one.
        guard (0x30...0x39).contains(byte), digits == 0 || part > 0 else { return nil }
        part = part * 10 + UInt32(byte - 0x30)
        digits += 1
        guard part < 256 else { return nil }
      }
    }
    return digits > 0 && parts == 4 ? number << 8 | part : nil
  }

  /// The eight groups of an IPv6 address in hexadecimal, with at most one `::`; the last two may be an IPv4 address (RFC 4291
  /// §2.2).
  package static func v6(_ text: some StringProtocol) -> [UInt16]? {
    let halves = separated(Array(text.utf8))
    guard halves.count <= 2, let head = groups(halves[0], isLast: halves.count == 1) else { return nil }
    guard halves.count == 2 else { return head.count == 8 ? head : nil }
    guard let tail = groups(halves[1], isLast: true), head.count + tail.count <= 7 else { return nil }
    return head + [UInt16](repeating: 0, count: 8 - head.count - tail.count) + tail
  }

  /// Cuts at each `::`.
  private static func separated(_ bytes: [UInt8]) -> [[UInt8]] {
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
    return halves
  }

  private static func groups(_ bytes: [UInt8], isLast: Bool) -> [UInt16]? {
    if bytes.isEmpty { return [] }
    var parts = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    var embedded: [UInt16] = []
    if isLast, let last = parts.last, last.contains(UInt8(ascii: ".")) {
      guard let address = v4(String(decoding: last, as: UTF8.self)) else { return nil }
      embedded = [UInt16(address[0]) << 8 | UInt16(address[1]), UInt16(address[2]) << 8 | UInt16(address[3])]
      parts.removeLast()
    }
    var groups: [UInt16] = []
    for part in parts {
      guard (1...4).contains(part.count) else { return nil }
      var group: UInt16 = 0
      for byte in part {
        guard let digit = byte.hexValue else { return nil }
        group = group << 4 | UInt16(digit)
      }
      groups.append(group)
    }
    return groups + embedded
  }
}
