import AWSCore

/// One piece of the data of a request. The pieces are sent in the order of the command line.
struct CurlData: Sendable {
  /// How a piece is read.
  enum Form {
    /// `--data`: a file is read without line ends and NUL.
    case text
    /// `--data-raw`: there are no files.
    case raw
    /// `--data-binary`: a file is read as it is.
    case binary
    /// `--data-urlencode`.
    case encoded
    /// `--json`: as binary, and no `&` stands before it.
    case json
  }

  let form: Form
  let argument: [UInt8]

  init(_ form: Form, _ argument: [UInt8]) {
    self.form = form
    self.argument = argument
  }

  /// The data as it is sent: the pieces with `&` between them.
  static func joined(_ pieces: [CurlData]) throws -> [UInt8] {
    var bytes: [UInt8] = []
    for (number, piece) in pieces.enumerated() {
      if number > 0, piece.form != .json { bytes.append(UInt8(ascii: "&")) }
      bytes += try piece.bytes()
    }
    return bytes
  }

  private func bytes() throws -> [UInt8] {
    switch form {
    case .raw: return argument
    case .encoded: return try Self.encoded(argument)
    case .text, .binary, .json:
      guard let path = Self.path(argument) else { return argument }
      let bytes = try InputFile(path).bytes()
      return form == .text ? Self.withoutLineEnds(bytes) : bytes
    }
  }

  /// What curl reads of a file of text: all but line ends and NUL.
  static func withoutLineEnds(_ bytes: [UInt8]) -> [UInt8] { bytes.filter { $0 != 0x0A && $0 != 0x0D && $0 != 0 } }

  /// What `--data-urlencode` makes of `content`, `=content`, `name=content`, `@file` and `name@file`.
  static func encoded(_ text: [UInt8]) throws -> [UInt8] {
    guard let mark = text.firstIndex(of: UInt8(ascii: "=")) ?? text.firstIndex(of: UInt8(ascii: "@")) else {
      return percentEncoded(text)
    }
    let name = text[..<mark]
    let rest = text[(mark + 1)...]
    let content =
      text[mark] == UInt8(ascii: "@") ? try InputFile(FilePath(rest)).bytes() : Array(rest)
    return name.isEmpty ? percentEncoded(content) : name + [UInt8(ascii: "=")] + percentEncoded(content)
  }

  /// Bytes as a form has them: a space becomes `+`.
  private static func percentEncoded(_ bytes: [UInt8]) -> [UInt8] {
    var encoded: [UInt8] = []
    for byte in bytes {
      if byte == 0x20 { encoded.append(UInt8(ascii: "+")) } else { encoded.append(percentEncoded: byte) }
    }
    return encoded
  }

  /// The path behind an `@`; `nil` if there is none.
  static func path(_ argument: [UInt8]) -> FilePath? {
    argument.first == UInt8(ascii: "@") ? FilePath(argument.dropFirst()) : nil
  }
}
