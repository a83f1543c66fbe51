import AWSCore

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Reads dates of HTTP in the plainest way: it cuts a text into words. The quick reader is compared with it.
enum SlowHTTPDate {
  /// Reads a date. The weekday is not looked at, because some servers get it wrong.
  ///
  /// - Parameters:
  ///   - text: The date in any of the formats.
  ///   - now: The time now. A year of two digits is the one that is at most 50 years ahead of it; without it, one from
  ///     1970 to 2069.
  /// - Returns: `nil` if the text is no date.
  static func date(from text: String, relativeTo now: Date? = nil) -> Date? {
    // Far longer than any date; so is a list of two fields with dates.
    guard text.utf8.count <= 64 else { return nil }
    let words = text.split(whereSeparator: { $0 == " " || $0 == "\t" }).map { Array($0.utf8) }
    switch words.count {
    case 6:
      guard isZone(words[5]) else { return nil }
      return date(year: number(words[3], 4...4), words[2], day: words[1], words[4])
    case 4:
      guard isZone(words[3]) else { return nil }
      let parts = words[1].split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false).map(Array.init)
      guard parts.count == 3 else { return nil }
      let year = number(parts[2], 4...4) ?? number(parts[2], 2...2).map { $0 + (($0 < 70) ? 2000 : 1900) }
      guard let date = date(year: year, parts[1], day: parts[0], words[2]) else { return nil }
      guard parts[2].count == 2, let now else { return date }
      return moved(date, year: year, parts: parts, time: words[2], near: now)
    case 5:
      return date(year: number(words[4], 4...4), words[1], day: words[2], words[3])
    default:
      return nil
    }
  }

  /// A date with a year of two digits, in the century that puts it at most 50 years ahead.
  private static func moved(_ date: Date, year: Int?, parts: [[UInt8]], time: [UInt8], near now: Date) -> Date? {
    let half = 50 * 365.2425 * 86_400
    guard var year, now.timeIntervalSince1970.magnitude < 1e11 else { return date }
    var found = date
    while found.timeIntervalSince(now) > half, year > 100 {
      year -= 100
      guard let earlier = Self.date(year: year, parts[1], day: parts[0], time) else { return nil }
      found = earlier
    }
    while now.timeIntervalSince(found) > half, year < 9900 {
      year += 100
      guard let later = Self.date(year: year, parts[1], day: parts[0], time) else { return found }
      if later.timeIntervalSince(now) > half { break }
      found = later
    }
    return found
  }

  private static func date(year: Int?, _ month: [UInt8], day: [UInt8], _ time: [UInt8]) -> Date? {
    let parts = time.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).map(Array.init)
    guard parts.count == 3, let year, (1...9999).contains(year), let month = months.firstIndex(of: month),
      let day = number(day, 1...2), let hour = number(parts[0], 1...2), let minute = number(parts[1], 2...2),
      let second = number(parts[2], 2...2), (1...CivilDate.daysIn(month: month + 1, year: year)).contains(day),
      hour < 24, minute < 60, second <= 60
    else { return nil }
    let days = CivilDate.days(year: year, month: month + 1, day: day)
    return Date(timeIntervalSince1970: Double(days * 86_400 + hour * 3600 + minute * 60 + second))
  }

  private static let monthNames = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
  private static let months = monthNames.map { Array($0.utf8) }

  private static func isZone(_ word: [UInt8]) -> Bool {
    ["GMT", "UTC"].contains { word.elementsEqual($0.utf8) }
  }

  /// A number of so many decimal digits and nothing else.
  private static func number(_ digits: [UInt8], _ count: ClosedRange<Int>) -> Int? {
    guard count.contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }
}
