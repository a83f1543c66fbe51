import AWSCore
import AWSCredentials
import AWSSigV4

/// A service has no endpoints of the kind that the settings ask for.
package struct MissingEndpoint: Error, Sendable, Hashable, CustomStringConvertible, PrintableError {
  /// Which endpoint is missing, and what to do.
  package let message: String

  init(_ endpoint: ServiceEndpoint) {
    let kind = endpoint.variant.adjective.map { $0 + " endpoints" } ?? "endpoints"
    var switches: [String] = []
    if endpoint.variant.contains(.fips) { switches.append("AWS_USE_FIPS_ENDPOINT (use_fips_endpoint)") }
    if endpoint.variant.contains(.dualStack) { switches.append("AWS_USE_DUALSTACK_ENDPOINT (use_dualstack_endpoint)") }
    let remedy = switches.isEmpty ? "" : "turn off \(switches.joined(separator: " or ")), or "
    message = """
      There are no \(kind) of \(endpoint.service.name) in the partition \(endpoint.partition.id), to which the region \
      \(endpoint.region) belongs; \(remedy)give the endpoint's URL.
      """
  }

  /// The same as ``message``.
  package var description: String { ErrorDescription(message: message).description }
}
