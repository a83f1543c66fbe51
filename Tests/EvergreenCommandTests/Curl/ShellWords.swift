import Testing

/// A command line cut into words as a shell does it: quotes, backslashes, and variables.
struct ShellWords {
  private(set) var words: [String] = []
  private var rest: Substring
  private let variables: [String: String]
  private var word: String?

  /// Cuts a line.
  ///
  /// - Parameters:
  ///   - line: The line.
  ///   - variables: What `$NAME` and `${NAME}` stand for; nothing, if the name is none of these.
  static func split(_ line: String, variables: [String: String] = [:]) -> [String] {
    var shell = ShellWords(rest: Substring(line), variables: variables)
    shell.read()
    return shell.words
  }

  private init(rest: Substring, variables: [String: String]) {
    self.rest = rest
    self.variables = variables
  }

  private mutating func read() {
    while let character = rest.popFirst() {
      switch character {
      case " ", "\t", "\n": end()
      case "'": add(String(until("'")))
      case "\"": readQuoted()
      case "$": add(variable())
      case "\\":
        if let next = rest.popFirst(), next != "\n" { add(String(next)) }
      default: add(String(character))
      }
    }
    end()
  }

  /// What stands between double quotes.
  private mutating func readQuoted() {
    add("")
    while let character = rest.popFirst(), character != "\"" {
      switch character {
      case "$": add(variable())
      case "\\":
        guard let next = rest.popFirst() else { return }
        if next != "\n" { add("\"\\$`".contains(next) ? String(next) : "\\\(next)") }
      default: add(String(character))
      }
    }
  }

  private mutating func variable() -> String {
    if rest.first == "{" {
      rest.removeFirst()
      return variables[String(until("}"))] ?? ""
    }
    let name = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    rest = rest[name.endIndex...]
    return name.isEmpty ? "$" : variables[String(name)] ?? ""
  }

  private mutating func until(_ end: Character) -> Substring {
    let text = rest.prefix { $0 != end }
    rest = rest[text.endIndex...].dropFirst()
    return text
  }

  private mutating func add(_ text: String) { word = (word ?? "") + text }

  private mutating func end() {
    if let word { words.append(word) }
    word = nil
  }
}

struct ShellWordsTests {
  @Test func linesAreCutAsAShellCutsThem() {
    let variables = ["A": "a b", "KEY": "k"]
    let line = #"curl  -XPOST \"# + "\n" + #"  'a b'c "d\te" ''"#
    #expect(ShellWords.split(line) == ["curl", "-XPOST", "a bc", #"d\te"#, ""])

    #expect(ShellWords.split(#"-H"X: \"1\" \n" '\n"' \'"#) == [#"-HX: "1" \n"#, #"\n""#, "'"])
    #expect(ShellWords.split("\"$KEY:${KEY}_x$NONE\" $", variables: variables) == ["k:k_x", "$"])
    #expect(ShellWords.split("\"d $A\" $A", variables: variables) == ["d a b", "a b"])
  }
}
