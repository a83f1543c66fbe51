import AWSCredentials
import AWSRuntime
import AWSSigV4

/// The settings of a client's endpoints: what the program says, else what environment and profile say, else the defaults.
struct S3EndpointSettings {
  /// Where the name of a bucket is, if the program leaves it open.
  let addressing: S3Addressing
  private let endpoint: Endpoint?
  private let options: S3EndpointOptions

  /// Reads the settings.
  ///
  /// - Parameters:
  ///   - options: What the program says.
  ///   - settings: What environment and profile say.
  ///   - endpoint: The endpoint that the program specifies.
  init(_ options: S3EndpointOptions, _ settings: EndpointSettings, endpoint: Endpoint?) throws(S3Problem) {
    var options = options
    var style: SharedSettings.S3AddressingStyle?
    do throws(ServiceError) {
      self.endpoint = if let endpoint { endpoint } else { try settings.configuredEndpoint(of: "S3") }
    } catch {
      throw S3Problem(code: .invalidEndpoint, message: error.message, cause: error)
    }
    // What the program says of all services comes before what a profile says of Amazon S3.
    if options.useFIPSEndpoint == nil { options.useFIPSEndpoint = settings.variant.contains(.fips) }
    if options.useDualStackEndpoint == nil, settings.variant.contains(.dualStack) {
      options.useDualStackEndpoint = true
    }
    do throws(CredentialError) {
      if let shared = settings.configured {
        options = try options.completed(by: shared)
        style = try shared.s3AddressingStyle()
      }
    } catch {
      throw S3Problem(code: .invalidEndpoint, message: error.message, cause: error)
    }
    self.options = options
    addressing =
      switch style {
      case nil, .auto: .automatic
      case .path: .pathStyle
      case .virtual: .virtualHosted
      }
  }

  /// What the endpoint rules look at.
  ///
  /// A region becomes part of a host name that credentials are used with, so it must not be able to name another host.
  func parameters(in region: String) throws(S3Problem) -> S3EndpointParameters {
    guard let name = AWSRegion(region), name.name == region else {
      throw S3Problem(
        code: .invalidRegion,
        message: region.isEmpty
          ? "No region is set; give one such as ap-northeast-2." : AWSRegion.refusal(of: region))
    }
    // Only the public partition has a global endpoint of Amazon S3.
    var parameters = S3EndpointParameters(
      region: region == "aws-global" ? region : SigningRegion.of(region), endpoint: endpoint.map { .url($0) })
    parameters.useFIPS = options.useFIPSEndpoint ?? false
    parameters.useDualStack = options.useDualStackEndpoint ?? false
    parameters.accelerate = options.useAccelerateEndpoint ?? false
    parameters.useGlobalEndpoint = options.useGlobalEndpoint ?? false
    parameters.useARNRegion = options.useARNRegion ?? true
    parameters.disableMultiRegionAccessPoints = options.disableMultiRegionAccessPoints ?? false
    parameters.disableExpressSessionAuth = options.disableExpressSessionAuth ?? false
    return parameters
  }
}

extension S3EndpointOptions {
  /// The options with those of environment and profile where the program says nothing.
  fileprivate func completed(by shared: SharedSettings) throws(CredentialError) -> S3EndpointOptions {
    var copy = self
    if copy.useAccelerateEndpoint == nil { copy.useAccelerateEndpoint = try shared.s3UseAccelerateEndpoint() }
    if copy.useDualStackEndpoint == nil { copy.useDualStackEndpoint = try shared.s3UseDualStackEndpoint() }
    if copy.useARNRegion == nil { copy.useARNRegion = try shared.s3UseARNRegion() }
    if copy.disableMultiRegionAccessPoints == nil {
      copy.disableMultiRegionAccessPoints = try shared.s3DisableMultiRegionAccessPoints()
    }
    if copy.disableExpressSessionAuth == nil {
      copy.disableExpressSessionAuth = try shared.s3DisableExpressSessionAuth()
    }
    if copy.useGlobalEndpoint == nil {
      copy.useGlobalEndpoint = try shared.s3USEast1RegionalEndpoint().map { $0 == .legacy }
    }
    return copy
  }
}
