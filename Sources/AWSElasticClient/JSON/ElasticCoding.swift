#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// How a client encodes values as JSON and decodes them.
///
/// Values are encoded by this library's own encoder. Unlike Foundation's, it writes floating-point numbers with a point
/// or an exponent (`1.0` is written as `1.0`), so that an index that derives its mapping from a document maps the field
/// as floating-point. `Decimal` and whole numbers are written as they are. Floating-point values that are infinite or
/// not a number, dates that the format cannot represent and values nested more than 512 levels deep cannot be encoded:
/// the call throws an error that names the field.
///
/// To use another encoder, pass the bytes that it produces: every operation that takes a value also takes JSON bytes,
/// and every response with documents provides their bytes.
public struct ElasticCoding: Sendable, Hashable {
  /// How dates are encoded and decoded.
  public enum Dates: Sendable, Hashable {
    /// Encodes ISO 8601 with milliseconds and `Z`, such as `2026-11-23T21:37:00.250Z`, which the engine's default date
    /// format `strict_date_optional_time||epoch_millis` accepts. Only the years 0 to 9999 can be encoded. Decodes dates
    /// in this form with or without a fraction and with any time zone offset, a date without a time, and a number of
    /// milliseconds since 1970.
    case iso8601
    /// Encodes a whole number of milliseconds since 1970: the engine's `epoch_millis`. Decodes everything that
    /// ``iso8601`` decodes.
    case millisecondsSince1970
    /// Encodes a whole number of seconds since 1970: the engine's `epoch_second`. Decodes a number of seconds, and the
    /// texts that ``iso8601`` decodes.
    case secondsSince1970
  }

  /// How field names are derived from coding keys. The keys of dictionaries and the member names of a ``JSONValue`` are
  /// never changed.
  public enum Keys: Sendable, Hashable {
    /// The field name is the coding key.
    case unchanged
    /// The field name is the coding key in snake case: `publishedAt` becomes `published_at`.
    case snakeCase
  }

  /// How bytes (`Data`) are encoded and decoded.
  public enum Bytes: Sendable, Hashable {
    /// Bytes are encoded as a Base64 string, which is the format of the engine's `binary` fields.
    case base64
    /// Bytes are encoded as an array of numbers from 0 to 255.
    case numbers
  }

  /// How dates are encoded and decoded. The default is ``Dates/iso8601``.
  public var dates: Dates
  /// How field names are derived from coding keys. The default is ``Keys/unchanged``.
  public var keys: Keys
  /// How bytes (`Data`) are encoded and decoded. The default is ``Bytes/base64``.
  public var data: Bytes

  /// Makes settings for how values are encoded and decoded.
  ///
  /// - Parameters:
  ///   - dates: How dates are encoded and decoded.
  ///   - keys: How field names are derived from coding keys.
  ///   - data: How bytes are encoded and decoded.
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
