import AWSCore

/// Numbers of bytes as people write and read them, with the units of the AWS CLI: 1 KB and 1 KiB are 1024 bytes.
package enum ByteSize {
  private static let units = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]

  /// A number of bytes in words, such as `1.5 MiB`.
  package static func text(_ bytes: Int64) -> String {
    if bytes == 1 { return "1 Byte" }
    if bytes < 1024 { return "\(bytes) Bytes" }
    var value = Double(bytes) / 1024
    for unit in units {
      // What would be rounded to 1024 is 1.0 of the next unit.
      if value.rounded() < 1024 || unit == "EiB" { return oneDecimal(value) + " " + unit }
      value /= 1024
    }
    return "\(bytes) Bytes"
  }

  private static func oneDecimal(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded(.toNearestOrEven))
    return "\(tenths / 10).\(tenths % 10)"
  }

  /// Reads a number of bytes such as `800KB`, `10MiB` or `4096`; `nil` if it is none.
  package static func bytes(_ text: String) -> Int64? {
    let text = text.lowercased()
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard let number = Int64(digits) else { return nil }
    let factor: Int64
    switch text.dropFirst(digits.count) {
    case "", "b": factor = 1
    case "kb", "kib": factor = 1 << 10
    case "mb", "mib": factor = 1 << 20
    case "gb", "gib": factor = 1 << 30
    case "tb", "tib": factor = 1 << 40
    default: return nil
    }
    let (product, overflow) = number.multipliedReportingOverflow(by: factor)
    return overflow ? nil : product
  }

  /// Reads a rate such as `10MB/s`, or `80Mb/s` in bits; `nil` if it is none, or less than one byte a second.
  package static func bytesPerSecond(_ text: String) -> Int64? {
    let amount = text.hasSuffix("/s") ? String(text.dropLast(2)) : text
    let isInBits = amount.hasSuffix("b") && amount.dropLast().contains { $0.isLetter }
    guard let bytes = bytes(amount).map({ isInBits ? $0 / 8 : $0 }), bytes > 0 else { return nil }
    return bytes
  }
}
