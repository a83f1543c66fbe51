import AWSCredentials
import AWSRuntime
import Testing

@Suite struct KnownHostTests {
  @Test(arguments: [
    ("b.s3.eu-central-1.amazonaws.com", "s3", "eu-central-1"), ("b.s3.amazonaws.com", "s3", "us-east-1"),
    ("B.S3-eu-west-1.AMAZONAWS.com", "s3", "eu-west-1"), ("s3.dualstack.eu-west-1.amazonaws.com", "s3", "eu-west-1"),
    ("b.s3-fips.dualstack.us-east-2.amazonaws.com", "s3", "us-east-2"),
    ("b.s3-accelerate.amazonaws.com", "s3", nil),
    ("b.bucket.vpce-1-2.s3.us-east-1.vpce.amazonaws.com", "s3", "us-east-1"),
    ("123.s3-control.us-west-2.amazonaws.com", "s3", "us-west-2"),
    ("ap-1.s3-accesspoint.us-west-2.amazonaws.com", "s3", "us-west-2"),
    ("b.s3express-use1-az4.us-east-1.amazonaws.com", "s3express", "us-east-1"),
    ("search-x.eu-central-1.es.amazonaws.com", "es", "eu-central-1"), ("x.aos.us-east-1.on.aws", "es", "us-east-1"),
    ("x.us-east-1.aoss.amazonaws.com", "aoss", "us-east-1"), ("sts.cn-north-1.amazonaws.com.cn", "sts", "cn-north-1"),
    ("sts.amazonaws.com", "sts", "us-east-1"), ("a.lambda-url.us-east-1.on.aws", "lambda", "us-east-1"),
    ("id.execute-api.us-gov-west-1.amazonaws.com", "execute-api", "us-gov-west-1"),
    ("bedrock-runtime.us-east-1.amazonaws.com", "bedrock", "us-east-1"),
    ("b.s3-external-1.amazonaws.com", "s3", "us-east-1"), ("b.s3-us-gov-west-1.amazonaws.com", "s3", "us-gov-west-1"),
    ("b.s3-fips-us-gov-west-1.amazonaws.com", "s3", "us-gov-west-1"),
    ("b.s3-accelerate.dualstack.amazonaws.com", "s3", nil), ("s3.s3.us-east-1.amazonaws.com", "s3", "us-east-1"),
    ("dualstack.s3.us-east-1.amazonaws.com", "s3", "us-east-1"),
    ("us-west-2.s3.eu-west-1.amazonaws.com", "s3", "eu-west-1"),
    ("x.us-east-1.aoss-fips.amazonaws.com", "aoss", "us-east-1"), ("x.aoss-fips.us-east-1.on.aws", "aoss", "us-east-1"),
    ("us-east-1.signin.aws.amazon.com", "signin", "us-east-1"),
    ("email.us-east-1.amazonaws.com", "ses", "us-east-1"), ("kms-fips.us-east-1.amazonaws.com", "kms", "us-east-1"),
  ])
  func theNameTells(host: String, service: String, region: String?) throws {
    let known = try #require(KnownHost(host))
    #expect(known.service == service && known.region?.name == region, "\(known)")
  }

  /// Hosts of all partitions, with the domains of the SDKs' partitions.json.
  @Test(arguments: [
    ("x.eusc-de-east-1.es.amazonaws.eu", "es", "eusc-de-east-1"),
    ("x.eusc-de-east-1.aoss.amazonaws.eu", "aoss", "eusc-de-east-1"),
    ("b.s3.eusc-de-east-1.amazonaws.eu", "s3", "eusc-de-east-1"),
    ("x.aos.eusc-de-east-1.on.amazonwebservices.eu", "es", "eusc-de-east-1"),
    ("sts.eusc-de-east-1.api.amazonwebservices.eu", "sts", "eusc-de-east-1"),
    ("x.us-isof-south-1.es.csp.hci.ic.gov", "es", "us-isof-south-1"),
    ("x.us-isof-east-1.aoss.csp.hci.ic.gov", "aoss", "us-isof-east-1"),
    ("x.eu-isoe-west-1.aoss.cloud.adc-e.uk", "aoss", "eu-isoe-west-1"),
    ("b.s3.eu-isoe-west-1.cloud.adc-e.uk", "s3", "eu-isoe-west-1"),
    ("x.us-iso-east-1.es.c2s.ic.gov", "es", "us-iso-east-1"), ("sts.us-iso-west-1.c2s.ic.gov", "sts", "us-iso-west-1"),
    ("x.us-isob-east-1.aoss.sc2s.sgov.gov", "aoss", "us-isob-east-1"),
    ("kms.us-isob-west-1.api.aws.scloud", "kms", "us-isob-west-1"),
    ("s3.dualstack.us-isof-south-1.csp.hci.ic.gov", "s3", "us-isof-south-1"),
    ("x.cn-northwest-1.aoss.amazonaws.com.cn", "aoss", "cn-northwest-1"),
    ("x.aoss.cn-north-1.on.amazonwebservices.com.cn", "aoss", "cn-north-1"),
    ("x.us-gov-east-1.aoss.amazonaws.com", "aoss", "us-gov-east-1"),
    ("iam.amazonaws.com", "iam", "us-east-1"), ("X.US-EAST-1.ES.AMAZONAWS.COM.", "es", "us-east-1"),
    // A bucket that is named like a region is none.
    ("my-bucket-1.s3.amazonaws.com", "s3", "us-east-1"),
  ])
  func everyPartitionIsKnown(host: String, service: String, region: String?) throws {
    let known = try #require(KnownHost(host))
    #expect(known.service == service && known.region?.name == region, "\(known)")
  }

  /// What is not known is not guessed.
  @Test(arguments: [
    "", "localhost", "example.com", "amazonaws.com", ".amazonaws.com", "s3.amazonaws.com.example.com",
    "mrap.accesspoint.s3-global.amazonaws.com", "d-ats.iot.us-east-1.amazonaws.com", "nothing.us-east-1.amazonaws.com",
    // Websites take no signatures.
    "b.s3-website-us-east-1.amazonaws.com", "b.s3-website.eu-central-1.amazonaws.com",
    // No host stands in the domain of one partition and in a region of another.
    "x.cn-north-1.es.amazonaws.com", "x.us-east-1.es.amazonaws.com.cn", "sts.us-iso-east-1.amazonaws.com",
    "sts.aws-global.amazonaws.com", "s3-external-1.amazonaws.com.cn",
    "x.us-east-1.es.amazonaws.eu.example.com", "es.evil-c2s.ic.gov.example", "x.es.notamazonaws.eu",
  ])
  func nothingIsGuessed(host: String) {
    #expect(KnownHost(host)?.service == nil)
  }
}
