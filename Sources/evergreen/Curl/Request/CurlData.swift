import AWSCore

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

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
  let argument: String

  init(_ form: Form, _ argument: String) {
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
    case .raw: return Array(argument.utf8)
    case .encoded: return try Self.encoded(argument)
    case .text, .binary, .json:
      guard let path = Self.path(argument) else { return Array(argument.utf8) }
      let bytes = try Self.file(path)
      return form == .text ? bytes.filter { $0 != 0x0A && $0 != 0x0D && $0 != 0 } : bytes
    }
  }

  /// What `--data-urlencode` makes of `content`, `=content`, `name=content`, `@file` and `name@file`.
  static func encoded(_ argument: String) throws -> [UInt8] {
    let text = Array(argument.utf8)
    guard let mark = text.firstIndex(of: UInt8(ascii: "=")) ?? text.firstIndex(of: UInt8(ascii: "@")) else {
      return encoded(text)
    }
    let name = text[..<mark]
    let rest = text[(mark + 1)...]
    let content =
      text[mark] == UInt8(ascii: "@") ? try file(String(decoding: rest, as: UTF8.self)) : Array(rest)
    return name.isEmpty ? encoded(content) : name + [UInt8(ascii: "=")] + encoded(content)
  }

  /// Bytes as a form has them: a space becomes `+`.
  private static func encoded(_ bytes: [UInt8]) -> [UInt8] {
    var encoded: [UInt8] = []
    for byte in bytes {
      if byte == 0x20 { encoded.append(UInt8(ascii: "+")) } else { encoded.append(percentEncoded: byte) }
    }
    return encoded
  }

  /// The path behind an `@`; `nil` if there is none.
  static func path(_ argument: String) -> String? {
    guard argument.utf8.first == UInt8(ascii: "@") else { return nil }
    return String(Substring(argument.utf8.dropFirst()))
  }

  /// The bytes of a file, or of the standard input if the path is `-`.
  static func file(_ path: String) throws -> [UInt8] {
    do {
      guard path != "-" else {
        var input = StandardInput()
        return try input.rest()
      }
      return [UInt8](try Data(contentsOf: URL(filePath: path)))
    } catch {
      throw CurlFailure(
        .reading,
        path == "-" ? "The standard input cannot be read: \(error)" : "The file '\(path.printable())' cannot be read.")
    }
  }
}
