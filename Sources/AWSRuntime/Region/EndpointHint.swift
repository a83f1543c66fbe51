import AWSCredentials

/// What the name of an AWS host tells of the service that is reached there, and its region.
package struct EndpointHint: Sendable, Hashable {
  /// The signing name of the service; `nil` if the name is not one that is known.
  package var service: String?
  /// The region; `nil` if the name does not tell it.
  package var region: String?

  /// Reads names such as `bucket.s3.dualstack.eu-central-1.amazonaws.com`, `x.eu-central-1.es.amazonaws.com`,
  /// `sts.amazonaws.com` and `x.aoss.eu-central-1.on.aws`, of each partition.
  ///
  /// A name that is not known tells nothing: a guess would be signed, sent and refused.
  package init(host: String) {
    guard let owner = Partition.owner(of: host) else { return }
    var labels = owner.labels
    // An interface endpoint's name ends with `.vpce`.
    labels.removeAll { $0 == "dualstack" || $0 == "vpce" }
    guard let last = labels.popLast() else { return }
    var label: String?
    if last.hasPrefix("s3-"), Partition.isRegion(String(last.dropFirst(3))) {
      // The older names of S3.
      (label, region) = ("s3", String(last.dropFirst(3)))
    } else if Partition.isRegion(last) {
      region = last
      label = labels.last
    } else {
      label = last
      // Before S3's label stands a bucket, which may be named like a region.
      region = last == "s3" ? nil : labels.last.flatMap { Partition.isRegion($0) ? $0 : nil }
      if region == nil, last == "s3" || last == "sts" || last == "iam" { region = owner.partition.globalRegion }
    }
    service = label.flatMap { Self.signingName(of: $0) }
  }

  /// The signing name for a label of a host, without what tells a variant of the endpoint.
  private static func signingName(of label: String) -> String? {
    if label.hasPrefix("s3express") { return "s3express" }
    let plain = label.hasSuffix("-fips") ? String(label.dropLast(5)) : label
    return plain.hasPrefix("s3-fips") ? "s3" : signingNames[plain]
  }

  // Where the label is not the signing name, the pair says so.
  private static let signingNames: [String: String] = {
    let same = [
      "acm", "airflow", "aoss", "apigateway", "appsync", "athena", "autoscaling", "batch", "bedrock", "cloudformation",
      "cloudfront", "cloudtrail", "codebuild", "codepipeline", "cognito-identity", "comprehend", "cognito-idp",
      "config", "dynamodb", "ec2", "ecr", "ecs", "eks",
      "elasticache", "elasticfilesystem", "elasticloadbalancing", "es", "events", "execute-api", "firehose", "glue",
      "iam", "kafka", "kinesis", "kms", "lambda", "logs", "monitoring", "organizations", "pipes", "polly", "rds",
      "redshift", "rekognition",
      "route53", "s3", "s3-object-lambda", "s3-outposts", "sagemaker", "scheduler", "secretsmanager", "sns", "sqs",
      "ssm", "states", "sts", "textract", "transcribe", "translate", "xray",
    ]
    let other = [
      "aos": "es", "bedrock-runtime": "bedrock", "bedrock-agent": "bedrock", "bedrock-agent-runtime": "bedrock",
      "email": "ses", "lambda-url": "lambda", "s3-accelerate": "s3",
      "s3-accesspoint": "s3", "s3-control": "s3",
    ]
    return other.merging(same.map { ($0, $0) }) { first, _ in first }
  }()
}
