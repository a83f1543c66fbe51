extension Emulator {
  /// The environment variables with which an AWS SDK, the AWS CLI or an Evergreen client uses this emulator instead of
  /// AWS.
  ///
  /// ```swift
  /// try await Emulator.withEmulator { emulator in
  ///   let s3 = try await S3Client(environment: emulator.environment)
  ///   try await s3.createBucket("greetings")
  ///   let es = try await ElasticClient(emulator.elasticEndpoint, environment: emulator.environment)
  /// }
  /// ```
  ///
  /// | variable | value |
  /// |---|---|
  /// | `AWS_REGION`, `AWS_DEFAULT_REGION` | ``EmulatorConfiguration/region`` |
  /// | `AWS_ENDPOINT_URL_S3`, `_STS`, `_SSO`, `_SSO_OIDC`, `_SIGNIN` | the addresses of these services |
  /// | `ES_ENDPOINT` | the Elasticsearch endpoint. No SDK reads it; the examples of Evergreen do. |
  /// | `AWS_EC2_METADATA_SERVICE_ENDPOINT`, `AWS_EC2_METADATA_DISABLED` | the instance metadata service, and `false` |
  /// | `AWS_CONTAINER_CREDENTIALS_FULL_URI`, `AWS_CONTAINER_AUTHORIZATION_TOKEN` | the container credentials |
  /// | `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS` | `false` |
  /// | `AWS_CONFIG_FILE`, `AWS_SHARED_CREDENTIALS_FILE` | a place without content, so that no profile of the user applies |
  ///
  /// A variable whose service was not started is left out. Credentials come from the instance metadata service; the
  /// variables for container credentials are set only if the instance metadata service was not started, because SDKs
  /// ask the container endpoint first. No certificates are needed, because all URLs are plain `http`.
  ///
  /// To let another program use the emulator, add the variables to that program's environment, and remove those that
  /// choose credentials of another kind: `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`,
  /// `AWS_PROFILE` and `AWS_WEB_IDENTITY_TOKEN_FILE`.
  ///
  /// The dictionary does not change later. If you change ``containerAuthorizationToken``, read this property again.
  public var environment: [String: String] {
    var variables = [
      "AWS_REGION": configuration.region, "AWS_DEFAULT_REGION": configuration.region,
      "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "false",
      "AWS_CONFIG_FILE": Self.emptyFile, "AWS_SHARED_CREDENTIALS_FILE": Self.emptyFile,
      "AWS_ENDPOINT_URL_S3": s3Endpoint, "AWS_ENDPOINT_URL_STS": stsEndpoint,
      "AWS_ENDPOINT_URL_SSO": ssoPortalEndpoint, "AWS_ENDPOINT_URL_SSO_OIDC": ssoOIDCEndpoint,
      "AWS_ENDPOINT_URL_SIGNIN": signInEndpoint, "ES_ENDPOINT": elasticEndpoint,
    ]
    if !instanceMetadataEndpoint.isEmpty {
      variables["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = instanceMetadataEndpoint
      variables["AWS_EC2_METADATA_DISABLED"] = "false"
    } else {
      // Without it, the SDKs would ask the address of a real instance.
      variables["AWS_EC2_METADATA_DISABLED"] = "true"
      variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = containerCredentialsURI
      if !containerCredentialsURI.isEmpty {
        variables["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = containerAuthorizationToken
      }
    }
    return variables.filter { !$0.value.isEmpty }
  }

  private static var emptyFile: String {
    #if os(Windows)
      "NUL"
    #else
      "/dev/null"
    #endif
  }
}
