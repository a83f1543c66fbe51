#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The public types of the libraries, read from their source files.
enum PublicTypes {
  /// Names such as `AWSCredentials.AWSHTTPBody.AsyncIterator`: structures, classes and enumerations that callers can name.
  static func names() throws -> Set<String> {
    var names: Set<String> = []
    for module in try FileManager.default.contentsOfDirectory(atPath: sources) where module.hasPrefix("AWS") {
      var declared: [String: Bool] = [:]
      for (_, text) in try files(of: module) {
        for (name, isPublic) in declarations(in: text) { declared[name] = isPublic }
      }
      for (name, isPublic) in declared where isPublic {
        let parts = name.split(separator: ".")
        // A type inside of one that is not public is not public either.
        let outer = (1..<parts.count).map { parts.prefix($0).joined(separator: ".") }
        if outer.allSatisfy({ declared[$0] != false }) { names.insert("\(module).\(name)") }
      }
    }
    return names
  }

  private static let sources =
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4).joined(separator: "/") + "/Sources/"

  /// Path and text of each source file of a module.
  static func files(of module: String) throws -> [(path: String, text: String)] {
    try swiftFiles(in: sources + module).map { path in
      (path, String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self))
    }
  }

  private static func swiftFiles(in folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().flatMap { name -> [String] in
      if name.hasSuffix(".swift") { return [folder + "/" + name] }
      return name.contains(".") ? [] : swiftFiles(in: folder + "/" + name)
    }
  }

  /// The types that a text declares, with the types around them in their names.
  static func declarations(in text: String) -> [(name: String, isPublic: Bool)] {
    var found: [(name: String, isPublic: Bool)] = []
    var open: [String?] = []
    var pending: String?
    var isPublic = false
    let tokens = tokens(of: text)
    for (index, token) in tokens.enumerated() {
      switch token {
      case "\n": isPublic = false
      case "public", "open": isPublic = true
      case "{":
        open.append(pending)
        pending = nil
      case "}": _ = open.popLast()
      case "struct", "class", "enum", "actor", "extension", "protocol":
        let next = index + 1 < tokens.count ? tokens[index + 1] : ""
        guard next.first?.isLetter == true, !["func", "var", "let", "subscript", "init"].contains(next) else {
          continue
        }
        pending = next
        guard token != "extension", token != "protocol" else { continue }
        found.append(((open.compactMap { $0 } + [next]).joined(separator: "."), isPublic))
      default: break
      }
    }
    return found
  }

  /// Words (with dots in them), braces and line ends; comments and texts are left out.
  private static func tokens(of text: String) -> [String] {
    var tokens: [String] = []
    var rest = text.unicodeScalars[...]
    func starts(_ mark: String) -> Bool { rest.starts(with: mark.unicodeScalars) }
    while let scalar = rest.first {
      if starts("//") {
        rest = rest.drop { $0 != "\n" }
      } else if starts("/*") {
        while !rest.isEmpty, !starts("*/") { rest.removeFirst() }
      } else if starts("\"\"\"") || starts("\"") || starts("#\"") || starts("#\"\"\"") {
        let hashes = String(repeating: "#", count: rest.prefix { $0 == "#" }.count)
        rest = rest.dropFirst(hashes.count)
        let mark = (starts("\"\"\"") ? "\"\"\"" : "\"") + hashes
        rest = rest.dropFirst(mark.count - hashes.count)
        while !rest.isEmpty, !starts(mark) { rest = rest.dropFirst(hashes.isEmpty && starts("\\") ? 2 : 1) }
        rest = rest.dropFirst(mark.count)
      } else if scalar.properties.isAlphabetic || scalar == "_" {
        let word = rest.prefix {
          $0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "_" || $0 == "."
        }
        tokens.append(String(word))
        rest = rest.dropFirst(word.count)
      } else {
        if scalar == "{" || scalar == "}" || scalar == "\n" { tokens.append(String(Character(scalar))) }
        rest.removeFirst()
      }
    }
    return tokens
  }
}
