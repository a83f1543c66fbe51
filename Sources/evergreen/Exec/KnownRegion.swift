import AWSCore
import AWSCredentials
import ArgumentParser

/// The region for a command that is started with credentials.
enum KnownRegion {
  /// Finds the region without asking anybody who has not given the credentials.
  ///
  /// - Parameters:
  ///   - argument: The region that the caller gives.
  ///   - credentials: The credentials: those of an EC2 instance have the instance's region if no setting says another.
  ///   - context: Environment and profile.
  /// - Returns: The region; `nil` if nothing tells it, which is not an error: the command may know it.
  static func find(
    _ argument: String?, for credentials: Credentials, in context: CredentialProviderContext
  ) async throws -> String? {
    let given = argument?.nilIfBlank.map { (text: $0, origin: "--region") }
    if let setting = try given ?? SharedSettings(context: context).regionSetting {
      guard let region = AWSRegion(setting.text) else {
        throw ValidationError(AWSRegion.refusal(of: setting.text, from: setting.origin))
      }
      return region.name
    }
    guard credentials.provider == InstanceMetadataCredentialProvider(context: context).name else { return nil }
    return try? await InstanceMetadataClient(context: context).region()
  }
}
