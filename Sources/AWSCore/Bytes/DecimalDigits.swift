/// Numbers in header fields and documents: decimal digits and nothing else. `Int64` would take a sign as well.
@usableFromInline package enum DecimalDigits {
  /// Reads a number; `nil` if there is something besides digits, or more than fits.
  @inlinable package static func number(_ bytes: some Collection<UInt8>) -> Int64? {
    guard !bytes.isEmpty else { return nil }
    var value: Int64 = 0
    for byte in bytes {
      guard (0x30...0x39).contains(byte) else { return nil }
      let (tens, isTooLarge) = value.multipliedReportingOverflow(by: 10)
      let (sum, isTooLargeNow) = tens.addingReportingOverflow(Int64(byte - 0x30))
      guard !isTooLarge, !isTooLargeNow else { return nil }
      value = sum
    }
    return value
  }

  /// Reads a number; `nil` if there is something besides digits, or more than fits.
  package static func number(_ text: String) -> Int64? { number(text.utf8) }
}
