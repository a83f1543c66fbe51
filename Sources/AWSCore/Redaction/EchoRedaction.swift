/// Takes known secrets out of text that quotes them, in whatever way the text escapes.
///
/// A service that refuses a request may quote what was secret in it: as it is, in other letter case, percent-encoded, with
/// characters escaped as JSON or XML allow (also one inside the other), in Base64 or hexadecimal, broken into lines, or only
/// in part. All of these are found. Of a secret of 16 bytes or more, every piece of 16 bytes counts.
package struct EchoRedaction: Sendable {
  /// The length of a piece that is taken out.
  private static let piece = 16
  /// Shorter ones would take ordinary words out of messages.
  private static let shortest = 4

  private var replacements: [[UInt8]] = []
  /// For each length of pieces, which replacement a piece has, by hash.
  private var pieces: [Int: [UInt64: Int]] = [:]
  /// The same for what is left of a secret without anything but letters and digits.
  private var letters: [UInt64: Int] = [:]

  /// - Parameters:
  ///   - secrets: What must not be shown.
  ///   - replacement: What stands in its place.
  package init(_ secrets: [String] = [], replacement: String = Redacted.mark) {
    for secret in secrets { insert(secret, replacement: replacement) }
  }

  /// Whether there is nothing to take out.
  package var isEmpty: Bool { replacements.isEmpty }

  /// How a secret is found.
  package enum Extent: Sendable {
    /// Any piece of it counts.
    case pieces
    /// It has to be there as a whole, as with a path that has parts in common with others.
    case whole
  }

  /// Adds a secret. One that is shorter than 4 bytes is not taken out.
  package mutating func insert(_ secret: String, replacement: String = Redacted.mark, extent: Extent = .pieces) {
    let bytes = Array(secret.utf8)
    guard bytes.count >= Self.shortest else { return }
    replacements.append(Array(replacement.utf8))
    add(bytes, extent)
    guard bytes.count >= 6 else { return }
    for form in Base64Echo.forms(of: bytes) + [Array(String(hexadecimal: bytes).utf8)] where form.count >= 8 {
      add(form, extent)
    }
  }

  private mutating func add(_ bytes: [UInt8], _ extent: Extent) {
    let index = replacements.count - 1
    let length = extent == .whole ? bytes.count : min(Self.piece, bytes.count)
    for (_, hash) in Windows(bytes.map(\.lowercasedASCII), length: length) where pieces[length]?[hash] == nil {
      pieces[length, default: [:]][hash] = index
    }
    guard extent == .pieces else { return }
    for (_, hash) in Windows(bytes.filter(\.isLetterOrDigit).map(\.lowercasedASCII), length: Self.piece)
    where letters[hash] == nil { letters[hash] = index }
  }

  /// The text without the secrets.
  package func redacted(_ text: String) -> String {
    redacted(Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) } ?? text
  }

  /// A text of a service as one line for a message, without the secrets: first they are taken out, then the rest is cut.
  ///
  /// - Parameters:
  ///   - text: The text, of which more than 64 KiB is not looked at.
  ///   - limit: The longest line.
  package func quotable(_ text: String, limit: Int = 300) -> String {
    redacted(String(decoding: text.utf8.prefix(64 * 1024), as: UTF8.self)).printable(limit: limit)
  }

  /// The text without the secrets; `nil` if it does not quote any.
  package func redacted(_ text: [UInt8]) -> [UInt8]? {
    guard !isEmpty, text.count >= Self.shortest else { return nil }
    var marks = Marks(count: text.count)
    for reading in UnescapedText(text).readings {
      for (length, known) in pieces { mark(known, length, in: reading, &marks) }
      if !letters.isEmpty { mark(letters, Self.piece, in: reading.filtered(\.isLetterOrDigit), &marks) }
    }
    return marks.applied(to: text) { replacements[$0] }
  }

  private func mark(_ known: [UInt64: Int], _ length: Int, in reading: UnescapedText.Reading, _ marks: inout Marks) {
    for (start, hash) in Windows(reading.bytes.map(\.lowercasedASCII), length: length) {
      if let replacement = known[hash] { marks.add(reading.original(start..<(start + length)), replacement) }
    }
  }
}

/// Which parts of a text are to be replaced, and by what.
struct Marks {
  private var owners: [Int]
  private var isEmpty = true

  init(count: Int) { owners = [Int](repeating: -1, count: count) }

  mutating func add(_ range: Range<Int>, _ owner: Int = 0) {
    isEmpty = false
    for index in range { owners[index] = owner }
  }

  /// The text with each unbroken run of marked bytes replaced; `nil` if there is none.
  ///
  /// A run that several secrets share, as tokens share their beginning, is that of the one it ends with.
  func applied(to text: [UInt8], _ replacement: (Int) -> [UInt8]) -> [UInt8]? {
    guard !isEmpty else { return nil }
    var output: [UInt8] = []
    for (index, owner) in owners.enumerated() {
      if owner < 0 {
        output.append(text[index])
      } else if index + 1 == owners.count || owners[index + 1] < 0 {
        output += replacement(owner)
      }
    }
    return output
  }
}

/// The pieces of one length of some bytes, each with a hash that is worked out from the one before.
private struct Windows: Sequence, IteratorProtocol {
  private static let base: UInt64 = 0x100_0000_01B3
  private let bytes: [UInt8]
  private let length: Int
  private var position = 0
  private var hash: UInt64 = 0
  /// `base` to the power of `length`.
  private var power: UInt64 = 1

  init(_ bytes: [UInt8], length: Int) {
    self.bytes = bytes
    self.length = length
    guard length > 0, bytes.count >= length else {
      position = bytes.count
      return
    }
    for byte in bytes[..<(length - 1)] { hash = hash &* Self.base &+ UInt64(byte) &+ 1 }
    for _ in 0..<length { power = power &* Self.base }
    position = length - 1
  }

  mutating func next() -> (start: Int, hash: UInt64)? {
    guard position < bytes.count else { return nil }
    hash = hash &* Self.base &+ UInt64(bytes[position]) &+ 1
    let start = position - length + 1
    if start > 0 { hash = hash &- (UInt64(bytes[start - 1]) &+ 1) &* power }
    position += 1
    return (start, hash)
  }
}

/// What Base64 makes of bytes that stand somewhere inside of other bytes (RFC 4648).
private enum Base64Echo {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// The letters that depend on the bytes alone, for each of the three places where they can begin, in both alphabets.
  static func forms(of bytes: [UInt8]) -> [[UInt8]] {
    (0..<3).flatMap { offset -> [[UInt8]] in
      let padded = [UInt8](repeating: 0, count: offset) + bytes
      var letters: [UInt8] = []
      for start in stride(from: 0, to: padded.count - 2, by: 3) {
        let group = padded[start..<(start + 3)].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        for shift in [18, 12, 6, 0] { letters.append(alphabet[Int(group >> UInt32(shift) & 63)]) }
      }
      // The first letters hold bits of what stands before.
      letters.removeFirst(offset == 0 ? 0 : offset + 1)
      let isPlain = !letters.contains { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "/") }
      guard !isPlain else { return [letters] }
      let other = letters.map { letter in
        letter == UInt8(ascii: "+") ? UInt8(ascii: "-") : letter == UInt8(ascii: "/") ? UInt8(ascii: "_") : letter
      }
      return [letters, other]
    }
  }
}

extension UInt8 {
  /// Whether the byte is a letter or digit of ASCII, or belongs to another character.
  var isLetterOrDigit: Bool {
    (0x30...0x39).contains(self) || (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self) || self >= 0x80
  }
}
