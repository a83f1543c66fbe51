import AWSCore

extension SharedConfiguration {
  /// Reads the shared config and credentials files and merges their content.
  ///
  /// A file that does not exist counts as empty. So does a file in its default place in the home directory that exists
  /// but cannot be read (because of its mode, a folder in its place, or a loop of symbolic links), since the program
  /// may not need it. Such a file is listed in ``warnings`` and ``unreadableFiles``, and providers refuse a profile
  /// that the other file defines, because what the unreadable file says about that profile is not known.
  ///
  /// - Parameters:
  ///   - files: Where the files are.
  ///   - fileSystem: Reads the files.
  /// - Throws: ``CredentialError`` if a file that a variable or the program named cannot be read, or a file is larger
  ///   than ``sizeLimit``, is not UTF-8 or is not well-formed. The error names the file and, where there is one, the
  ///   line.
  public static func load(
    _ files: SharedConfigurationFiles, fileSystem: any CredentialFileSystem = SystemFileSystem()
  ) throws(CredentialError) -> SharedConfiguration {
    var merger = SharedConfigurationMerger()
    for (kind, path, origin) in [
      (SharedConfigurationMerger.Kind.config, files.config, files.configOrigin),
      (.credentials, files.credentials, files.credentialsOrigin),
    ] {
      guard let path else {
        merger.inspected.append(InspectedFile(role: kind.role, path: path, exists: false))
        continue
      }
      switch try content(of: path, kind, origin, fileSystem) {
      case .missing: merger.inspected.append(InspectedFile(role: kind.role, path: path, exists: false))
      case .unreadable(let reason):
        let file = InspectedFile(role: kind.role, path: path, exists: true, problem: reason)
        merger.inspected.append(file)
        merger.warn(
          "The \(file); nothing in it applies. Make it readable, remove it, or name another in \(kind.variable).")
      case .bytes(let bytes):
        merger.inspected.append(InspectedFile(role: kind.role, path: path, exists: true))
        let sections = try SharedConfigurationParser.parse(bytes, file: path)
        for section in sections { merger.add(section, from: kind, file: path) }
        if sections.contains(where: { $0.properties["aws_secret_access_key"] != nil }),
          (try? fileSystem.status(of: path))??.readers == .everyone
        {
          merger.warn(
            "\(path.printable()) holds secret keys and every user of this machine can read it; run `chmod 600 \(path)`."
          )
        }
      }
    }
    return merger.merged()
  }

  /// Reads the shared files at the paths that the environment variables determine, and merges their content.
  ///
  /// - Parameters:
  ///   - environment: The environment variables.
  ///   - fileSystem: Reads the files.
  ///   - platform: The operating system whose rules for file paths apply.
  /// - Throws: ``CredentialError``, in the same cases as ``load(_:fileSystem:)``.
  public static func load(
    environment: ProcessEnvironment,
    fileSystem: any CredentialFileSystem = SystemFileSystem(),
    platform: SharedConfigurationFiles.Platform = .current
  ) throws(CredentialError) -> SharedConfiguration {
    try load(SharedConfigurationFiles(environment: environment, platform: platform), fileSystem: fileSystem)
  }

  private enum Content {
    case bytes([UInt8])
    case missing
    case unreadable(reason: String)
  }

  private static func content(
    of path: String, _ kind: SharedConfigurationMerger.Kind, _ origin: SharedConfigurationFiles.Origin,
    _ fileSystem: any CredentialFileSystem
  ) throws(CredentialError) -> Content {
    do {
      return .bytes(try fileSystem.read(path, limit: sizeLimit))
    } catch {
      if error.code == .notFound { return .missing }
      // A file that is too large can be read and is not well-formed; without file descriptors nothing is known about it.
      let isUnreadable = error.code != .tooLarge && error.code != .noResources
      if origin == .default, isUnreadable { return .unreadable(reason: error.reason) }
      var named = ""
      if case .environment(let variable) = origin { named = " named by \(variable)" }
      throw Self.error("The \(kind.role) \(path.printable())\(named) cannot be used: \(error.reason).", cause: error)
    }
  }
}
