import AWSCore
public import AWSCredentials

/// Finds the AWS region to use. It is the first of these that is present: the argument that the program passes,
/// `AWS_REGION`, `AWS_DEFAULT_REGION`, the setting `region` of the active profile, the region that the instance
/// metadata service reports.
///
/// The order is that of the AWS SDKs and Tools reference guide, "AWS Region".
public struct RegionResolver: Sendable {
  private let context: CredentialProviderContext
  private let metadata: InstanceMetadataClient

  /// Makes a resolver that looks for the region in the places that a context describes.
  ///
  /// - Parameters:
  ///   - context: The environment, the profile, the files and the transport to the instance metadata service.
  ///   - metadata: The client of the instance metadata service. `nil`, the default, for one that sends requests with
  ///     the context's `metadataTransport`.
  public init(context: CredentialProviderContext, metadata: InstanceMetadataClient? = nil) {
    self.context = context
    self.metadata = metadata ?? InstanceMetadataClient(context: context)
  }

  /// Finds the region in the order that ``RegionResolver`` describes.
  ///
  /// - Parameter argument: The region that the program specifies; `nil` or a blank text if it specifies none.
  /// - Throws: ``ServiceError`` if no region is found (the message lists every place where it was looked for), if a
  ///   setting's value is not a region, if the profile does not exist, or if a file cannot be read. `CancellationError`
  ///   if the task is cancelled.
  public func region(_ argument: String? = nil) async throws -> String {
    if let region = argument?.nilIfBlank { return try validated(region, origin: "The region given by the program") }
    for variable in ["AWS_REGION", "AWS_DEFAULT_REGION"] {
      if let region = context.environment[variable] { return try validated(region, origin: variable) }
    }
    let settings: Settings
    let unreadable: [SharedConfiguration.InspectedFile]
    do throws(CredentialError) {
      let configuration = try context.sharedConfiguration()
      unreadable = configuration.unreadableFiles
      try configuration.require(context.profile)
      settings = Settings(
        environment: context.environment, profile: configuration.profile(context.profile.name))
    } catch {
      throw failure(error.message, cause: nil)
    }
    if let value = settings.value(variable: nil, key: "region") {
      return try validated(value.text, origin: value.origin)
    }
    do {
      return try await metadata.region()
    } catch {
      try Task.checkCancellation()
      let note = unreadable.map { "; \($0)" }.joined()
      throw failure(
        """
        No region is set: neither AWS_REGION nor AWS_DEFAULT_REGION, no `region` in \(context.profile), and the instance metadata \
        service gave none\(note); pass a region or set AWS_REGION.
        """, cause: error)
    }
  }

  private func validated(_ text: String, origin: String) throws(ServiceError) -> String {
    guard let region = AWSRegion(text) else { throw failure(AWSRegion.refusal(of: text, from: origin), cause: nil) }
    return region.name
  }

  private func failure(_ message: String, cause: (any Error)?) -> ServiceError {
    ServiceError(.invalidRequest, code: "Region", message: message, operation: "region", cause: cause)
  }
}
