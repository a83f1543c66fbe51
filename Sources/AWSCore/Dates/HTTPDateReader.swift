/// Reads the parts of a date of HTTP byte by byte. It allocates nothing: a date comes with every response.
struct HTTPDateReader {
  /// The parts of a date, each in its range, except that the day may be one that the month does not have.
  struct Fields {
    var year: Int
    /// Whether the year has two digits.
    var isYearShort = false
    /// From 1.
    var month: Int
    var day: Int
    /// The second of the day.
    var second: Int
  }

  private var bytes: String.UTF8View.Iterator
  /// The byte that is read next; `nil` at the end.
  private var next: UInt8?

  init(_ text: String) {
    bytes = text.utf8.makeIterator()
    next = bytes.next()
  }

  /// Reads a text that is a date and nothing else, with white space around it and between its words.
  mutating func fields() -> Fields? {
    skipBlanks()
    skipWeekday()
    guard skipBlanks() else { return nil }
    guard let day = number(1...2) else { return fieldsOfC() }
    let isDashed = skip("-")
    guard isDashed || skipBlanks(), let month = month(), isDashed ? skip("-") : skipBlanks() else { return nil }
    var (year, digits) = digits()
    guard digits == 4 || (isDashed && digits == 2) else { return nil }
    if digits == 2 { year += year < 70 ? 2000 : 1900 }
    guard skipBlanks(), let second = time(), skipBlanks(), skipZone(), isAtEnd() else { return nil }
    return Fields(year: year, isYearShort: digits == 2, month: month, day: day, second: second)
  }

  /// Reads what follows the weekday in the format of `asctime`.
  private mutating func fieldsOfC() -> Fields? {
    guard let month = month(), skipBlanks(), let day = number(1...2), skipBlanks(), let second = time(), skipBlanks(),
      let year = number(4...4), isAtEnd()
    else { return nil }
    return Fields(year: year, month: month, day: day, second: second)
  }

  /// Reads a time of day.
  private mutating func time() -> Int? {
    guard let hour = number(1...2), skip(":"), let minute = number(2...2), skip(":"), let second = number(2...2),
      hour < 24, minute < 60, second <= 60
    else { return nil }
    return hour * 3600 + minute * 60 + second
  }

  /// Reads the name of a month.
  private mutating func month() -> Int? { Self.month(threeLetters()) }

  static func month(_ letters: UInt32) -> Int? {
    switch letters {
    case Self.packed("Jan"): 1
    case Self.packed("Feb"): 2
    case Self.packed("Mar"): 3
    case Self.packed("Apr"): 4
    case Self.packed("May"): 5
    case Self.packed("Jun"): 6
    case Self.packed("Jul"): 7
    case Self.packed("Aug"): 8
    case Self.packed("Sep"): 9
    case Self.packed("Oct"): 10
    case Self.packed("Nov"): 11
    case Self.packed("Dec"): 12
    default: nil
    }
  }

  /// Reads the name of the time zone, which is always UTC.
  private mutating func skipZone() -> Bool {
    let zone = threeLetters()
    return zone == Self.packed("GMT") || zone == Self.packed("UTC")
  }

  private mutating func threeLetters() -> UInt32 {
    var letters: UInt32 = 0
    for _ in 0..<3 {
      guard let byte = next else { return 0 }
      letters = letters << 8 | UInt32(byte)
      advance()
    }
    return letters
  }

  @inline(__always)
  static func packed(_ name: StaticString) -> UInt32 {
    unsafe UInt32(name.utf8Start[0]) << 16 | UInt32(name.utf8Start[1]) << 8 | UInt32(name.utf8Start[2])
  }

  /// Reads a number of so many decimal digits.
  private mutating func number(_ count: ClosedRange<Int>) -> Int? {
    let (value, digits) = digits()
    return count.contains(digits) ? value : nil
  }

  /// Reads decimal digits: at most five, which is more than any number here has.
  private mutating func digits() -> (value: Int, count: Int) {
    var value = 0
    var count = 0
    while count < 5, let byte = next, (0x30...0x39).contains(byte) {
      value = value * 10 + Int(byte - 0x30)
      count += 1
      advance()
    }
    return (value, count)
  }

  private mutating func skipWeekday() {
    while let byte = next, !Self.isBlank(byte) { advance() }
  }

  /// Skips white space.
  ///
  /// - Returns: Whether there was any.
  @discardableResult
  private mutating func skipBlanks() -> Bool {
    guard let byte = next, Self.isBlank(byte) else { return false }
    while let byte = next, Self.isBlank(byte) { advance() }
    return true
  }

  private mutating func isAtEnd() -> Bool {
    skipBlanks()
    return next == nil
  }

  private mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    advance()
    return true
  }

  private mutating func advance() { next = bytes.next() }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
