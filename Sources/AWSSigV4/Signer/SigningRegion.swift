/// The region that a signature names.
package enum SigningRegion {
  /// The region to sign for, of a region that a program or a file names.
  ///
  /// `aws-global` is no region: it stands for the global endpoints of a partition, whose signatures name the region that those
  /// endpoints are in (`implicitGlobalRegion` of the AWS SDKs' partitions.json).
  package static func of(_ region: String) -> String { global[region] ?? region }

  private static let global = Dictionary(uniqueKeysWithValues: Partition.all.map { ($0.globalName, $0.globalRegion) })
}
