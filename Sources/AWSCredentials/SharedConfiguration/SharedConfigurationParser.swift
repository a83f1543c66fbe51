import AWSCore

/// Reads the text of one shared configuration file into its sections, line by line.
///
/// The format is that of the AWS SDKs and Tools reference guide, "Shared config and credentials files": sections in
/// brackets; `name = value` lines; indented lines that continue a value or, after an empty value, define properties
/// nested in it; comments that begin with `#` or `;`. It works on bytes: a carriage return and a line feed are one
/// `Character`, and names are ASCII anyway.
struct SharedConfigurationParser {
  /// A section as it stands in the file, its header not yet interpreted.
  struct RawSection {
    let header: String
    let line: Int
    var properties: [String: SharedConfiguration.Property] = [:]
    /// The lines of properties whose names are not valid.
    var ignoredProperties: [Int] = []
  }

  private enum Target {
    case nothing
    case section
    case property(name: String, nested: Bool)
    /// A property whose name is not valid. It is ignored, together with its continuation lines.
    case ignoredProperty(nested: Bool)
  }

  private let file: String
  private var sections: [RawSection] = []
  private var target = Target.nothing
  private var line = 0

  private init(file: String) { self.file = file }

  /// Parses a file.
  ///
  /// - Parameters:
  ///   - bytes: What the file holds.
  ///   - file: Its path, for messages.
  static func parse(_ bytes: [UInt8], file: String) throws(CredentialError) -> [RawSection] {
    var bytes = bytes[...]
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw SharedConfiguration.error(
        "\(file) is not UTF-8 text, which shows in line \(firstBadLine(bytes)) first; save it as UTF-8.")
    }
    var parser = SharedConfigurationParser(file: file)
    for line in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      parser.line += 1
      try parser.read(line)
    }
    return parser.sections
  }

  private static func firstBadLine(_ bytes: ArraySlice<UInt8>) -> Int {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    return 1 + (lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0)
  }

  private mutating func read(_ line: Substring.UTF8View) throws(CredentialError) {
    guard let first = line.first, line.contains(where: { !$0.isASCIIWhitespace }) else { return }
    switch first {
    case UInt8(ascii: "#"), UInt8(ascii: ";"): return
    case UInt8(ascii: "["): try readHeader(line)
    case _ where first.isASCIIWhitespace: try readContinuation(line)
    default: try readProperty(line)
    }
  }

  private mutating func readHeader(_ line: Substring.UTF8View) throws(CredentialError) {
    var text = withoutComment(line, mustFollowWhitespace: false)
    if text.utf8.last != UInt8(ascii: "]"), let quoted = quotedHeader(line) { text = quoted }
    guard text.utf8.last == UInt8(ascii: "]") else { throw error("Profile definition must end with ']'.") }
    let header = String(text.dropFirst().dropLast()).trimmingASCIIWhitespace()
    sections.append(RawSection(header: header, line: self.line))
    target = .section
  }

  /// A header with a name in quotes, in which `#` and `;` begin no comment.
  private func quotedHeader(_ line: Substring.UTF8View) -> String? {
    guard let open = line.firstIndex(where: { $0 == UInt8(ascii: "'") || $0 == UInt8(ascii: "\"") }),
      let close = line[line.index(after: open)...].firstIndex(of: line[open])
    else { return nil }
    let rest = withoutComment(line[line.index(after: close)...], mustFollowWhitespace: false)
    return String(Substring(line[...close])) + rest
  }

  private mutating func readProperty(_ line: Substring.UTF8View) throws(CredentialError) {
    guard !sections.isEmpty else {
      throw error("Expected a profile definition such as '[profile name]' before the first property.")
    }
    let (name, value) = try split(withoutComment(line, mustFollowWhitespace: true), what: "property")
    guard SharedConfiguration.isValidName(name) else {
      sections[sections.count - 1].ignoredProperties.append(self.line)
      target = .ignoredProperty(nested: value.isEmpty)
      return
    }
    let key = name.lowercased()
    sections[sections.count - 1].properties[key] = .init(value: value, file: file, line: self.line)
    target = .property(name: key, nested: value.isEmpty)
  }

  private mutating func readContinuation(_ line: Substring.UTF8View) throws(CredentialError) {
    let text = String(Substring(line)).trimmingASCIIWhitespace()
    switch target {
    case .nothing:
      throw error("Expected a profile definition such as '[profile name]', found an indented line.")
    case .section:
      throw error("Expected a property definition, found continuation; do not indent the first line of a property.")
    case .ignoredProperty(let nested):
      if nested { try checkNested(text) }
    case .property(let name, let nested):
      if nested {
        if let first = text.utf8.first, "#;".utf8.contains(first) { return }
        try checkNested(text)
      }
      sections[sections.count - 1].properties[name]?.continueValue(with: text)
    }
  }

  private func checkNested(_ text: String) throws(CredentialError) {
    _ = try split(text, what: "sub-property")
  }

  private func split(_ text: String, what: String) throws(CredentialError) -> (name: String, value: String) {
    guard let equals = text.utf8.firstIndex(of: UInt8(ascii: "=")) else {
      throw error("Expected an '=' sign defining a \(what).")
    }
    let name = String(text[..<equals]).trimmingASCIIWhitespace()
    guard !name.isEmpty else { throw error("\(what == "property" ? "Property" : "Sub-property") did not have a name.") }
    return (name, String(text[text.utf8.index(after: equals)...]).trimmingASCIIWhitespace())
  }

  private func withoutComment(_ line: Substring.UTF8View, mustFollowWhitespace: Bool) -> String {
    SharedConfiguration.withoutComment(line, mustFollowWhitespace: mustFollowWhitespace)
  }

  // The text of the line is left out on purpose: it may be half of a secret.
  private func error(_ message: String) -> CredentialError {
    let place = sections.last.map { ", in [\($0.header.printable(limit: 100))]" } ?? ""
    return SharedConfiguration.error(["\(file), line \(line)\(place), is not valid.", message].sentences)
  }
}

extension SharedConfiguration {
  /// The text of a line up to its comment, without white space around it.
  static func withoutComment(_ line: Substring.UTF8View, mustFollowWhitespace: Bool) -> String {
    var previousIsWhitespace = false
    var end = line.endIndex
    for index in line.indices {
      let byte = line[index]
      let isMark = byte == UInt8(ascii: "#") || byte == UInt8(ascii: ";")
      if isMark && (previousIsWhitespace || !mustFollowWhitespace) {
        end = index
        break
      }
      previousIsWhitespace = byte.isASCIIWhitespace
    }
    return String(Substring(line[..<end])).trimmingASCIIWhitespace()
  }

  /// Whether a profile or property may have this name.
  static func isValidName(_ name: String) -> Bool {
    !name.isEmpty
      && name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        default: "-_/.%@:+".utf8.contains(byte)
        }
      }
  }
}
