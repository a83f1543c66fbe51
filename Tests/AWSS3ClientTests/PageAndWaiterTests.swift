import AWSCredentials
import AWSRuntime
import AWSS3Client
import AWSTesting
import HTTPTypes
import Testing

@Suite struct PageAndWaiterTests {
  private static func versions(_ keys: [String], next: (String, String)?) -> ScriptedTransport.Response {
    let versions = keys.map { "<Version><Key>\($0)</Key><VersionId>v</VersionId></Version>" }.joined()
    let marker = next.map { "<NextKeyMarker>\($0.0)</NextKeyMarker><NextVersionIdMarker>\($0.1)</NextVersionIdMarker>" }
    return .text(
      """
      <ListVersionsResult><EncodingType>url</EncodingType><IsTruncated>\(next != nil)</IsTruncated>\(versions)\
      \(marker ?? "")</ListVersionsResult>
      """)
  }

  @Test("Pages follow each other, with keys decoded and all markers sent")
  func pages() async throws {
    let transport = ScriptedTransport([
      Self.versions(["a+b", "c"], next: ("c%2B", "v1")), Self.versions(["d"], next: nil),
    ])
    let pages = try S3Fixture.client(transport).listObjectVersionsPages(S3.ListObjectVersionsInput(bucket: "bucket"))
    var keys: [String?] = []
    for try await page in pages { keys += page.versions.map(\.key) }
    #expect(keys == ["a b", "c", "d"])
    #expect(
      transport.requests.map(\.head.path) == [
        "/?versions&encoding-type=url",
        "/?versions&encoding-type=url&key-marker=c%2B&version-id-marker=v1",
      ])
  }

  @Test(
    "A marker that is not encoded although the keys are, as Ceph RGW and OpenStack Swift write it, is sent back as it is",
    arguments: [
      ("a%2Bb", "a+b", "a%2Bb"), ("%20a", " a", "%20a"), ("a%2520b", "a%20b", "a%2520b"), ("a%0Ab", "a&#10;b", "a%0Ab"),
      ("%ED%95%9C", "한", "%ED%95%9C"), ("k", "z b", "z%20b"),
      // Encoded, as S3 writes it.
      ("a%2Bb", "a%2Bb", "a%2Bb"), ("a+b", "a+b", "a%20b"), ("a%2520b", "a%2520b", "a%2520b"),
    ])
  func plainMarkers(key: String, marker: String, sent: String) async throws {
    let transport = ScriptedTransport([Self.versions([key], next: (marker, "v")), Self.versions(["z"], next: nil)])
    for try await _ in try S3Fixture.client(transport).listObjectVersionsPages(.init(bucket: "bucket")) {}
    #expect(transport.requests.last?.head.path?.contains("&key-marker=\(sent)&") == true)
    let objects = "<IsTruncated>true</IsTruncated><Contents><Key>\(key)</Key><Size>1</Size></Contents>"
    let older = ScriptedTransport([
      .text("<R><EncodingType>url</EncodingType>\(objects)<NextMarker>\(marker)</NextMarker></R>"),
      .text("<R><IsTruncated>false</IsTruncated></R>"),
    ])
    for try await _ in try S3Fixture.client(older).listObjectsPages(.init(bucket: "bucket")) {}
    #expect(older.requests.last?.head.path == "/?encoding-type=url&marker=\(sent)")
  }

  @Test("A list that ends where it began, or does not say where it goes on, is an error")
  func lostPages() async throws {
    for next in [("", ""), ("k", "v")] {
      let marker = next.0.isEmpty ? "" : "<NextPartNumberMarker>7</NextPartNumberMarker>"
      let page = "<ListPartsResult><IsTruncated>true</IsTruncated>\(marker)</ListPartsResult>"
      let s3 = try S3Fixture.client(ScriptedTransport([.text(page), .text(page)]))
      var input = S3.ListPartsInput(bucket: "bucket", key: "k", uploadId: "u")
      input.partNumberMarker = 7
      let error = await S3Error.of { [input] in for try await _ in s3.listPartsPages(input) {} }
      #expect(error?.code == .invalidResponse && error?.operation == "s3.ListParts")
    }
  }

  @Test("The older list goes on after its last key, if it names no marker")
  func olderList() async throws {
    let transport = ScriptedTransport([
      .text("<R><IsTruncated>true</IsTruncated><Contents><Key>a</Key><Size>1</Size></Contents></R>"),
      .text("<R><IsTruncated>false</IsTruncated><Contents><Key>b</Key><Size>1</Size></Contents></R>"),
    ])
    var keys: [String?] = []
    for try await page in try S3Fixture.client(transport).listObjectsPages(S3.ListObjectsInput(bucket: "bucket")) {
      keys += page.contents.map(\.key)
    }
    #expect(keys == ["a", "b"] && transport.requests[1].head.path == "/?encoding-type=url&marker=a")
  }

  private static func client(_ statuses: [Int]) -> (S3Client, ScriptedTransport, ManualClock) {
    let transport = ScriptedTransport(statuses.map { .status($0) })
    let clock = ManualClock(start: S3Fixture.date)
    let configuration = ClientConfiguration(
      credentials: .anonymous, region: "us-west-2", transport: transport, retry: RetryPolicy(maxAttempts: 1),
      clock: clock, random: { 0 })
    return (S3Client(configuration: configuration), transport, clock)
  }

  @Test("What is there already is not waited for", arguments: [200, 301, 403])
  func bucketExists(status: Int) async throws {
    let (s3, transport, _) = Self.client([status])
    try await s3.waitUntilBucketExists(S3.HeadBucketInput(bucket: "bucket"))
    #expect(transport.requests.count == 1)
  }

  @Test("What is not there yet is asked for again after five seconds")
  func objectExists() async throws {
    let (s3, transport, clock) = Self.client([404, 404, 200])
    let wait = TestTask { try await s3.waitUntilObjectExists(S3.HeadObjectInput(bucket: "bucket", key: "k")) }
    for _ in 0..<2 {
      try await clock.waitForSleepers(1)
      clock.advance(by: .seconds(5))
    }
    try await wait.value
    #expect(transport.requests.count == 3)
  }

  @Test("An error that says nothing about existence ends the waiting, and so does the end of the time")
  func failures() async throws {
    let (s3, _, _) = Self.client([403])
    let object = S3.HeadObjectInput(bucket: "bucket", key: "k")
    #expect(await S3Error.of { try await s3.waitUntilObjectNotExists(object) }?.statusCode == 403)
    let (late, transport, _) = Self.client([404])
    let error = await S3Error.of { try await late.waitUntilObjectExists(object, timeout: .zero) }
    #expect(error?.code == .waitTimedOut && transport.requests.count == 1)
  }
}
