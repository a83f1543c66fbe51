import AWSElasticClient
import AWSSigV4
import AWSTesting
import HTTPTypes
import Testing

/// Service and region follow from the hosts of domains and collections of every region.
@Suite struct PartitionHostTests {
  @Test func everyRegion() throws {
    var count = 0
    for partition in Partition.all {
      let (domain, resources) = (partition.domain(.ordinary), partition.domain(.resource))
      for region in partition.regions {
        for (host, service) in [
          ("search-x-abc.\(region).es.\(domain)", ElasticService.es), ("vpc-x.\(region).es.\(domain)", .es),
          ("search-x-abc.aos.\(region).\(resources)", .es), ("es.\(region).\(domain)", .es),
          ("vpce-1-2.es.\(region).vpce.\(domain)", .es), ("abc123.\(region).aoss.\(domain)", .aoss),
          ("abc123.aoss.\(region).\(resources)", .aoss), ("123456789012.aoss.\(region).\(resources)", .aoss),
          ("abc123.\(region).aoss-fips.\(domain)", .aoss),
        ] {
          for text in [host, "https://\(host.uppercased()):443/", host + "."] {
            let endpoint = try ElasticEndpoint(text)
            #expect(endpoint.service == service && endpoint.region == region, "\(text)")
            count += 1
          }
          let tunnel = try ElasticEndpoint("localhost:9200", signingHost: host)
          #expect(tunnel.service == service && tunnel.region == region, "\(host)")
        }
      }
    }
    #expect(count > 1000)
  }

  @Test func requestsAreSignedForTheHostsRegion() async throws {
    for partition in Partition.all {
      let fixture = try ClientFixture(
        .text("{}"), endpoint: "search-x.\(partition.globalRegion).es.\(partition.domain(.ordinary))")
      _ = try await fixture.client.perform(.get, [])
      let head = try #require(fixture.transport.requests.first).head
      #expect(head["authorization"]?.contains("/\(partition.globalRegion)/es/aws4_request") == true)
    }
  }

  /// A host in the domain of one partition and in a region of another does not exist.
  @Test func nothingFollowsFromAHostThatDoesNotExist() throws {
    for host in ["x.cn-north-1.es.amazonaws.com", "x.us-east-1.aoss.amazonaws.com.cn"] {
      #expect(try ElasticEndpoint(host).region == nil, "\(host)")
    }
  }
}
