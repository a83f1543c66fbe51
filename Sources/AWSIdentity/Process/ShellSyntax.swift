import AWSCore
import AWSCredentials

/// Finds what means something to a shell in a command line that no shell reads.
struct ShellSyntax {
  /// What was found, each once, in the order of its first place.
  private(set) var found: [String] = []
  /// What the last bytes may be the beginning of: `$`, or a separator, which is one only at the end of a word.
  private var pending: UInt8?
  private var isPendingAtStart = false

  /// Takes a byte outside of quotes that no backslash stands before.
  ///
  /// - Parameters:
  ///   - byte: The byte.
  ///   - atStart: Whether it is the first of a word.
  mutating func readBare(_ byte: UInt8, atStart: Bool) {
    let previous = pending
    let wasAtStart = isPendingAtStart
    expand(byte)
    // `&` and `;` stand in addresses and parameters too: they count where a shell's user would write them.
    switch (previous, byte) {
    case (UInt8(ascii: "&")?, UInt8(ascii: "&")): add("&&")
    case (UInt8(ascii: "&")?, _) where byte.isASCIIWhitespace && wasAtStart: add("&")
    case (UInt8(ascii: ";")?, _) where byte.isASCIIWhitespace: add(";")
    case (UInt8(ascii: "~")?, _) where wasAtStart && (byte.isASCIIWhitespace || byte == UInt8(ascii: "/")): add("~")
    default: break
    }
    if "|><".utf8.contains(byte) { add(String(UnicodeScalar(byte))) }
    if "&;~".utf8.contains(byte) { pending = byte }
    isPendingAtStart = atStart
  }

  /// Takes a byte between double quotes, where a shell still puts in the values of variables and the output of commands.
  mutating func readInDoubleQuotes(_ byte: UInt8) { expand(byte) }

  /// Something stands between: a quote, or a byte after a backslash.
  mutating func pause() { pending = nil }

  private mutating func expand(_ byte: UInt8) {
    if pending == UInt8(ascii: "$") {
      switch byte {
      case UInt8(ascii: "("): add("$(")
      case UInt8(ascii: "{"): add("${")
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): add("$")
      default: break
      }
    }
    pending = byte == UInt8(ascii: "$") ? byte : nil
    if byte == UInt8(ascii: "`") { add("`") }
  }

  private mutating func add(_ syntax: String) {
    if !found.contains(syntax) { found.append(syntax) }
  }
}
