/// A part of AWS with regions, accounts and domains of its own (the DNS suffixes of the AWS SDKs' partitions.json).
package struct Partition: Sendable, Hashable {
  /// How the names of its regions begin.
  let regionPrefix: String
  /// The domain of its endpoints.
  package let domain: String
  /// The domain of its endpoints that answer over IPv6 too, for services that do not keep the ordinary one, as S3 does.
  package let dualStackDomain: String

  package static let all = [
    Partition("cn-", "amazonaws.com.cn", dualStack: "api.amazonwebservices.com.cn"),
    Partition("eusc-", "amazonaws.eu", dualStack: "api.amazonwebservices.eu"),
    Partition("us-iso-", "c2s.ic.gov", dualStack: "api.aws.ic.gov"),
    Partition("us-isob-", "sc2s.sgov.gov", dualStack: "api.aws.scloud"),
    Partition("us-isof-", "csp.hci.ic.gov", dualStack: "api.aws.hci.ic.gov"),
    Partition("eu-isoe-", "cloud.adc-e.uk", dualStack: "api.cloud-aws.adc-e.uk"),
    Partition("", "amazonaws.com", dualStack: "api.aws"),
  ]

  private init(_ regionPrefix: String, _ domain: String, dualStack: String) {
    self.regionPrefix = regionPrefix
    self.domain = domain
    dualStackDomain = dualStack
  }

  /// The partition of a region. Regions of no known prefix belong to the public partition.
  package init(region: String) {
    let region = region.lowercased()
    self = Self.all.first { region.hasPrefix($0.regionPrefix) } ?? Partition("", "amazonaws.com", dualStack: "api.aws")
  }
}
