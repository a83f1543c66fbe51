#if canImport(FoundationEssentials)
  package import FoundationEssentials
#else
  package import Foundation
#endif

/// Test data that lies beside a checkout rather than in it.
///
/// A test that needs some is skipped where it is not, with the reason:
/// `@Test(.enabled(if: SharedVectors.has("s3/requests.json"), "\(SharedVectors.absence)"))`.
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

  /// Whether a file or folder is there.
  package static func has(_ path: String) -> Bool { FileManager.default.fileExists(atPath: folder + "/" + path) }

  /// Why a test that needs test data is skipped.
  package static let absence = "needs test vectors of third parties in ../shared/vectors, which are not there"
}
