import AWSCore
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// RFC 9110, 5.6.7.
struct HTTPDateTests {
  private let now = Date(timeIntervalSince1970: 1_767_225_600)  // 2026-01-01

  @Test(arguments: [
    ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777), ("Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777),
    ("Sun Nov  6 08:49:37 1994", 784_111_777), ("Wed Nov 16 08:49:37 1994", 784_975_777),
    ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("Wednesday, 01-Jan-70 00:00:00 GMT", 3_155_760_000),
    ("Sat, 29 Feb 2020 23:59:59 GMT", 1_583_020_799), ("Saturday, 29-Feb-20 23:59:59 GMT", 1_583_020_799),
    ("Sat Feb 29 23:59:59 2020", 1_583_020_799), ("Sat, 31 Dec 2016 23:59:60 GMT", 1_483_228_800),
    // More than 50 years ahead is in the past; 50 years and less is not.
    ("Friday, 01-Jan-77 00:00:00 GMT", 220_924_800), ("Wednesday, 01-Jan-75 00:00:00 GMT", 3_313_526_400),
    ("Monday, 02-Jan-2006 15:04:05 GMT", 1_136_214_245), ("Mon, 2 Jan 2006 15:04:05 UTC", 1_136_214_245),
  ])
  func isRead(_ text: String, _ seconds: Double) {
    #expect(HTTPDate.date(from: text, relativeTo: now) == Date(timeIntervalSince1970: seconds))
  }

  @Test(arguments: [
    "", "GMT", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 PST", "Sun, 06 Nov 94 08:49:37 GMT",
    "Sun, 30 Feb 2020 00:00:00 GMT", "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 06 Nox 1994 08:49:37 GMT",
    "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 08:60:37 GMT", "Sun, 06 Nov 1994 08:49 GMT",
    "Sun, +6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 0000 08:49:37 GMT", "Sunday, 06-Nov-994 08:49:37 GMT",
    "Sunday, 06-11-94 08:49:37 GMT", "Sun Nov 31 08:49:37 1994", "Sun Nov 6 08:49:37 94", "Sun Nov 6 08:49:37 GMT 1994",
    "Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT", "2026-01-01T00:00:00Z", "784111777",
    "Sun, ０6 Nov 1994 08:49:37 GMT",
  ])
  func isNoDate(_ text: String) {
    #expect(HTTPDate.date(from: text, relativeTo: now) == nil)
  }

  @Test(arguments: [1e300, -1e300, .infinity, -.infinity, .nan, 1e12, -1e12] as [Double])
  func anOddTimeOfTheReaderOverflowsNothing(_ seconds: Double) {
    _ = HTTPDate.date(from: "Sunday, 06-Nov-94 08:49:37 GMT", relativeTo: Date(timeIntervalSince1970: seconds))
  }

  /// All three formats with each part replaced by good, odd and bad ones, and each text cut, doubled and spoilt, against a
  /// reader that cuts a text into words.
  @Test
  func isReadAsByASlowReader() {
    let texts = Self.variants()
    #expect(texts.count > 20_000)
    var dates = 0
    for text in texts {
      for now in [nil, now] {
        let expected = SlowHTTPDate.date(from: text, relativeTo: now)
        let date = HTTPDate.date(from: text, relativeTo: now)
        if date != expected { Issue.record("\(text.debugDescription): \(String(describing: date))") }
        dates += date == nil ? 0 : 1
      }
    }
    #expect(dates > 1000)
  }

  private static func variants() -> [String] {
    let days = ["6", "06", "31", "0", "00", "32", "006", "+6", ""]
    let months = ["Nov", "Feb", "May", "nov", "NOV", "No", "Nove", "Nox", ""]
    let years = ["1994", "94", "69", "70", "994", "0000", "0001", "9999", "19940", "١٩٩٤", ""]
    let times = [
      "08:49:37", "8:49:37", "24:00:00", "23:59:60", "23:59:61", "08:60:00", "08:49", "08:49:3", "8:49:37:0",
    ]
    let zones = ["GMT", "UTC", "gmt", "GM", "GMTX", "+0000", ""]
    let blanks = [" ", "\t", "  ", " \t ", ""]
    var texts: [String] = []
    for day in days {
      for month in months {
        for year in years {
          for time in times {
            texts.append("Sun, \(day) \(month) \(year) \(time) GMT")
            texts.append("Sunday, \(day)-\(month)-\(year) \(time) GMT")
            texts.append("Sun \(month) \(day) \(time) \(year)")
          }
        }
      }
    }
    for zone in zones {
      for blank in blanks {
        texts.append(["Sun,", "06", "Nov", "1994", "08:49:37", zone].joined(separator: blank))
        texts.append(["Sunday,", "06-Nov-94", "08:49:37", zone].joined(separator: blank))
        texts.append(["Sun", "Nov", "6", "08:49:37", "1994", zone].joined(separator: blank))
        texts.append(blank + "Sun, 06 Nov 1994 08:49:37 " + zone + blank)
      }
    }
    for text in ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"] {
      let bytes = Array(text.utf8)
      for position in 0...bytes.count {
        texts.append(String(decoding: bytes[..<position], as: UTF8.self))
        texts.append(String(decoding: bytes[position...], as: UTF8.self))
        for byte in Array(" \t-:,;0A9z\0".utf8) {
          texts.append(String(decoding: bytes[..<position] + [byte] + bytes[position...], as: UTF8.self))
          texts.append(String(decoding: bytes[..<position] + [byte] + bytes[position...].dropFirst(), as: UTF8.self))
        }
      }
    }
    return texts
  }
}
