import AWSCore
import AWSRuntime

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The transfer of all files of a directory, or of all objects of a prefix.
struct DirectoryTransfer: Sendable {
  let client: S3Client
  let source: S3.Location
  let target: S3.Location
  let options: S3.DirectoryOptions
  let comparison: S3.SyncComparison
  let extras: S3.ExtraItems
  /// Whether what was copied is deleted from the source.
  let moves: Bool
  /// Where to report; `nil` for nowhere.
  let progress: S3.TransferProgress?
  private let directories = MadeDirectories()

  init(
    client: S3Client, source: S3.Location, target: S3.Location, options: S3.DirectoryOptions,
    comparison: S3.SyncComparison = .always, extras: S3.ExtraItems = .kept, moves: Bool = false,
    progress: S3.TransferProgress?
  ) {
    self.client = client
    self.source = source
    self.target = target
    self.options = options
    self.comparison = comparison
    self.extras = extras
    self.moves = moves
    self.progress = progress
  }

  /// What became of one entry.
  private struct Outcome: Sendable {
    let item: S3.TransferItem?
    /// How many requests it had under way at once.
    var requests = 0
    /// The key of the source to delete.
    var movedKey: String?
  }

  func run() async throws -> S3.DirectoryReport {
    defer { progress?.finish() }
    try checkLocations()
    var report = S3.DirectoryReport()
    let existing = try await existingEntries()
    var paths = LocalPaths()
    var names: Set<ExactText> = []
    var moved: [String] = []
    var isComplete = true
    try await withThrowingTaskGroup(of: Outcome.self) { group in
      var running = 0
      var requests = 0
      for try await entry in listed(source, links: options.symbolicLinks)
      where (entry.isUnread || options.filter.includes(entry.name)) && !entry.name.isEmpty {
        if extras == .deleted { names.insert(entry.name.exact) }
        if entry.problem != nil { isComplete = false }
        if let refused = refusal(of: entry, &paths) {
          try record(Outcome(item: refused), &report, &moved)
          continue
        }
        let count = self.requests(for: entry)
        while running >= max(1, options.concurrency) || running > 0 && requests + count > options.requestLimit ?? .max,
          let outcome = try await group.next()
        {
          running -= 1
          requests -= outcome.requests
          try record(outcome, &report, &moved)
        }
        running += 1
        requests += count
        let old = existing[entry.name.exact]
        group.addTask {
          var outcome = try await transfer(entry, over: old)
          outcome.requests = count
          return outcome
        }
      }
      for try await outcome in group { try record(outcome, &report, &moved) }
    }
    try await removeMoved(moved, &report)
    // A directory that could not be read may have files whose objects would seem to be extra.
    if extras == .deleted, isComplete {
      let gone = existing.keys.filter { !names.contains($0) && options.filter.includes($0.text) }.sorted()
      try await removeExtras(gone.map(\.text), &report)
    }
    progress?.complete()
    return report
  }

  // MARK: - Preparing

  private func checkLocations() throws {
    func refuse(_ message: String) -> S3Error {
      S3Error(S3Problem(code: .invalidInput, message: message), operation: "s3.DirectoryTransfer", target: .service)
    }
    switch (source, target) {
    case (.directory, .directory):
      throw refuse("Both places are directories of this machine: one of them must be objects of a bucket.")
    case (.objects(let from, _), .objects(let to, _)):
      guard from.exact == to.exact else { return }
      let (from, to) = (source.prefix ?? "", target.prefix ?? "")
      // A copy onto itself changes what objects have besides their content.
      if from.exact == to.exact, !moves, extras == .kept { return }
      guard !to.utf8.starts(with: from.utf8) else {
        throw refuse("The target is within the source, so the copies would be copied again.")
      }
      guard extras == .kept || !from.utf8.starts(with: to.utf8) else {
        throw refuse("The source is within the target, so it would be deleted as something that the source lacks.")
      }
    default: break
    }
  }

  /// What the target has, by names, as far as that matters.
  private func existingEntries() async throws -> [ExactText: TransferEntry] {
    guard comparison != .always || extras == .deleted else { return [:] }
    var entries: [ExactText: TransferEntry] = [:]
    do {
      for try await entry in listed(target, links: .skipped)
      where entry.problem == nil && !entry.name.isEmpty {
        entries[entry.name.exact] = entry
      }
    } catch let error as FileTransferError where error.isMissing {
      return [:]
    }
    return entries
  }

  private func listed(_ location: S3.Location, links: S3.SymbolicLinks) -> TransferEntries {
    TransferEntries(
      client: client, location: location, links: links, markers: options.folderMarkers, pageSize: options.pageSize)
  }

  /// How many requests the transfer of an entry has under way at once.
  private func requests(for entry: TransferEntry) -> Int {
    let (threshold, part, concurrency) =
      switch (source, target) {
      case (.directory, _):
        (options.upload.multipartThreshold, options.upload.partSize, options.upload.concurrency)
      case (_, .directory): (options.download.size, options.download.size, options.download.concurrency)
      default: (options.copy.threshold, options.copy.partSize, options.copy.concurrency)
      }
    guard entry.size > threshold else { return 1 }
    return Int(max(1, min(Int64(concurrency), (entry.size - 1) / max(1, part) + 1)))
  }

  /// Why an entry is not transferred; `nil` if it is.
  private func refusal(of entry: TransferEntry, _ paths: inout LocalPaths) -> S3.TransferItem? {
    var problem = entry.problem
    if problem == nil, target.directory != nil, !entry.isFolderMarker {
      do throws(S3Problem) {
        _ = try paths.add(entry.name)
      } catch {
        problem = error
      }
    }
    return problem.map { item(.none, entry, error($0, entry)) }
  }

  // MARK: - One entry

  private func transfer(_ entry: TransferEntry, over old: TransferEntry?) async throws -> Outcome {
    let action: S3.TransferItem.Action =
      source.directory != nil ? .upload : target.directory != nil ? .download : .copy
    do {
      if let old, try await isSame(entry, old) { return Outcome(item: nil) }
      if action == .download, entry.isFolderMarker { return try await makeFolder(entry) }
      if options.execution == .real { try await perform(action, entry) }
      guard moves else { return Outcome(item: item(action, entry)) }
      return Outcome(item: item(action, entry), movedKey: entry.name)
    } catch let error as S3Error {
      return Outcome(item: item(action, entry, error))
    } catch let problem as S3Problem {
      return Outcome(item: item(action, entry, self.error(problem, entry)))
    } catch let error as FileTransferError {
      return Outcome(
        item: item(
          action, entry,
          self.error(S3Problem(error), entry)))
    }
  }

  /// An object that stands for a directory becomes one.
  private func makeFolder(_ entry: TransferEntry) async throws -> Outcome {
    do throws(S3Problem) {
      let names = try LocalPaths.components(of: String(entry.name.dropLast()))
      guard entry.size == 0 else {
        throw S3Problem(
          code: .unsafePath,
          message: "\(entry.name.debugDescription) has content, but its key is that of a directory. It was not read.")
      }
      if options.execution == .real, let root = target.directory {
        do {
          try await directories.make(names, in: root)
        } catch let error as FileTransferError {
          throw S3Problem(error)
        } catch {
          throw S3Problem(.body, code: .file, message: "The transfer was cancelled.", cause: error)
        }
      }
    } catch {
      try Task.checkCancellation()
      return Outcome(item: item(.download, entry, self.error(error, entry)))
    }
    return Outcome(item: item(.download, entry), movedKey: moves ? entry.name : nil)
  }

  private func perform(_ action: S3.TransferItem.Action, _ entry: TransferEntry) async throws {
    let part = progress?.part()
    switch (source, target) {
    case (.directory, .objects(let bucket, _)):
      let path = (source.directory ?? "") + "/" + entry.name
      var input = S3.PutObjectInput(bucket: bucket, key: (target.prefix ?? "") + entry.name)
      options.prepareUpload?(&input, path)
      try await client.upload(file: path, input, options: options.upload, progress: part)
    case (.objects(let bucket, _), .directory):
      let root = target.directory ?? ""
      let names = try LocalPaths.components(of: entry.name)
      try await directories.make(names.dropLast(), in: root)
      var input = S3.GetObjectInput(bucket: bucket, key: (source.prefix ?? "") + entry.name)
      options.prepareDownload?(&input)
      var download = options.download
      download.fileTime = .object
      try await client.download(
        Downloader(
          client: client, input: input, path: root + "/" + entry.name, options: download, progress: part,
          listedSize: entry.size))
    case (.objects(let from, _), .objects(let to, _)):
      var input = S3.CopyObjectInput(
        bucket: to, copySource: S3.CopySource(bucket: from, key: (source.prefix ?? "") + entry.name),
        key: (target.prefix ?? "") + entry.name)
      options.prepareCopy?(&input)
      _ = try await client.copy(input, size: entry.size, options.copy, part)
    case (.directory, .directory): break
    }
  }

  private func isSame(_ entry: TransferEntry, _ old: TransferEntry) async throws -> Bool {
    if comparison == .existence { return true }
    guard comparison != .always, entry.size == old.size else { return false }
    switch comparison {
    case .always: return false
    case .existence, .size: return true
    case .sizeAndTime: return !entry.isNewer(than: old)
    case .commandLine: return target.directory == nil ? !entry.isNewer(than: old) : !old.isNewer(than: entry)
    case .commandLineExactTimestamps:
      return !entry.isNewer(than: old) && (target.directory == nil || !old.isNewer(than: entry))
    case .checksum:
      return try await ContentComparison(client: client, source: source, target: target).isSame(entry, old)
    }
  }

  // MARK: - Deleting

  private func removeMoved(_ names: [String], _ report: inout S3.DirectoryReport) async throws {
    try await remove(names, from: source, .removeSource, &report)
  }

  private func removeExtras(_ names: [String], _ report: inout S3.DirectoryReport) async throws {
    try await remove(names, from: target, .delete, &report)
  }

  private func remove(
    _ names: [String], from location: S3.Location, _ action: S3.TransferItem.Action,
    _ report: inout S3.DirectoryReport
  ) async throws {
    func record(_ name: String, _ error: S3Error?) throws {
      let item = S3.TransferItem(action: action, name: name, size: nil, error: error)
      report.items.append(item)
      progress?.report(item)
      if let error, options.failures == .stop { throw error }
    }
    guard options.execution == .real else {
      for name in names { try record(name, nil) }
      return
    }
    if let bucket = location.bucket {
      let prefix = location.prefix ?? ""
      let deletions = try await client.delete(keys: names.map { prefix + $0 }, in: bucket)
      for (name, deletion) in zip(names, deletions) { try record(name, deletion.error) }
    } else if let root = location.directory {
      for name in names {
        do {
          try await LocalDirectory.removeFile(
            name.utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) }, in: root)
          try record(name, nil)
        } catch let error as FileTransferError {
          try record(name, S3Error(S3Problem(error), operation: "s3.DirectoryTransfer", target: .service))
        }
      }
    }
  }

  // MARK: - The report

  private func record(_ outcome: Outcome, _ report: inout S3.DirectoryReport, _ moved: inout [String]) throws {
    guard let item = outcome.item else {
      report.unchanged += 1
      return
    }
    report.items.append(item)
    progress?.report(item)
    if let name = outcome.movedKey { moved.append(name) }
    if let error = item.error, options.failures == .stop { throw error }
  }

  private func item(
    _ action: S3.TransferItem.Action, _ entry: TransferEntry, _ error: S3Error? = nil
  ) -> S3.TransferItem {
    S3.TransferItem(action: action, name: entry.name, size: entry.size, error: error)
  }

  private func error(_ problem: S3Problem, _ entry: TransferEntry) -> S3Error {
    let target: S3Target =
      source.bucket.map { .object(bucket: $0, key: (source.prefix ?? "") + entry.name) }
      ?? .object(bucket: target.bucket ?? "", key: (target.prefix ?? "") + entry.name)
    return S3Error(problem, operation: "s3.DirectoryTransfer", target: target)
  }
}

/// The directories that a transfer has made or found, so that each is looked at once.
private final class MadeDirectories: Sendable {
  private let paths = Locked<Set<ExactText>>([])

  /// Makes directories below a root, as far as they are not there; see ``LocalDirectory/create(_:in:)``.
  func make(_ names: some BidirectionalCollection<String>, in root: String) async throws {
    let path = ([root] + names).joined(separator: "/").exact
    if paths.withLock({ $0.contains(path) }) { return }
    try await LocalDirectory.create(root.isEmpty ? "/" : root)
    try await LocalDirectory.create(Array(names), in: root)
    paths.withLock { _ = $0.insert(path) }
  }
}

extension TransferEntry {
  /// Whether it is an object that stands for a directory.
  var isFolderMarker: Bool { name.utf8.last == UInt8(ascii: "/") }

  /// Whether it was changed after another one was written.
  fileprivate func isNewer(than old: TransferEntry) -> Bool {
    guard let modified, let time = old.modified else { return true }
    // S3 keeps whole seconds, rounded down: what was changed in the second of its upload is not newer.
    let seconds = modified.timeIntervalSince1970
    let before = time.timeIntervalSince1970
    return before == before.rounded(.down) ? seconds.rounded(.down) > before : seconds > before
  }
}
