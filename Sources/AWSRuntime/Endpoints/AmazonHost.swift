package import AWSSigV4

/// A host name in one of Amazon's domains.
package struct AmazonHost: Sendable, Hashable {
  /// Which kind of domain it stands in.
  package let domain: Partition.Domain
  /// The labels before the domain, in lower case.
  package let labels: [String]
  /// The partitions that share the domain: one, or the public one and GovCloud.
  let partitions: [Partition]

  /// Reads a host name in any case, with or without a dot at its end.
  ///
  /// - Returns: `nil` if it stands in none of Amazon's domains.
  package init?(_ host: String) {
    var name = host.lowercased()
    if name.hasSuffix(".") { name.removeLast() }
    guard let entry = Self.domains.first(where: { name.hasSuffix($0.suffix) }) else { return nil }
    labels = name.dropLast(entry.suffix.count).split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard !labels.contains("") else { return nil }
    domain = entry.domain
    partitions = entry.partitions
  }

  /// The partition of a region, if that is one of this host's partitions: no host stands in the domain of one partition and in a
  /// region of another.
  func partition(of region: String) -> Partition? {
    let partition = Partition(region: region)
    return partition.regionPattern.matches(region) && partitions.contains(partition) ? partition : nil
  }

  private static let domains: [(suffix: String, domain: Partition.Domain, partitions: [Partition])] =
    Partition.Domain.allCases.flatMap { domain in
      Dictionary(grouping: Partition.all) { $0.domain(domain) }.map { ("." + $0.key, domain, $0.value) }
    }
}
