/// Which kind of Amazon's endpoints a client uses, and what it does with access points and directory buckets.
///
/// ```swift
/// let s3 = try await S3Client(endpointOptions: S3EndpointOptions(useAccelerateEndpoint: true))
/// ```
///
/// An option that is `nil` has the value of the setting that is named in its description, if the client's configuration
/// includes environment and profile, else the default.
///
/// Multi-Region Access Points, directory buckets and Outposts follow the endpoint rules that AWS publishes. They have
/// not been tried on AWS.
public struct S3EndpointOptions: Sendable, Hashable {
  /// Whether requests for buckets go through S3 Transfer Acceleration (`use_accelerate_endpoint` in the profile's section
  /// `s3`). The default is `false`.
  public var useAccelerateEndpoint: Bool?
  /// Whether requests go to endpoints that can be reached over IPv6 as well as IPv4 (`AWS_USE_DUALSTACK_ENDPOINT`,
  /// `use_dualstack_endpoint`). The default is that of `ClientConfiguration.endpoints`.
  public var useDualStackEndpoint: Bool?
  /// Whether requests go to FIPS endpoints (`AWS_USE_FIPS_ENDPOINT`, `use_fips_endpoint`). The default is that of
  /// `ClientConfiguration.endpoints`.
  public var useFIPSEndpoint: Bool?
  /// Whether a request for the ARN of an access point in another region goes to that region
  /// (`AWS_S3_USE_ARN_REGION`, `s3_use_arn_region`). If `false`, such a request is refused. The default is `true`.
  public var useARNRegion: Bool?
  /// Whether requests for Multi-Region Access Points are refused (`AWS_S3_DISABLE_MULTIREGION_ACCESS_POINTS`,
  /// `s3_disable_multiregion_access_points`). The default is `false`.
  public var disableMultiRegionAccessPoints: Bool?
  /// Whether requests to directory buckets (S3 Express One Zone) are signed with the client's credentials instead of
  /// those of a session (`AWS_S3_DISABLE_EXPRESS_SESSION_AUTH`, `s3_disable_express_session_auth`). The default is
  /// `false`.
  public var disableExpressSessionAuth: Bool?
  /// Whether requests in the region us-east-1 go to the global endpoint `s3.amazonaws.com`
  /// (`AWS_S3_US_EAST_1_REGIONAL_ENDPOINT` or `s3_us_east_1_regional_endpoint` with the value `legacy`). The default is
  /// `false`.
  public var useGlobalEndpoint: Bool?

  /// Makes options; those that are not given are `nil`.
  public init(
    useAccelerateEndpoint: Bool? = nil, useDualStackEndpoint: Bool? = nil, useFIPSEndpoint: Bool? = nil,
    useARNRegion: Bool? = nil, disableMultiRegionAccessPoints: Bool? = nil, disableExpressSessionAuth: Bool? = nil,
    useGlobalEndpoint: Bool? = nil
  ) {
    self.useAccelerateEndpoint = useAccelerateEndpoint
    self.useDualStackEndpoint = useDualStackEndpoint
    self.useFIPSEndpoint = useFIPSEndpoint
    self.useARNRegion = useARNRegion
    self.disableMultiRegionAccessPoints = disableMultiRegionAccessPoints
    self.disableExpressSessionAuth = disableExpressSessionAuth
    self.useGlobalEndpoint = useGlobalEndpoint
  }
}
