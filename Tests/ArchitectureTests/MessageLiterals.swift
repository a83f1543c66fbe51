/// Reads the texts that a source file gives as messages: to parameters labelled `message`, and to the functions and initialisers
/// that take a `_ message: String`.
struct MessageLiterals {
  /// A function or initialiser that takes a message without a label.
  struct Taker: Hashable {
    /// The function's name, or the type's.
    let name: String
    /// Which of its arguments is the message, from 0.
    let position: Int
    /// How many of its arguments have no label.
    let count: Int
    /// Whether only its own file can call it: it is private, or stands inside of another function.
    let isOfFile: Bool
  }

  private typealias Source = ArraySlice<UInt8>

  /// The functions and initialisers of a file that take a message without a label.
  static func takers(in source: [UInt8]) -> [Taker] {
    let parameter = Array("_ message: String".utf8)
    return source.indices.compactMap { index -> Taker? in
      guard source[index] == parameter[0], source[index...].starts(with: parameter) else { return nil }
      var brackets = 0
      var open = index
      while open > 0, brackets >= 0 {
        open -= 1
        if source[open] == UInt8(ascii: ")") { brackets += 1 }
        if source[open] == UInt8(ascii: "(") { brackets -= 1 }
      }
      let named = source[..<open].reversed().prefix(while: isNamePart).reversed()
      let parameters = arguments(source[(open + 1)...]).items.prefix { $0.first == UInt8(ascii: "_") }
      guard let position = parameters.firstIndex(where: { $0.starts(with: parameter) }) else { return nil }
      let lines = text(source[..<open]).split(separator: "\n", omittingEmptySubsequences: false)
      let declaration = lines.last ?? ""
      let depth = indentation(declaration)
      var name = text(named)
      if name == "init" { name = enclosingType(lines.dropLast().last { indentation($0) < depth && isType($0) } ?? "") }
      return Taker(
        name: name, position: position, count: parameters.count,
        isOfFile: depth > 2 || declaration.contains("private "))
    }
  }

  /// The names of all functions that a file declares.
  static func functions(in source: [UInt8]) -> Set<String> {
    let words = text(source).split { $0 == " " || $0 == "\n" || $0 == "(" || $0 == "<" }
    return Set(words.indices.dropLast().filter { words[$0] == "func" }.map { String(words[$0 + 1]) })
  }

  private static let types: Set<Substring> = ["struct", "enum", "class", "extension"]

  private static func isType(_ line: Substring) -> Bool {
    !line.contains("//") && line.split(separator: " ").contains { types.contains($0) }
  }

  private static func enclosingType(_ line: Substring) -> String {
    let words = line.split { $0 == " " || $0 == ":" || $0 == "{" }
    return words.firstIndex { types.contains($0) }.map { String(words[$0 + 1]) } ?? ""
  }

  private static func indentation(_ line: Substring) -> Int { line.prefix { $0 == " " }.count }

  /// The literals that are given as messages, joined where they are added to each other. What follows a literal in another form,
  /// such as a variable, is left out, and then its end is not known.
  ///
  /// - Parameters:
  ///   - takers: The functions that take one without a label.
  ///   - labelled: Whether arguments labelled `message` count.
  static func messages(in source: [UInt8], takers: [Taker], labelled: Bool = true) -> [String] {
    var messages: [String] = []
    var rest = source[...]
    var isDeclaration = false
    while let byte = rest.first {
      if rest.starts(with: "//".utf8) {
        rest = rest.drop { $0 != 0x0A }
        continue
      }
      guard isNamePart(byte) else {
        rest = rest.dropFirst()
        continue
      }
      let name = rest.prefix(while: isNamePart)
      rest = rest[name.endIndex...]
      if labelled, text(name) == "message", rest.first == UInt8(ascii: ":") {
        messages += values(rest.dropFirst())
      } else if rest.first == UInt8(ascii: "("), !isDeclaration {
        let own = takers.filter { $0.name == text(name) }
        if !own.isEmpty { messages += Self.messages(of: own, given: arguments(rest.dropFirst()).items) }
      }
      isDeclaration = text(name) == "func"
    }
    return messages
  }

  private static func messages(of takers: [Taker], given arguments: [Source]) -> [String] {
    let bare = arguments.prefix { argument in
      let name = argument.prefix(while: isNamePart)
      return name.isEmpty || argument.dropFirst(name.count).first != UInt8(ascii: ":")
    }
    // Parameters with a default may be left out.
    let fitting = takers.filter { $0.position < bare.count && bare.count <= $0.count }
    return Set(fitting.map(\.position)).sorted().flatMap { values(bare[$0]) }
  }

  /// The literal, or those of an array of sentences, that an expression begins with.
  private static func values(_ expression: Source) -> [String] {
    let expression = expression.drop(while: isSpace)
    if expression.first == UInt8(ascii: "[") { return arguments(expression.dropFirst()).items.flatMap(values) }
    var message = ""
    var isOpen = false
    var rest = expression
    while let (literal, next) = literal(rest) {
      message += literal
      rest = next.drop(while: isSpace)
      isOpen = rest.first == UInt8(ascii: "+")
      guard isOpen else { break }
      rest = rest.dropFirst().drop(while: isSpace)
    }
    if message.isEmpty { return [] }
    return [isOpen || rest.starts(with: ".withFullStop".utf8) ? message + "." : message]
  }

  /// The arguments up to the bracket that closes the list, without the space around them.
  private static func arguments(_ source: Source) -> (items: [Source], rest: Source) {
    var items: [Source] = []
    var rest = source.drop(while: isSpace)
    var start = rest.startIndex
    var depth = 0
    while let byte = rest.first {
      if let (_, next) = literal(rest) {
        rest = next
        continue
      }
      if "([{".utf8.contains(byte) { depth += 1 }
      if ")]}".utf8.contains(byte) { depth -= 1 }
      if depth < 0 || depth == 0 && byte == UInt8(ascii: ",") {
        if start < rest.startIndex { items.append(source[start..<rest.startIndex]) }
        rest = rest.dropFirst()
        if depth < 0 { break }
        rest = rest.drop(while: isSpace)
        start = rest.startIndex
        continue
      }
      rest = rest.dropFirst()
    }
    return (items, rest)
  }

  /// The text of the literal that the source begins with, and what follows it.
  private static func literal(_ source: Source) -> (String, Source)? {
    let quote = UInt8(ascii: "\"")
    if source.starts(with: "#\"".utf8) { return rawLiteral(source) }
    guard source.first == quote else { return nil }
    let isLong = source.starts(with: [quote, quote, quote])
    var position = source.startIndex + (isLong ? 3 : 1)
    let start = position
    var depth = 0
    while position < source.endIndex {
      switch source[position] {
      case UInt8(ascii: "\\"):
        if position + 1 < source.endIndex, source[position + 1] == UInt8(ascii: "(") { depth += 1 }
        position += 1
      case UInt8(ascii: "(") where depth > 0: depth += 1
      case UInt8(ascii: ")") where depth > 0: depth -= 1
      case quote where depth == 0 && (!isLong || source[position...].starts(with: [quote, quote, quote])):
        let text = text(source[start..<position])
        return (isLong ? joined(text) : text, source[(position + (isLong ? 3 : 1))...])
      default: break
      }
      position += 1
    }
    return nil
  }

  private static func rawLiteral(_ source: Source) -> (String, Source)? {
    var rest = source.dropFirst(2)
    while !rest.isEmpty, !rest.starts(with: "\"#".utf8) { rest = rest.dropFirst() }
    return (text(source[(source.startIndex + 2)..<rest.startIndex]), rest.dropFirst(2))
  }

  /// The text of a literal over several lines.
  private static func joined(_ text: String) -> String {
    let lines = text.split(separator: "\n").map { $0.drop { $0 == " " } }.filter { !$0.isEmpty }
    var joined = lines.map { $0.hasSuffix("\\") ? String($0.dropLast()) : $0 + "\n" }.joined()[...]
    while let last = joined.last, last == "\n" || last == " " { joined = joined.dropLast() }
    return String(joined)
  }

  private static func text(_ bytes: some Sequence<UInt8>) -> String { String(decoding: Array(bytes), as: UTF8.self) }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
      || (0x61...0x7A).contains(byte)
  }
}
