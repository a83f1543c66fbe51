import AWSSigV4
import AWSTesting
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The table of partitions, compared with that of the AWS SDKs.
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
        #expect(partition.domain(.ordinary) == entry.outputs.dnsSuffix)
        #expect(partition.domain(.dualStack) == entry.outputs.dualStackDnsSuffix)
        #expect(partition.regions.contains(region) || region == partition.globalName, "\(region)")
        #expect(partition.globalRegion == entry.outputs.implicitGlobalRegion)
        #expect(Partition.isRegion(region) == !region.hasSuffix("-global"), "\(region)")
      }
    }
    print("partitions: \(file.partitions.count) with \(file.partitions.flatMap(\.regions).count) regions")
  }

  @Test(arguments: [
    "us-east-", "us--1", "us-east-1a", "search-x-1", "u-east-1", "useast1", "us-east-1-", "-us-east-1",
    "",
    "eusc-east-1", "us-isox-east-1", "us-iso-1", "cn-1", "us-gov-west-1-2", "vpc-a-1", "us-\u{E9}ast-1",
    "us-east-\u{661}",
  ])
  func whatIsNoRegion(label: String) { #expect(!Partition.isRegion(label)) }

  @Test func regionsThatAreNewAreKnownByTheirForm() {
    for region in ["nz-north-1", "us-west-12", "eusc-fr-west-2", "us-iso-south-3", "cn-south-1"] {
      #expect(Partition.isRegion(region), "\(region)")
    }
    #expect(Partition(region: "nz-north-1").id == "aws")
    #expect(Partition(region: "AWS-CN-GLOBAL").id == "aws-cn")
  }

  @Test func theTableIsConsistent() {
    #expect(Partition.all.count >= 8)
    for partition in Partition.all {
      #expect(!partition.regions.isEmpty && partition.regions.contains(partition.globalRegion))
      for region in partition.regions {
        #expect(partition.regionPattern.matches(region) && Partition(region: region) == partition, "\(region)")
      }
    }
    let regions = Partition.all.flatMap(\.regions)
    #expect(Set(regions).count == regions.count)
  }
}
