import AWSCore
public import AWSCredentials
public import Logging

/// Where a client gets its credentials from, in one line.
///
/// ```swift
/// let s3 = try await S3Client(credentials: .profile("dev"))
/// let es = try await ElasticClient(
///   "search-books.eu-west-1.es.amazonaws.com",
///   credentials: .assumeRole("arn:aws:iam::123456789012:role/reader", using: .instanceMetadata))
/// ```
///
/// A source is a description: nothing is read or sent when it is made. Each client that is given one makes a cache of
/// its own, with the client's environment, files, network and clock. To share credentials between clients, make the
/// cache once, with ``cache(in:logger:)`` or `CredentialCache(provider: .profile("dev"))`, and give that to each of them.
///
/// A source concerns credentials only. The region, the endpoint and other settings are those of the client.
public struct CredentialSource: Sendable {
  private enum Choice: Sendable {
    case standard
    case cache(CredentialCache)
    case provider(@Sendable (CredentialProviderContext?) -> any CredentialProvider)
  }

  /// The name in messages, such as `profile`.
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

  /// The cache over what the source describes.
  ///
  /// - Parameters:
  ///   - context: Environment, files, network and clock; by default the process's.
  ///   - logger: The logger for failures of the provider; secrets are never logged.
  /// - Returns: For ``default`` without a context, `CredentialCache.shared`; for ``cache(_:)`` the cache it was made with;
  ///   otherwise a new one.
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
  /// The default chain of an AWS SDK: environment, profile, web identity, container, instance metadata.
  public static let `default` = CredentialSource("default", .standard)

  /// The environment variables `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`.
  public static let environment = CredentialSource("environment") {
    EnvironmentCredentialProvider(environment: $0?.environment ?? .current)
  }

  /// No credentials: requests are sent without a signature, as for public buckets.
  public static let anonymous = CredentialSource("anonymous", .cache(.anonymous))

  /// The credentials of the role of the EC2 instance.
  public static let instanceMetadata = CredentialSource("instance metadata") {
    .instanceMetadata(in: $0 ?? .process)
  }

  /// The credentials of the ECS task or EKS pod.
  public static let container = CredentialSource("container") { .container(in: $0 ?? .process) }

  /// The role and token file that `AWS_ROLE_ARN` and `AWS_WEB_IDENTITY_TOKEN_FILE` name.
  public static let webIdentity = CredentialSource("web identity") { .webIdentity(in: $0 ?? .process) }

  /// Credentials that the program has.
  ///
  /// - Parameter credentials: The credentials.
  public static func `static`(_ credentials: Credentials) -> CredentialSource {
    CredentialSource("static") { _ in .static(credentials) }
  }

  /// Credentials that the program has, without an expiration.
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

  /// The credentials of a profile of the shared config and credentials files, whatever kind they are.
  ///
  /// - Parameter name: The profile's name.
  public static func profile(_ name: String) -> CredentialSource {
    CredentialSource("profile '\(name.oneLine(limit: 100))'") { .profile(name, in: $0 ?? .process) }
  }

  /// A role that is assumed with the OpenID Connect token in a file.
  ///
  /// - Parameters:
  ///   - roleArn: The role's ARN.
  ///   - tokenFile: The path of the file, which is read at each fetch.
  ///   - sessionName: The session's name; `nil` for a generated one.
  public static func webIdentity(
    roleArn: String, tokenFile: String, sessionName: String? = nil
  ) -> CredentialSource {
    CredentialSource("web identity") {
      .webIdentity(roleArn: roleArn, tokenFile: tokenFile, sessionName: sessionName, in: $0 ?? .process)
    }
  }

  /// A role of IAM Identity Center, for a user who has logged in with `aws sso login`. For a role that a profile
  /// describes, use ``profile(_:)``.
  ///
  /// - Parameters:
  ///   - startURL: The start URL of the access portal.
  ///   - region: The region of the Identity Center.
  ///   - accountId: The account.
  ///   - roleName: The name of the role.
  ///   - session: The name of the `[sso-session]` that the user has logged in to; `nil` if the login is one without a
  ///     session, the older form.
  public static func sso(
    startURL: String, region: String, accountId: String, roleName: String, session: String? = nil
  ) -> CredentialSource {
    CredentialSource("SSO") {
      .sso(
        startURL: startURL, region: region, accountId: accountId, roleName: roleName, session: session,
        in: $0 ?? .process)
    }
  }

  /// A role that is assumed with other credentials.
  ///
  /// - Parameters:
  ///   - roleArn: The role's ARN.
  ///   - sessionName: The session's name; `nil` for a generated one.
  ///   - externalId: The external id that the role's trust policy asks for.
  ///   - duration: How long a session lasts, in whole seconds; `nil` for the service's default, an hour.
  ///   - mfaSerial: The serial number or ARN of the MFA device whose code the role's trust policy asks for.
  ///   - credentials: Where the credentials come from to assume it with. They are cached.
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

  /// The credentials that a program prints, in the form that the AWS SDKs ask of a `credential_process`.
  ///
  /// - Parameter commandLine: The program and its arguments. No shell is started; see ``ProcessCredentialProvider``.
  public static func process(_ commandLine: String) -> CredentialSource {
    CredentialSource("process") { .process(commandLine, in: $0 ?? .process) }
  }

  /// A provider of the program's own.
  ///
  /// - Parameter provider: The provider.
  public static func provider(_ provider: any CredentialProvider) -> CredentialSource {
    CredentialSource(provider.name) { _ in provider }
  }

  /// A cache that the program has.
  ///
  /// - Parameter cache: The cache.
  public static func cache(_ cache: CredentialCache) -> CredentialSource {
    CredentialSource(cache.providerName, .cache(cache))
  }
}

extension CredentialSource: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The same as ``name``.
  public var description: String { name }
  /// The same as ``name``.
  public var debugDescription: String { name }
  /// A mirror with the name.
  public var customMirror: Mirror { Mirror(self, children: ["name": name], displayStyle: .struct) }
}

extension CredentialSource {
  /// The same source.
  public var credentialSource: CredentialSource { self }
}

extension CredentialCache {
  /// This cache, as a source.
  public var credentialSource: CredentialSource { .cache(self) }
}
