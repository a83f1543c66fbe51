/// Reading of numeric addresses.
package enum IPAddress {
  /// The four bytes of a dotted address, in the one spelling without leading zeros.
  package static func v4(_ text: some StringProtocol) -> [UInt8]? {
    let parts = Array(text.utf8).split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var bytes: [UInt8] = []
    for part in parts {
      guard (1...3).contains(part.count), part.allSatisfy({ (0x30...0x39).contains($0) }),
        part.count == 1 || part.first != 0x30
      else { return nil }
      let value = part.reduce(0) { $0 * 10 + Int($1 - 0x30) }
      guard value < 256 else { return nil }
      bytes.append(UInt8(value))
    }
    return bytes
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
