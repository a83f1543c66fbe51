import AWSCredentials
import AWSRuntime
import AWSS3Client
import AWSTesting
import HTTPTypes
import Testing

/// The sequences of what the pages of lists hold.
@Suite struct ListSequenceTests {
  private static func collect<Element: Sendable>(_ elements: S3.Elements<Element>) async throws
    -> [Element]
  {
    var found: [Element] = []
    for try await element in elements { found.append(element) }
    return found
  }

  @Test("Common prefixes come one by one, over all pages")
  func prefixes() async throws {
    func page(_ prefixes: [String], next: String?) -> String {
      let entries = prefixes.map { "<CommonPrefixes><Prefix>\($0)</Prefix></CommonPrefixes>" }
        .joined()
      let end =
        next.map {
          "<IsTruncated>true</IsTruncated><NextContinuationToken>\($0)</NextContinuationToken>"
        } ?? ""
      return "<ListBucketResult><EncodingType>url</EncodingType>\(entries)\(end)</ListBucketResult>"
    }
    let transport = ScriptedTransport([
      .text(page(["a+b%2F", "c/"], next: "t")), .text(page(["d/"], next: nil)),
    ])
    let s3 = try S3Fixture.client(transport)
    #expect(try await Self.collect(s3.prefixes(in: "bucket", prefix: "x")) == ["a b/", "c/", "d/"])
    #expect(
      transport.requests.map(\.head.path) == [
        "/?list-type=2&delimiter=%2F&encoding-type=url&prefix=x",
        "/?list-type=2&delimiter=%2F&encoding-type=url&prefix=x&continuation-token=t",
      ])
  }

  @Test("Versions and delete markers come in one order: by key, of a key the newest first")
  func versions() async throws {
    func entry(
      _ name: String, _ key: String, _ version: String, _ time: String, isLatest: Bool = false
    ) -> String {
      """
      <\(name)><Key>\(key)</Key><VersionId>\(version)</VersionId><IsLatest>\(isLatest)</IsLatest>\
      <LastModified>2026-01-02T03:04:\(time)Z</LastModified></\(name)>
      """
    }
    let first =
      entry("DeleteMarker", "a", "3", "03", isLatest: true) + entry("Version", "a", "2", "02")
      + entry("DeleteMarker", "a", "1", "01") + entry("Version", "b", "9", "09", isLatest: true)
    let second =
      entry("Version", "c", "5", "05", isLatest: true) + entry("DeleteMarker", "c", "4", "05")
      + entry("DeleteMarker", "e\u{301}", "6", "06", isLatest: true)
      + entry("Version", "\u{E9}", "7", "07", isLatest: true)
    let more =
      "<IsTruncated>true</IsTruncated><NextKeyMarker>b</NextKeyMarker><NextVersionIdMarker>9</NextVersionIdMarker>"
    let transport = ScriptedTransport([
      .text("<ListVersionsResult>\(more)\(first)</ListVersionsResult>"),
      .text("<ListVersionsResult>\(second)</ListVersionsResult>"),
    ])
    let entries = try await Self.collect(try S3Fixture.client(transport).versions(in: "bucket"))
    #expect(entries.map(\.versionId) == ["3", "2", "1", "9", "5", "4", "6", "7"])
    #expect(entries.map(\.isLatest) == [true, false, false, true, true, false, true, true])
    #expect(entries.map { Array($0.key.utf8) }.last == Array("\u{E9}".utf8))
    let kinds = entries.map { if case .deleteMarker = $0 { true } else { false } }
    #expect(kinds == [true, false, true, false, false, true, true, false])
    #expect(
      transport.requests.last?.head.path
        == "/?versions&encoding-type=url&key-marker=b&version-id-marker=9")
  }

  @Test("Parts, uploads and buckets come one by one, over all pages")
  func others() async throws {
    let transport = ScriptedTransport([
      .text(
        """
        <ListPartsResult><IsTruncated>true</IsTruncated><NextPartNumberMarker>2</NextPartNumberMarker>\
        <Part><PartNumber>2</PartNumber></Part></ListPartsResult>
        """), .text("<ListPartsResult><Part><PartNumber>7</PartNumber></Part></ListPartsResult>"),
      .text(
        """
        <ListMultipartUploadsResult><IsTruncated>true</IsTruncated><NextKeyMarker> k</NextKeyMarker>\
        <NextUploadIdMarker> u</NextUploadIdMarker><Upload><Key> k</Key><UploadId> u</UploadId></Upload>\
        </ListMultipartUploadsResult>
        """),
      .text(
        "<ListMultipartUploadsResult><Upload><Key>l</Key><UploadId>v</UploadId></Upload></ListMultipartUploadsResult>"
      ),
      .text(
        """
        <ListAllMyBucketsResult><Buckets><Bucket><Name>one</Name></Bucket></Buckets>\
        <ContinuationToken>t</ContinuationToken></ListAllMyBucketsResult>
        """),
      .text(
        "<ListAllMyBucketsResult><Buckets><Bucket><Name>two</Name></Bucket></Buckets></ListAllMyBucketsResult>"
      ),
    ])
    let s3 = try S3Fixture.client(transport)
    let parts = try await Self.collect(s3.parts(ofUpload: "u+1", bucket: "bucket", key: "k"))
    #expect(parts.map(\.partNumber) == [2, 7])
    #expect(try await Self.collect(s3.uploads(in: "bucket")).map(\.uploadId) == [" u", "v"])
    #expect(try await Self.collect(s3.buckets()).map(\.name) == ["one", "two"])
    #expect(
      transport.requests.map(\.head.path) == [
        "/k?uploadId=u%2B1", "/k?part-number-marker=2&uploadId=u%2B1",
        "/?uploads&encoding-type=url",
        "/?uploads&encoding-type=url&key-marker=%20k&upload-id-marker=%20u",
        "/?max-buckets=1000", "/?max-buckets=1000&continuation-token=t",
      ])
  }

  @Test("Each iteration begins at the first page, and a page is requested when it is needed")
  func iterations() async throws {
    let page =
      "<ListBucketResult><Contents><Key>a</Key><Size>1</Size></Contents></ListBucketResult>"
    let transport = ScriptedTransport([.text(page), .text(page)])
    let objects = try S3Fixture.client(transport).objects(in: "bucket")
    #expect(transport.requests.isEmpty)
    for count in 1...2 {
      #expect(
        try await Self.collect(objects).map(\.key) == ["a"] && transport.requests.count == count)
    }
  }
}
