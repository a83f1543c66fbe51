import AWSCore

extension S3Client {
  /// Uploads all files below a directory. The key of each is the prefix and its path relative to the directory.
  ///
  /// - Parameters:
  ///   - path: The path of the directory.
  ///   - bucket: The name of the bucket.
  ///   - prefix: What the keys begin with. Unless it is empty, a slash is added to it if it does not end with one.
  ///   - options: Which files, how many at once, and what to do with a failure.
  ///   - progress: Where to report how far the transfer has got; `nil` for nowhere.
  /// - Returns: What was done with each file.
  /// - Throws: ``S3Error`` for the first file that failed, unless ``S3/DirectoryOptions/failures`` is `.collect`, and if
  ///   the directory cannot be read; `CancellationError` if the task is cancelled.
  @discardableResult
  public func upload(
    directory path: String, bucket: String, prefix: String = "", options: S3.DirectoryOptions = S3.DirectoryOptions(),
    progress: S3.TransferProgress? = nil
  ) async throws -> S3.DirectoryReport {
    try await copy(
      from: .directory(path), to: .objects(bucket: bucket, prefix: prefix), options: options, progress: progress)
  }

  /// Downloads all objects whose keys begin with a prefix. The path of each file relative to the directory is the key
  /// without the prefix.
  ///
  /// Keys are foreign text, so no key leads out of the directory: one with `..`, `//`, a leading slash or a NUL in it,
  /// one that is too long for a file, and one that is the same file as another, is an error of that item. Directories
  /// below the given one that are symbolic links are not followed. An empty object whose key ends with a slash becomes a
  /// directory.
  ///
  /// - Parameters:
  ///   - bucket: The name of the bucket.
  ///   - prefix: What the keys begin with. Unless it is empty, a slash is added to it if it does not end with one.
  ///   - path: The path of the directory. It is made if it is not there. Existing files are replaced.
  ///   - options: Which objects, how many at once, and what to do with a failure.
  ///   - progress: Where to report how far the transfer has got; `nil` for nowhere.
  /// - Returns: What was done with each object.
  /// - Throws: ``S3Error`` for the first object that failed, unless ``S3/DirectoryOptions/failures`` is `.collect`, and
  ///   if the objects cannot be listed; `CancellationError` if the task is cancelled.
  @discardableResult
  public func download(
    bucket: String, prefix: String, toDirectory path: String, options: S3.DirectoryOptions = S3.DirectoryOptions(),
    progress: S3.TransferProgress? = nil
  ) async throws -> S3.DirectoryReport {
    try await copy(
      from: .objects(bucket: bucket, prefix: prefix), to: .directory(path), options: options, progress: progress)
  }

  /// Copies all files of a directory to a prefix, all objects of a prefix to a directory, or all objects of a prefix to
  /// another one.
  ///
  /// - Parameters:
  ///   - source: The files or objects to copy.
  ///   - target: Where to copy them to. What is there already is replaced.
  ///   - options: Which of them, how many at once, and what to do with a failure.
  ///   - progress: Where to report how far the transfer has got; `nil` for nowhere.
  /// - Returns: What was done with each.
  /// - Throws: ``S3Error`` for the first one that failed, unless ``S3/DirectoryOptions/failures`` is `.collect`, and if
  ///   they cannot be listed; `CancellationError` if the task is cancelled.
  @discardableResult
  public func copy(
    from source: S3.Location, to target: S3.Location, options: S3.DirectoryOptions = S3.DirectoryOptions(),
    progress: S3.TransferProgress? = nil
  ) async throws -> S3.DirectoryReport {
    try await run(
      DirectoryTransfer(client: self, source: source, target: target, options: options, progress: progress))
  }

  /// Copies as ``copy(from:to:options:progress:)`` does, and deletes from the source what has been copied, after
  /// everything has been copied.
  ///
  /// A file or object that is changed between its copy and its deletion loses that change.
  ///
  /// - Parameters:
  ///   - source: The files or objects to move. Directories that become empty stay.
  ///   - target: Where to move them to. What is there already is replaced.
  ///   - options: Which of them, how many at once, and what to do with a failure.
  ///   - progress: Where to report how far the transfer has got; `nil` for nowhere.
  /// - Returns: What was done with each.
  /// - Throws: What ``copy(from:to:options:progress:)`` throws. Nothing has been deleted from the source if a copy
  ///   failed and the call ended because of it.
  @discardableResult
  public func move(
    from source: S3.Location, to target: S3.Location, options: S3.DirectoryOptions = S3.DirectoryOptions(),
    progress: S3.TransferProgress? = nil
  ) async throws -> S3.DirectoryReport {
    try await run(
      DirectoryTransfer(
        client: self, source: source, target: target, options: options, moves: true, progress: progress))
  }

  /// Makes a target like a source: copies the files or objects that the target lacks or has with another content, and
  /// can delete what the source does not have.
  ///
  /// ```swift
  /// try await s3.sync(from: .directory("site"), to: .objects(bucket: "www"), extras: .deleted)
  /// ```
  ///
  /// - Parameters:
  ///   - source: The files or objects to copy.
  ///   - target: Where to copy them to.
  ///   - comparison: When one that the target has is copied.
  ///   - extras: What to do with those of the target that the source does not have. By default they stay.
  ///   - options: Which of them, how many at once, and what to do with a failure.
  ///   - progress: Where to report how far the transfer has got; `nil` for nowhere.
  /// - Returns: What was done with each, and how many were left as they are.
  /// - Throws: What ``copy(from:to:options:progress:)`` throws. Nothing has been deleted if a copy failed and the call
  ///   ended because of it, or if the source could not be listed.
  @discardableResult
  public func sync(
    from source: S3.Location, to target: S3.Location, comparison: S3.SyncComparison = .sizeAndTime,
    extras: S3.ExtraItems = .kept, options: S3.DirectoryOptions = S3.DirectoryOptions(),
    progress: S3.TransferProgress? = nil
  ) async throws -> S3.DirectoryReport {
    try await run(
      DirectoryTransfer(
        client: self, source: source, target: target, options: options, comparison: comparison, extras: extras,
        progress: progress))
  }

  /// Deletes all objects whose keys begin with a prefix.
  ///
  /// - Parameters:
  ///   - prefix: What the keys begin with, exactly: `logs` is also the beginning of `logs-2025/a`. An empty prefix
  ///     means every object of the bucket.
  ///   - bucket: The name of the bucket.
  ///   - options: Which objects by their keys without the prefix, whether to delete them, and what to do with a failure.
  ///   - progress: Where to report each object; `nil` for nowhere.
  /// - Returns: What was done with each object.
  /// - Throws: ``S3Error`` for the first object that could not be deleted, unless ``S3/DirectoryOptions/failures`` is
  ///   `.collect`, and if the objects cannot be listed; `CancellationError` if the task is cancelled.
  @discardableResult
  public func delete(
    prefix: String, in bucket: String, options: S3.DirectoryOptions = S3.DirectoryOptions(),
    progress: S3.TransferProgress? = nil
  ) async throws -> S3.DirectoryReport {
    defer { progress?.finish() }
    var report = S3.DirectoryReport()
    var batch: [S3.Object] = []
    func flush() async throws {
      let keys = batch.map(\.key)
      let errors =
        options.execution == .real
        ? try await delete(keys: keys, in: bucket).map(\.error) : keys.map { _ in nil }
      for (object, error) in zip(batch, errors) {
        let item = S3.TransferItem(
          action: .delete, name: String(Substring(object.key.utf8.dropFirst(prefix.utf8.count))), size: object.size,
          error: error)
        report.items.append(item)
        progress?.report(item)
        if let error, options.failures == .stop { throw error }
      }
      batch = []
    }
    var list = S3.ListObjectsV2Input(bucket: bucket, prefix: prefix.nilIfEmpty)
    list.maxKeys = options.pageSize
    for try await page in PagesAhead(listObjectsV2Pages(list)) {
      for object in page.contents
      where options.filter.includes(String(Substring(object.key.utf8.dropFirst(prefix.utf8.count)))) {
        batch.append(object)
        if batch.count == 4000 { try await flush() }
      }
    }
    if !batch.isEmpty { try await flush() }
    return report
  }

  private func run(_ transfer: DirectoryTransfer) async throws -> S3.DirectoryReport {
    do {
      return try await transfer.run()
    } catch {
      throw error is S3Error ? error : Self.contentError(error, target: .service)
    }
  }
}
