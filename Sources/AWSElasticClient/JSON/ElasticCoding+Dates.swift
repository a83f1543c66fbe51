import AWSCore
import AWSCredentials

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension ElasticCoding.Dates {
  /// What can be written, in words.
  var range: String {
    switch self {
    case .iso8601: "the years 0 to 9999, which a date in ISO 8601 has room for"
    case .millisecondsSince1970, .secondsSince1970: "what a whole number of 64 bits can hold"
    }
  }

  /// Appends a date; `false` if it is outside of ``range``.
  func append(_ date: Date, to bytes: inout [UInt8]) -> Bool {
    let seconds = date.timeIntervalSince1970
    switch self {
    case .iso8601:
      // Compared as they are rounded: the last millisecond of the year 9999 may not become the first of the next.
      guard let milliseconds = Int64(exactly: (seconds * 1000).rounded()), Self.writable.contains(milliseconds) else {
        return false
      }
      Self.append(milliseconds, to: &bytes)
    case .millisecondsSince1970:
      guard let milliseconds = Int64(exactly: (seconds * 1000).rounded()) else { return false }
      bytes.append(integer: milliseconds)
    case .secondsSince1970:
      guard let seconds = Int64(exactly: seconds.rounded(.down)) else { return false }
      bytes.append(integer: seconds)
    }
    return true
  }

  /// From 0000-01-01T00:00:00.000Z to 9999-12-31T23:59:59.999Z.
  private static let writable: ClosedRange<Int64> = -62_167_219_200_000...253_402_300_799_999

  private static func append(_ milliseconds: Int64, to bytes: inout [UInt8]) {
    let day = Int((Double(milliseconds) / 86_400_000).rounded(.down))
    let rest = Int(milliseconds) - day * 86_400_000
    let (year, month, dayOfMonth) = CivilDate.civil(fromDays: day)
    let parts: [(value: Int, digits: Int, separator: UInt8)] = [
      (year, 4, UInt8(ascii: "-")), (month, 2, UInt8(ascii: "-")), (dayOfMonth, 2, UInt8(ascii: "T")),
      (rest / 3_600_000, 2, UInt8(ascii: ":")), (rest / 60_000 % 60, 2, UInt8(ascii: ":")),
      (rest / 1000 % 60, 2, UInt8(ascii: ".")), (rest % 1000, 3, UInt8(ascii: "Z")),
    ]
    bytes.append(UInt8(ascii: "\""))
    for part in parts {
      var unit = part.digits == 4 ? 1000 : part.digits == 3 ? 100 : 10
      while unit > 0 {
        bytes.append(UInt8(ascii: "0") + UInt8(part.value / unit % 10))
        unit /= 10
      }
      bytes.append(part.separator)
    }
    bytes.append(UInt8(ascii: "\""))
  }
}

extension ElasticCoding {
  /// A reader of the values that this way of coding writes.
  func decoder() -> JSONDecoder {
    let decoder = JSONDecoder()
    if keys == .snakeCase { decoder.keyDecodingStrategy = .convertFromSnakeCase }
    if data == .numbers { decoder.dataDecodingStrategy = .deferredToData }
    let unit = dates == .secondsSince1970 ? 1.0 : 1000.0
    decoder.dateDecodingStrategy = .custom { decoder in
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Double.self) { return Date(timeIntervalSince1970: number / unit) }
      let text = try container.decode(String.self)
      // `strict_date_optional_time` allows a day alone.
      guard let date = ISO8601.date(from: text.utf8.count == 10 ? text + "T00:00:00Z" : text) else {
        throw DecodingError.dataCorruptedError(
          in: container,
          debugDescription:
            "'\(text.printable(limit: 64))' is neither a date in ISO 8601 nor a number of time since 1970")
      }
      return date
    }
    return decoder
  }
}
