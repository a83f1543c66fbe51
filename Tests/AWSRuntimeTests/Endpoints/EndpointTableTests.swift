import AWSCredentials
import AWSRuntime
import AWSSigV4
import Testing

/// Service, region and kind of endpoints name a host, and the host tells the same three.
@Suite struct EndpointTableTests {
  private static let variants: [EndpointVariant] = [[], .fips, .dualStack, [.fips, .dualStack]]

  /// All that can be asked for.
  private static let all: [ServiceEndpoint] = EndpointService.allCases.flatMap { service in
    Partition.all.flatMap(\.regions).flatMap { name in
      variants.compactMap { variant in
        AWSRegion(name).map { ServiceEndpoint(service, in: $0, variant: variant) }
      }
    }
  }

  /// What there is not: FIPS endpoints of S3 in China, and of domains and collections anywhere.
  private static func isMissing(_ endpoint: ServiceEndpoint) -> Bool {
    guard endpoint.variant.contains(.fips) else { return false }
    switch endpoint.service {
    case .s3: return endpoint.partition.id == "aws-cn"
    case .esDomain, .aossCollection: return true
    default: return false
    }
  }

  @Test func everyHostTellsWhatItWasMadeOf() throws {
    var hosts = 0
    for endpoint in Self.all {
      guard !Self.isMissing(endpoint) else {
        let error = #expect(throws: MissingEndpoint.self, "\(endpoint)") { try endpoint.host() }
        #expect(error?.message.contains("AWS_USE_FIPS_ENDPOINT") == true)
        #expect(error?.message.contains(endpoint.partition.id) == true && error?.message.hasSuffix(".") == true)
        continue
      }
      let host = try endpoint.host()
      hosts += 1
      for spelling in [host, host.uppercased(), host + "."] {
        let known = try #require(KnownHost(spelling), "\(spelling)")
        #expect(known.endpoints.contains(endpoint), "\(spelling) is read as \(known.endpoints)")
        #expect(known.service == endpoint.service.signingName && known.region == endpoint.region, "\(spelling)")
        // One host is one endpoint, but for the FIPS endpoints of GovCloud that are the ordinary ones.
        let isShared = endpoint.partition.id == "aws-us-gov" && [[], .fips].contains(endpoint.variant)
        #expect(known.endpoints.count == 1 || (isShared && known.endpoints.count == 2), "\(known.endpoints)")
      }
      let resolved = try endpoint.resolved()
      #expect(resolved.endpoint.description == "https://" + host)
      #expect(resolved.service == endpoint.service.signingName)
      #expect(resolved.signing().scheme == .sigV4(region: endpoint.region.name))
      // Nothing stands below other services' hosts.
      let below = KnownHost("x.y." + host)?.endpoints.contains(endpoint)
      #expect(below == [.s3, .esDomain, .aossCollection].contains(endpoint.service), "\(host)")
    }
    print("endpoints: \(hosts) hosts of \(Self.all.count) combinations, read back in three spellings each")
  }

  /// Hosts as AWS documents them, one of each form.
  @Test(
    arguments: [
      (.s3, "us-west-2", [], "s3.us-west-2.amazonaws.com"), (.s3, "us-east-1", [], "s3.us-east-1.amazonaws.com"),
      (.s3, "us-gov-west-1", .fips, "s3-fips.us-gov-west-1.amazonaws.com"),
      (.s3, "cn-north-1", .dualStack, "s3.dualstack.cn-north-1.amazonaws.com.cn"),
      (.s3, "us-iso-east-1", [.fips, .dualStack], "s3-fips.dualstack.us-iso-east-1.c2s.ic.gov"),
      (.s3, "eusc-de-east-1", [], "s3.eusc-de-east-1.amazonaws.eu"),
      (.es, "eu-central-1", [], "es.eu-central-1.amazonaws.com"),
      (.es, "us-east-1", .dualStack, "aos.us-east-1.api.aws"),
      (.es, "us-isob-east-1", .dualStack, "es.us-isob-east-1.api.aws.scloud"),
      (.es, "us-east-2", .fips, "es-fips.us-east-2.amazonaws.com"),
      (.esDomain, "eu-isoe-west-1", [], "eu-isoe-west-1.es.cloud.adc-e.uk"),
      (.esDomain, "us-east-1", .dualStack, "aos.us-east-1.on.aws"),
      (.aoss, "us-east-1", .fips, "aoss-fips.us-east-1.amazonaws.com"),
      (.aossCollection, "us-isof-south-1", [], "us-isof-south-1.aoss.csp.hci.ic.gov"),
      (.aossCollection, "us-east-1", .dualStack, "aoss.us-east-1.on.aws"),
      (.sts, "us-east-1", [], "sts.us-east-1.amazonaws.com"), (.sts, "eu-west-1", .dualStack, "sts.eu-west-1.api.aws"),
      (.sts, "us-gov-east-1", .fips, "sts.us-gov-east-1.amazonaws.com"),
      (.sts, "us-gov-east-1", [.fips, .dualStack], "sts-fips.us-gov-east-1.api.aws"),
      (.sso, "us-east-1", [], "portal.sso.us-east-1.amazonaws.com"),
      (.sso, "us-east-1", .fips, "portal.sso-fips.us-east-1.amazonaws.com"),
      (.oidc, "cn-northwest-1", [], "oidc.cn-northwest-1.amazonaws.com.cn"),
      (.signin, "us-east-1", [], "us-east-1.signin.aws.amazon.com"),
      (.signin, "eusc-de-east-1", [], "eusc-de-east-1.signin.amazonaws-eusc.eu"),
      (.signin, "us-isob-west-1", [], "us-isob-west-1.signin.sc2shome.sgov.gov"),
      (.signin, "us-gov-west-1", .fips, "signin-fips.amazonaws-us-gov.com"),
      (.signin, "us-gov-east-1", .fips, "us-gov-east-1.signin-fips.amazonaws-us-gov.com"),
      (.signin, "eu-north-1", .dualStack, "signin.eu-north-1.api.aws"),
      // Who asks for global endpoints gets those that there are.
      (.s3, "aws-global", [], "s3.amazonaws.com"), (.s3, "aws-global", .fips, "s3-fips.us-east-1.amazonaws.com"),
      (.sts, "aws-global", [], "sts.amazonaws.com"), (.sts, "aws-cn-global", [], "sts.cn-northwest-1.amazonaws.com.cn"),
      (.oidc, "aws-global", [], "oidc.us-east-1.amazonaws.com"),
      // A region that is newer than the table.
      (.s3, "nz-north-1", [], "s3.nz-north-1.amazonaws.com"),
      (.sts, "cn-south-7", [], "sts.cn-south-7.amazonaws.com.cn"),
    ] as [(EndpointService, String, EndpointVariant, String)])
  func hostsAreThoseOfTheModels(
    service: EndpointService, region: String, variant: EndpointVariant, host: String
  ) throws {
    #expect(try ServiceEndpoint(service, in: try #require(AWSRegion(region)), variant: variant).host() == host)
  }

  /// Older and global names are read, and never made of a region.
  @Test(arguments: [
    ("s3.amazonaws.com", "us-east-1"), ("s3-external-1.amazonaws.com", "us-east-1"),
    ("s3-us-west-2.amazonaws.com", "us-west-2"), ("s3-us-gov-west-1.amazonaws.com", "us-gov-west-1"),
    ("s3-fips-us-gov-west-1.amazonaws.com", "us-gov-west-1"), ("sts.amazonaws.com", "us-east-1"),
  ])
  func olderNamesAreReadAndNotMade(host: String, region: String) throws {
    let known = try #require(KnownHost(host))
    #expect(known.region?.name == region)
    let read = try #require(known.endpoints.first)
    #expect(try read.host() != host)
    #expect(known.endpoints.count == 1)
  }

  @Test(arguments: ["", "-", "us-east-1-", "us_east_1", "evil.example/x", "a.b", "us east", "x@y", "\u{212A}"])
  func aRegionIsALabel(text: String) {
    #expect(AWSRegion(text) == nil)
    #expect(AWSRegion.refusal(of: text, from: "AWS_REGION").hasPrefix("AWS_REGION is "))
  }

  @Test func anAccountIsTwelveDigits() {
    #expect(AWSAccountID("123456789012")?.digits == "123456789012" && AWSAccountID("000000000000") != nil)
    for text in ["", "12345678901", "1234567890123", "12345678901a", "1234-5678-901", "\u{661}23456789012"] {
      #expect(AWSAccountID(text) == nil)
    }
  }
}
