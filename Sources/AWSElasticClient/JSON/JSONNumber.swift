import AWSCore

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// A JSON number that keeps its digits as they were written, so that no digit is lost.
///
/// Two numbers are equal if they are written in the same way: `1` and `1.0` are not equal.
public struct JSONNumber: Sendable, Hashable, CustomStringConvertible {
  /// The number as written in JSON.
  public let text: String

  /// Makes a number from its JSON text.
  ///
  /// - Parameter text: The number as written in JSON. If this is not a JSON number, the result is `nil`.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    var scanner = JSONScanner(bytes)
    guard let first = bytes.first, first == UInt8(ascii: "-") || (0x30...0x39).contains(first),
      (try? scanner.skipValue()) == 0..<bytes.count
    else { return nil }
    self.text = text
  }

  /// Makes a number from an integer.
  public init(_ value: some FixedWidthInteger) { text = String(value) }

  /// Makes a number from a floating-point value. The text has a point or an exponent, such as `1.0`.
  ///
  /// - Parameter value: The value. If it is infinite or not a number, which JSON cannot represent, the result is `nil`.
  public init?(_ value: Double) {
    guard value.isFinite else { return nil }
    text = "\(value)"
  }

  init(checked text: String) { self.text = text }

  /// The number as an `Int64`; `nil` if the text has a point or an exponent, or if the number is out of range.
  public var int64: Int64? { Int64(text) }
  /// The number as a `UInt64`; `nil` if the text has a point or an exponent, or if the number is negative or out of
  /// range.
  public var uint64: UInt64? { UInt64(text) }
  /// The `Double` nearest to the number.
  public var double: Double { Double(text) ?? .nan }
  /// The number as a `Decimal`, exact up to 38 digits; `nil` if it is out of range.
  public var decimal: Decimal? { Decimal(string: text) }
  /// The number as written in JSON: the same as ``text``.
  public var description: String { text }
}
