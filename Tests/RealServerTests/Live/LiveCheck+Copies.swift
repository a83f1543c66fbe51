import AWSS3Client
import HTTPTypes

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension LiveCheck {
  /// Copies within a server.
  static let copies =
    [
      ("a space", "a b"), ("a plus", "a+b"), ("a percent sign", "100%"), ("an encoded slash", "a%2Fb"),
      ("the separator of a version", "a?versionId=b"), ("Hangul", "한글/키"), ("emoji", "🌲"), ("a leading slash", "/a"),
      ("two slashes", "a//b"), ("a parent segment", "a/../b"), ("a line feed", "a\nb"),
      ("XML's special characters", "<a>&\"'"), ("a hash", "a#b"), ("a trailing slash", "a/"),
    ].map { name, key in
      LiveCheck("a copy of and to a key with \(name)") { store in
        try await store.put("content", key)
        try await store.copy(key, to: key + "copy")
        try demand(try await store.text(key + "copy"), is: "content", "the content")
      }
    } + [
      LiveCheck("a copy is the same object") { store in
        let content = Pattern.bytes(5 << 20)
        let written = try await store.put(content, "k", metadata: ["color": "green"], contentType: "text/x-evergreen")
        let copied = try await store.copy("k", to: "copy")
        let object = try await store.open("copy")
        try demand(try await object.collect(as: Data.self) == content, "the content is another one")
        try demand(object.attributes.metadata, is: ["color": "green"], "the metadata")
        try demand(object.attributes.contentType, is: "text/x-evergreen", "the content type")
        try demand(copied.etag, is: written.etag, "the entity tag")
        try demand(copied.lastModified != nil, "the copy has no time")
      },
      LiveCheck("a copy gets other metadata") { store in
        try await store.put("x", "k", metadata: ["color": "green"], contentType: "text/x-old")
        try await store.copy("k", to: "copy", metadata: .replaced(["shape": "round"], contentType: "text/x-new"))
        let attributes = try await store.head("copy")
        try demand(attributes.metadata, is: ["shape": "round"], "the metadata")
        try demand(attributes.contentType, is: "text/x-new", "the content type")
      },
      LiveCheck("an object is copied onto itself to change its metadata") { store in
        try await store.put("x", "k", metadata: ["old": "1"])
        try await store.copy("k", to: "k", metadata: .replaced(["new": "2"]))
        try demand(try await store.head("k").metadata, is: ["new": "2"], "the metadata")
        try demand(try await store.text("k"), is: "x", "the content")
      },
      LiveCheck("a copy of an object onto itself without a change is refused") { store in
        try await store.put("x", "k")
        try await demandRefusal(400, S3Error.Code(rawValue: "InvalidRequest")) { try await store.copy("k", to: "k") }
      },
      LiveCheck("a copy from another bucket") { store in
        try await store.withSecondBucket { second in
          try await second.put("content", "a + b/한글?")
          try await store.copy("a + b/한글?", from: second.bucket, to: "k")
        }
        try demand(try await store.text("k"), is: "content", "the content")
      },
      LiveCheck("a copy of an object that does not exist is refused") { store in
        try await demandRefusal(404, .noSuchKey) { try await store.copy("absent", to: "k") }
      },
      LiveCheck("a copy from a bucket that does not exist is refused") { store in
        try await demandRefusal(404, .noSuchBucket) {
          try await store.copy("k", from: LiveStore.freshName(), to: "k")
        }
      },
    ]
}
