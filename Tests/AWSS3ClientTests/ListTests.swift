import AWSS3Client
import AWSTesting
import HTTPTypes
import Testing

@Suite struct ListTests {
  private static func page(_ keys: [String], next: String? = nil, encoding: String = "url") -> String {
    let objects = keys.map { "<Contents><Key>\($0)</Key><Size>3</Size><ETag>&quot;e&quot;</ETag></Contents>" }
    return """
      <?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">\
      <EncodingType>\(encoding)</EncodingType><IsTruncated>\(next != nil)</IsTruncated>\(objects.joined())\
      \(next.map { "<NextContinuationToken>\($0)</NextContinuationToken>" } ?? "")</ListBucketResult>
      """
  }

  @Test("A page is read, and what is encoded in it decoded")
  func page() async throws {
    let transport = ScriptedTransport([
      .text(
        """
        <ListBucketResult><Name>bucket</Name><EncodingType>url</EncodingType><KeyCount>2</KeyCount>
        <IsTruncated>false</IsTruncated><NextContinuationToken>ignored</NextContinuationToken>
        <Contents><Key>k/sp+ace%20%2B%00%0D%ED%95%9C%zz</Key><LastModified>2026-01-02T03:04:05.000Z</LastModified>
        <ETag>"tag"</ETag><Size>5000000000</Size><StorageClass>GLACIER</StorageClass><Owner><ID>me</ID></Owner></Contents>
        <Contents><Key>b</Key><Size>0</Size></Contents>
        <CommonPrefixes><Prefix>a+b/</Prefix></CommonPrefixes><CommonPrefixes><Prefix>c%2Fd/</Prefix></CommonPrefixes>
        </ListBucketResult>
        """)
    ])
    let page = try await S3Fixture.client(transport).listObjectsV2(
      .init(bucket: "bucket", prefix: "a&b", delimiter: "/", startAfter: "z+", maxKeys: 5, fetchOwner: true))
    let object = try #require(page.contents.first)
    #expect(object.key == "k/sp ace +\u{0}\r한%zz" && object.size == 5_000_000_000 && object.etag == S3.ETag("tag"))
    #expect(object.lastModified == S3Fixture.date && object.storageClass == .glacier && object.owner?.id == "me")
    #expect(page.contents.map(\.storageClass) == [.glacier, nil])
    #expect(
      page.commonPrefixes.map(\.prefix) == ["a b/", "c/d/"] && page.isTruncated == false
        && page.nextContinuationToken == nil)
    #expect(
      transport.requests.first?.head.path
        == "/?list-type=2&delimiter=%2F&encoding-type=url&max-keys=5&prefix=a%26b&fetch-owner=true&start-after=z%2B")
  }

  @Test("A server that encodes nothing has its keys taken as they are")
  func notEncoded() async throws {
    let transport = ScriptedTransport([.text(Self.page(["a+b%20"], encoding: ""))])
    let page = try await S3Fixture.client(transport).listObjectsV2(.init(bucket: "bucket"))
    #expect(page.contents.map(\.key) == ["a+b%20"])
  }

  @Test("All objects of all pages come once, and pages are asked for when needed")
  func pagination() async throws {
    let transport = ScriptedTransport([
      .text(Self.page(["a", "b"], next: "t/1+")), .text(Self.page([], next: "t2")), .text(Self.page(["c"])),
    ])
    let s3 = try S3Fixture.client(transport)
    var iterator = s3.objects(in: "bucket", prefix: "p").makeAsyncIterator()
    #expect(try await iterator.next()?.key == "a")
    #expect(try await iterator.next()?.key == "b")
    #expect(transport.requests.count == 1)
    #expect(try await iterator.next()?.key == "c")
    #expect(try await iterator.next() == nil)
    #expect(try await iterator.next() == nil)
    #expect(
      transport.requests.map(\.head.path) == [
        "/?list-type=2&encoding-type=url&prefix=p",
        "/?list-type=2&encoding-type=url&prefix=p&continuation-token=t%2F1%2B",
        "/?list-type=2&encoding-type=url&prefix=p&continuation-token=t2",
      ])
  }

  @Test("A list that does not say where it goes on, or does not get on, is an error, neither an end nor a loop")
  func endless() async throws {
    let transport = ScriptedTransport([
      .text("<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>"),
      .text(Self.page(["a"], next: "t")), .text(Self.page(["a"], next: "t")),
    ])
    let s3 = try S3Fixture.client(transport)
    for _ in 0..<2 {
      let error = await S3Error.of {
        for try await _ in s3.objects(in: "bucket") {}
      }
      #expect(error?.code == .invalidResponse && error?.operation == "s3.ListObjectsV2" && error?.bucket == "bucket")
    }
    #expect(transport.requests.count == 3)
  }

  @Test("After an error a sequence is at its end")
  func afterError() async throws {
    let transport = ScriptedTransport([.status(404, body: "<Error><Code>NoSuchBucket</Code></Error>")])
    var iterator = try S3Fixture.client(transport).objects(in: "bucket").makeAsyncIterator()
    do {
      _ = try await iterator.next()
      Issue.record("the call succeeded")
    } catch let error as S3Error {
      #expect(error.code == .noSuchBucket)
    }
    #expect(try await iterator.next() == nil)
  }
}
