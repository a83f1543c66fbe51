import AWSCredentials
import AWSTesting
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The one table of partitions, compared with that of the AWS SDKs.
struct PartitionTests {
  private struct File: Decodable {
    struct Entry: Decodable {
      struct Outputs: Decodable {
        let dnsSuffix, dualStackDnsSuffix, implicitGlobalRegion: String
      }
      struct Region: Decodable {}
      let id: String
      let outputs: Outputs
      let regions: [String: Region]
    }
    let partitions: [Entry]
  }

  private static let path = "../models/s3/partitions.json"

  @Test(.enabled(if: SharedVectors.has(path), "\(SharedVectors.absence)"))
  func theTableIsTheSDKs() throws {
    let data = try #require(SharedVectors.data(Self.path))
    let file = try JSONDecoder().decode(File.self, from: data)
    #expect(Set(file.partitions.map(\.id)) == Set(Partition.all.map(\.id)))
    for entry in file.partitions {
      for region in entry.regions.keys {
        let partition = Partition(region: region)
        #expect(partition.id == entry.id, "\(region)")
        #expect(partition.domain == entry.outputs.dnsSuffix)
        #expect(partition.dualStackDomain == entry.outputs.dualStackDnsSuffix)
        #expect(partition.globalRegion == entry.outputs.implicitGlobalRegion)
        #expect(Partition.isRegion(region) == !region.hasSuffix("-global"), "\(region)")
        for domain in [partition.domain, partition.dualStackDomain] {
          let owner = Partition.owner(of: "x.es.\(region).\(domain)")
          #expect(owner?.labels == ["x", "es", region] && owner?.partition.domain == partition.domain, "\(domain)")
        }
      }
    }
    print("partitions: \(file.partitions.count) with \(file.partitions.flatMap(\.regions).count) regions")
  }

  @Test(arguments: [
    "us-east-", "us--1", "us-east-1a", "search-x-1", "u-east-1", "useast1", "us-east-1-", "-us-east-1",
    "",
    "eusc-east-1", "us-iso-1", "cn-1", "us-gov-west-1-2", "vpc-a-1", "us-\u{E9}ast-1", "us-east-\u{661}",
  ])
  func whatIsNoRegion(label: String) { #expect(!Partition.isRegion(label)) }

  @Test func regionsThatAreNewAreKnownByTheirForm() {
    for region in ["nz-north-1", "us-west-12", "eusc-fr-west-2", "us-iso-south-3", "cn-south-1"] {
      #expect(Partition.isRegion(region), "\(region)")
    }
    #expect(Partition(region: "nz-north-1").domain == "amazonaws.com")
  }
}
