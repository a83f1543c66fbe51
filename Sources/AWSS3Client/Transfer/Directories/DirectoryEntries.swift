import AWSCore
import AWSRuntime

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A file or object of a directory or prefix.
struct TransferEntry: Sendable {
  /// The name relative to the directory or prefix.
  let name: String
  let size: Int64
  let modified: Date?
  /// The entity tag of an object.
  var etag: S3.ETag?
  /// Why it cannot be transferred.
  var problem: S3Problem?
  /// Whether it is a directory whose files are not known.
  var isUnread = false
}

extension S3.Location {
  /// The prefix with its slash.
  var prefix: String? {
    guard case .objects(_, let prefix) = self else { return nil }
    return prefix.isEmpty || prefix.utf8.last == UInt8(ascii: "/") ? prefix : prefix + "/"
  }

  var bucket: String? {
    guard case .objects(let bucket, _) = self else { return nil }
    return bucket
  }

  /// The path of a directory without a slash at its end; that of the root is empty.
  var directory: String? {
    guard case .directory(let path) = self else { return nil }
    var bytes = path.utf8[...]
    while bytes.last == UInt8(ascii: "/") { bytes = bytes.dropLast() }
    return String(Substring(bytes))
  }
}

/// What a directory or prefix has, one after the other.
struct TransferEntries: AsyncSequence {
  let client: S3Client
  let location: S3.Location
  let links: S3.SymbolicLinks
  var markers = S3.FolderMarkers.transferred
  var pageSize: Int?

  func makeAsyncIterator() -> AsyncIterator {
    switch location {
    case .directory(let path):
      return AsyncIterator(source: .files(DirectoryWalk(root: path, followsLinks: links == .followed)))
    case .objects(let bucket, _):
      var input = S3.ListObjectsV2Input(bucket: bucket, prefix: location.prefix)
      input.maxKeys = pageSize
      let pages = PagesAhead(client.listObjectsV2Pages(input)).makeAsyncIterator()
      return AsyncIterator(
        source: .objects(pages, page: [], prefix: location.prefix ?? "", skipsMarkers: markers == .ignored))
    }
  }

  struct AsyncIterator: AsyncIteratorProtocol {
    enum Source {
      case files(DirectoryWalk)
      case objects(
        PagesAhead<S3.ListObjectsV2Output>.AsyncIterator, page: ArraySlice<S3.Object>, prefix: String,
        skipsMarkers: Bool)
    }

    var source: Source

    mutating func next() async throws -> TransferEntry? {
      switch source {
      case .files(var walk):
        let entry = try await walk.next()
        source = .files(walk)
        return entry
      case .objects(var pages, var page, let prefix, let skipsMarkers):
        while true {
          while let object = page.popFirst() {
            if skipsMarkers, object.size == 0, object.key.utf8.last == UInt8(ascii: "/") { continue }
            source = .objects(pages, page: page, prefix: prefix, skipsMarkers: skipsMarkers)
            return TransferEntry(
              name: String(Substring(object.key.utf8.dropFirst(prefix.utf8.count))), size: object.size,
              modified: object.lastModified, etag: object.etag)
          }
          guard let next = try await pages.next() else { return nil }
          page = next.contents[...]
        }
      }
    }
  }
}

/// The files below a directory, in the order of the bytes of their names, as S3 lists keys.
struct DirectoryWalk {
  private struct Open {
    let path: String
    let name: String
    let identity: FileIdentity
    var entries: ArraySlice<DirectoryEntry>
  }

  private let root: String
  private let followsLinks: Bool
  private var open: [Open] = []
  private var hasBegun = false

  init(root: String, followsLinks: Bool) {
    self.root = root
    self.followsLinks = followsLinks
  }

  mutating func next() async throws -> TransferEntry? {
    if !hasBegun {
      hasBegun = true
      _ = try await enter(root, name: "")
    }
    while var directory = open.popLast() {
      guard let entry = directory.entries.popFirst() else { continue }
      open.append(directory)
      if let found = try await visit(entry, in: directory) { return found }
    }
    return nil
  }

  private mutating func visit(_ entry: DirectoryEntry, in directory: Open) async throws -> TransferEntry? {
    let name = directory.name + entry.name
    func refused(_ reason: String) -> TransferEntry {
      TransferEntry(
        name: name, size: entry.size, modified: entry.modified,
        problem: S3Problem(.body, code: .file, message: "\(name.debugDescription) cannot be transferred: \(reason)."))
    }
    guard entry.isText else { return refused("its name is not UTF-8") }
    switch entry.kind {
    case .file: return TransferEntry(name: name, size: entry.size, modified: entry.modified)
    case .link: return followsLinks ? refused("the symbolic link leads nowhere") : nil
    case .other: return refused("it is a device, a pipe or a socket")
    case .directory:
      do {
        guard try await enter(directory.path + "/" + entry.name, name: name + "/") else {
          return refused("the symbolic link leads back to a directory that it is in")
        }
        return nil
      } catch let error as FileTransferError {
        return TransferEntry(
          name: name, size: 0, modified: entry.modified, problem: S3Problem(error), isUnread: true)
      }
    }
  }

  /// Goes on with the entries of a directory.
  ///
  /// - Returns: Whether it is none of those that it is in.
  private mutating func enter(_ path: String, name: String) async throws -> Bool {
    let (identity, entries) = try await LocalDirectory.entries(of: path, followsLinks: followsLinks)
    guard !open.contains(where: { $0.identity == identity }) else { return false }
    // A directory sorts as its files do, with the slash behind its name.
    let sorted = entries.map { (($0.kind == .directory ? $0.name + "/" : $0.name).exact, $0) }
      .sorted { $0.0 < $1.0 }.map(\.1)
    open.append(Open(path: path, name: name, identity: identity, entries: sorted[...]))
    return true
  }
}
