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
}
