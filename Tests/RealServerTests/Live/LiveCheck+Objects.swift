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
  private static let mebibyte = 1 << 20

  /// What objects hold: sizes, streams and files, and the header fields that are stored with them.
  static let objects =
    [0, 1, 65_535, 65_536, 65_537, 5 * mebibyte, 5 * mebibyte + 1].map { size in
      LiveCheck("an object of \(size) bytes comes back as it was") { store in
        let content = Pattern.bytes(size)
        let written = try await store.put(content, "k")
        let object = try await store.open("k")
        let read = try await object.collect(as: Data.self)
        try demand(read == content, "\(read.count) bytes come back, which are not the same")
        try demand(object.attributes.contentLength, is: Int64(size), "the length")
        try demand(object.attributes.etag, is: written.etag, "the entity tag")
        try demand(try await store.head("k").contentLength, is: Int64(size), "the length by HEAD")
      }
    } + [
      LiveCheck("200 MiB of a stream come back as they were", isLong: true) { store in
        let size = 200 * mebibyte
        try await store.client.put(Pattern.Stream(size: size), length: Int64(size), bucket: store.bucket, key: "k")
        var position = 0
        for try await chunk in try await store.open("k").chunks(as: Data.self) {
          try demand(Pattern.matches(chunk, at: position), "the content is another one after \(position) bytes")
          position += chunk.count
        }
        try demand(position, is: size, "the number of bytes that come back")
      },
      LiveCheck("a file is uploaded and downloaded") { store in
        let path = FileManager.default.temporaryDirectory.appending(path: LiveStore.freshName()).path
        let content = Pattern.bytes(3 * mebibyte + 7)
        defer { for file in [path, path + ".back"] { try? FileManager.default.removeItem(atPath: file) } }
        try content.write(to: URL(filePath: path))
        try await store.client.put(file: path, bucket: store.bucket, key: "k")
        try await store.client.download(bucket: store.bucket, key: "k", toFile: path + ".back")
        try demand(try Data(contentsOf: URL(filePath: path + ".back")) == content, "the file is not the same")
      },
      LiveCheck("an object is replaced by a second write") { store in
        try await store.put("a longer first content", "k")
        try await store.put("second", "k")
        try demand(try await store.text("k"), is: "second", "the content")
      },
      LiveCheck("the entity tag of a simple object is the MD5 of its content") { store in
        let written = try await store.put("hello world", "k")
        try demand(written.etag?.value, is: "5eb63bbbe01eeed093cb22bb8f5acdc3", "the entity tag")
      },
      LiveCheck("the time of the last change is about now") { store in
        try await store.put("x", "k")
        let age = try await store.head("k").lastModified?.timeIntervalSinceNow ?? -.infinity
        try demand(abs(age) < 300, "the object is \(-age) seconds old")
      },
      LiveCheck("an object exists after it was written and not after it was deleted") { store in
        try await store.put("x", "k")
        try demand(try await store.client.exists(bucket: store.bucket, key: "k"), "the object does not exist")
        try await store.client.delete(bucket: store.bucket, key: "k")
        try demand(!(try await store.client.exists(bucket: store.bucket, key: "k")), "the object still exists")
      },
      LiveCheck("the deletion of an object that does not exist succeeds") { store in try await store.delete("absent") },
      LiveCheck("an object larger than the limit of a read is refused") { store in
        try await store.put(Pattern.bytes(5000), "k")
        try await demandRefusal(nil, .objectTooLarge) {
          _ = try await store.client.get(bucket: store.bucket, key: "k", upTo: 4999)
        }
        let bytes = try await store.client.get(bucket: store.bucket, key: "k", upTo: 5000)
        try demand(bytes.count, is: 5000, "the number of bytes")
      },
      LiveCheck("32 objects are written and read at once", isLong: true) { store in
        try await withThrowingTaskGroup(of: Void.self) { group in
          for number in 0..<32 {
            group.addTask {
              try await store.put("content \(number)", "k\(number)")
              try demand(try await store.text("k\(number)"), is: "content \(number)", "the content")
            }
          }
          try await group.waitForAll()
        }
        try demand(try await store.keys().count, is: 32, "the number of objects")
      },
    ] + storedFields

  /// Header fields that a server keeps with an object.
  private static let storedFields =
    [
      ("content-type", "text/html; charset=utf-8"), ("content-encoding", "gzip"), ("content-language", "ko, en"),
      ("content-disposition", "attachment; filename=\"a b.txt\"; filename*=UTF-8''a%20b.txt"),
      ("cache-control", "max-age=60, no-transform"), ("expires", "Thu, 01 Dec 2033 16:00:00 GMT"),
    ].map { name, value in
      LiveCheck("the header field \(name) is stored with an object") { store in
        let field = try field(name)
        try await store.put("x", "k", headers: [field: value])
        try demand(try await store.open("k").attributes.headers[field], is: value, "\(name) of a GET")
        try demand(try await store.head("k").headers[field], is: value, "\(name) of a HEAD")
      }
    }

  /// The name of a header field.
  static func field(_ name: String) throws -> HTTPField.Name {
    guard let field = HTTPField.Name(name) else { throw LiveDifference("\(name) is no name of a field") }
    return field
  }
}
