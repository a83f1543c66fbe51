import AWSCredentials
import AWSTesting
import Testing

/// One reader for every setting: the variable, else the profile's property, else the default; blank is not set.
struct SharedSettingsTests {
  private static let path = "/home/me/.aws/config"

  private func settings(
    _ variables: [String: String] = [:], _ config: String = "", profile: String? = nil
  ) throws -> SharedSettings {
    let environment = variables.merging(["HOME": "/home/me"]) { $1 }
    let context = CredentialProviderContext(
      environment: ProcessEnvironment(environment),
      fileSystem: InMemoryFileSystem(config.isEmpty ? [:] : [Self.path: config]), transport: ScriptedTransport())
    return try SharedSettings(context: context.using(profile: profile))
  }

  /// Variable, property, how to read it, two values, the default.
  private static let table: [(String, String, @Sendable (SharedSettings) throws -> String, [String], String)] = [
    ("AWS_RETRY_MODE", "retry_mode", { try $0.retryMode().rawValue }, ["legacy", "adaptive"], "standard"),
    ("AWS_MAX_ATTEMPTS", "max_attempts", { "\(try $0.maxAttempts().map(String.init) ?? "none")" }, ["7", "1"], "none"),
    ("AWS_DEFAULTS_MODE", "defaults_mode", { try $0.defaultsMode().rawValue }, ["in-region", "mobile"], "standard"),
    (
      "AWS_ACCOUNT_ID_ENDPOINT_MODE", "account_id_endpoint_mode", { try $0.accountIdEndpointMode().rawValue },
      ["disabled", "required"], "preferred"
    ),
    (
      "AWS_REQUEST_CHECKSUM_CALCULATION", "request_checksum_calculation",
      { try $0.requestChecksumCalculation().rawValue }, ["when_required", "when_supported"], "when_supported"
    ),
    (
      "AWS_RESPONSE_CHECKSUM_VALIDATION", "response_checksum_validation",
      { try $0.responseChecksumValidation().rawValue }, ["when_required", "when_supported"], "when_supported"
    ),
    (
      "AWS_STS_REGIONAL_ENDPOINTS", "sts_regional_endpoints", { try $0.stsRegionalEndpoints().rawValue },
      ["legacy", "regional"], "regional"
    ),
    (
      "AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint", { "\(try $0.endpointVariant().contains(.fips))" },
      ["true", "false"], "false"
    ),
    (
      "AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint", { "\(try $0.endpointVariant().contains(.dualStack))" },
      ["true", "false"], "false"
    ),
    (
      "AWS_S3_USE_ARN_REGION", "s3_use_arn_region", { text(try $0.s3UseARNRegion()) }, ["true", "false"], "none"
    ),
    (
      "AWS_S3_DISABLE_MULTIREGION_ACCESS_POINTS", "s3_disable_multiregion_access_points",
      { text(try $0.s3DisableMultiRegionAccessPoints()) }, ["true", "false"], "none"
    ),
    (
      "AWS_S3_DISABLE_EXPRESS_SESSION_AUTH", "s3_disable_express_session_auth",
      { text(try $0.s3DisableExpressSessionAuth()) }, ["true", "false"], "none"
    ),
    (
      "AWS_S3_US_EAST_1_REGIONAL_ENDPOINT", "s3_us_east_1_regional_endpoint",
      { try $0.s3USEast1RegionalEndpoint()?.rawValue ?? "none" }, ["legacy", "regional"], "none"
    ),
    ("AWS_DEFAULT_REGION", "region", { $0.region ?? "none" }, ["eu-west-1", "us-east-2"], "none"),
  ]

  private static func text(_ flag: Bool?) -> String { flag.map { "\($0)" } ?? "none" }

  /// Settings that stand in the section `s3` of a profile, some of them as the last place that is looked at.
  @Test func theSectionOfS3IsRead() throws {
    let config = """
      [default]
      s3 =
        use_accelerate_endpoint = true
        addressing_style = path
        use_dualstack_endpoint = TRUE
        use_arn_region = false
        us_east_1_regional_endpoint = legacy
      """
    let all = try settings([:], config)
    #expect(try all.s3UseAccelerateEndpoint() == true && all.s3UseDualStackEndpoint() == true)
    #expect(try all.s3AddressingStyle() == .path && all.s3UseARNRegion() == false)
    #expect(try all.s3USEast1RegionalEndpoint() == .legacy)
    #expect(try settings(["AWS_S3_USE_ARN_REGION": "true"], config).s3UseARNRegion() == true)
    #expect(try settings([:], config + "\ns3_use_arn_region = true").s3UseARNRegion() == true)
    #expect(try settings(["AWS_USE_DUALSTACK_ENDPOINT": "false"], config).s3UseDualStackEndpoint() == false)
    let none = try settings()
    #expect(try none.s3UseAccelerateEndpoint() == nil && none.s3AddressingStyle() == nil)
    let wrong = try settings([:], "[default]\ns3 =\n  addressing_style = somewhere\n  use_accelerate_endpoint = 1\n")
    for read in [{ _ = try wrong.s3AddressingStyle() }, { _ = try wrong.s3UseAccelerateEndpoint() }] {
      let error = #expect(throws: CredentialError.self) { try read() }
      #expect(error?.message.contains("of s3 in the profile 'default'") == true, "\(error?.message ?? "")")
    }
  }

  @Test func variableThenPropertyThenDefault() throws {
    for (variable, key, read, values, usual) in Self.table {
      let config = "[default]\n\(key) = \(values[1])\n"
      #expect(try read(settings()) == usual, "\(key)")
      #expect(try read(settings([:], config)) == values[1], "\(key)")
      #expect(try read(settings([variable: values[0]], config)) == values[0], "\(variable)")
      #expect(try read(settings([variable: "  "], config)) == values[1], "\(variable) is blank")
      #expect(try read(settings([variable: ""], "[default]\n\(key) =\n")) == usual, "\(key) is blank")
      #expect(
        try read(settings([variable: values[0].uppercased()])).lowercased() == values[0], "\(variable) in capitals")
    }
  }

  @Test func whatCannotBeIsNamedWithItsPlace() throws {
    for (variable, key, read, _, _) in Self.table where key != "region" {
      let wrong = try settings([:], "[default]\n\n\(key) = sometimes\n")
      let error = #expect(throws: CredentialError.self) { try read(wrong) }
      #expect(error?.code == .invalidConfiguration)
      #expect(error?.message.contains("\(Self.path), line 3") == true, "\(error?.message ?? "")")
      let fromVariable = try settings([variable: "some\ttimes"])
      let other = #expect(throws: CredentialError.self) { try read(fromVariable) }
      #expect(other?.message.contains(variable) == true && other?.message.contains("\t") == false)
    }
    for text in ["0", "-1", "1001", "many"] {
      #expect(throws: CredentialError.self) { try settings(["AWS_MAX_ATTEMPTS": text]).maxAttempts() }
    }
  }

  @Test func regionVariablesHaveAnOrder() throws {
    #expect(try settings(["AWS_REGION": "a", "AWS_DEFAULT_REGION": "b"]).region == "a")
    #expect(try settings(["AWS_DEFAULT_REGION": "b"], "[default]\nregion = c\n").region == "b")
  }

  private static let everything = """
    [default]
    endpoint_url = http://profile
    services = mine
    [profile other]
    services = gone
    [services mine]
    s3 =
      endpoint_url = http://section-s3
    sso_oidc =
      endpoint_url = http://section-oidc
    """

  /// From the strongest to the weakest, each seen when all stronger ones are away.
  @Test func endpointURLsHaveAnOrder() throws {
    let service = ["AWS_ENDPOINT_URL_S3": "http://variable-s3"]
    let global = ["AWS_ENDPOINT_URL": "http://variable"]
    let all = service.merging(global) { $1 }
    func url(_ variables: [String: String], _ config: String = "", of id: String = "S3") throws -> String? {
      try settings(variables, config).endpointURL(of: id)?.url
    }
    #expect(try url(all, Self.everything) == "http://variable-s3")
    #expect(try url(global, Self.everything) == "http://variable")
    #expect(try url([:], Self.everything) == "http://section-s3")
    #expect(try url([:], Self.everything, of: "SSO OIDC") == "http://section-oidc")
    #expect(try url([:], Self.everything, of: "STS") == "http://profile")
    #expect(try url([:]) == nil)
    #expect(try url(service, of: "STS") == nil)
    #expect(try url(["AWS_ENDPOINT_URL_SSO_OIDC": "http://x"], of: "SSO OIDC") == "http://x")
    #expect(try url(["AWS_ENDPOINT_URL_S3": " "], Self.everything) == "http://section-s3")
    #expect(try url(all.merging(["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"]) { $1 }, Self.everything) == nil)
    #expect(try url([:], "[default]\nignore_configured_endpoint_urls = true\nendpoint_url = http://x\n") == nil)
    #expect(
      try url(["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "false"], "[default]\nendpoint_url = http://x\n") == "http://x")
  }

  @Test func aServicesSectionThatIsNotThereIsAnError() throws {
    let error = #expect(throws: CredentialError.self) {
      try settings([:], Self.everything, profile: "other").endpointURL(of: "S3")
    }
    #expect(error?.message.contains("'gone'") == true && error?.message.contains("line 5") == true)
  }

  @Test func modesHaveTheirTimeLimits() {
    let limits = SharedSettings.DefaultsMode.allCases.map { $0.connectTimeout / .milliseconds(1) }
    #expect(limits == [3100, 3100, 1100, 3100, 30_000, 3100])
  }
}
