/// A provider of the access keys that a profile in the shared config and credentials files contains.
///
/// The files are checked at each fetch and read again when they have changed, so credentials that were replaced in a
/// file are picked up. A profile that gets its credentials another way (a role to assume, single sign-on, a
/// `credential_process` …) is an error, and a chain does not go on to its next provider: that would sign requests with
/// another identity. `ProfileCredentialProvider` of the library `AWSIdentity` supports every way.
public struct SharedFileCredentialProvider: CredentialProvider {
  /// The name of this provider in messages and logs: `shared files`.
  public let name = "shared files"
  let context: CredentialProviderContext

  /// Makes a provider that reads the access keys of a profile.
  ///
  /// - Parameters:
  ///   - profile: The name of the profile. It takes precedence over the profile of the context, which is used for
  ///     `nil`.
  ///   - context: The environment and files to use. Its profile is the one that the environment chooses (see
  ///     ``ActiveProfile``), unless the program has set another.
  public init(profile: String? = nil, context: CredentialProviderContext) {
    self.context = context.using(profile: profile)
  }

  /// Reads the profile's access keys from the shared files.
  ///
  /// - Throws: ``CredentialError/Code/notConfigured`` if the profile says nothing about credentials, or is the default
  ///   one and does not exist; ``CredentialError/Code/invalidConfiguration`` if a file is broken, a profile that the
  ///   program or the environment named does not exist, half of a key pair is missing, or the profile gets its
  ///   credentials another way.
  public func credentials() async throws(CredentialError) -> Credentials {
    do throws(CredentialError) {
      let configuration = try context.sharedConfiguration()
      let reader = try configuration.reader(of: context.profile, provider: name)
      guard let method = try reader.method() else {
        throw CredentialError(.notConfigured, provider: name, message: "\(configuration.emptyProfile(reader)).")
      }
      guard method == .staticKeys, let keys = try reader.staticKeys() else { throw refusal(method, reader) }
      return keys
    } catch {
      throw CredentialError(error.code, provider: name, message: error.message, cause: error.cause)
    }
  }

  /// How the profile gets its credentials; `nil` if it says nothing about them.
  func method(in configuration: SharedConfiguration) throws(CredentialError) -> ProfileMethod? {
    try configuration.reader(of: context.profile, provider: name).method()
  }

  private func refusal(_ method: ProfileMethod, _ reader: ProfileReader) -> CredentialError {
    let key = method.properties.first { reader.section.property($0) != nil }
    let place = key.map { ", by \($0)\(reader.place(of: $0))" } ?? ""
    return CredentialError(
      .invalidConfiguration, provider: name,
      message:
        "The \(context.profile) gets its credentials from \(method.meaning)\(place), which this provider does not support; "
        + "use ProfileCredentialProvider of the library AWSIdentity, or a profile with aws_access_key_id and "
        + "aws_secret_access_key.")
  }
}
