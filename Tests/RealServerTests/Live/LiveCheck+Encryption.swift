import AWSCredentials
import AWSS3Client

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension LiveCheck {
  private static let key = S3.CustomerKey((0..<32).map { $0 &* 7 })
  private static let otherKey = S3.CustomerKey((0..<32).map { $0 &* 11 })

  /// Encryption at rest: with a key of the caller's (SSE-C) and with the server's.
  static let encryption = [
    LiveCheck("an object is encrypted with the caller's key") { store in
      try await store.put("content", "k") { $0.sseCustomerKey = key }
      let object = try await store.open("k") { $0.sseCustomerKey = key }
      try demand(object.sseCustomerAlgorithm, is: "AES256", "the algorithm")
      try demand(try await object.body.collect(as: String.self, upTo: 100), is: "content", "the content")
      let head = try await store.head("k") { $0.sseCustomerKey = key }
      try demand(head.contentLength, is: 7, "the length")
    },
    LiveCheck("a range of an object that is encrypted with the caller's key") { store in
      try await store.put(String(repeating: "0123456789", count: 1000), "k") { $0.sseCustomerKey = key }
      let part = try await store.text("k") {
        $0.sseCustomerKey = key
        $0.range = .bytes(from: 4095, through: 4104)
      }
      try demand(part, is: "5678901234", "the part")
    },
    LiveCheck("a read without the caller's key is refused") { store in
      try await store.put("content", "k") { $0.sseCustomerKey = key }
      try await demandRefusal(400, S3Error.Code(rawValue: "InvalidRequest")) { _ = try await store.text("k") }
    },
    LiveCheck("a read with another key of the caller's is refused") { store in
      try await store.put("content", "k") { $0.sseCustomerKey = key }
      try await demandRefusal(403, .accessDenied) { _ = try await store.text("k") { $0.sseCustomerKey = otherKey } }
    },
    LiveCheck("a key of the caller's whose hash is another one is refused") { store in
      let wrong = S3.CustomerKey(
        headerValue: Data((0..<32).map { $0 &* 7 }).base64EncodedString(), md5: Data(count: 16).base64EncodedString())
      try await demandRefusal(400, .invalidArgument) {
        try await store.put("content", "k") { $0.sseCustomerKey = wrong }
      }
    },
    LiveCheck("an object is copied from one key of the caller's to another") { store in
      try await store.put("content", "k") { $0.sseCustomerKey = key }
      try await store.copy("k", to: "copy") {
        $0.copySourceSSECustomerKey = key
        $0.sseCustomerKey = otherKey
      }
      try demand(try await store.text("copy") { $0.sseCustomerKey = otherKey }, is: "content", "the content")
    },
    LiveCheck("a multipart upload is encrypted with the caller's key") { store in
      var input = S3.CreateMultipartUploadInput(bucket: store.bucket, key: "k")
      input.sseCustomerKey = key
      let upload = try await store.startUpload(input)
      var part = S3.UploadPartInput(
        bucket: store.bucket, key: "k", partNumber: 1, uploadId: upload.id, body: .init("content"))
      part.sseCustomerKey = key
      var completed = S3.CompletedPart()
      completed.partNumber = 1
      completed.etag = try await store.client.uploadPart(part).etag
      try await upload.complete([completed])
      try demand(try await store.text("k") { $0.sseCustomerKey = key }, is: "content", "the content")
    },
    LiveCheck("an object is encrypted with the server's key") { store in
      try await store.put("content", "k") { $0.serverSideEncryption = .aes256 }
      try demand(try await store.head("k") { _ in }.serverSideEncryption, is: .aes256, "the encryption")
      try demand(try await store.text("k"), is: "content", "the content")
    },
    LiveCheck("an object is encrypted with a key of the key management service") { store in
      try await store.put("content", "k") {
        $0.serverSideEncryption = .awsKms
        $0.sseKMSKeyId = "evergreen"
      }
      try demand(try await store.head("k") { _ in }.serverSideEncryption, is: .awsKms, "the encryption")
    },
  ]
}
