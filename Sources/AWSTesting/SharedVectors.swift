#if canImport(FoundationEssentials)
  package import FoundationEssentials
#else
  package import Foundation
#endif

/// Test data that lies beside a checkout rather than in it. Tests read it when it is there and say so when it is not.
package enum SharedVectors {
  /// The folder that holds the data, `../shared/vectors` seen from the package's root.
  package static let folder: String = {
    // This file is Sources/AWSTesting/SharedVectors.swift.
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4)
    return parts.joined(separator: "/") + "/shared/vectors"
  }()

  /// The bytes of a file, or `nil` if it is not there.
  package static func data(_ path: String) -> Data? {
    FileManager.default.contents(atPath: folder + "/" + path)
  }

  /// The names in a folder, in order; empty if it is not there.
  package static func names(in path: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder + "/" + path)) ?? []).sorted()
  }

  /// Says which vectors were not run.
  package static func reportAbsence(_ what: String) {
    print("\(what) not run: ../shared/vectors is not there")
  }
}
