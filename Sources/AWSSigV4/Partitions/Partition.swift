/// A part of AWS with regions, accounts and domains of its own.
///
/// The table of all partitions is generated from the facts of `Sources/EndpointGenerator/Models`. It stands in this target, below the
/// rest of the endpoints, because the signer has to know which region the global endpoints of a partition are signed for.
package struct Partition: Sendable, Hashable {
  /// Which of a partition's domains a host stands in.
  package enum Domain: Sendable, Hashable, CaseIterable {
    /// The domain of the ordinary endpoints, such as `amazonaws.com`.
    case ordinary
    /// The domain of endpoints that can also be reached over IPv6, for services whose dual-stack endpoints have a
    /// domain of their own. Amazon S3 uses the ordinary one.
    case dualStack
    /// The domain of the host names of single resources, such as OpenSearch Serverless collections, that can also be
    /// reached over IPv6.
    case resource
    /// The domain of the AWS sign-in pages.
    case console
  }

  /// Its id, as it stands in ARNs.
  package let id: String
  private let domains: [String]
  /// The region that the endpoints without a region in their names are signed for.
  package let globalRegion: String
  /// The form of its regions' names.
  package let regionPattern: RegionPattern
  /// Its regions when the table was generated.
  package let regions: [String]

  init(
    _ id: String, domain: String, dualStack: String, resource: String, console: String, globalRegion: String,
    regionPattern: RegionPattern, regions: [String]
  ) {
    self.id = id
    domains = [domain, dualStack, resource, console]
    self.globalRegion = globalRegion
    self.regionPattern = regionPattern
    self.regions = regions
  }

  /// One of its domains.
  package func domain(_ kind: Domain) -> String {
    switch kind {
    case .ordinary: domains[0]
    case .dualStack: domains[1]
    case .resource: domains[2]
    case .console: domains[3]
    }
  }

  /// What stands for its global endpoints in the place of a region, such as `aws-cn-global`.
  package var globalName: String { id + "-global" }

  /// The partition of a region. Regions of no known form belong to the public partition.
  package init(region: String) {
    let region = region.lowercased()
    let found = Self.all.first { partition in
      let prefix = partition.regionPattern.prefix
      return region == partition.globalName || (!prefix.isEmpty && region.hasPrefix(prefix))
    }
    self = found ?? Self.standard
  }

  /// The public partition, whose regions begin with the code of a country or of a part of the world.
  private static let standard = all.first { $0.regionPattern.prefix.isEmpty } ?? all[0]

  /// Whether a text has the form of a region's name, such as `us-gov-west-1`.
  package static func isRegion(_ text: String) -> Bool { Partition(region: text).regionPattern.matches(text) }
}
