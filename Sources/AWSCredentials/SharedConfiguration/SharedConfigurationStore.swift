import AWSCore
public import Logging

/// Caches the merged content of the shared config and credentials files, and reads the files again when they change on
/// disk.
///
/// A change is recognised by the files' time of change, size, inode and read permissions. A call for unchanged files
/// therefore parses nothing: it asks the system for the status of each file and, if every user may read the file, of
/// the folders above it. If a file system has no status of files, they are read at each call. A failure is not cached:
/// the next call tries again.
public final class SharedConfigurationStore: Sendable {
  let fileSystem: any CredentialFileSystem
  private let logger: Logger
  private let kept = Locked<Kept?>(nil)

  /// The warnings of the last reading: those that are there again are not logged again.
  private let warned = Locked<Set<String>>([])

  private struct Kept {
    let files: SharedConfigurationFiles
    let statuses: [FileStatus?]
    let configuration: SharedConfiguration
  }

  /// Makes a store that has not read any files yet.
  ///
  /// - Parameters:
  ///   - fileSystem: Reads the files.
  ///   - logger: Gets the warnings about the files, once for each change.
  public init(fileSystem: any CredentialFileSystem, logger: Logger = .current) {
    self.fileSystem = fileSystem
    self.logger = logger
  }

  /// The merged content of the shared files. The files are read again only when they have changed.
  ///
  /// - Parameter files: Where the files are.
  /// - Throws: ``CredentialError``, in the same cases as ``SharedConfiguration/load(_:fileSystem:)``.
  public func configuration(_ files: SharedConfigurationFiles) throws(CredentialError) -> SharedConfiguration {
    // Taken before the files are read: a file that changes meanwhile is read again at the next call.
    let statuses = self.statuses(files)
    if let statuses, let kept = kept.withLock({ $0 }), kept.files == files, kept.statuses == statuses {
      return kept.configuration
    }
    let configuration = try SharedConfiguration.load(files, fileSystem: fileSystem)
    // What makes a file readable (its mode, its owner) shows in no status, so one that was not is tried each time.
    let isComplete = configuration.unreadableFiles.isEmpty
    kept.withLock { kept in
      kept =
        isComplete ? statuses.map { Kept(files: files, statuses: $0, configuration: configuration) } : nil
    }
    let warnings = configuration.warnings
    let previous = warned.withLock { warned in
      defer { warned = Set(warnings) }
      return warned
    }
    for warning in warnings where !previous.contains(warning) { logger.warning("\(warning)") }
    return configuration
  }

  /// The merged content of the shared files at the paths that the environment variables determine. The files are read
  /// again only when they have changed.
  ///
  /// - Parameters:
  ///   - environment: The environment variables.
  ///   - platform: The operating system whose rules for file paths apply.
  /// - Throws: ``CredentialError``, in the same cases as ``configuration(_:)``.
  public func configuration(
    environment: ProcessEnvironment, platform: SharedConfigurationFiles.Platform = .current
  ) throws(CredentialError) -> SharedConfiguration {
    try configuration(SharedConfigurationFiles(environment: environment, platform: platform))
  }

  /// The status of each file, `nil` for one that does not exist; or `nil` altogether if changes cannot be told.
  private func statuses(_ files: SharedConfigurationFiles) -> [FileStatus?]? {
    var statuses: [FileStatus?] = []
    for path in [files.config, files.credentials] {
      guard let path else {
        statuses.append(nil)
        continue
      }
      do {
        guard let status = try fileSystem.status(of: path) else { return nil }
        statuses.append(status)
      } catch {
        guard error.code == .notFound else { return nil }
        statuses.append(nil)
      }
    }
    return statuses
  }
}
