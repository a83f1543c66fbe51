import AWSCore
import AWSCredentials

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension S3 {
  /// An entry in the list of the versions of a bucket's objects.
  public enum VersionEntry: Sendable {
    /// A version of an object.
    case version(ObjectVersion)
    /// A delete marker, which hides the older versions.
    case deleteMarker(DeleteMarkerEntry)
  }
}

extension S3.VersionEntry {
  /// The key of the object.
  public var key: String {
    switch self {
    case .version(let version): version.key
    case .deleteMarker(let marker): marker.key
    }
  }

  /// The id of the version; `nil` if the server did not report it.
  public var versionId: String? {
    switch self {
    case .version(let version): version.versionId
    case .deleteMarker(let marker): marker.versionId
    }
  }

  /// Whether this is what a request without a version id gets.
  public var isLatest: Bool {
    switch self {
    case .version(let version): version.isLatest == true
    case .deleteMarker(let marker): marker.isLatest == true
    }
  }

  /// When the version or the marker was written; `nil` if the server did not report it.
  public var lastModified: Date? {
    switch self {
    case .version(let version): version.lastModified
    case .deleteMarker(let marker): marker.lastModified
    }
  }

  /// The entries of a page in the order of the list. The page has them in two lists, each of which is in order.
  static func all(in page: S3.ListObjectVersionsOutput) -> [S3.VersionEntry] {
    var versions = page.versions.map(S3.VersionEntry.version)[...]
    var markers = page.deleteMarkers.map(S3.VersionEntry.deleteMarker)[...]
    var entries: [S3.VersionEntry] = []
    entries.reserveCapacity(versions.count + markers.count)
    while let version = versions.first, let marker = markers.first {
      let isMarkerNext = marker.comes(before: version)
      entries.append(isMarkerNext ? marker : version)
      if isMarkerNext { markers.removeFirst() } else { versions.removeFirst() }
    }
    return entries + versions + markers
  }

  // By key, and of a key the newest first.
  private func comes(before other: S3.VersionEntry) -> Bool {
    guard key.exact == other.key.exact else { return key.utf8.lexicographicallyPrecedes(other.key.utf8) }
    if isLatest != other.isLatest { return isLatest }
    return (lastModified ?? .distantPast) > (other.lastModified ?? .distantPast)
  }
}
