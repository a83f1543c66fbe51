import AWSRuntime
import AWSS3Client

extension LiveCheck {
  /// The configuration of a bucket, and what it leads to.
  static let configuration = settings + effects + absentSettings

  private static let settings = [
    LiveCheck("the location of a bucket is the first region") { store in
      let output = try await store.client.getBucketLocation(S3.GetBucketLocationInput(bucket: store.bucket))
      try demand(["", "us-east-1", "default"].contains(output.locationConstraint?.rawValue ?? ""), "\(output)")
    },
    LiveCheck("rules of CORS are set, read and removed", bucket: .new) { store in
      var rule = S3.CORSRule(
        allowedMethods: ["GET", "PUT"], allowedOrigins: ["https://example.com", "https://*.example.org"])
      rule.allowedHeaders = ["x-amz-*", "Content-Type"]
      rule.exposeHeaders = ["ETag"]
      rule.maxAgeSeconds = 600
      try await store.client.putBucketCors(.init(bucket: store.bucket, corsConfiguration: .init(corsRules: [rule])))
      let found = try await store.client.getBucketCors(.init(bucket: store.bucket)).corsRules
      try demand(found.count, is: 1, "the number of rules")
      try demand(Set(found[0].allowedMethods), is: ["GET", "PUT"], "the methods")
      try demand(Set(found[0].allowedOrigins), is: Set(rule.allowedOrigins), "the origins")
      try demand(found[0].exposeHeaders, is: ["ETag"], "the exposed fields")
      try demand(found[0].maxAgeSeconds, is: 600, "the age")
      try await store.client.deleteBucketCors(.init(bucket: store.bucket))
      try await demandRefusal(404, .init(rawValue: "NoSuchCORSConfiguration")) {
        _ = try await store.client.getBucketCors(.init(bucket: store.bucket))
      }
    },
    LiveCheck("rules of a lifecycle are set, read and removed", bucket: .new) { store in
      var rule = S3.LifecycleRule(status: .enabled)
      rule.id = "old logs & more"
      rule.filter = S3.LifecycleRuleFilter()
      rule.filter?.prefix = "logs/<&>/"
      rule.expiration = S3.LifecycleExpiration()
      rule.expiration?.days = 30
      var uploads = S3.LifecycleRule(status: .disabled)
      uploads.id = "uploads"
      uploads.filter = S3.LifecycleRuleFilter()
      uploads.filter?.prefix = ""
      uploads.abortIncompleteMultipartUpload = S3.AbortIncompleteMultipartUpload()
      uploads.abortIncompleteMultipartUpload?.daysAfterInitiation = 7
      var input = S3.PutBucketLifecycleConfigurationInput(bucket: store.bucket)
      input.lifecycleConfiguration = S3.BucketLifecycleConfiguration(rules: [rule, uploads])
      _ = try await store.client.putBucketLifecycleConfiguration(input)
      let found = try await store.client.getBucketLifecycleConfiguration(.init(bucket: store.bucket)).rules
      try demand(Set(found.map { $0.id ?? "" }), is: ["old logs & more", "uploads"], "the rules")
      let logs = found.first { $0.id == rule.id }
      try demand(logs?.expiration?.days, is: 30, "the days")
      try demand(logs?.filter?.prefix ?? logs?.prefix, is: "logs/<&>/", "the prefix")
      let aborts = found.first { $0.id == uploads.id }
      try demand(aborts?.status, is: .disabled, "the status")
      try demand(aborts?.abortIncompleteMultipartUpload?.daysAfterInitiation, is: 7, "the days of uploads")
      try await store.client.deleteBucketLifecycle(.init(bucket: store.bucket))
      try await demandRefusal(404, .init(rawValue: "NoSuchLifecycleConfiguration")) {
        _ = try await store.client.getBucketLifecycleConfiguration(.init(bucket: store.bucket))
      }
    },
    LiveCheck("a lifecycle without rules is refused", bucket: .new) { store in
      var input = S3.PutBucketLifecycleConfigurationInput(bucket: store.bucket)
      input.lifecycleConfiguration = S3.BucketLifecycleConfiguration(rules: [])
      try await demandRefusal(400, .init(rawValue: "MalformedXML")) {
        _ = try await store.client.putBucketLifecycleConfiguration(input)
      }
    },
    LiveCheck("a policy is set, read and removed", bucket: .new) { store in
      let policy = store.publicReadPolicy
      try await store.client.putBucketPolicy(.init(bucket: store.bucket, policy: policy))
      try demand(try await store.client.getBucketPolicy(.init(bucket: store.bucket)).policy, is: policy, "the policy")
      let status = try await store.client.getBucketPolicyStatus(.init(bucket: store.bucket))
      try demand(status.policyStatus.isPublic, is: true, "whether the bucket is public")
      try await store.client.deleteBucketPolicy(.init(bucket: store.bucket))
      try await demandRefusal(404, .init(rawValue: "NoSuchBucketPolicy")) {
        _ = try await store.client.getBucketPolicy(.init(bucket: store.bucket))
      }
    },
    LiveCheck("a policy that is none is refused", bucket: .new) { store in
      try await demandRefusal(400, .init(rawValue: "MalformedPolicy")) {
        try await store.client.putBucketPolicy(.init(bucket: store.bucket, policy: "{}x"))
      }
    },
    LiveCheck("tags of a bucket are set, read and removed", bucket: .new) { store in
      let tags = [S3.Tag(key: "color", value: "green & <blue>"), S3.Tag(key: "한글", value: "값")]
      try await store.client.putBucketTagging(.init(bucket: store.bucket, tagging: .init(tagSet: tags)))
      let found = try await store.client.getBucketTagging(.init(bucket: store.bucket)).tagSet
      try demand(Set(found.map { $0.key + "=" + $0.value }), is: ["color=green & <blue>", "한글=값"], "the tags")
      try await store.client.deleteBucketTagging(.init(bucket: store.bucket))
      try await demandRefusal(404, .init(rawValue: "NoSuchTagSet")) {
        _ = try await store.client.getBucketTagging(.init(bucket: store.bucket))
      }
    },
    LiveCheck("a block of public access is set and read", bucket: .new) { store in
      var block = S3.PublicAccessBlockConfiguration()
      block.blockPublicAcls = true
      block.ignorePublicAcls = false
      block.blockPublicPolicy = true
      block.restrictPublicBuckets = false
      try await store.client.putPublicAccessBlock(
        .init(bucket: store.bucket, publicAccessBlockConfiguration: block))
      let found = try await store.client.getPublicAccessBlock(.init(bucket: store.bucket))
        .publicAccessBlockConfiguration
      try demand(
        [found.blockPublicAcls, found.ignorePublicAcls, found.blockPublicPolicy, found.restrictPublicBuckets],
        is: [true, false, true, false], "the block")
      try await demandRefusal(403, .accessDenied) {
        try await store.client.putBucketPolicy(.init(bucket: store.bucket, policy: store.publicReadPolicy))
      }
    },
    LiveCheck("the requester's payment is set and read", bucket: .new) { store in
      try await store.client.putBucketRequestPayment(
        .init(bucket: store.bucket, requestPaymentConfiguration: .init(payer: .requester)))
      let output = try await store.client.getBucketRequestPayment(.init(bucket: store.bucket))
      try demand(output.payer, is: .requester, "who pays")
    },
    LiveCheck("the grants of a bucket and of an object are read") { store in
      try await store.put("x", "k")
      let bucket = try await store.client.getBucketAcl(.init(bucket: store.bucket))
      let object = try await store.client.getObjectAcl(.init(bucket: store.bucket, key: "k"))
      for (owner, grants) in [(bucket.owner, bucket.grants), (object.owner, object.grants)] {
        try demand(owner?.id?.isEmpty == false, "there is no owner")
        try demand(grants.count, is: 1, "the number of grants")
        try demand(grants[0].permission, is: .fullControl, "the permission")
        try demand(grants[0].grantee?.type, is: .canonicalUser, "the kind of grantee")
        try demand(grants[0].grantee?.id, is: owner?.id, "the grantee")
      }
    },
    LiveCheck("grants are written as a document", bucket: .new) { store in
      try await store.put("x", "k")
      var policy = S3.AccessControlPolicy()
      policy.owner = try await store.client.getObjectAcl(.init(bucket: store.bucket, key: "k")).owner
      var owner = S3.Grant()
      owner.grantee = S3.Grantee(type: .canonicalUser)
      owner.grantee?.id = policy.owner?.id
      owner.permission = .fullControl
      var everyone = S3.Grant()
      everyone.grantee = S3.Grantee(type: .group)
      everyone.grantee?.uri = "http://acs.amazonaws.com/groups/global/AllUsers"
      everyone.permission = .read
      policy.grants = [owner, everyone]
      var input = S3.PutObjectAclInput(bucket: store.bucket, key: "k")
      input.accessControlPolicy = policy
      _ = try await store.client.putObjectAcl(input)
      let found = try await store.client.getObjectAcl(.init(bucket: store.bucket, key: "k")).grants
      try demand(Set(found.map { $0.permission ?? .write }), is: [.fullControl, .read], "the permissions")
      try demand(found.contains { $0.grantee?.uri == everyone.grantee?.uri }, "the group is missing")
      let anonymous = store.with(store.client.with(credentials: .anonymous))
      try demand(try await anonymous.text("k"), is: "x", "the content without credentials")
    },
    LiveCheck("records are selected from an object") { store in
      try await store.put("name,size\nred,1\ngreen,22\nblue,333\n", "k")
      let text = try await store.select("select name from s3object where cast(size as int) > 10")
      try demand(text == "green\nblue\n", "the records are others")
    },
    LiveCheck("the events of a selection are read") { store in
      try await store.put("name,size\nred,1\ngreen,22\nblue,333\n", "k")
      // Ceph RGW has an SQL of its own.
      let text = try await store.select("select name from stdin where int(size) > 10;")
      try demand(text.contains("green") && text.contains("blue") && !text.contains("red"), "the records are \(text)")
    },
  ]

  private static let effects = [
    LiveCheck("an object that everyone may read is read without credentials", bucket: .new) { store in
      try await store.put("content", "a + b")
      var input = S3.PutObjectAclInput(bucket: store.bucket, key: "a + b")
      input.acl = .publicRead
      _ = try await store.client.putObjectAcl(input)
      let anonymous = store.with(store.client.with(credentials: .anonymous))
      try demand(try await anonymous.text("a + b"), is: "content", "the content")
      try await demandRefusal(403, .accessDenied) { _ = try await anonymous.page() }
    },
    LiveCheck("a bucket that everyone may read is listed without credentials", bucket: .new) { store in
      try await store.put("content", "k")
      var input = S3.PutBucketAclInput(bucket: store.bucket)
      input.acl = .publicRead
      try await store.client.putBucketAcl(input)
      let anonymous = store.with(store.client.with(credentials: .anonymous))
      try demand(try await anonymous.keys(), is: [Array("k".utf8)], "the list")
    },
    LiveCheck("a policy allows reads without credentials", bucket: .new) { store in
      try await store.put("content", "k")
      try await store.client.putBucketPolicy(.init(bucket: store.bucket, policy: store.publicReadPolicy))
      let anonymous = store.with(store.client.with(credentials: .anonymous))
      try demand(try await anonymous.text("k"), is: "content", "the content")
    },
    LiveCheck("a policy forbids deletions", bucket: .new) { store in
      try await store.put("content", "k")
      let policy = """
        {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":["s3:DeleteObject"],\
        "Resource":["arn:aws:s3:::\(store.bucket)/*"]}]}
        """
      try await store.client.putBucketPolicy(.init(bucket: store.bucket, policy: policy))
      try await demandRefusal(403, .accessDenied) { try await store.delete("k") }
      try await store.client.deleteBucketPolicy(.init(bucket: store.bucket))
      try await store.delete("k")
    },
    LiveCheck("a browser's preflight request is answered by the rules of CORS", bucket: .new, needsCurl: true) {
      store in
      var rule = S3.CORSRule(allowedMethods: ["PUT"], allowedOrigins: ["https://example.com"])
      rule.allowedHeaders = ["*"]
      try await store.client.putBucketCors(.init(bucket: store.bucket, corsConfiguration: .init(corsRules: [rule])))
      let url = "\(try store.server.endpoint)/\(store.bucket)/k"
      func preflight(_ origin: String) -> [String] {
        ["-X", "OPTIONS", "-H", "Origin: \(origin)", "-H", "Access-Control-Request-Method: PUT", url]
      }
      let allowed = try await Curl.demand(200, preflight("https://example.com"))
      try demand(allowed.value(of: "access-control-allow-origin"), is: "https://example.com", "the origin")
      _ = try await Curl.demand(403, preflight("https://example.net"))
    },
  ]

  private static let absentSettings =
    [
      without("a lifecycle", "NoSuchLifecycleConfiguration") {
        _ = try await $0.client.getBucketLifecycleConfiguration(.init(bucket: $0.bucket))
      },
      without("rules of CORS", "NoSuchCORSConfiguration") {
        _ = try await $0.client.getBucketCors(.init(bucket: $0.bucket))
      },
      without("a policy", "NoSuchBucketPolicy") { _ = try await $0.client.getBucketPolicy(.init(bucket: $0.bucket)) },
      without("tags", "NoSuchTagSet") { _ = try await $0.client.getBucketTagging(.init(bucket: $0.bucket)) },
      without("a website", "NoSuchWebsiteConfiguration") {
        _ = try await $0.client.getBucketWebsite(.init(bucket: $0.bucket))
      },
      without("encryption", "ServerSideEncryptionConfigurationNotFoundError") {
        _ = try await $0.client.getBucketEncryption(.init(bucket: $0.bucket))
      },
      without("a replication", "ReplicationConfigurationNotFoundError") {
        _ = try await $0.client.getBucketReplication(.init(bucket: $0.bucket))
      },
      without("a block of public access", "NoSuchPublicAccessBlockConfiguration") {
        _ = try await $0.client.getPublicAccessBlock(.init(bucket: $0.bucket))
      },
      without("ownership controls", "OwnershipControlsNotFoundError") {
        _ = try await $0.client.getBucketOwnershipControls(.init(bucket: $0.bucket))
      },
      LiveCheck("a bucket logs nothing at first") { store in
        let output = try await store.client.getBucketLogging(.init(bucket: store.bucket))
        try demand(output.loggingEnabled == nil, "the bucket logs")
      },
      LiveCheck("a bucket notifies nobody at first") { store in
        _ = try await store.client.getBucketNotificationConfiguration(.init(bucket: store.bucket))
      },
      LiveCheck("the owner of a bucket pays at first") { store in
        let output = try await store.client.getBucketRequestPayment(.init(bucket: store.bucket))
        try demand(output.payer, is: .bucketOwner, "who pays")
      },
      LiveCheck("a bucket has no acceleration at first") { store in
        let output = try await store.client.getBucketAccelerateConfiguration(.init(bucket: store.bucket))
        try demand(output.status, is: nil, "the status")
      },
    ]

  private static func without(
    _ name: String, _ code: String, _ call: @escaping @Sendable (LiveStore) async throws -> Void
  ) -> LiveCheck {
    LiveCheck("a bucket without \(name) says so") { store in
      try await demandRefusal(404, S3Error.Code(rawValue: code)) { try await call(store) }
    }
  }
}

extension LiveStore {
  /// A policy with which everyone may read the objects.
  fileprivate var publicReadPolicy: String {
    """
    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":["s3:GetObject"],\
    "Resource":["arn:aws:s3:::\(bucket)/*"]}]}
    """
  }

  /// The records that are selected from the object `k`, which is a table with a header.
  fileprivate func select(_ expression: String) async throws -> String {
    var format = S3.InputSerialization()
    format.csv = S3.CSVInput()
    format.csv?.fileHeaderInfo = .use
    var result = S3.OutputSerialization()
    result.csv = S3.CSVOutput()
    let output = try await client.selectObjectContent(
      .init(
        bucket: bucket, key: "k", expression: expression, expressionType: .sql, inputSerialization: format,
        outputSerialization: result))
    var text = ""
    for try await event in output.payload {
      if case .records(let bytes) = event { text += String(decoding: bytes, as: UTF8.self) }
    }
    return text
  }
}
