import AWSCore
public import AWSCredentials
public import Logging

/// The source of a client's credentials, such as a profile or a role, written as an argument of the client's
/// initialiser.
///
/// ```swift
/// let s3 = try await S3Client(credentials: .profile("dev"))
/// let es = try await ElasticClient(
///   "search-books.eu-west-1.es.amazonaws.com",
///   credentials: .assumeRole("arn:aws:iam::123456789012:role/reader", using: .instanceMetadata))
/// ```
///
/// A source is a description: nothing is read or sent when it is made. Each client that is given a source makes a cache
/// of its own, with the client's environment, files, network and clock. To share credentials between clients, make one
/// cache with ``cache(in:logger:)`` or `CredentialCache(provider: .profile("dev"))`, and pass that cache to each
/// client.
///
/// A source concerns credentials only. The region, the endpoint and other settings are those of the client.
public struct CredentialSource: Sendable {
  private enum Choice: Sendable {
    case standard
    case cache(CredentialCache)
    case provider(@Sendable (CredentialProviderContext?) -> any CredentialProvider)
  }

  /// The name of the source in messages, such as `profile`.
  public let name: String
  private let choice: Choice

  private init(_ name: String, _ choice: Choice) {
    self.name = name
    self.choice = choice
  }

  /// - Parameter provider: Makes the provider; its argument is `nil` for this process.
  private init(_ name: String, provider: @escaping @Sendable (CredentialProviderContext?) -> any CredentialProvider) {
    self.init(name, .provider(provider))
  }

  /// Returns a cache of the credentials that the source describes.
  ///
  /// - Parameters:
  ///   - context: The environment, files, network and clock to use; by default those of this process.
  ///   - logger: Logs failures of the credential provider; secrets are never logged.
  /// - Returns: For ``default`` without a context, `CredentialCache.shared`. For a source made with ``cache(_:)``, that
  ///   cache. Otherwise a new cache.
  public func cache(in context: CredentialProviderContext? = nil, logger: Logger = .current) -> CredentialCache {
    let provider: any CredentialProvider
    switch choice {
    case .standard:
      guard let context else { return .shared }
      provider = .default(in: context)
    case .cache(let cache): return cache
    case .provider(let make): provider = make(context)
    }
    let place = context ?? .process
    return CredentialCache(
      provider: provider, policy: RefreshPolicy(providerTimeout: place.providerTimeout), clock: place.clock,
      random: place.random, logger: logger)
  }
}

extension CredentialSource {
  /// The default chain of an AWS SDK: environment, profile, web identity, container, instance metadata. The first of
  /// these that is configured provides the credentials.
  public static let `default` = CredentialSource("default", .standard)

  /// The credentials in the environment variables `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`.
  public static let environment = CredentialSource("environment") {
    EnvironmentCredentialProvider(environment: $0?.environment ?? .current)
  }

  /// No credentials: requests are sent without a signature, as for public buckets.
  public static let anonymous = CredentialSource("anonymous", .cache(.anonymous))

  /// The credentials of the EC2 instance that the process runs on: those of the instance's role.
  public static let instanceMetadata = CredentialSource("instance metadata") {
    .instanceMetadata(in: $0 ?? .process)
  }

  /// The credentials of the ECS task or EKS pod that the process runs in.
  public static let container = CredentialSource("container") { .container(in: $0 ?? .process) }

  /// The credentials of the role that `AWS_ROLE_ARN` names, assumed with the token in the file that
  /// `AWS_WEB_IDENTITY_TOKEN_FILE` names.
  public static let webIdentity = CredentialSource("web identity") { .webIdentity(in: $0 ?? .process) }

  /// Credentials that the program already has, as one value.
  ///
  /// - Parameter credentials: The credentials to sign with. When they expire, no others are fetched.
  public static func `static`(_ credentials: Credentials) -> CredentialSource {
    CredentialSource("static") { _ in .static(credentials) }
  }

  /// Credentials that the program already has, as texts. They never expire for the client.
  ///
  /// - Parameters:
  ///   - accessKeyId: The access key id.
  ///   - secretAccessKey: The secret access key.
  ///   - sessionToken: The session token; `nil` for long-term credentials, which have none.
  public static func `static`(
    accessKeyId: String, secretAccessKey: String, sessionToken: String? = nil
  ) -> CredentialSource {
    CredentialSource("static") { _ in
      .static(accessKeyId: accessKeyId, secretAccessKey: secretAccessKey, sessionToken: sessionToken)
    }
  }

  /// The credentials of a profile in the shared config and credentials files, whether the profile contains static keys
  /// or names a role, a login or a program.
  ///
  /// - Parameter name: The profile's name.
  public static func profile(_ name: String) -> CredentialSource {
    CredentialSource("profile '\(name.oneLine(limit: 100))'") { .profile(name, in: $0 ?? .process) }
  }

  /// The credentials of a role that is assumed with the OpenID Connect token in a file.
  ///
  /// - Parameters:
  ///   - roleArn: The ARN of the role to assume.
  ///   - tokenFile: The path of the file that contains the token. The file is read each time credentials are fetched.
  ///   - sessionName: The name of the role session; `nil`, the default, for a generated name.
  public static func webIdentity(
    roleArn: String, tokenFile: String, sessionName: String? = nil
  ) -> CredentialSource {
    CredentialSource("web identity") {
      .webIdentity(roleArn: roleArn, tokenFile: tokenFile, sessionName: sessionName, in: $0 ?? .process)
    }
  }

  /// The credentials of a role of IAM Identity Center, for a user who has logged in with `aws sso login`. If a profile
  /// describes the role, use ``profile(_:)``.
  ///
  /// - Parameters:
  ///   - startURL: The start URL of the access portal.
  ///   - region: The AWS region of IAM Identity Center.
  ///   - accountId: The id of the account that the role belongs to.
  ///   - roleName: The name of the role (permission set) in that account.
  ///   - session: The name of the `[sso-session]` section that the user has logged in with; `nil`, the default, for the
  ///     older form of login, which has no such section.
  public static func sso(
    startURL: String, region: String, accountId: String, roleName: String, session: String? = nil
  ) -> CredentialSource {
    CredentialSource("SSO") {
      .sso(
        startURL: startURL, region: region, accountId: accountId, roleName: roleName, session: session,
        in: $0 ?? .process)
    }
  }

  /// The credentials of a role that is assumed with other credentials.
  ///
  /// - Parameters:
  ///   - roleArn: The ARN of the role to assume.
  ///   - sessionName: The name of the role session; `nil`, the default, for a generated name.
  ///   - externalId: The external id that the role's trust policy requires; `nil`, the default, for none.
  ///   - duration: How long a session lasts; fractions of a second are dropped. `nil`, the default, for the default of
  ///     STS, an hour.
  ///   - mfaSerial: The serial number or ARN of the MFA device whose code the role's trust policy requires; `nil`, the
  ///     default, for none.
  ///   - credentials: The source of the credentials that the role is assumed with. These credentials are cached.
  public static func assumeRole(
    _ roleArn: String, sessionName: String? = nil, externalId: String? = nil, duration: Duration? = nil,
    mfaSerial: String? = nil, using credentials: CredentialSource = .default
  ) -> CredentialSource {
    CredentialSource("assume role \(roleArn.oneLine())") {
      .assumeRole(
        roleArn, sessionName: sessionName, externalId: externalId, duration: duration, mfaSerial: mfaSerial,
        using: credentials, in: $0)
    }
  }

  /// The credentials that a program prints, in the form that the AWS SDKs define for `credential_process`.
  ///
  /// - Parameter commandLine: The program and its arguments. The program is run without a shell; see
  ///   ``ProcessCredentialProvider``.
  public static func process(_ commandLine: String) -> CredentialSource {
    CredentialSource("process") { .process(commandLine, in: $0 ?? .process) }
  }

  /// The credentials of any credential provider, for example one that the program implements itself.
  ///
  /// - Parameter provider: The provider to fetch the credentials from.
  public static func provider(_ provider: any CredentialProvider) -> CredentialSource {
    CredentialSource(provider.name) { _ in provider }
  }

  /// The credentials of a cache that the program already has. Clients with this source share the cache.
  ///
  /// - Parameter cache: The cache to take the credentials from.
  public static func cache(_ cache: CredentialCache) -> CredentialSource {
    CredentialSource(cache.providerName, .cache(cache))
  }
}

extension CredentialSource: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The name of the source, which is the same as ``name``.
  public var description: String { name }
  /// The name of the source, which is the same as ``name``.
  public var debugDescription: String { name }
  /// A mirror with the name of the source only, because the source may hold secrets.
  public var customMirror: Mirror { Mirror(self, children: ["name": name], displayStyle: .struct) }
}

extension CredentialSource {
  /// This source itself, unchanged.
  public var credentialSource: CredentialSource { self }
}

extension CredentialCache {
  /// A source whose credentials come from this cache.
  public var credentialSource: CredentialSource { .cache(self) }
}
