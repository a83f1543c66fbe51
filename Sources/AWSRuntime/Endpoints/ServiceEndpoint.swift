package import AWSCredentials
package import AWSSigV4

/// Where a service is: a service, a region and a kind of endpoints, which together name one host.
package struct ServiceEndpoint: Sendable, Hashable, CustomStringConvertible {
  /// The service.
  package var service: EndpointService
  /// The region, or the name of a partition's global endpoints such as `aws-global`.
  package var region: AWSRegion
  /// The kind of endpoints.
  package var variant: EndpointVariant

  /// Makes an endpoint's name.
  package init(_ service: EndpointService, in region: AWSRegion, variant: EndpointVariant = []) {
    self.service = service
    self.region = region
    self.variant = variant
  }

  /// The partition of the region.
  package var partition: Partition { Partition(region: region.name) }

  /// The region that signatures name, which is another where ``region`` stands for global endpoints.
  package var signingRegion: String { SigningRegion.of(region.name) }

  /// The host, by the endpoint rules that AWS publishes with the models of its services. Buckets, domains and collections have hosts
  /// below that of ``EndpointService/s3``, ``EndpointService/esDomain`` and ``EndpointService/aossCollection``.
  ///
  /// - Throws: ``MissingEndpoint`` if the service has no endpoints of this kind there.
  package func host() throws(MissingEndpoint) -> String {
    let partition = partition
    let region = signingRegion
    let form = EndpointForm.all.first { form in
      form.service == service && form.variant == variant && !form.isReadOnly && form.partitions.contains(partition.id)
        && (form.region == nil || form.region == (form.isGlobal ? self.region.name : region))
    }
    guard let form else { throw MissingEndpoint(self) }
    return form.host(in: region, of: partition)
  }

  /// Where requests go and how they are signed.
  ///
  /// - Throws: ``MissingEndpoint`` if the service has no endpoints of this kind there.
  package func resolved() throws(MissingEndpoint) -> ResolvedEndpoint {
    let host = try host()
    do throws(EndpointError) {
      return ResolvedEndpoint(
        endpoint: try Endpoint("https://" + host), service: service.signingName, scheme: .sigV4(region: signingRegion))
    } catch {
      throw MissingEndpoint(self)
    }
  }

  /// Service, region and kind, for messages.
  package var description: String { "\(service.name), \(region)\(variant.adjective.map { ", " + $0 } ?? "")" }
}

extension EndpointForm {
  /// Whether it stands for a partition's global endpoints, which are made only for who asks for them by name.
  fileprivate var isGlobal: Bool { region?.hasSuffix("-global") == true }
}

extension EndpointVariant {
  /// What endpoints of this kind are called; `nil` for ordinary ones.
  var adjective: String? {
    switch (contains(.fips), contains(.dualStack)) {
    case (true, true): "FIPS and dual-stack"
    case (true, false): "FIPS"
    case (false, true): "dual-stack"
    case (false, false): nil
    }
  }
}
