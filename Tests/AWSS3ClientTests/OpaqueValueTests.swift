import AWSCore
import AWSCredentials
import AWSRuntime
import AWSS3Client
import AWSSigV4
import AWSTesting
import HTTPTypes
import Testing

/// A server whose continuation token is the last key of the page, as it is: Ceph's gateway works so.
private enum KeyIsToken {
  /// Lists keys in the order of their bytes, a page for each request.
  static func transport(_ keys: [String], pageSize: Int) -> ScriptedTransport {
    let sorted = keys.map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) }
    return ScriptedTransport { request throws(HTTPTransportError) in
      let token = parameter("continuation-token", of: request.head.path ?? "")
      let rest = sorted.drop { key in token.map { !$0.lexicographicallyPrecedes(key) } ?? false }
      return HTTPTransportResponse(
        head: HTTPResponse(status: .ok), body: AWSHTTPBody(page(rest.prefix(pageSize), isLast: rest.count <= pageSize)))
    }
  }

  private static func page(_ keys: ArraySlice<[UInt8]>, isLast: Bool) -> String {
    var xml = "<ListBucketResult><EncodingType>url</EncodingType><IsTruncated>\(!isLast)</IsTruncated>"
    for key in keys {
      let encoded = PercentEncoding.encode(String(decoding: key, as: UTF8.self))
      xml += "<Contents><Key>\(encoded)</Key><Size>1</Size></Contents>"
    }
    if !isLast, let last = keys.last {
      // Ceph writes control characters as references.
      let token = String(decoding: last, as: UTF8.self).unicodeScalars.map { scalar in
        scalar.value < 0x20 ? "&#x\(String(scalar.value, radix: 16));" : XMLNode.escaped(String(Character(scalar)))
      }
      xml += "<NextContinuationToken>\(token.joined())</NextContinuationToken>"
    }
    return xml + "</ListBucketResult>"
  }

  private static func parameter(_ name: String, of path: String) -> [UInt8]? {
    let query = path.utf8.drop { $0 != UInt8(ascii: "?") }.dropFirst()
    for item in query.split(separator: UInt8(ascii: "&")) where item.starts(with: (name + "=").utf8) {
      return WirePath.decoded(Array(item.dropFirst(name.utf8.count + 1)))
    }
    return nil
  }
}

@Suite struct OpaqueValueTests {
  private static let sets: [[String]] = [
    [" lead", "apple", "banana", "lemon"],
    ["trail ", "trail!", "trail", "z"],
    ["e\u{301}", "\u{E9}", "한", "\u{1112}\u{1161}\u{11AB}"],
    // Not named in the issue: singletons of canonical equivalence, other white space, an accent at the beginning.
    ["K", "\u{212A}", ";", "\u{37E}", "\u{3A9}", "\u{2126}"],
    ["\tx\t", "\n", " ", "  ", "\u{B}v", "\u{A0}", "x\r\n", "\u{301}a", "a\u{301}"],
  ]

  @Test("Every key is listed once, whatever a page ends in", arguments: sets, [1, 2])
  func pages(keys: [String], pageSize: Int) async throws {
    let s3 = try S3Fixture.client(KeyIsToken.transport(keys, pageSize: pageSize))
    var listed: [[UInt8]] = []
    for try await page in s3.listObjectsV2Pages(.init(bucket: "bucket", maxKeys: pageSize)) {
      listed += page.contents.map { Array($0.key.utf8) }
    }
    #expect(listed == keys.map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) })
  }

  @Test("Of 1,003 keys none is missing when the 1,000th begins with a space")
  func thousandth() async throws {
    let keys = (0..<999).map { " \(10_000 + $0)" } + [" zz", "a", "b", "zzz"]
    let s3 = try S3Fixture.client(KeyIsToken.transport(keys, pageSize: 1000))
    var count = 0
    for try await _ in s3.objects(in: "bucket") { count += 1 }
    #expect(count == 1003)
  }

  @Test("The token of a list of buckets goes back as it came", arguments: [" t ", "\u{301}t", "t\u{A0}", " "])
  func buckets(token: String) async throws {
    let list = "<ListAllMyBucketsResult><ContinuationToken>\(token)</ContinuationToken></ListAllMyBucketsResult>"
    let transport = ScriptedTransport([.text(list), .text("<ListAllMyBucketsResult/>")])
    let s3 = try S3Fixture.client(transport)
    let page = try await s3.listBuckets()
    #expect(page.continuationToken.map { Array($0.utf8) } == Array(token.utf8))
    _ = try await s3.listBuckets(.init(continuationToken: page.continuationToken))
    #expect(transport.requests.last?.head.path == "/?continuation-token=\(PercentEncoding.encode(token))")
  }

  @Test("A token without characters is none")
  func emptyToken() async throws {
    let transport = ScriptedTransport([
      .text("<ListAllMyBucketsResult><ContinuationToken/></ListAllMyBucketsResult>"),
      .text(
        "<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken/></ListBucketResult>"),
    ])
    let s3 = try S3Fixture.client(transport)
    #expect(try await s3.listBuckets().continuationToken == nil)
    let error = await S3Error.of { try await s3.listObjectsV2(.init(bucket: "bucket")) }
    #expect(error?.code == .invalidResponse)
  }

  @Test(
    "Keys that look alike are two keys, in sets and comparisons too",
    arguments: [
      ("e\u{301}", "\u{E9}"), ("\u{212A}", "K"), (";", "\u{37E}"), ("\u{1112}\u{1161}\u{11AB}", "한"),
    ])
  func equality(one: String, other: String) async throws {
    func page(_ text: String) async throws -> S3.ListObjectsV2Output {
      let contents = "<Contents><Key>\(text)</Key><Size>1</Size><Owner><ID>\(text)</ID></Owner></Contents>"
      let xml = """
        <ListBucketResult><IsTruncated>true</IsTruncated>\(contents)\
        <CommonPrefixes><Prefix>\(text)</Prefix></CommonPrefixes>\
        <NextContinuationToken>\(text)</NextContinuationToken></ListBucketResult>
        """
      return try await S3Fixture.client(ScriptedTransport([.text(xml)])).listObjectsV2(.init(bucket: "bucket"))
    }
    let pages = [try await page(one), try await page(other)]
    #expect(Set(pages.flatMap(\.contents)).count == 2 && pages[0].contents[0] != pages[1].contents[0])
    #expect(Set(pages.flatMap(\.commonPrefixes)).count == 2 && pages[0].commonPrefixes != pages[1].commonPrefixes)
    #expect(pages[0].contents[0].owner != pages[1].contents[0].owner)
    #expect(try await page(one).contents == pages[0].contents)
    #expect(S3.ETag(one) != S3.ETag(other) && Set([S3.ETag(one), S3.ETag(other)]).count == 2)
    #expect(S3.WriteCondition.ifMatch(S3.ETag(one)) != .ifMatch(S3.ETag(other)))
    #expect(S3.CopySource(bucket: "b", key: one) != S3.CopySource(bucket: "b", key: other))
    #expect(
      S3.CopySource(bucket: "b", key: "k", versionId: one) != S3.CopySource(bucket: "b", key: "k", versionId: other))
    #expect(Set([S3.CopySource(bucket: "b", key: one), S3.CopySource(bucket: "b", key: other)]).count == 2)
  }

  // Who adds a member has to add it to `==`.
  @Test("What is compared by bytes compares all its members")
  func members() async throws {
    func labels(_ value: Any) -> [String] { Mirror(reflecting: value).children.compactMap(\.label) }
    let list = """
      <ListBucketResult><Contents><Key>k</Key><Size>1</Size><Owner/><RestoreStatus/></Contents>\
      <CommonPrefixes><Prefix>p</Prefix></CommonPrefixes></ListBucketResult>
      """
    let transport = ScriptedTransport([
      .text(list), .status(200),
      .text("<ListAllMyBucketsResult><Buckets><Bucket><Name>n</Name></Bucket></Buckets></ListAllMyBucketsResult>"),
    ])
    let s3 = try S3Fixture.client(transport)
    let source = S3.CopySource(bucket: "b", key: "k")
    let page = try await s3.listObjectsV2(.init(bucket: "bucket"))
    #expect(
      labels(page.contents[0]) == [
        "key", "lastModified", "etag", "checksumAlgorithm", "checksumType", "size", "storageClass", "owner",
        "restoreStatus",
      ])
    #expect(labels(try #require(page.contents[0].owner)) == ["displayName", "id"])
    #expect(
      labels(try #require(page.contents[0].restoreStatus)) == ["isRestoreInProgress", "restoreExpiryDate"])
    #expect(labels(page.commonPrefixes[0]) == ["prefix"])
    #expect(
      labels(try await s3.head(bucket: "bucket", key: "k")) == [
        "etag", "versionId", "contentLength", "contentType", "contentEncoding", "contentDisposition",
        "contentLanguage", "cacheControl", "lastModified", "metadata", "storageClass", "headers",
      ])
    let buckets = try await s3.listBuckets()
    #expect(labels(buckets.buckets[0]) == ["name", "creationDate", "bucketRegion", "bucketArn"])
    #expect(labels(source) == ["bucket", "key", "versionId", "isRooted"])
    #expect(labels(S3.ETag("e")) == ["text", "isExact"])
  }

  @Test("Ids are not trimmed: a version and an owner are what the server wrote")
  func ids() async throws {
    let xml = """
      <ListBucketResult><Contents><Key> k </Key><Size>1</Size><Owner><ID> o </ID></Owner></Contents>\
      <CommonPrefixes><Prefix> p </Prefix></CommonPrefixes></ListBucketResult>
      """
    let transport = ScriptedTransport([
      .text(xml), .text("<ListAllMyBucketsResult><Owner><ID> o </ID></Owner></ListAllMyBucketsResult>"),
    ])
    let s3 = try S3Fixture.client(transport)
    let page = try await s3.listObjectsV2(.init(bucket: "bucket"))
    #expect(page.contents.map(\.key) == [" k "] && page.contents.map(\.owner?.id) == [" o "])
    #expect(page.commonPrefixes.map(\.prefix) == [" p "])
    #expect(try await s3.listBuckets().owner?.id == " o ")
  }

  @Test("A key that is not UTF-8 is an error, not another key")
  func notUTF8() async throws {
    let bytes =
      Array("<ListBucketResult><Contents><Key>a".utf8) + [0xFF]
      + Array("</Key><Size>1</Size></Contents></ListBucketResult>".utf8)
    let transport = ScriptedTransport([
      .text(
        "<ListBucketResult><EncodingType>url</EncodingType><Contents><Key>a%FFb</Key><Size>1</Size></Contents></ListBucketResult>"
      ),
      .response(HTTPTransportResponse(head: HTTPResponse(status: .ok), body: AWSHTTPBody(bytes))),
      .response(HTTPTransportResponse(head: HTTPResponse(status: .ok), body: AWSHTTPBody(bytes))),
      .response(HTTPTransportResponse(head: HTTPResponse(status: .ok), body: AWSHTTPBody(bytes))),
    ])
    let s3 = try S3Fixture.client(transport)
    let encoded = await S3Error.of { try await s3.listObjectsV2(.init(bucket: "bucket")) }
    #expect(encoded?.code == .invalidResponse && encoded?.message.contains("a%FFb") == true)
    let raw = await S3Error.of { try await s3.listObjectsV2(.init(bucket: "bucket")) }
    #expect(raw != nil)
  }

  @Test(
    "Tags are read by bytes and sent as they came",
    arguments: [
      ("*", "*"), ("\"*\"", "\"*\""), ("abc", "\"abc\""), ("\"abc\"", "\"abc\""), ("W/\"abc\"", "W/\"abc\""),
      ("\"\"", "\"\""), ("W/\"\"", "W/\"\""), ("\"\u{301}x\"", "\"\u{301}x\""), (" x ", "\" x \""),
    ])
  func tags(text: String, sent: String) {
    #expect(Array(S3.ETag(text).description.utf8) == Array(sent.utf8))
  }

  @Test("The tag that stands for any goes out without quotes")
  func anyTag() async throws {
    let transport = ScriptedTransport([.status(200), .status(200), .status(204)])
    let s3 = try S3Fixture.client(transport)
    try await s3.put([], bucket: "bucket", key: "k", condition: .ifMatch(S3.ETag("*")))
    _ = try await s3.getObject(
      .init(bucket: "bucket", key: "k", conditions: .init(ifMatch: S3.ETag("*"), ifNoneMatch: S3.ETag("\"*\""))))
    try await s3.deleteObject(.init(bucket: "bucket", key: "k", ifMatch: S3.ETag("*")))
    #expect(transport.requests.map { $0.head.headerFields[.ifMatch] } == ["*", "*", "*"])
    #expect(transport.requests[1].head.headerFields[.ifNoneMatch] == "\"*\"")
    #expect(S3.ETag("*") != S3.ETag("\"*\""))
  }

  @Test("A slash in a copy's bucket is one whatever follows it")
  func slash() async throws {
    let transport = ScriptedTransport()
    let s3 = try S3Fixture.client(transport)
    for bucket in ["a/b", "a/\u{301}b"] {
      let error = await S3Error.of {
        try await s3.copy(.init(bucket: bucket, key: "k"), toBucket: "bucket", key: "k")
      }
      #expect(error?.code == .invalidBucketName)
    }
    #expect(transport.requests.isEmpty)
  }
}
