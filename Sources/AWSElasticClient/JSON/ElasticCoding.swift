#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// How a client turns values into JSON and back.
///
/// Values are written by an encoder of Evergreen's own. Unlike Foundation's it writes floating-point numbers with a
/// point or an exponent: `1.0` stays `1.0`, so that an index which learns its mapping from a document takes the field
/// for one with fractions. `Decimal` and whole numbers are written as they are. "Not a number", infinity, dates that
/// the format cannot represent and values nested more than 512 levels deep are errors that name the field.
///
/// To use another encoder, pass the bytes it produces: every operation that takes a value also takes JSON bytes, and
/// every response with documents has their bytes.
public struct ElasticCoding: Sendable, Hashable {
  /// How dates are written and read.
  public enum Dates: Sendable, Hashable {
    /// In ISO 8601 with milliseconds and `Z`: `2026-11-23T21:37:00.250Z`, which the engine's default date format
    /// `strict_date_optional_time||epoch_millis` accepts. Only the years 0 to 9999 can be written. Read from that form
    /// with or without a fraction and with any offset, from a day alone, or from a number of milliseconds since 1970.
    case iso8601
    /// As a whole number of milliseconds since 1970: the engine's `epoch_millis`. Read as ``iso8601`` is.
    case millisecondsSince1970
    /// As a whole number of seconds since 1970: the engine's `epoch_second`. Read from a number of seconds, or a text as
    /// ``iso8601`` is.
    case secondsSince1970
  }

  /// How field names are derived from the coding keys. The keys of dictionaries and the names in a ``JSONValue`` are
  /// data and are not changed.
  public enum Keys: Sendable, Hashable {
    /// They are the same.
    case unchanged
    /// `publishedAt` is `published_at`.
    case snakeCase
  }

  /// How bytes are written and read.
  public enum Bytes: Sendable, Hashable {
    /// As text in Base64, as the engine's `binary` fields take them.
    case base64
    /// As an array of numbers.
    case numbers
  }

  /// How dates are written and read.
  public var dates: Dates
  /// How field names are derived from the coding keys.
  public var keys: Keys
  /// How bytes (`Data`) are written and read.
  public var data: Bytes

  /// Makes a way of coding.
  ///
  /// - Parameters:
  ///   - dates: How dates are written and read.
  ///   - keys: How field names are derived from the coding keys.
  ///   - data: How bytes are written and read.
  public init(dates: Dates = .iso8601, keys: Keys = .unchanged, data: Bytes = .base64) {
    self.dates = dates
    self.keys = keys
    self.data = data
  }

  /// A value as JSON.
  package func encode(_ value: some Encodable) throws -> [UInt8] {
    let writer = JSONWriter(coding: self)
    try writer.encode(value)
    return writer.bytes
  }
}

extension ElasticCoding.Keys {
  /// `myURLValue2` is `my_url_value2`: the words that Foundation's encoder finds, so that its decoder reads them back.
  func name(for key: String) -> String {
    guard self == .snakeCase else { return key }
    let characters = Array(key)
    var words: [ArraySlice<Character>] = []
    var start = 0
    var position = 1
    while let capital = characters.indices.dropFirst(position).first(where: { characters[$0].isUppercase }) {
      words.append(characters[start..<capital])
      start = capital
      guard let small = characters[capital...].firstIndex(where: \.isLowercase) else { break }
      // Of several capitals the last begins the next word.
      if small > capital + 1 {
        words.append(characters[capital..<(small - 1)])
        start = small - 1
      }
      position = small
    }
    words.append(characters[start...])
    return words.map { String($0).lowercased() }.joined(separator: "_")
  }
}
