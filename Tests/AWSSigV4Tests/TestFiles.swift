#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Files that tests read: our own fixtures, and the vectors that lie beside the package on machines that have them.
enum TestFiles {
  private static let packageRoot = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static func fixture<Value: Decodable>(_ name: String, as type: Value.Type = Value.self) throws -> Value {
    let url = packageRoot.appending(path: "Tests/AWSSigV4Tests/Fixtures/\(name)")
    return try JSONDecoder().decode(type, from: Data(contentsOf: url))
  }

  /// A folder or file of `../shared/vectors`, or `nil` where there is none.
  static func vectors(_ path: String) -> URL? {
    let url = packageRoot.appending(path: "../shared/vectors/\(path)")
    return FileManager.default.fileExists(atPath: url.path) ? url : nil
  }

  static func vectors<Value: Decodable>(_ path: String, as type: Value.Type = Value.self) throws -> Value? {
    guard let url = vectors(path) else { return nil }
    return try JSONDecoder().decode(type, from: Data(contentsOf: url))
  }

  static func text(_ url: URL) throws -> String { String(decoding: try Data(contentsOf: url), as: UTF8.self) }
}

/// The credentials of AWS's documentation.
enum Example {
  static let accessKeyId = "AKIAIOSFODNN7EXAMPLE"
  static let secretAccessKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
  /// A token of the usual length: 744 characters.
  static let longToken = String(repeating: "IQoJb3JpZ2luX2VjEJr//////////wEaDmFwLW5vcnRoZWFzdC0yIkcwRQIhAM", count: 12)
}
