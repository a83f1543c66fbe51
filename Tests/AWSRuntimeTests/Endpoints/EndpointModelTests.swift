import AWSCredentials
import AWSRuntime
import AWSSigV4
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The generated tables say what the model says: a fact that is changed there and not generated anew is found here.
@Suite struct EndpointModelTests {
  private struct Model: Decodable {
    struct Partition: Decodable {
      let id, domain, dualStackDomain, resourceDomain, consoleDomain, globalRegion, regionPattern, regions: String
    }
    struct Service: Decodable {
      let id, name, signingName: String
      let hosts: [Host]
    }
    struct Host: Decodable {
      let variant, host: String
      let only, allBut: [String]?
      let region: String?
      let readOnly: Bool?
    }
    let partitions: [Partition]
    let services: [Service]
  }

  private static let model: Model? = {
    let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4).joined(separator: "/")
    return FileManager.default.contents(atPath: root + "/Sources/EndpointGenerator/Models/endpoints.json")
      .flatMap { try? JSONDecoder().decode(Model.self, from: $0) }
  }()

  @Test func partitions() throws {
    let model = try #require(Self.model)
    #expect(model.partitions.map(\.id) == Partition.all.map(\.id))
    for (fact, partition) in zip(model.partitions, Partition.all) {
      let domains = Partition.Domain.allCases.map { partition.domain($0) }
      #expect(domains == [fact.domain, fact.dualStackDomain, fact.resourceDomain, fact.consoleDomain])
      #expect(partition.globalRegion == fact.globalRegion)
      #expect(partition.regionPattern == RegionPattern(stringLiteral: fact.regionPattern))
      #expect(partition.regions == fact.regions.split(separator: " ").map(String.init))
    }
  }

  @Test func services() throws {
    let model = try #require(Self.model)
    #expect(model.services.map(\.id) == EndpointService.allCases.map { "\($0)" })
    for (fact, service) in zip(model.services, EndpointService.allCases) {
      #expect(fact.name == service.name && fact.signingName == service.signingName)
    }
  }

  /// Makes each host from the text of the model, without the code that makes hosts.
  @Test func hosts() throws {
    let model = try #require(Self.model)
    let variants: [(name: String, value: EndpointVariant)] = [
      ("", []), ("fips", .fips), ("dualStack", .dualStack), ("fips+dualStack", [.fips, .dualStack]),
    ]
    for (fact, service) in zip(model.services, EndpointService.allCases) {
      for partition in model.partitions {
        for region in partition.regions.split(separator: " ").map(String.init) {
          for variant in variants {
            let form = fact.hosts.first { form in
              form.variant == variant.name && form.readOnly != true && (form.only?.contains(partition.id) ?? true)
                && !(form.allBut?.contains(partition.id) ?? false) && (form.region == nil || form.region == region)
            }
            let expected = form?.host.replacing("{region}", with: region).replacing("{domain}", with: partition.domain)
              .replacing("{dualStackDomain}", with: partition.dualStackDomain)
              .replacing("{resourceDomain}", with: partition.resourceDomain)
              .replacing("{consoleDomain}", with: partition.consoleDomain)
            let endpoint = ServiceEndpoint(service, in: try #require(AWSRegion(region)), variant: variant.value)
            let made = try? endpoint.host()
            #expect(made == expected, "\(endpoint)")
          }
        }
      }
    }
  }
}
