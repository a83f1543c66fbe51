import AWSCore

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// A JSON number, kept as it was written: no digit is lost, however many there are.
///
/// Two numbers are equal when they are written the same way: `1` and `1.0` are not.
public struct JSONNumber: Sendable, Hashable, CustomStringConvertible {
  /// The number as it stands in JSON.
  public let text: String

  /// Reads a number.
  ///
  /// - Parameter text: The number as JSON writes it; otherwise the result is `nil`.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    var scanner = JSONScanner(bytes)
    guard let first = bytes.first, first == UInt8(ascii: "-") || (0x30...0x39).contains(first),
      (try? scanner.skipValue()) == 0..<bytes.count
    else { return nil }
    self.text = text
  }

  /// A whole number.
  public init(_ value: some FixedWidthInteger) { text = String(value) }

  /// A floating-point number, written with a point or an exponent: `1.0`.
  ///
  /// - Parameter value: The number; infinity and "not a number" cannot be written in JSON, so the result is `nil`.
  public init?(_ value: Double) {
    guard value.isFinite else { return nil }
    text = "\(value)"
  }

  init(checked text: String) { self.text = text }

  /// The number, if it is whole and fits.
  public var int64: Int64? { Int64(text) }
  /// The number, if it is whole, not negative and fits.
  public var uint64: UInt64? { UInt64(text) }
  /// The nearest floating-point number.
  public var double: Double { Double(text) ?? .nan }
  /// The number as a decimal, exact up to 38 digits; `nil` if it is out of range.
  public var decimal: Decimal? { Decimal(string: text) }
  /// The number as it stands in JSON.
  public var description: String { text }
}
