import AWSCredentials

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// How a client turns values into JSON and back.
///
/// By default a `Date` is written in ISO 8601 with milliseconds and `Z` (`2026-11-23T21:37:00.250Z`), which the engine's
/// default date format `strict_date_optional_time||epoch_millis` accepts, and read from that form, with or without a
/// fraction and with any offset, or from a number of milliseconds since 1970.
public struct ElasticCoding: Sendable {
  /// Makes an encoder.
  public var encoder: @Sendable () -> JSONEncoder
  /// Makes a decoder.
  public var decoder: @Sendable () -> JSONDecoder

  /// Makes a way of coding.
  ///
  /// - Parameters:
  ///   - encoder: Makes an encoder; called once for each request.
  ///   - decoder: Makes a decoder; called once for each answer.
  public init(
    encoder: @escaping @Sendable () -> JSONEncoder = { .elastic },
    decoder: @escaping @Sendable () -> JSONDecoder = { .elastic }
  ) {
    self.encoder = encoder
    self.decoder = decoder
  }
}

extension JSONEncoder {
  /// A new encoder with the defaults of ``ElasticCoding``, to be adjusted.
  public static var elastic: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    encoder.dateEncodingStrategy = .custom { date, encoder in
      var container = encoder.singleValueContainer()
      try container.encode(ElasticDate.text(of: date))
    }
    return encoder
  }
}

extension JSONDecoder {
  /// A new decoder with the defaults of ``ElasticCoding``, to be adjusted.
  public static var elastic: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .custom { decoder in
      let container = try decoder.singleValueContainer()
      if let milliseconds = try? container.decode(Double.self) {
        return Date(timeIntervalSince1970: milliseconds / 1000)
      }
      let text = try container.decode(String.self)
      guard let date = ElasticDate.date(from: text) else {
        throw DecodingError.dataCorruptedError(
          in: container, debugDescription: "'\(text)' is neither an ISO 8601 date nor milliseconds since 1970")
      }
      return date
    }
    return decoder
  }
}

private enum ElasticDate {
  static func text(of date: Date) -> String {
    let milliseconds = (date.timeIntervalSince1970 * 1000).rounded()
    let second = (milliseconds / 1000).rounded(.down)
    let fraction = String(Int(max(0, min(999, milliseconds - second * 1000))))
    let padding = String(repeating: "0", count: 3 - fraction.count)
    return ISO8601.string(from: Date(timeIntervalSince1970: second)).dropLast() + ".\(padding)\(fraction)Z"
  }

  static func date(from text: String) -> Date? {
    // `strict_date_optional_time` allows a day alone.
    text.utf8.count == 10 ? ISO8601.date(from: text + "T00:00:00Z") : ISO8601.date(from: text)
  }
}
