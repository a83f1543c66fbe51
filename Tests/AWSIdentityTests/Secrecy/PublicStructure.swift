/// A public structure as its declaration in a formatted source file shows it.
struct PublicStructure: Equatable {
  /// With the types around it, such as `S3.HeadBucketOutput`.
  var name: String
  /// What follows the colon of the declaration.
  var conformances: [String] = []
  /// Whether callers can make a value.
  var hasPublicInitializer = false
  /// The names and types of its stored properties.
  var properties: [Property] = []
  /// The names and types of the properties that are read when they are asked for.
  var computed: [Property] = []

  struct Property: Equatable {
    var name: String
    var type: String
  }

  /// Whether it holds only texts, numbers and dates that a service has sent: callers cannot make a value, each property is of
  /// one of the types given, and no name suggests a secret.
  func holdsOnlyFacts(ofTypes plain: Set<String>) -> Bool {
    guard !hasPublicInitializer, !properties.isEmpty else { return false }
    return properties.allSatisfy { property in
      let name = property.name.lowercased()
      let words = property.type.split { !$0.isLetter && !$0.isNumber && $0 != "_" }
      return words.allSatisfy { plain.contains(String($0)) } && !Self.suspicious.contains { name.contains($0) }
    }
  }

  /// Whether it is a credential provider that stores only its name and a context.
  var isPlainProvider: Bool {
    conformances.contains("CredentialProvider")
      && properties.allSatisfy { $0.type == "CredentialProviderContext" || $0.type == "String literal" }
  }

  private static let suspicious = ["secret", "token", "password", "credential", "signature", "authorization", "url"]

  /// The public structures that the files of a module declare.
  static func all(in texts: [String]) -> [PublicStructure] {
    var found: [PublicStructure] = []
    var extended: Set<String> = []
    for text in texts { read(text, into: &found, extended: &extended) }
    for index in found.indices where extended.contains(found[index].name) { found[index].hasPublicInitializer = true }
    return found
  }

  /// - Parameter extended: Where the types are added that have a public initializer in an extension.
  private static func read(_ text: String, into found: inout [PublicStructure], extended: inout Set<String>) {
    var open: [(indentation: Int, name: String, index: Int?)] = []
    for line in text.split(separator: "\n") {
      let indentation = line.prefix { $0 == " " }.count
      let content = line.dropFirst(indentation)
      if content.hasPrefix("}") {
        if open.last?.indentation == indentation { open.removeLast() }
        continue
      }
      if let last = open.last, indentation == last.indentation + 2 {
        if let index = last.index {
          found[index].read(member: content)
        } else if content.hasPrefix("public init") {
          extended.insert(open.map(\.name).joined(separator: "."))
        }
      }
      let beginning = content.prefix { $0 != "{" }
      let words = beginning.split { $0 == " " || $0 == ":" || $0 == "," || $0 == "<" }.map(String.init)
      guard content.hasSuffix("{"),
        let keyword = words.prefix(3).firstIndex(where: ["struct", "enum", "class", "extension"].contains),
        keyword + 1 < words.count
      else { continue }
      let name = words[keyword + 1]
      let isPublic = words[keyword] == "struct" && words[0] == "public"
      if isPublic {
        found.append(
          PublicStructure(
            name: (open.map(\.name) + [name]).joined(separator: "."), conformances: Array(words[(keyword + 2)...])))
      }
      open.append((indentation, name, isPublic ? found.count - 1 : nil))
    }
  }

  private mutating func read(member: Substring) {
    if member.hasPrefix("public init") { hasPublicInitializer = true }
    var words = member.split(separator: " ")
    guard let keyword = words.prefix(4).firstIndex(where: { $0 == "let" || $0 == "var" }),
      !words.prefix(keyword).contains("static")
    else { return }
    words.removeFirst(keyword)
    // What has a block is computed, unless it begins with a value.
    guard words.count > 1 else { return }
    guard !member.hasSuffix("{") && !member.hasSuffix("}") || member.contains(" = ") else {
      let type = words.dropFirst(2).prefix { $0 != "{" }.joined(separator: " ")
      computed.append(Property(name: String(words[1].prefix { $0 != ":" }), type: type))
      return
    }
    let name = words[1].hasSuffix(":") ? words[1].dropLast() : words[1]
    var type = words[1].hasSuffix(":") ? words.dropFirst(2).prefix { $0 != "=" }.joined(separator: " ") : "unknown"
    if words.dropFirst(2).first == "=", words.dropFirst(3).first?.hasPrefix("\"") == true { type = "String literal" }
    properties.append(Property(name: String(name), type: type))
  }
}
