import AWSCore

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

// Types that are written here rather than by themselves.
extension JSONOutput {
  /// Why a value of a known type cannot be written.
  enum Refusal: Error {
    /// A number that is infinite or NaN, which JSON cannot represent. `position` is its index, from 0, if it is an element of
    /// an array; otherwise `nil`.
    case notFinite(position: Int? = nil)
    case tooDeep
    /// A date, in seconds since 1970, that is out of range.
    case date(Double)
  }

  /// Writes a value of a type that is known; `false` for all others.
  ///
  /// - Parameter isOpen: Whether the value has a frame of its own.
  @inline(__always)
  mutating func append<Value>(
    known value: Value, coding: ElasticCoding, isOpen: Bool = false
  ) throws(Refusal) -> Bool {
    // Comparing types costs nothing beside a cast.
    if Value.self == String.self, let value = value as? String {
      bytes.append(jsonString: value)
    } else if Value.self == Int.self, let value = value as? Int {
      bytes.append(integer: value)
    } else if Value.self == Double.self, let value = value as? Double {
      try append(floatingPoint: value)
    } else if Value.self == Float.self, let value = value as? Float {
      try append(floatingPoint: value)
    } else if Value.self == Bool.self, let value = value as? Bool {
      bytes.append(text: value ? "true" : "false")
    } else if Value.self == Date.self, let value = value as? Date {
      guard coding.dates.append(value, to: &bytes) else { throw .date(value.timeIntervalSince1970) }
    } else if Value.self == Decimal.self, let value = value as? Decimal {
      guard !value.isNaN else { throw .notFinite() }
      bytes.append(text: "\(value)")
    } else if Value.self == URL.self, let value = value as? URL {
      bytes.append(jsonString: value.absoluteString)
    } else {
      return try append(
        knownContainer: value, coding: coding, levels: JSONScanner.maximumDepth - depth - (isOpen ? 0 : 1))
    }
    return true
  }

  /// - Parameter levels: How many containers may be in one another.
  private mutating func append<Value>(
    knownContainer value: Value, coding: ElasticCoding, levels: Int
  ) throws(Refusal) -> Bool {
    if Value.self == [String].self, let value = value as? [String] {
      guard levels > 0 else { throw .tooDeep }
      bytes.append(array: value) { bytes, element in bytes.append(jsonString: element) }
    } else if Value.self == [Float].self, let value = value as? [Float] {
      try append(numbers: value, levels)
    } else if Value.self == [Double].self, let value = value as? [Double] {
      try append(numbers: value, levels)
    } else if Value.self == [Int].self, let value = value as? [Int] {
      guard levels > 0 else { throw .tooDeep }
      bytes.append(array: value) { bytes, element in bytes.append(integer: element) }
    } else if Value.self == JSONValue.self, let value = value as? JSONValue {
      guard value.fits(within: levels) else { throw .tooDeep }
      bytes.append(json: value)
    } else if Value.self == Data.self, let value = value as? Data {
      switch coding.data {
      case .base64: bytes.append(jsonString: value.base64EncodedString())
      case .numbers:
        guard levels > 0 else { throw .tooDeep }
        bytes.append(array: Array(value)) { bytes, element in bytes.append(integer: element) }
      }
    } else {
      return false
    }
    return true
  }

  private mutating func append(
    numbers: [some BinaryFloatingPoint & CustomStringConvertible], _ levels: Int
  ) throws(Refusal) {
    guard levels > 0 else { throw .tooDeep }
    if let position = numbers.firstIndex(where: { !$0.isFinite }) { throw .notFinite(position: position) }
    bytes.append(array: numbers) { bytes, number in bytes.append(text: number.description) }
  }

  /// Appends a number with a point or an exponent, so that an index takes the field for one with fractions.
  private mutating func append(floatingPoint value: some BinaryFloatingPoint & CustomStringConvertible) throws(Refusal)
  {
    guard value.isFinite else { throw .notFinite() }
    bytes.append(text: value.description)
  }
}
