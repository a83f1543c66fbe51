import AWSCore
import ArgumentParser

/// A command line, read as curl reads it: letters may stand together (`-sSL`), a value may follow its letter (`-XPOST`, `-d@file`),
/// options and the URL may stand in any order, and behind `--` there are only URLs.
struct CurlLine {
  private(set) var options = CurlOptions()
  private var words: ArraySlice<[UInt8]>

  private init(_ words: [[UInt8]]) { self.words = words[...] }

  /// Reads a command line without the name of the program.
  ///
  /// - Parameter words: The words as they were given: data and the names of files need not be UTF-8.
  /// - Throws: `ValidationError` for what curl does not know, and for what this tool does not do, with the reason.
  static func parse(_ words: [[UInt8]]) throws -> CurlOptions {
    var line = CurlLine(words)
    try line.read()
    guard !line.options.wantsHelp, !line.options.wantsVersion else { return line.options }
    try line.options.validate()
    return line.options
  }

  private mutating func read() throws {
    var isURL = false
    while let bytes = words.popFirst() {
      if isURL || bytes.first != UInt8(ascii: "-") || bytes.count == 1 {
        options.requests.add(url: CurlOptions.url(bytes))
      } else if bytes == Array("--".utf8) {
        isURL = true
      } else if bytes[1] == UInt8(ascii: "-") {
        try readName(Array(bytes[2...]))
      } else {
        try readLetters(bytes[1...])
      }
    }
  }

  /// `--name`, `--name value`, `--no-name`; and `--name=value`, which curl does not take and the tool's own options have.
  private mutating func readName(_ bytes: [UInt8]) throws {
    // A name is ASCII; a value behind it may be anything.
    let text = String(decoding: bytes, as: UTF8.self)
    let name = String(decoding: bytes.prefix { $0 != UInt8(ascii: "=") }, as: UTF8.self)
    if name.utf8.count < bytes.count, let option = try CurlOption.named(name), option.hasValue {
      return try set(option, "--\(name)", value: Array(bytes.dropFirst(name.utf8.count + 1)))
    }
    if let option = try CurlOption.named(text) { return try set(option, "--\(text)", value: nil) }
    if bytes.starts(with: "no-".utf8), let option = try CurlOption.named(String(text.dropFirst(3))), !option.hasValue {
      return try turnOff(option)
    }
    let close = CurlOption.close(to: name).map { " Did you mean --\($0.name)?" } ?? ""
    throw ValidationError("--\(text.printable(limit: 80)) is an option neither of curl nor of this tool.\(close)")
  }

  /// `-a`, `-abc`, `-X value` and `-Xvalue`.
  private mutating func readLetters(_ bytes: ArraySlice<UInt8>) throws {
    var rest = bytes
    while let byte = rest.popFirst() {
      let letter = String(decoding: [byte], as: UTF8.self)
      guard let option = CurlOption.named(letter: letter) else {
        throw ValidationError(
          "-\(letter.printable(limit: 10)) in -\(String(decoding: bytes, as: UTF8.self).printable(limit: 80)) is an option neither "
            + "of curl nor of this tool.")
      }
      guard option.hasValue else {
        try set(option, "-\(letter)", value: nil)
        continue
      }
      return try set(option, "-\(letter)", value: rest.isEmpty ? nil : Array(rest))
    }
  }

  private mutating func set(_ option: CurlOption, _ written: String, value: [UInt8]?) throws {
    switch option.effect {
    case .fulfilled: return
    case .flag(let set): set(&options, true)
    case .refused(let reason, _):
      throw ValidationError("\(Self.shown(option, written)) is not taken. \(reason)")
    case .value(_, let set): try set(&options, CurlOptions.text(given(value, option, written), of: written))
    case .bytes(_, let set): try set(&options, given(value, option, written))
    }
  }

  private mutating func given(_ joined: [UInt8]?, _ option: CurlOption, _ written: String) throws -> [UInt8] {
    guard let value = joined ?? words.popFirst() else {
      throw ValidationError("\(Self.shown(option, written)) needs a value.")
    }
    return value
  }

  private mutating func turnOff(_ option: CurlOption) throws {
    guard case .flag(let set) = option.effect else {
      throw ValidationError("--no-\(option.name) is not taken: --\(option.name) cannot be turned off.")
    }
    set(&options, false)
  }

  private static func shown(_ option: CurlOption, _ written: String) -> String {
    written == "--\(option.name)" ? written : "\(written) (--\(option.name))"
  }
}
