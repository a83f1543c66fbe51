import AWSTesting
import Testing

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

  /// A file of `../shared/vectors`. Tests that read it are skipped where there is none.
  static func vectors<Value: Decodable>(_ path: String, as type: Value.Type = Value.self) throws -> Value {
    try JSONDecoder().decode(type, from: try #require(SharedVectors.data(path)))
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
