/// The facts of `Models/endpoints.json`.
///
/// They are those of AWS's `partitions.json` and of the endpoint rules that AWS publishes with the models of the services (as in
/// botocore 1.44.8). The names of the hosts of domains and collections are from the developer guide of Amazon OpenSearch Service.
struct EndpointModel: Decodable {
  struct Partition: Decodable {
    let id, domain, dualStackDomain, resourceDomain, consoleDomain, globalRegion, regionPattern: String
    /// Separated by spaces.
    let regions: String
  }

  struct Service: Decodable {
    let id, name, signingName: String
    let hosts: [Host]
  }

  /// The form of a host. Of several that fit the first counts.
  struct Host: Decodable {
    /// `fips`, `dualStack`, both joined by `+`, or nothing.
    let variant: String
    /// Labels; `{region}` and the name of one of the partition's domains in braces stand for what they name.
    let host: String
    /// The ids of the only partitions it exists in.
    let only: [String]?
    /// The ids of the partitions it does not exist in.
    let allBut: [String]?
    /// The only region it exists in, if no region stands in the name.
    let region: String?
    /// Whether it is an older name that is understood, but not made.
    let readOnly: Bool?
  }

  /// What the last label of a host tells of services that have no forms of their own here.
  struct SigningNames: Decodable {
    /// Labels that are the signing name, separated by spaces.
    let same: String
    /// Other labels, and the signing name for each.
    let other: [String: String]
    /// Services of the public partition with one host for all regions, and the region that is signed for there.
    let global: [String: String]
  }

  let partitions: [Partition]
  let services: [Service]
  /// The regions that were there before the regional endpoints of STS (AWS SDKs and Tools reference guide, "AWS STS Regional
  /// endpoints"), separated by spaces.
  let legacySTSRegions: String
  let signingNames: SigningNames
}
