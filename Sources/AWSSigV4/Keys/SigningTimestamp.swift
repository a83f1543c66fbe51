import AWSCore
import AWSCredentials

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A time of signing, rendered as `20150830T123600Z`.
struct SigningTimestamp: Sendable {
  /// Whole seconds since 1970.
  let second: Int
  /// Whole days since 1970.
  var day: Int { second / 86_400 }
  /// `yyyyMMdd'T'HHmmss'Z'` in UTC; the first eight characters are the day of the credential scope.
  let text: String

  /// The whole second of a date, if the date can be rendered with a year of four digits and is not before 1970, where
  /// only an unset clock could be.
  static func second(of date: Date) throws(SigV4Error) -> Int {
    let seconds = date.timeIntervalSince1970
    guard seconds >= 0, seconds < 253_402_300_800 else {
      throw SigV4Error(
        .invalidDate, message: "The date of signing must lie between the years 1970 and 9999. Check the clock.")
    }
    return Int(seconds)
  }

  init(second: Int) {
    self.second = second
    let (year, month, day) = CivilDate.civil(fromDays: second / 86_400)
    let ofDay = second % 86_400
    var bytes: [UInt8] = []
    bytes.reserveCapacity(16)
    bytes.append(decimal: year, width: 4)
    bytes.append(decimal: month, width: 2)
    bytes.append(decimal: day, width: 2)
    bytes.append(ascii: "T")
    bytes.append(decimal: ofDay / 3600, width: 2)
    bytes.append(decimal: ofDay / 60 % 60, width: 2)
    bytes.append(decimal: ofDay % 60, width: 2)
    bytes.append(ascii: "Z")
    text = String(decoding: bytes, as: UTF8.self)
  }
}
