/// A part of AWS with regions, accounts and domains of its own: the partitions of the AWS SDKs' partitions.json. All that has to
/// tell one of Amazon's hosts or regions from others derives it from here.
package struct Partition: Sendable, Hashable {
  /// Its id, as it stands in ARNs.
  package let id: String
  /// How the names of its regions begin; empty for the public partition, whose regions begin with the code of a country or of a
  /// part of the world.
  let regionPrefix: String
  /// The domain of its endpoints.
  package let domain: String
  /// The domain of its endpoints that take IPv6 too, for services that do not keep the ordinary one, as S3 does.
  package let dualStackDomain: String
  /// The region that the endpoints without a region in their names are signed for.
  package let globalRegion: String

  package static let all = [
    Partition("aws-cn", "cn-", "amazonaws.com.cn", dualStack: "api.amazonwebservices.com.cn", "cn-northwest-1"),
    Partition("aws-eusc", "eusc-", "amazonaws.eu", dualStack: "api.amazonwebservices.eu", "eusc-de-east-1"),
    Partition("aws-iso", "us-iso-", "c2s.ic.gov", dualStack: "api.aws.ic.gov", "us-iso-east-1"),
    Partition("aws-iso-b", "us-isob-", "sc2s.sgov.gov", dualStack: "api.aws.scloud", "us-isob-east-1"),
    Partition("aws-iso-e", "eu-isoe-", "cloud.adc-e.uk", dualStack: "api.cloud-aws.adc-e.uk", "eu-isoe-west-1"),
    Partition("aws-iso-f", "us-isof-", "csp.hci.ic.gov", dualStack: "api.aws.hci.ic.gov", "us-isof-south-1"),
    Partition("aws-us-gov", "us-gov-", "amazonaws.com", dualStack: "api.aws", "us-gov-west-1"),
    standard,
  ]

  private static let standard = Partition("aws", "", "amazonaws.com", dualStack: "api.aws", "us-east-1")

  /// What stands for its global endpoints in the place of a region, such as `aws-cn-global`.
  package var globalName: String { id + "-global" }

  private init(
    _ id: String, _ regionPrefix: String, _ domain: String, dualStack: String, _ globalRegion: String
  ) {
    self.id = id
    self.regionPrefix = regionPrefix
    self.domain = domain
    dualStackDomain = dualStack
    self.globalRegion = globalRegion
  }

  /// The partition of a region. Regions of no known prefix belong to the public partition.
  package init(region: String) {
    let region = region.lowercased()
    self = Self.all.first { region.hasPrefix($0.regionPrefix) || region == $0.globalName } ?? Self.standard
  }
}

// MARK: - Names

extension Partition {
  /// Whether a label of a host's name is the name of a region, such as `us-gov-west-1`.
  package static func isRegion(_ label: String) -> Bool {
    let partition = Partition(region: label)
    var words = label.dropFirst(partition.regionPrefix.count).split(separator: "-", omittingEmptySubsequences: false)
    switch partition.id {
    case "aws", "aws-eusc":
      // A country or a part of the world stands before the rest.
      guard words.count == 3, words[0].utf8.count == 2, words[0].utf8.allSatisfy(isLetter) else { return false }
      words.removeFirst()
    default: break
    }
    return words.count == 2 && !words[0].isEmpty && words[0].utf8.allSatisfy(isLetter)
      && !words[1].isEmpty && words[1].utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }

  /// The partition that a host of Amazon's belongs to, and the labels of its name before the partition's domain; `nil` for other
  /// hosts.
  package static func owner(of host: String) -> (partition: Partition, labels: [String])? {
    var name = host.lowercased()
    // A name may be written absolute, with a dot at its end.
    if name.hasSuffix(".") { name.removeLast() }
    for (domain, partition) in domains where name.hasSuffix(domain) {
      let labels = name.dropLast(domain.count).split(separator: ".", omittingEmptySubsequences: false).map(String.init)
      return labels.contains("") ? nil : (partition, labels)
    }
    return nil
  }

  /// The domains with a dot before them.
  private static let domains: [(domain: String, partition: Partition)] = all.reversed().flatMap { partition in
    // Hosts of resources that can be reached over IPv6, such as those of collections, are in a third domain (on.aws).
    let resources = "on." + partition.dualStackDomain.dropFirst("api.".count)
    return [partition.domain, partition.dualStackDomain, resources].map { (domain: "." + $0, partition: partition) }
  }
}
