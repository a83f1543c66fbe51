import AWSS3Client

extension LiveCheck {
  /// Deletions of many objects with one request.
  static let batches = [
    LiveCheck("three objects are deleted with one request") { store in
      for key in ["a", "b", "c", "d"] { try await store.put("x", key) }
      let output = try await store.deleteAll(["a", "b", "c"])
      try demand(output.deleted.compactMap(\.key).sorted(), is: ["a", "b", "c"], "the deleted keys")
      try demand(output.errors.count, is: 0, "the number of errors")
      try demand(try await store.keys(), is: [Array("d".utf8)], "the list")
    },
    LiveCheck("awkward keys are deleted with one request") { store in
      let keys = [
        " a ", "a+b%20c", "<&>\"'", "]]>", "한글", "e\u{301}", "a\tb", "a\nb", "a\rb", "a\r\nb", "../a", "/a", "a//b",
      ]
      for key in keys { try await store.put("x", key) }
      let output = try await store.deleteAll(keys)
      try demand(output.errors.count, is: 0, "the number of errors")
      try demand(try await store.keys(), is: [], "the list")
      let sorted = Set(keys.map { Array($0.utf8) })
      try demand(Set(output.deleted.map { Array(($0.key ?? "").utf8) }), is: sorted, "the deleted keys")
    },
    LiveCheck("a key that does not exist counts as deleted") { store in
      let output = try await store.deleteAll(["absent"])
      try demand(output.deleted.compactMap(\.key), is: ["absent"], "the deleted keys")
    },
    LiveCheck("a quiet deletion reports errors only") { store in
      try await store.put("x", "a")
      let output = try await store.deleteAll(["a", "absent"], quiet: true)
      try demand(output.deleted.count, is: 0, "the number of reported keys")
      try demand(try await store.keys(), is: [], "the list")
    },
    LiveCheck("a deletion of 1,001 keys with one request is refused") { store in
      try await demandRefusal(400, S3Error.Code(rawValue: "MalformedXML")) {
        _ = try await store.deleteAll((0...1000).map { "\($0)" })
      }
    },
    LiveCheck("a deletion of no keys is refused") { store in
      try await demandRefusal(400, S3Error.Code(rawValue: "MalformedXML")) { _ = try await store.deleteAll([]) }
    },
  ]
}

extension LiveStore {
  func deleteAll(_ keys: [String], quiet: Bool? = nil) async throws -> S3.DeleteObjectsOutput {
    var delete = S3.Delete(objects: keys.map { S3.ObjectIdentifier(key: $0) })
    delete.quiet = quiet
    return try await client.deleteObjects(S3.DeleteObjectsInput(bucket: bucket, delete: delete))
  }
}
