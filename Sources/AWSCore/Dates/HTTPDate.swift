#if canImport(FoundationEssentials)
  package import FoundationEssentials
#else
  package import Foundation
#endif

/// The three date formats of HTTP (RFC 9110, 5.6.7), all of which a recipient has to read:
///
///     Sun, 06 Nov 1994 08:49:37 GMT     the format that is written
///     Sunday, 06-Nov-94 08:49:37 GMT    RFC 850
///     Sun Nov  6 08:49:37 1994          what `asctime` of C gives
package enum HTTPDate {
  /// Reads a date. The weekday is not looked at, because some servers get it wrong.
  ///
  /// - Parameters:
  ///   - text: The date in any of the formats.
  ///   - now: The time now. A year of two digits is the one that is at most 50 years ahead of it; without it, one from
  ///     1970 to 2069.
  /// - Returns: `nil` if the text is no date.
  package static func date(from text: String, relativeTo now: Date? = nil) -> Date? {
    // Far longer than any date; so is a list of two fields with dates.
    guard text.utf8.count <= 64 else { return nil }
    if let written = HTTPDateReader.written(text) { return date(written, year: written.year) }
    var reader = HTTPDateReader(text)
    guard let fields = reader.fields(), let date = date(fields, year: fields.year) else { return nil }
    guard fields.isYearShort, let now else { return date }
    return moved(date, fields, near: now)
  }

  /// A date with a year of two digits, in the century that puts it at most 50 years ahead.
  private static func moved(_ date: Date, _ fields: HTTPDateReader.Fields, near now: Date) -> Date? {
    let half = 50 * 365.2425 * 86_400
    guard now.timeIntervalSince1970.magnitude < 1e11 else { return date }
    var year = fields.year
    var found = date
    while found.timeIntervalSince(now) > half, year > 100 {
      year -= 100
      guard let earlier = Self.date(fields, year: year) else { return nil }
      found = earlier
    }
    while now.timeIntervalSince(found) > half, year < 9900 {
      year += 100
      guard let later = Self.date(fields, year: year) else { return found }
      if later.timeIntervalSince(now) > half { break }
      found = later
    }
    return found
  }

  private static func date(_ fields: HTTPDateReader.Fields, year: Int) -> Date? {
    guard (1...9999).contains(year), (1...CivilDate.daysIn(month: fields.month, year: year)).contains(fields.day) else {
      return nil
    }
    let days = CivilDate.days(year: year, month: fields.month, day: fields.day)
    return Date(timeIntervalSince1970: Double(days * 86_400 + fields.second))
  }

  static let monthNames = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}
