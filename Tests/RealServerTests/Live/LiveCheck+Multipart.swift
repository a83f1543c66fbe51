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
  private static let minimum = 5 << 20

  /// Multipart uploads by their operations.
  static let multipart = wholeUploads + refusedUploads + listedUploads

  private static let wholeUploads = [
    LiveCheck("an upload of two parts becomes an object") { store in
      let upload = try await store.startUpload("k")
      let content = Pattern.bytes(minimum + 11)
      let parts = [
        try await upload.part(1, content.prefix(minimum)), try await upload.part(2, content.dropFirst(minimum)),
      ]
      try await upload.complete(parts)
      let object = try await store.open("k")
      try demand(try await object.collect(as: Data.self) == content, "the content is another one")
      try demand(object.attributes.etag?.value.hasSuffix("-2") == true, "the entity tag is that of a simple object")
    },
    LiveCheck("a completed upload has an entity tag") { store in
      let upload = try await store.startUpload("k")
      let output = try await upload.complete([upload.part(1, Data("x".utf8))])
      try demand(output.etag?.value.isEmpty == false, "the completion gives no entity tag")
      try demand(try await store.head("k").etag, is: output.etag, "the entity tag")
    },
    LiveCheck("an upload of one part smaller than the minimum becomes an object") { store in
      let upload = try await store.startUpload("k")
      try await upload.complete([upload.part(1, Data("small".utf8))])
      try demand(try await store.text("k"), is: "small", "the content")
    },
    LiveCheck("an upload of one empty part becomes an empty object") { store in
      let upload = try await store.startUpload("k")
      try await upload.complete([upload.part(1, Data())])
      try demand(try await store.head("k").contentLength, is: 0, "the length")
    },
    LiveCheck("parts are uploaded in any order and with gaps in their numbers") { store in
      let upload = try await store.startUpload("k")
      let last = try await upload.part(10_000, Data("end".utf8))
      let first = try await upload.part(7, Pattern.bytes(minimum))
      try await upload.complete([first, last])
      let content = try await store.open("k").collect(as: Data.self)
      try demand(content == Pattern.bytes(minimum) + Data("end".utf8), "the content is another one")
    },
    LiveCheck("four parts are uploaded at once") { store in
      let upload = try await store.startUpload("k")
      let parts = try await withThrowingTaskGroup(of: S3.CompletedPart.self) { group in
        for number in 1...4 {
          group.addTask { try await upload.part(number, Pattern.bytes(minimum, at: (number - 1) * minimum)) }
        }
        return try await group.reduce(into: []) { $0.append($1) }.sorted { ($0.partNumber ?? 0) < ($1.partNumber ?? 0) }
      }
      try await upload.complete(parts)
      let content = try await store.open("k").collect(as: Data.self)
      try demand(content == Pattern.bytes(4 * minimum), "the content is another one")
    },
    LiveCheck("a part that is uploaded again replaces the first") { store in
      let upload = try await store.startUpload("k")
      _ = try await upload.part(1, Data("first".utf8))
      try await upload.complete([upload.part(1, Data("second".utf8))])
      try demand(try await store.text("k"), is: "second", "the content")
    },
    LiveCheck("an upload's content type and metadata are stored with the object") { store in
      var input = S3.CreateMultipartUploadInput(bucket: store.bucket, key: "k")
      input.contentType = "text/x-evergreen"
      input.metadata = ["color": "green"]
      input.cacheControl = "no-store"
      let upload = try await store.startUpload(input)
      try await upload.complete([upload.part(1, Data("x".utf8))])
      let attributes = try await store.head("k")
      try demand(attributes.contentType, is: "text/x-evergreen", "the content type")
      try demand(attributes.metadata, is: ["color": "green"], "the metadata")
      try demand(attributes.cacheControl, is: "no-store", "Cache-Control")
    },
    LiveCheck("a part is read by its number") { store in
      let upload = try await store.startUpload("k")
      try await upload.complete([upload.part(1, Pattern.bytes(minimum)), upload.part(2, Data("second".utf8))])
      let part = try await store.open("k") { $0.partNumber = 2 }
      try demand(part.partsCount, is: 2, "the number of parts")
      try demand(try await part.body.collect(as: String.self, upTo: minimum), is: "second", "the part")
    },
    LiveCheck("a part is a copy of an object") { store in
      try await store.put("the source", "a + b?.txt")
      let upload = try await store.startUpload("k")
      let part = try await upload.copy(1, "a + b?.txt")
      try await upload.complete([part])
      try demand(try await store.text("k"), is: "the source", "the content")
    },
    LiveCheck("a part is a copy of a range of an object") { store in
      try await store.put(Pattern.bytes(6 << 20), "source")
      let upload = try await store.startUpload("k")
      let first = try await upload.copy(1, "source", range: "bytes=0-\(minimum - 1)")
      let second = try await upload.copy(2, "source", range: "bytes=\(minimum)-\(minimum + 4)")
      try await upload.complete([first, second])
      let content = try await store.open("k").collect(as: Data.self)
      try demand(content == Pattern.bytes(minimum + 5), "the content is another one")
    },
    LiveCheck("an upload is aborted", bucket: .new) { store in
      let upload = try await store.startUpload("k")
      _ = try await upload.part(1, Data("x".utf8))
      try await upload.abort()
      let uploads = try await store.client.listMultipartUploads(S3.ListMultipartUploadsInput(bucket: store.bucket))
      try demand(uploads.uploads.count, is: 0, "the number of uploads")
      try await demandRefusal(404, .notFound) { _ = try await store.head("k") }
    },
  ]

  private static let noSuchUpload = S3Error.Code(rawValue: "NoSuchUpload")
  private static let invalidPart = S3Error.Code(rawValue: "InvalidPart")

  private static let refusedUploads = [
    LiveCheck("a part that is too small and not the last one is refused") { store in
      let upload = try await store.startUpload("k")
      let parts = [try await upload.part(1, Data("x".utf8)), try await upload.part(2, Data("y".utf8))]
      try await demandRefusal(400, .entityTooSmall) { try await upload.complete(parts) }
    },
    LiveCheck("parts in another order are refused") { store in
      let upload = try await store.startUpload("k")
      let parts = [try await upload.part(2, Data("y".utf8)), try await upload.part(1, Pattern.bytes(minimum))]
      try await demandRefusal(400, S3Error.Code(rawValue: "InvalidPartOrder")) { try await upload.complete(parts) }
    },
    LiveCheck("a part that was not uploaded is refused") { store in
      let upload = try await store.startUpload("k")
      let part = try await upload.part(1, Data("x".utf8))
      var absent = part
      absent.partNumber = 2
      try await demandRefusal(400, invalidPart) { try await upload.complete([absent]) }
    },
    LiveCheck("a part with another entity tag is refused") { store in
      let upload = try await store.startUpload("k")
      var part = try await upload.part(1, Data("x".utf8))
      part.etag = "\"00000000000000000000000000000000\""
      try await demandRefusal(400, invalidPart) { try await upload.complete([part]) }
    },
    LiveCheck("a completion without parts is refused") { store in
      let upload = try await store.startUpload("k")
      try await demandRefusal(400, S3Error.Code(rawValue: "MalformedXML")) { try await upload.complete([]) }
    },
    LiveCheck("a part of an upload that does not exist is refused") { store in
      let upload = LiveUpload(store: store, key: "k", id: "absent")
      try await demandRefusal(404, noSuchUpload) { _ = try await upload.part(1, Data("x".utf8)) }
    },
    LiveCheck("the completion of an upload that does not exist is refused") { store in
      let upload = LiveUpload(store: store, key: "k", id: "absent")
      var part = S3.CompletedPart()
      part.partNumber = 1
      part.etag = "\"00000000000000000000000000000000\""
      try await demandRefusal(404, noSuchUpload) { try await upload.complete([part]) }
    },
    LiveCheck("the abortion of an upload that does not exist is refused") { store in
      let upload = LiveUpload(store: store, key: "k", id: "absent")
      try await demandRefusal(404, noSuchUpload) { try await upload.abort() }
    },
    LiveCheck("a part after the completion is refused") { store in
      let upload = try await store.startUpload("k")
      try await upload.complete([upload.part(1, Data("x".utf8))])
      try await demandRefusal(404, noSuchUpload) { _ = try await upload.part(2, Data("y".utf8)) }
    },
    LiveCheck("a part with the number 0 is refused") { store in
      let upload = try await store.startUpload("k")
      try await demandRefusal(400, .invalidArgument) { _ = try await upload.part(0, Data("x".utf8)) }
    },
    LiveCheck("a part with the number 10,001 is refused") { store in
      let upload = try await store.startUpload("k")
      try await demandRefusal(400, .invalidArgument) { _ = try await upload.part(10_001, Data("x".utf8)) }
    },
    LiveCheck("an upload for an object that exists is refused under If-None-Match") { store in
      try await store.put("old", "k")
      let upload = try await store.startUpload("k")
      let part = try await upload.part(1, Data("new".utf8))
      try await demandRefusal(412, .preconditionFailed) { try await upload.complete([part], ifNoneMatch: "*") }
      try demand(try await store.text("k"), is: "old", "the content")
    },
  ]

  private static let listedUploads = [
    LiveCheck("parts are listed page by page") { store in
      let upload = try await store.startUpload("k")
      for number in [1, 2, 5] { _ = try await upload.part(number, Data("part \(number)".utf8)) }
      var input = S3.ListPartsInput(bucket: store.bucket, key: "k", uploadId: upload.id)
      input.maxParts = 1
      var found: [S3.Part] = []
      for try await page in store.client.listPartsPages(input) { found += page.parts }
      try demand(found.map(\.partNumber), is: [1, 2, 5], "the numbers")
      try demand(found.map { $0.size ?? 0 }, is: [6, 6, 6], "the sizes")
    },
    LiveCheck("uploads are listed page by page", bucket: .new) { store in
      let keys = ["a", "b", "b", "c"]
      for key in keys { _ = try await store.startUpload(key) }
      var input = S3.ListMultipartUploadsInput(bucket: store.bucket)
      input.maxUploads = 1
      var found: [S3.MultipartUpload] = []
      for try await page in store.client.listMultipartUploadsPages(input) { found += page.uploads }
      try demand(found.map(\.key), is: keys, "the keys")
      try demand(Set(found.map(\.uploadId)).count, is: 4, "the number of different ids")
    },
    LiveCheck("uploads are listed by prefix and delimiter", bucket: .new) { store in
      for key in ["a/1", "a/2", "b/1", "c"] { _ = try await store.startUpload(key) }
      var input = S3.ListMultipartUploadsInput(bucket: store.bucket)
      input.delimiter = "/"
      let all = try await store.client.listMultipartUploads(input)
      try demand(all.commonPrefixes.map(\.prefix), is: ["a/", "b/"], "the prefixes")
      try demand(all.uploads.map(\.key), is: ["c"], "the keys")
      input.prefix = "a/"
      let some = try await store.client.listMultipartUploads(input)
      try demand(some.uploads.map(\.key), is: ["a/1", "a/2"], "the keys with the prefix")
    },
    LiveCheck("uploads with awkward keys are listed", bucket: .new) { store in
      let keys = [" a ", "a + b%20c", "한글", "<&>", "a\nb", "\u{1}"]
      for key in keys { _ = try await store.startUpload(key) }
      let uploads = try await store.client.listMultipartUploads(S3.ListMultipartUploadsInput(bucket: store.bucket))
      let found = uploads.uploads.map { Array($0.key.utf8) }
      let sorted = keys.map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) }
      try demand(found, is: sorted, "the keys")
    },
  ]
}

/// A multipart upload under way.
struct LiveUpload: Sendable {
  let store: LiveStore
  let key: String
  let id: String

  func part(_ number: Int, _ content: Data) async throws -> S3.CompletedPart {
    let output = try await store.client.uploadPart(
      S3.UploadPartInput(
        bucket: store.bucket, key: key, partNumber: number, uploadId: id, body: AWSHTTPBody(Data(content))))
    var part = S3.CompletedPart()
    part.partNumber = number
    part.etag = output.etag
    return part
  }

  func copy(_ number: Int, _ source: String, range: String? = nil) async throws -> S3.CompletedPart {
    var input = S3.UploadPartCopyInput(
      bucket: store.bucket, copySource: S3.CopySource(bucket: store.bucket, key: source), key: key, partNumber: number,
      uploadId: id)
    input.copySourceRange = range
    let output = try await store.client.uploadPartCopy(input)
    var part = S3.CompletedPart()
    part.partNumber = number
    part.etag = output.copyPartResult.etag
    return part
  }

  @discardableResult
  func complete(
    _ parts: [S3.CompletedPart], ifNoneMatch: S3.ETag? = nil
  ) async throws -> S3.CompleteMultipartUploadOutput {
    var input = S3.CompleteMultipartUploadInput(bucket: store.bucket, key: key, uploadId: id)
    var upload = S3.CompletedMultipartUpload()
    upload.parts = parts
    input.multipartUpload = upload
    input.ifNoneMatch = ifNoneMatch
    return try await store.client.completeMultipartUpload(input)
  }

  func abort() async throws {
    _ = try await store.client.abortMultipartUpload(
      S3.AbortMultipartUploadInput(bucket: store.bucket, key: key, uploadId: id))
  }
}

extension LiveStore {
  func startUpload(_ key: String) async throws -> LiveUpload {
    try await startUpload(S3.CreateMultipartUploadInput(bucket: bucket, key: key))
  }

  func startUpload(_ input: S3.CreateMultipartUploadInput) async throws -> LiveUpload {
    let output = try await client.createMultipartUpload(input)
    guard let id = output.uploadId else { throw LiveDifference("the upload has no id") }
    return LiveUpload(store: self, key: input.key, id: id)
  }
}
