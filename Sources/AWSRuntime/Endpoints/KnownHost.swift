package import AWSCredentials
import AWSSigV4

/// What the name of one of Amazon's hosts tells.
package struct KnownHost: Sendable, Hashable {
  /// The signing name of the service; `nil` if the name is not one that is known.
  package let service: String?
  /// The region; `nil` if the name does not tell it.
  package let region: AWSRegion?
  /// What the host is an endpoint of. In GovCloud some ordinary hosts are the FIPS endpoints too, so there may be two; for services
  /// whose endpoints are not known there is none.
  package let endpoints: [ServiceEndpoint]

  /// Reads names such as `bucket.s3.dualstack.eu-central-1.amazonaws.com`, `x.eu-central-1.es.amazonaws.com`,
  /// `sts.amazonaws.com` and `x.aoss.eu-central-1.on.aws`, of each partition.
  ///
  /// A name that is not known tells nothing: a guess would be signed, sent and refused.
  ///
  /// - Returns: `nil` if it stands in none of Amazon's domains.
  package init?(_ host: String) {
    guard let host = AmazonHost(host) else { return nil }
    let read = EndpointForm.all.compactMap { form -> ServiceEndpoint? in
      guard let region = form.read(host).flatMap({ AWSRegion($0.region) }) else { return nil }
      return ServiceEndpoint(form.service, in: region, variant: form.variant)
    }
    if let first = read.first {
      endpoints = read.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
      service = first.service.signingName
      region = first.region
    } else {
      endpoints = []
      let told = Self.other(host)
      service = told.service
      region = told.region.flatMap { AWSRegion($0) }
    }
  }

  /// What the last labels tell of services and kinds of hosts whose endpoints are not known as a whole.
  private static func other(_ host: AmazonHost) -> (service: String?, region: String?) {
    // An interface endpoint's name ends with `.vpce`.
    var labels = host.labels.filter { $0 != "dualstack" && $0 != "vpce" }
    guard let last = labels.popLast() else { return (nil, nil) }
    if host.partition(of: last) != nil { return (labels.last.flatMap { signingName(of: $0) }, last) }
    guard let service = signingName(of: last) else { return (nil, nil) }
    if labels.isEmpty, let region = SigningNames.globalRegions[last], host.partition(of: region) != nil {
      return (service, region)
    }
    // Before the labels of S3 stands a bucket, which may be named like a region.
    guard service != "s3", let before = labels.last, Partition.isRegion(before) else { return (service, nil) }
    return host.partition(of: before) == nil ? (nil, nil) : (service, before)
  }

  /// The signing name for a label of a host, without what tells a variant of the endpoint.
  private static func signingName(of label: String) -> String? {
    if label.hasPrefix("s3express") { return "s3express" }
    return SigningNames.ofLabels[label.hasSuffix("-fips") ? String(label.dropLast(5)) : label]
  }
}
