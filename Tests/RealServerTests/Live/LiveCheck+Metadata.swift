import AWSS3Client
import HTTPTypes

extension LiveCheck {
  /// Metadata of the user, and tags.
  static let metadata =
    [
      LiveCheck("metadata is stored with an object") { store in
        let metadata = [
          "color": "green", "with-dash": "a b  c", "number": "1", "symbols": "!#$%&'*+-.^_`|~()<>@,;:\\\"/[]?={}",
        ]
        try await store.put("x", "k", metadata: metadata)
        try demand(try await store.open("k").attributes.metadata, is: metadata, "the metadata of a GET")
        try demand(try await store.head("k").metadata, is: metadata, "the metadata of a HEAD")
      },
      LiveCheck("names of metadata come back in lower case") { store in
        try await store.put("x", "k", metadata: ["CamelCase": "Value"])
        try demand(try await store.head("k").metadata, is: ["camelcase": "Value"], "the metadata")
      },
      LiveCheck("2 KiB of metadata are stored") { store in
        let pairs = (0..<16).map { ("name-\($0)", String(repeating: "v", count: 120)) }
        let metadata = Dictionary(uniqueKeysWithValues: pairs)
        try await store.put("x", "k", metadata: metadata)
        try demand(try await store.head("k").metadata, is: metadata, "the metadata")
      },
      LiveCheck("metadata in MIME's encoded words comes back as it was sent") { store in
        let metadata = ["text": "=?UTF-8?B?7ZWc6riA?="]
        try await store.put("x", "k", metadata: metadata)
        try demand(try await store.head("k").metadata, is: metadata, "the metadata")
      },
      LiveCheck("metadata that is not ASCII is refused before it is sent") { store in
        try await demandRefusal(nil, .invalidHeader) { try await store.put("x", "k", metadata: ["text": "한글"]) }
      },
      LiveCheck("an object without metadata has none") { store in
        try await store.put("x", "k")
        try demand(try await store.head("k").metadata, is: [:], "the metadata")
      },
      LiveCheck("a second write replaces the metadata") { store in
        try await store.put("x", "k", metadata: ["old": "1"])
        try await store.put("x", "k", metadata: ["new": "2"])
        try demand(try await store.head("k").metadata, is: ["new": "2"], "the metadata")
      },
    ] + tags

  private static let tags = [
    LiveCheck("tags of an object are set, read and removed") { store in
      try await store.put("x", "k")
      let tags = ["color": "green", "with space": "a+b", "empty": "", "한글": "값", "symbols": "+-=._:/@"]
      try await store.setTags(tags, "k")
      try demand(try await store.tags("k"), is: tags, "the tags")
      _ = try await store.client.deleteObjectTagging(S3.DeleteObjectTaggingInput(bucket: store.bucket, key: "k"))
      try demand(try await store.tags("k"), is: [:], "the tags after the removal")
    },
    LiveCheck("an object without tags has an empty set of them") { store in
      try await store.put("x", "k")
      try demand(try await store.tags("k"), is: [:], "the tags")
    },
    LiveCheck("tags are written along with an object") { store in
      try await store.put("x", "k", headers: [try field("x-amz-tagging"): "color=green&with%20space=a%2Bb"])
      try demand(try await store.tags("k"), is: ["color": "green", "with space": "a+b"], "the tags")
    },
    LiveCheck("ten tags are accepted and eleven refused") { store in
      try await store.put("x", "k")
      let tags = (0..<11).map { ("tag \($0)", "value") }
      try await store.setTags(Dictionary(uniqueKeysWithValues: tags.prefix(10)), "k")
      try await demandRefusal(400, S3Error.Code(rawValue: "BadRequest")) {
        try await store.setTags(Dictionary(uniqueKeysWithValues: tags), "k")
      }
    },
    LiveCheck("a tag with a key of 129 characters is refused") { store in
      try await store.put("x", "k")
      try await demandRefusal(400, S3Error.Code(rawValue: "InvalidTag")) {
        try await store.setTags([String(repeating: "k", count: 129): ""], "k")
      }
    },
    LiveCheck("tags of an object that does not exist are refused") { store in
      try await demandRefusal(404, .noSuchKey) { _ = try await store.tags("absent") }
    },
  ]
}

extension LiveStore {
  func setTags(_ tags: [String: String], _ key: String) async throws {
    let set = tags.map { S3.Tag(key: $0.key, value: $0.value) }
    _ = try await client.putObjectTagging(
      S3.PutObjectTaggingInput(bucket: bucket, key: key, tagging: S3.Tagging(tagSet: set)))
  }

  func tags(_ key: String) async throws -> [String: String] {
    let output = try await client.getObjectTagging(S3.GetObjectTaggingInput(bucket: bucket, key: key))
    return Dictionary(output.tagSet.map { ($0.key, $0.value) }) { first, _ in first }
  }
}
