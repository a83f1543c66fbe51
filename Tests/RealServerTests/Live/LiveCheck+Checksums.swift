import AWSCredentials
import AWSRuntime
import AWSS3Client

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension LiveCheck {
  private struct Algorithm: Sendable {
    let name: S3.ChecksumAlgorithm
    let value: BodyChecksum
    let input: @Sendable (inout S3.PutObjectInput, String) -> Void

    /// The value of the header field for a text.
    func of(_ text: String) -> String { Data(value.checksum(of: Array(text.utf8))).base64EncodedString() }
  }

  private static let algorithms = [
    Algorithm(name: .crc32, value: .crc32) { $0.checksumCRC32 = $1 },
    Algorithm(name: .crc32c, value: .crc32c) { $0.checksumCRC32C = $1 },
    Algorithm(name: .crc64nvme, value: .crc64NVME) { $0.checksumCRC64NVME = $1 },
    Algorithm(name: .sha1, value: .sha1) { $0.checksumSHA1 = $1 },
    Algorithm(name: .sha256, value: .sha256) { $0.checksumSHA256 = $1 },
  ]

  /// Checksums of what is sent.
  static let checksums =
    algorithms.flatMap { algorithm in
      [
        LiveCheck("the client's \(algorithm.name) of an object is accepted") { store in
          try await store.put("content", "k") { $0.checksumAlgorithm = algorithm.name }
          try demand(try await store.text("k"), is: "content", "the content")
        },
        LiveCheck("a \(algorithm.name) that is given is accepted") { store in
          try await store.put("content", "k") { algorithm.input(&$0, algorithm.of("content")) }
          try demand(try await store.text("k"), is: "content", "the content")
        },
        LiveCheck("the \(algorithm.name) of a stream follows it") { store in
          let size = 300_000
          var input = S3.PutObjectInput(bucket: store.bucket, key: "k")
          input.body = AWSHTTPBody(stream: Pattern.Stream(size: size), length: .known(Int64(size)))
          input.checksumAlgorithm = algorithm.name
          try await store.client.putObject(input)
          let content = try await store.open("k").collect(as: Data.self)
          try demand(content == Pattern.bytes(size), "the content is another one")
        },
        LiveCheck("a \(algorithm.name) of other content is refused") { store in
          try await demandRefusal(400, .badDigest) {
            try await store.put("content", "k") { algorithm.input(&$0, algorithm.of("other content")) }
          }
          try await demandRefusal(404, .notFound) { _ = try await store.head("k") }
        },
      ]
    } + [
      LiveCheck("a client for old servers writes, reads and deletes") { store in
        let old = store.with(try store.server.client(store.server.cache, options: .legacy))
        try await old.put("content", "k")
        try await old.client.put(Pattern.Stream(size: 70_000), length: 70_000, bucket: old.bucket, key: "stream")
        try demand(try await old.text("k"), is: "content", "the content")
        let content = try await old.open("stream").collect(as: Data.self)
        try demand(content == Pattern.bytes(70_000), "the content of the stream is another one")
        try demand(try await old.deleteAll(["k", "stream"]).errors.count, is: 0, "the number of errors")
        try demand(try await old.keys(), is: [], "the list")
      },
      LiveCheck("a client for Amazon's servers writes, reads and deletes") { store in
        let other = store.with(try store.server.client(store.server.cache, options: .aws))
        try await other.put("content", "k")
        try demand(try await other.text("k"), is: "content", "the content")
        try demand(try await other.deleteAll(["k"]).errors.count, is: 0, "the number of errors")
        try demand(try await other.keys(), is: [], "the list")
      },
      LiveCheck("a stream of a client for Amazon's servers") { store in
        let other = store.with(try store.server.client(store.server.cache, options: .aws))
        try await other.client.put(Pattern.Stream(size: 70_000), length: 70_000, bucket: other.bucket, key: "k")
        let content = try await other.open("k").collect(as: Data.self)
        try demand(content == Pattern.bytes(70_000), "the content is another one")
      },
      LiveCheck("a Content-MD5 is accepted") { store in
        let md5 = Data(BodyChecksum.md5.checksum(of: Array("content".utf8))).base64EncodedString()
        try await store.put("content", "k") { $0.contentMD5 = md5 }
        try demand(try await store.text("k"), is: "content", "the content")
      },
      LiveCheck("a Content-MD5 of other content is refused") { store in
        let md5 = Data(BodyChecksum.md5.checksum(of: Array("other content".utf8))).base64EncodedString()
        try await demandRefusal(400, .badDigest) { try await store.put("content", "k") { $0.contentMD5 = md5 } }
        try await demandRefusal(404, .notFound) { _ = try await store.head("k") }
      },
      LiveCheck("a Content-MD5 that is none is refused") { store in
        try await demandRefusal(400, S3Error.Code(rawValue: "InvalidDigest")) {
          try await store.put("content", "k") { $0.contentMD5 = "none" }
        }
      },
      LiveCheck("a checksum comes back with the object") { store in
        try await store.put("content", "k") { $0.checksumAlgorithm = .crc32 }
        let object = try await store.open("k") { $0.checksumMode = .enabled }
        try demand(object.checksumCRC32, is: algorithms[0].of("content"), "the checksum")
      },
      LiveCheck("the attributes of an object have size and tag") { store in
        let tag = try await store.put("content", "k").etag
        let attributes = try await store.client.getObjectAttributes(
          S3.GetObjectAttributesInput(bucket: store.bucket, key: "k", objectAttributes: [.etag, .objectSize]))
        try demand(attributes.objectSize, is: 7, "the size")
        try demand(attributes.etag, is: tag, "the tag")
      },
      LiveCheck("a multipart upload with a checksum of each part") { store in
        var input = S3.CreateMultipartUploadInput(bucket: store.bucket, key: "k")
        input.checksumAlgorithm = .sha256
        let upload = try await store.startUpload(input)
        var part = S3.UploadPartInput(
          bucket: store.bucket, key: "k", partNumber: 1, uploadId: upload.id, body: .init("content"))
        part.checksumAlgorithm = .sha256
        var completed = S3.CompletedPart()
        completed.partNumber = 1
        completed.etag = try await store.client.uploadPart(part).etag
        completed.checksumSHA256 = algorithms[4].of("content")
        try await upload.complete([completed])
        try demand(try await store.text("k"), is: "content", "the content")
      },
    ]
}
