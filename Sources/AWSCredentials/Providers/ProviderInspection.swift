import AWSCore

/// Whether a credential provider is configured and where it looks, as far as that can be determined without sending a
/// request or running a program.
public struct ProviderInspection: Sendable, Hashable {
  /// Whether the provider is configured.
  public var configuration: Configuration
  /// The places where the provider looks for credentials: variables, files, profiles, addresses. Secret values are left
  /// out.
  public var looked: [String]

  /// Whether a provider is configured.
  public enum Configuration: String, Sendable, Hashable, Encodable {
    /// The provider is configured. Its configuration may still be invalid.
    case configured
    /// None of the settings that the provider needs is present.
    case notConfigured
    /// Whether the provider is configured cannot be known without asking it for credentials.
    case unknown
  }

  /// Makes the inspection of a provider.
  ///
  /// - Parameters:
  ///   - configuration: Whether the provider is configured.
  ///   - looked: The places where the provider looks. They must not hold a secret; control characters become spaces.
  public init(_ configuration: Configuration, looked: [String] = []) {
    self.configuration = configuration
    self.looked = looked.map { $0.oneLine(limit: 400) }
  }
}

extension CredentialProvider {
  /// The inspection of a provider that does not implement this method: ``ProviderInspection/Configuration/unknown``,
  /// with no places where it looks.
  public func inspection() -> ProviderInspection { ProviderInspection(.unknown) }
}

// MARK: - What inspections say

extension ProviderInspection {
  /// A variable, and whether it is set; not its value.
  package static func variable(_ name: String, in environment: ProcessEnvironment) -> String {
    "\(name) (\(environment[name] == nil ? "not set" : "set"))"
  }

  /// A file, and whether it is there.
  package static func file(_ path: String, in fileSystem: any CredentialFileSystem) -> String {
    do throws(FileSystemError) {
      // If the file system has no status of files, reading the file shows whether it exists.
      if try fileSystem.status(of: path) == nil { _ = try fileSystem.read(path, limit: 16 * 1024 * 1024) }
      return "\(path.oneLine()) (exists)"
    } catch {
      return "\(path.oneLine()) (\(error.reason))"
    }
  }

  /// What the profile in use says about credentials: the files, the profile and who chose it, and each step.
  ///
  /// - Parameters:
  ///   - context: Environment, profile and files.
  ///   - steps: How the profile gets its credentials; `nil` if it says nothing about them.
  package static func profile(
    in context: CredentialProviderContext,
    steps: (SharedConfiguration) throws(CredentialError) -> [String]?
  ) -> ProviderInspection {
    let files = SharedConfigurationFiles(environment: context.environment, platform: context.platform)
    let fileSystem = context.fileSystem
    var looked = [files.config, files.credentials].compactMap { $0.map { file($0, in: fileSystem) } }
    if looked.isEmpty { looked.append("no shared files, because no home directory is set") }
    looked.append("\(context.profile)")
    do throws(CredentialError) {
      guard let steps = try steps(try context.sharedConfiguration()) else {
        return ProviderInspection(.notConfigured, looked: looked)
      }
      return ProviderInspection(.configured, looked: looked + steps)
    } catch {
      return ProviderInspection(error.code == .notConfigured ? .notConfigured : .configured, looked: looked)
    }
  }
}
