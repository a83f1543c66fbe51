import AWSCredentials
import AWSRuntime
import AWSS3Client
import HTTPTypes

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension LiveCheck {
  /// Presigned URLs, used by curl.
  static let presigned =
    [
      ("a plain key", "plain"), ("a space and a plus", "a + b"), ("an encoded slash", "a%2Fb"), ("Hangul", "한글/키 🌲"),
      ("dot segments", "a/./../b"), ("slashes", "//a//"), ("a question mark and a hash", "a?b=c&d#e"),
      ("a line feed", "a\nb"), ("quotes and brackets", "\"a\" 'b' [c] {d}"),
    ].map { name, key in
      LiveCheck("a presigned URL of \(name) writes, reads and deletes", needsCurl: true) { store in
        _ = try await Curl.demand(200, curl(try await store.presignPut(key), "content"))
        let read = try await Curl.demand(200, curl(try await store.presignGet(key)))
        try demand(read.body, is: "content", "the content")
        try demand(try await store.text(key), is: "content", "the content for the client")
        _ = try await Curl.demand(204, curl(try await store.presignDelete(key)))
        try demand(try await store.keys(), is: [], "the list")
      }
    } + presignedUses + presignedRefusals

  /// The arguments of curl for a URL.
  private static func curl(_ url: S3.PresignedURL, _ content: String? = nil) -> [String] {
    let method = url.method == .head ? ["--head"] : ["-X", url.method.rawValue]
    let fields = url.headers.flatMap { ["-H", "\($0.name.rawName): \($0.value)"] }
    // Curl calls everything a form unless it is told otherwise.
    let isTyped = url.headers.contains { $0.name.canonicalName == "content-type" }
    let body = content.map { ["--data-binary", $0] + (isTyped ? [] : ["-H", "Content-Type:"]) } ?? []
    return method + fields + body + [url.url]
  }

  private static let presignedUses = [
    LiveCheck("a presigned HEAD", needsCurl: true) { store in
      try await store.put("content", "k", metadata: ["color": "green"])
      let response = try await Curl.demand(200, curl(try await store.presignHead("k")))
      try demand(response.value(of: "content-length"), is: "7", "the length")
      try demand(response.value(of: "x-amz-meta-color"), is: "green", "the metadata")
    },
    LiveCheck("a presigned GET of a version", bucket: .new, needsCurl: true) { store in
      var configuration = S3.VersioningConfiguration()
      configuration.status = .enabled
      try await store.client.putBucketVersioning(
        S3.PutBucketVersioningInput(bucket: store.bucket, versioningConfiguration: configuration))
      let version = try await store.put("first", "k").versionId
      try await store.put("second", "k")
      let response = try await Curl.demand(200, curl(try await store.presignGet("k", version: version)))
      try demand(response.body, is: "first", "the content")
    },
    LiveCheck("a presigned GET with other header fields", needsCurl: true) { store in
      try await store.put("content", "k", contentType: "text/x-old")
      let overrides = S3.ResponseOverrides(
        contentType: "text/x-new; a=\"b c\"", contentDisposition: "attachment; filename=\"a b.txt\"",
        contentLanguage: "ko", cacheControl: "no-store", expires: Date(timeIntervalSince1970: 2_017_065_600))
      let response = try await Curl.demand(200, curl(try await store.presignGet("k", overrides: overrides)))
      try demand(response.value(of: "content-type"), is: overrides.contentType, "the type")
      try demand(response.value(of: "content-disposition"), is: overrides.contentDisposition, "the disposition")
      try demand(response.value(of: "content-language"), is: overrides.contentLanguage, "the language")
      try demand(response.value(of: "cache-control"), is: overrides.cacheControl, "the caching")
      try demand(response.value(of: "expires"), is: "Thu, 01 Dec 2033 16:00:00 GMT", "the expiry")
    },
    LiveCheck("a range of a presigned GET", needsCurl: true) { store in
      try await store.put("abcdef", "k")
      let response = try await Curl.demand(206, curl(try await store.presignGet("k")) + ["-r", "2-3"])
      try demand(response.body, is: "cd", "the part")
    },
    LiveCheck("a presigned PUT stores the content type and the metadata that are signed", needsCurl: true) { store in
      let url = try await store.presignPut("k", contentType: "text/x-evergreen", metadata: ["color": "green"])
      _ = try await Curl.demand(200, curl(url, "content"))
      try demand(try await store.head("k").contentType, is: "text/x-evergreen", "the content type")
      try demand(try await store.head("k").metadata, is: ["color": "green"], "the metadata")
    },
    LiveCheck("a presigned part of a multipart upload", needsCurl: true) { store in
      let upload = try await store.startUpload("k")
      let input = S3.UploadPartInput(bucket: store.bucket, key: "k", partNumber: 1, uploadId: upload.id)
      let url = try await store.client.presign(input, expiresIn: .seconds(60))
      let response = try await Curl.demand(200, curl(url, "content"))
      var part = S3.CompletedPart()
      part.partNumber = 1
      part.etag = response.value(of: "etag").map { S3.ETag($0) }
      try await upload.complete([part])
      try demand(try await store.text("k"), is: "content", "the content")
    },
    LiveCheck("a presigned list", needsCurl: true) { store in
      try await store.put("x", "a + b")
      var input = S3.ListObjectsInput(bucket: store.bucket)
      input.prefix = "a +"
      let url = try await store.client.presign(input, expiresIn: .seconds(60))
      let response = try await Curl.demand(200, curl(url))
      try demand(
        response.body.contains("a+%2B+b") || response.body.contains("a%20%2B%20b"), "the key is not in the list")
    },
    LiveCheck("a URL that is presigned for seven days", needsCurl: true) { store in
      try await store.put("content", "k")
      let url = try await store.presignGet("k", expiresIn: .seconds(604_800))
      try demand(try await Curl.demand(200, curl(url)).body, is: "content", "the content")
    },
    LiveCheck("a URL that is presigned with a session's credentials", needsCurl: true) { store in
      try await store.put("content", "k")
      let session = store.with(try store.server.client(await store.server.session(.seconds(900))))
      let url = try await session.presignGet("k")
      try demand(url.url.contains("X-Amz-Security-Token="), "the URL has no session token")
      try demand(try await Curl.demand(200, curl(url)).body, is: "content", "the content")
    },
  ]

  private static let presignedRefusals = [
    LiveCheck("a presigned URL that has expired is refused", needsCurl: true) { store in
      try await store.put("content", "k")
      let earlier = store.with(try store.server.client(store.server.key, clock: Shifted(by: -3600)))
      try await refused("AccessDenied", curl(try await earlier.presignGet("k")))
    },
    LiveCheck("a presigned URL for another key is refused", needsCurl: true) { store in
      for key in ["k", "l"] { try await store.put("content", key) }
      let arguments = curl(try await store.presignGet("k"))
      let changed = arguments.map { $0.replacing("/k?", with: "/l?") }
      try demand(changed != arguments, "the URL has no key")
      try await refused("SignatureDoesNotMatch", changed)
    },
    LiveCheck("a presigned GET used to write is refused", needsCurl: true) { store in
      try await store.put("content", "k")
      let url = try await store.presignGet("k").url
      try await refused("SignatureDoesNotMatch", ["-X", "PUT", "--data-binary", "new", "-H", "Content-Type:", url])
      try demand(try await store.text("k"), is: "content", "the content")
    },
    LiveCheck("a presigned URL with one more parameter is refused", needsCurl: true) { store in
      try await store.put("content", "k")
      let url = try await store.presignGet("k").url
      try await refused("SignatureDoesNotMatch", [url + "&response-content-type=text/html"])
    },
    LiveCheck("a presigned PUT with another content type is refused", needsCurl: true) { store in
      let url = try await store.presignPut("k", contentType: "text/x-evergreen").url
      try await refused(
        "SignatureDoesNotMatch", ["-X", "PUT", "--data-binary", "new", "-H", "Content-Type: text/x-other", url])
    },
  ]

  /// Demands that curl is refused with 403 and this code.
  static func refused(_ code: String, _ arguments: [String]) async throws {
    let response = try await Curl.demand(403, arguments)
    guard response.code == code else {
      throw LiveDifference("curl: 403 \(response.body.prefix(300)), not \(code)", .refused(403, response.code))
    }
  }
}
