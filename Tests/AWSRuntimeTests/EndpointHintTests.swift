import AWSRuntime
import Testing

@Suite struct EndpointHintTests {
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
    ("email.us-east-1.amazonaws.com", "ses", "us-east-1"), ("kms-fips.us-east-1.amazonaws.com", "kms", "us-east-1"),
  ])
  func theNameTells(host: String, service: String, region: String?) {
    let hint = EndpointHint(host: host)
    #expect(hint.service == service && hint.region == region, "\(hint)")
  }

  /// What is not known is not guessed.
  @Test(arguments: [
    "", "localhost", "example.com", "amazonaws.com", ".amazonaws.com", "s3.amazonaws.com.example.com",
    "mrap.accesspoint.s3-global.amazonaws.com", "d-ats.iot.us-east-1.amazonaws.com", "nothing.us-east-1.amazonaws.com",
  ])
  func nothingIsGuessed(host: String) {
    #expect(EndpointHint(host: host).service == nil)
  }
}
