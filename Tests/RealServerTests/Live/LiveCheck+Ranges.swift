import AWSS3Client
import HTTPTypes

extension LiveCheck {
  private static let text = "abcdefghijkl"

  /// Parts of an object of twelve bytes.
  static let ranges =
    ([
      ("the first byte", .bytes(from: 0, through: 0), "a"), ("bytes in the middle", .bytes(from: 3, through: 5), "def"),
      ("bytes beyond the end", .bytes(from: 10, through: 99), "kl"), ("all bytes", .bytes(from: 0, through: 11), text),
      ("everything from a byte on", .from(9), "jkl"), ("everything from the first byte on", .from(0), text),
      ("the last bytes", .last(2), "kl"), ("more last bytes than there are", .last(99), text),
    ] as [(String, S3.ByteRange, String)]).map { name, range, expected in
      LiveCheck("a range of \(name)") { store in
        try await store.put(text, "k")
        let object = try await store.open("k", range: range)
        try demand(try await object.collect(as: String.self), is: expected, "the part")
        try demand(object.attributes.contentLength, is: Int64(expected.utf8.count), "the length")
        // A server may answer a range of everything with the whole object.
        if expected != text { try demand(object.contentRange?.total, is: 12, "the size of the object") }
      }
    } + [
      LiveCheck("a range that begins after the end is refused") { store in
        try await store.put(text, "k")
        try await demandRefusal(416, .invalidRange) { _ = try await store.text("k", range: .from(12)) }
        try await demandRefusal(416, .invalidRange) {
          _ = try await store.text("k", range: .bytes(from: 12, through: 99))
        }
      },
      LiveCheck("a range of an empty object is refused") { store in
        try await store.put("", "k")
        try await demandRefusal(416, .invalidRange) { _ = try await store.text("k", range: .from(0)) }
      },
      LiveCheck("several ranges at once are answered with the whole object") { store in
        try await store.put(text, "k")
        let object = try await store.open("k", headers: [.range: "bytes=0-1,4-5"])
        let content = try await object.collect(as: String.self)
        let isMultipart = object.attributes.contentType?.hasPrefix("multipart/byteranges") == true
        try demand(isMultipart ? "multipart/byteranges" : content, is: text, "the content")
      },
      LiveCheck("a range under If-Match of another tag is refused") { store in
        try await store.put(text, "k")
        try await demandRefusal(412, .preconditionFailed) {
          _ = try await store.text("k", range: .last(1), conditions: .init(ifMatch: S3.ETag("0")))
        }
      },
      LiveCheck("a range of a large object is its part") { store in
        try await store.put(Pattern.bytes(5 << 20), "k")
        let part = try await store.client.get(
          bucket: store.bucket, key: "k", range: .bytes(from: 3_000_001, through: 4_000_000))
        try demand(Pattern.matches(.init(part), at: 3_000_001), "the part is another one")
        try demand(part.count, is: 1_000_000, "the length")
      },
    ]
}
