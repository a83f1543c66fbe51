import AWSCore

/// Which files below a directory the objects of a prefix become.
///
/// A key is foreign text: whoever can write to the bucket chooses it. So it becomes a path only if it stays below the
/// directory, and only if no other key has the same path.
package struct LocalPaths {
  /// What two names have in common that are one file.
  private let fold: @Sendable (String) -> String
  private var files: Set<ExactText> = []
  private var directories: Set<ExactText> = []

  /// - Parameter fold: Makes the same text of two names that are one file; `nil` for the rule of this system.
  package init(fold: (@Sendable (String) -> String)? = nil) {
    #if canImport(Darwin)
      // Its file systems usually take names for the same that differ by case or composition only.
      self.fold = fold ?? { $0.decomposedStringWithCanonicalMapping.lowercased() }
    #else
      self.fold = fold ?? { $0 }
    #endif
  }

  /// The names of the directories and of the file that a key becomes.
  ///
  /// - Parameter name: The key without the prefix.
  /// - Throws: What is wrong with the key.
  package mutating func add(_ name: String) throws(S3Problem) -> [String] {
    let names = try Self.components(of: name)
    var path = ""
    var above: [ExactText] = []
    for component in names.dropLast() {
      path += fold(component) + "/"
      let directory = path.exact
      guard !files.contains(String(path.dropLast()).exact) else {
        throw Self.refusal(name, "another key is the file that would have to be a directory for this one")
      }
      above.append(directory)
    }
    path += fold(names[names.count - 1])
    guard !directories.contains((path + "/").exact) else {
      throw Self.refusal(name, "other keys make a directory of it")
    }
    guard files.insert(path.exact).inserted else { throw Self.refusal(name, "another key is the same file") }
    directories.formUnion(above)
    return names
  }

  /// The parts of a name that is the path of a file below a directory.
  static func components(of name: String) throws(S3Problem) -> [String] {
    guard !name.utf8.contains(0) else { throw refusal(name, "it contains a NUL") }
    guard name.utf8.count <= longestPath else { throw refusal(name, "it has more than \(longestPath) bytes") }
    let names = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      .map { String(Substring($0)) }
    for component in names {
      switch component.utf8.count {
      case 0: throw refusal(name, "it begins or ends with '/', or has '//' in it")
      case 1 where component == ".": throw refusal(name, "'.' is no name of a file")
      case 2 where component == "..": throw refusal(name, "'..' leads out of the directory")
      case (longestName + 1)...: throw refusal(name, "one of its names has more than \(longestName) bytes")
      default: break
      }
    }
    return names
  }

  private static let longestName = 255
  private static let longestPath = 3000

  private static func refusal(_ name: String, _ reason: String) -> S3Problem {
    S3Problem(
      code: .unsafePath,
      message: "\(name.debugDescription) cannot be a file of the directory: \(reason). Nothing was written for it.")
  }
}
