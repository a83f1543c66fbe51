import AWSEmulator
import Testing

@Suite struct S3Tests {
  @Test func `a request that is not right is refused in S3's words`() async throws {
    try await EmulatorClient.withFrozenEmulator { (client) async throws in
      let session = client.with(client.emulator.fetchCredentials())
      func expect(_ status: Int, _ code: String, _ answer: ReceivedAnswer, line: Int = #line) {
        #expect(answer.status == status && answer.element("Code") == code, "line \(line): \(answer.text)")
        #expect(answer.headers["x-amz-request-id"]?.isEmpty == false)
      }
      #expect(try await session.s3("GET", "/").status == 200)
      expect(403, "AccessDenied", try await EmulatorClient.send("GET", client.emulator.s3Endpoint + "/"))
      var other = session
      other.keys.token = nil
      expect(403, "InvalidAccessKeyId", try await other.s3("GET", "/"))
      other.keys.token = "nonsense"
      expect(400, "InvalidToken", try await other.s3("GET", "/"))
      let unsigned = try await session.s3("GET", "/", ["!x-amz-security-token": session.keys.token ?? ""])
      expect(403, "AccessDenied", unsigned)
      #expect(unsigned.element("HeadersNotSigned") == "x-amz-security-token")
      expect(400, "InvalidToken", try await client.with(EmulatorClient.Keys(token: "x")).s3("GET", "/"))
      other = session
      other.keys.secret = "wrong"
      let mismatch = try await other.s3("GET", "/")
      expect(403, "SignatureDoesNotMatch", mismatch)
      #expect(mismatch.element("CanonicalRequest")?.hasPrefix("GET\n/\n") == true)
      #expect(mismatch.element("StringToSign")?.hasPrefix("AWS4-HMAC-SHA256\n20260101T120000Z\n") == true)
      other = session
      other.region = "eu-west-1"
      let region = try await other.s3("GET", "/")
      expect(400, "AuthorizationHeaderMalformed", region)
      #expect(region.element("Region") == "us-east-1")
      other = session
      for (date, status) in [("20260101T114500Z", 200), ("20260101T121500Z", 200), ("20260101T114459Z", 403)] {
        other.date = date
        #expect(try await other.s3("GET", "/").status == status)
      }
      expect(403, "RequestTimeTooSkewed", try await other.s3("GET", "/"))
      _ = try await session.s3("PUT", "/bucket")
      let wrong = try await session.s3(
        "PUT", "/bucket/k", ["x-amz-content-sha256": EmulatorClient.hash("other")], body: "body")
      expect(400, "XAmzContentSHA256Mismatch", wrong)
      #expect(
        try await session.s3("PUT", "/bucket/k", ["x-amz-content-sha256": "UNSIGNED-PAYLOAD"], body: "x").status == 200)
      expect(
        400, "InvalidArgument",
        try await session.s3("PUT", "/bucket/k", ["x-amz-content-sha256": "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD"]))
      for target in ["/bucket?acl", "/bucket/k?uploads", "/bucket/k?tagging", "/bucket"] {
        expect(501, "NotImplemented", try await session.s3("GET", target))
      }
      let counts = client.emulator.statistics[.s3]
      #expect(counts.requests == counts.accepted + counts.rejected)
      #expect(counts.rejectedByReason["RequestTimeTooSkewed"] == 2)
    }
  }

  @Test func `a page lists keys and common prefixes in the order of bytes and goes on where it ended`() async throws {
    try await EmulatorClient.withFrozenEmulator { (client) async throws in
      _ = try await client.s3("PUT", "/bucket")
      for key in ["b", "a/1", "a/2", "a/b/3", "a", "a0", "%EF%BF%BD", "%F0%9F%98%80", "%C3%A9", "e%CC%81"] {
        #expect(try await client.s3("PUT", "/bucket/" + key, body: key).status == 200)
      }
      func pages(_ query: String) async throws -> [[String]] {
        var pages: [[String]] = []
        var next: String?
        repeat {
          let suffix = next.map { "&continuation-token=" + $0 } ?? ""
          let page = try await client.s3("GET", "/bucket?list-type=2&encoding-type=url&\(query)\(suffix)")
          let groups = page.elements("CommonPrefixes").map { String($0.dropFirst(8).dropLast(9)) }
          pages.append(page.elements("Key") + groups)
          next = page.element("NextContinuationToken")
          #expect(page.element("IsTruncated") == (next == nil ? "false" : "true"))
        } while next != nil
        return pages
      }
      let all = ["a", "a/1", "a/2", "a/b/3", "a0", "b", "e%CC%81", "%C3%A9", "%EF%BF%BD", "%F0%9F%98%80"]
      #expect(try await pages("x-id=1").flatMap { $0 } == all)
      for size in 1...11 { #expect(try await pages("max-keys=\(size)").flatMap { $0 } == all) }
      #expect(try await pages("delimiter=%2F&max-keys=2").first == ["a", "a/"])
      #expect(try await pages("prefix=a%2F&delimiter=%2F&max-keys=2") == [["a/1", "a/2"], ["a/b/"]])
      #expect(try await pages("start-after=b").flatMap { $0 } == Array(all[6...]))
      let none = try await client.s3("GET", "/bucket?list-type=2&max-keys=0")
      #expect(none.element("KeyCount") == "0" && none.element("IsTruncated") == "false")
      for query in ["max-keys=x", "max-keys=-1", "continuation-token=zz", "encoding-type=x"] {
        let answer = try await client.s3("GET", "/bucket?list-type=2&" + query)
        #expect(answer.status == 400 && answer.element("Code") == "InvalidArgument")
      }
    }
  }

  @Test func `an object is read in ranges and under conditions, copied and deleted`() async throws {
    try await EmulatorClient.withFrozenEmulator { (client) async throws in
      _ = try await client.s3("PUT", "/bucket")
      let put = try await client.s3(
        "PUT", "/bucket/a%20b", ["content-type": "text/plain", "x-amz-meta-color": "blue"], body: "0123456789")
      #expect(put.headers["etag"] == "\"781e5e245d69b566979b86e28d23f2c7\"")
      for (range, status, text) in [
        ("bytes=2-4", 206, "234"), ("bytes=8-", 206, "89"), ("bytes=-3", 206, "789"), ("bytes=-99", 206, "0123456789"),
        ("bytes=5-99999999999999999999", 200, "0123456789"), ("bytes=9-1", 200, "0123456789"),
        ("items=1-2", 200, "0123456789"),
      ] {
        let answer = try await client.s3("GET", "/bucket/a%20b", ["range": range])
        #expect(answer.status == status && answer.text == text, "\(range)")
      }
      for range in ["bytes=10-", "bytes=-0"] {
        #expect(try await client.s3("GET", "/bucket/a%20b", ["range": range]).status == 416)
      }
      let tag = put.headers["etag"] ?? ""
      #expect(try await client.s3("GET", "/bucket/a%20b", ["if-none-match": tag]).status == 304)
      #expect(try await client.s3("GET", "/bucket/a%20b", ["if-match": "\"x\""]).status == 412)
      #expect(try await client.s3("PUT", "/bucket/a%20b", ["if-none-match": "*"], body: "x").status == 412)
      #expect(try await client.s3("PUT", "/bucket/none", ["if-match": tag], body: "x").element("Code") == "NoSuchKey")
      #expect(
        try await client.s3("PUT", "/bucket/a%20b", ["content-md5": "AAAA"], body: "x").element("Code") == "BadDigest")
      let copy = try await client.s3("PUT", "/bucket/copy", ["x-amz-copy-source": "/bucket/a%20b"])
      #expect(copy.status == 200 && copy.element("ETag")?.contains("781e5e") == true)
      let head = try await client.s3("HEAD", "/bucket/copy")
      #expect(head.headers["content-length"] == "10" && head.headers["x-amz-meta-color"] == "blue")
      #expect(head.headers["content-type"] == "text/plain" && head.headers["date"] == head.headers["last-modified"])
      #expect(try await client.s3("DELETE", "/bucket").element("Code") == "BucketNotEmpty")
      for key in ["a%20b", "copy", "never"] { #expect(try await client.s3("DELETE", "/bucket/" + key).status == 204) }
      #expect(try await client.s3("GET", "/bucket/copy").element("Code") == "NoSuchKey")
      #expect(try await client.s3("DELETE", "/bucket").status == 204)
      #expect(try await client.s3("HEAD", "/bucket").status == 404)
      #expect(try await client.s3("PUT", "/Bad_Name").element("Code") == "InvalidBucketName")
    }
  }

  @Test func `a bucket can be named by the host`() async throws {
    try await EmulatorClient.withFrozenEmulator { (client) async throws in
      for host in ["bucket.localhost:1234", "bucket.s3.us-east-1.amazonaws.com", "bucket.s3.localhost"] {
        #expect(try await client.s3("PUT", "/", ["host": host]).status == 200)
        #expect(try await client.s3("PUT", "/" + host, ["host": host], body: host).status == 200)
        #expect(try await client.s3("GET", "/bucket/" + host, ["host": "s3.localhost"]).text == host)
      }
    }
  }

  @Test func `large bodies stream, and the limit of all objects holds`() async throws {
    try await EmulatorClient.withFrozenEmulator({ $0.objectStorageLimit = 6 << 20 }) { (client) async throws in
      _ = try await client.s3("PUT", "/bucket")
      let large = String(repeating: "0123456789abcdef", count: 4 << 16)
      #expect(try await client.s3("PUT", "/bucket/large", body: large).status == 200)
      #expect(try await client.s3("GET", "/bucket/large").text == large)
      let full = try await client.s3("PUT", "/bucket/more", body: large)
      #expect(full.status == 507 && full.element("Code") == "InsufficientStorage")
      _ = try await client.s3("DELETE", "/bucket/large")
      #expect(try await client.s3("PUT", "/bucket/more", body: large).status == 200)
    }
  }
}
