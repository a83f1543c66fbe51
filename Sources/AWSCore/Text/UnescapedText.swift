/// A text as it stands and as it reads once its escapes are resolved, each byte with its place in the original.
///
/// What another program quotes is escaped by percent signs (RFC 3986), as JSON (`\/`, `\u003d`) or as XML (`&#x2B;`), and
/// sometimes in two of these ways, one inside the other. Whoever looks for something in such text looks at every reading.
struct UnescapedText {
  /// One reading.
  struct Reading {
    fileprivate(set) var bytes: [UInt8] = []
    /// Where in the original each byte begins, and where it ends.
    fileprivate var starts: [Int] = []
    fileprivate var ends: [Int] = []

    /// The bytes of the original that a range of the reading stands for.
    func original(_ range: Range<Int>) -> Range<Int> { starts[range.lowerBound]..<ends[range.upperBound - 1] }

    fileprivate mutating func append(_ byte: UInt8, _ range: Range<Int>) {
      bytes.append(byte)
      starts.append(range.lowerBound)
      ends.append(range.upperBound)
    }

    /// The reading without the bytes that do not fit.
    func filtered(_ fits: (UInt8) -> Bool) -> Reading {
      var result = Reading()
      for index in bytes.indices where fits(bytes[index]) { result.append(bytes[index], starts[index]..<ends[index]) }
      return result
    }
  }

  /// The original, and as many readings as escapes are nested; at most five in all.
  private(set) var readings: [Reading]

  init(_ text: [UInt8]) {
    var reading = Reading()
    for (index, byte) in text.enumerated() { reading.append(byte, index..<(index + 1)) }
    readings = [reading]
    while readings.count < 5, let next = Self.resolved(readings[readings.count - 1]) { readings.append(next) }
  }

  /// The reading with one level of escapes resolved; `nil` if it has none.
  private static func resolved(_ reading: Reading) -> Reading? {
    var result = Reading()
    var index = 0
    var hasEscapes = false
    let bytes = reading.bytes
    while index < bytes.count {
      if let (text, length) = escape(in: bytes, at: index) {
        let range = reading.original(index..<(index + length))
        for byte in text { result.append(byte, range) }
        index += length
        hasEscapes = true
      } else {
        result.append(bytes[index], reading.original(index..<(index + 1)))
        index += 1
      }
    }
    return hasEscapes ? result : nil
  }

  private static func escape(in bytes: [UInt8], at index: Int) -> (text: [UInt8], length: Int)? {
    switch bytes[index] {
    case UInt8(ascii: "%"):
      return number(in: bytes, at: index + 1, digits: 2).map { ([UInt8($0)], 3) }
    case UInt8(ascii: "\\"):
      guard index + 1 < bytes.count else { return nil }
      switch bytes[index + 1] {
      case UInt8(ascii: "u"):
        return number(in: bytes, at: index + 2, digits: 4).flatMap(Unicode.Scalar.init).map {
          (Array(String(Character($0)).utf8), 6)
        }
      case UInt8(ascii: "x"): return number(in: bytes, at: index + 2, digits: 2).map { ([UInt8($0)], 4) }
      case UInt8(ascii: "n"), UInt8(ascii: "r"): return ([0x0A], 2)
      case UInt8(ascii: "t"): return ([0x09], 2)
      // What begins an escape of another kind keeps its meaning.
      case let next: return next.isASCIIWhitespace || "&%".utf8.contains(next) ? nil : ([next], 2)
      }
    case UInt8(ascii: "&"): return reference(in: bytes, at: index)
    default: return nil
    }
  }

  private static func reference(in bytes: [UInt8], at index: Int) -> (text: [UInt8], length: Int)? {
    let rest = bytes[(index + 1)...].prefix(10)
    guard let end = rest.firstIndex(of: UInt8(ascii: ";")) else { return nil }
    let name = String(decoding: bytes[(index + 1)..<end], as: UTF8.self).lowercased()
    let length = end + 1 - index
    let named: [String: Unicode.Scalar] = [
      "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "plus": "+", "sol": "/", "equals": "=",
    ]
    if let scalar = named[name] { return ([UInt8(ascii: scalar)], length) }
    guard name.utf8.first == UInt8(ascii: "#") else { return nil }
    let isHexadecimal = name.dropFirst().hasPrefix("x")
    let digits = name.dropFirst(isHexadecimal ? 2 : 1)
    guard digits.utf8.allSatisfy({ $0.hexValue != nil }) else { return nil }
    return UInt32(digits, radix: isHexadecimal ? 16 : 10).flatMap(Unicode.Scalar.init).map {
      (Array(String(Character($0)).utf8), length)
    }
  }

  private static func number(in bytes: [UInt8], at index: Int, digits count: Int) -> UInt32? {
    guard index + count <= bytes.count else { return nil }
    var value: UInt32 = 0
    for byte in bytes[index..<(index + count)] {
      guard let digit = byte.hexValue else { return nil }
      value = value << 4 | UInt32(digit)
    }
    return value
  }
}
