#if canImport(FoundationEssentials)
  package import FoundationEssentials
#else
  package import Foundation
#endif

/// The date formats AWS uses in credentials and responses, read and written without a formatter object.
package enum ISO8601 {
  /// Reads a timestamp such as `2026-11-23T21:37:00Z`, with an optional fraction and `Z` or a numeric offset.
  ///
  /// - Returns: The date, or `nil` if the text is not a valid timestamp.
  package static func date(from text: String) -> Date? {
    var parser = Parser(bytes: Array(text.trimmingASCIIWhitespace().utf8))
    return parser.timestamp()
  }

  /// What is wrong with a text that is not a timestamp, as the end of a sentence that names the text's place; `nil` if it is
  /// one. It holds nothing of the text.
  package static func problem(in text: String) -> String? {
    let text = text.trimmingASCIIWhitespace()
    guard date(from: text) == nil else { return nil }
    if date(from: text + "Z") != nil {
      return "has no time zone; `Z` at its end means UTC, an offset such as `+09:00` any other"
    }
    if date(from: text + "T00:00:00Z") != nil { return "is a date without a time of day and a time zone" }
    return "is not an ISO 8601 timestamp such as 2026-01-31T12:00:00Z"
  }

  /// Reads the basic format of `X-Amz-Date`, `20150830T123600Z`, and no other.
  package static func date(fromBasic text: some StringProtocol) -> Date? {
    var parser = Parser(bytes: Array(text.utf8))
    return parser.basicTimestamp()
  }

  /// Writes a date as `2026-11-23T21:37:00Z`, rounded down to a second.
  package static func string(from date: Date) -> String {
    let (day, second) = split(date)
    let (year, month, dayOfMonth) = CivilDate.civil(fromDays: day)
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(dayOfMonth, 2))T"
      + "\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))Z"
  }

  private static func split(_ date: Date) -> (day: Int, second: Int) {
    // Far beyond any date a credential can carry, and small enough for every sum below.
    let limit = 253_402_300_799.0
    let interval = date.timeIntervalSince1970
    let seconds = interval.isNaN ? 0 : Int(min(max(interval, -limit), limit).rounded(.down))
    let day = (seconds >= 0 ? seconds : seconds - 86_399) / 86_400
    return (day, seconds - day * 86_400)
  }

  private static func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value.magnitude)
    let zeros = String(repeating: "0", count: max(0, width - digits.count))
    return (value < 0 ? "-" : "") + zeros + digits
  }
}

extension ISO8601 {
  private struct Parser {
    let bytes: [UInt8]
    var position = 0

    /// `20150830T123600Z`, and nothing else.
    mutating func basicTimestamp() -> Date? {
      guard bytes.count == 16, let year = number(digits: 4), let month = number(digits: 2),
        let day = number(digits: 2), skip("T"), let hour = number(digits: 2), let minute = number(digits: 2),
        let second = number(digits: 2), skip("Z")
      else { return nil }
      return Self.date(year, month, day, hour, minute, second).map(Date.init(timeIntervalSince1970:))
    }

    /// Seconds since 1970; `nil` if there is no such time. A leap second is the first second after it.
    private static func date(
      _ year: Int, _ month: Int, _ day: Int, _ hour: Int, _ minute: Int, _ second: Int
    ) -> Double? {
      guard (1...12).contains(month), (1...CivilDate.daysIn(month: month, year: year)).contains(day), hour < 24,
        minute < 60, second <= 60
      else { return nil }
      return Double(CivilDate.days(year: year, month: month, day: day) * 86_400 + hour * 3600 + minute * 60 + second)
    }

    mutating func timestamp() -> Date? {
      guard let year = number(digits: 4), skip("-"), let month = number(digits: 2), skip("-"),
        let day = number(digits: 2), skip("T") || skip("t") || skip(" "),
        let hour = number(digits: 2), skip(":"), let minute = number(digits: 2), skip(":"),
        let second = number(digits: 2), let local = Self.date(year, month, day, hour, minute, second)
      else { return nil }
      var fraction = 0.0
      if skip(".") || skip(",") {
        guard let value = fractionDigits() else { return nil }
        fraction = value
      }
      guard let offset = zone(), position == bytes.count else { return nil }
      return Date(timeIntervalSince1970: local - Double(offset) + fraction)
    }

    private mutating func zone() -> Int? {
      if skip("Z") || skip("z") { return 0 }
      let sign: Int
      if skip("+") { sign = 1 } else if skip("-") { sign = -1 } else { return nil }
      guard let hours = number(digits: 2) else { return nil }
      _ = skip(":")
      guard let minutes = number(digits: 2), hours < 24, minutes < 60 else { return nil }
      return sign * (hours * 3600 + minutes * 60)
    }

    private mutating func fractionDigits() -> Double? {
      var value = 0.0
      var scale = 0.1
      let start = position
      while position < bytes.count, let digit = digit(at: position) {
        value += Double(digit) * scale
        scale /= 10
        position += 1
      }
      return position > start ? value : nil
    }

    private mutating func number(digits: Int) -> Int? {
      guard position + digits <= bytes.count else { return nil }
      var value = 0
      for index in position..<(position + digits) {
        guard let digit = digit(at: index) else { return nil }
        value = value * 10 + digit
      }
      position += digits
      return value
    }

    private func digit(at index: Int) -> Int? {
      let byte = bytes[index]
      return (0x30...0x39).contains(byte) ? Int(byte) - 0x30 : nil
    }

    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
      guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
      position += 1
      return true
    }
  }
}
