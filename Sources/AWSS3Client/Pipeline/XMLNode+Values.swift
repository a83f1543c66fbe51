import AWSCore
import AWSCredentials
import AWSRuntime

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

// Numbers, dates, truths and names of things that S3 defines: white space around them means nothing. Keys, ids, tokens and tags
// are read as they stand.
extension XMLNode {
  /// The whole number that a child element holds.
  func number(_ name: String) -> Int64? { word(name).flatMap { DecimalDigits.number($0) } }

  /// The time that a child element holds, in S3's form or in HTTP's, as some servers write it.
  func date(_ name: String) -> Date? { text(name).flatMap(S3Date.date(from:)) }

  /// Whether a child element holds `true`.
  func flag(_ name: String) -> Bool { word(name)?.lowercased() == "true" }

  /// A name that S3 defines, such as a storage class.
  func word(_ name: String) -> String? { text(name)?.nilIfBlank }

  /// A key, id, token or tag as it stands; `nil` if it has no characters.
  func opaque(_ name: String) -> String? { text(name)?.nilIfEmpty }
}

/// Dates in header fields and documents: ISO 8601 in S3's documents, HTTP's form in its header fields, and some servers the other
/// way round.
enum S3Date {
  static func date(from text: String) -> Date? {
    ISO8601.date(from: text) ?? HTTPDate.date(from: text.trimmingASCIIWhitespace())
  }

  /// The same for a header field, where the other format is the usual one.
  static func date(fromHeader text: String) -> Date? { HTTPDate.date(from: text) ?? date(from: text) }
}
