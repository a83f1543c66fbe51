import AWSS3Client

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension LiveCheck {
  /// Lists of objects.
  static let lists = [
    LiveCheck("an empty bucket has an empty list") { store in
      let page = try await store.page()
      try demand(page.contents.count, is: 0, "the number of objects")
      try demand(page.isTruncated != true && page.nextContinuationToken == nil, "the list goes on")
    },
    LiveCheck("a list has size, entity tag, time and owner of an object") { store in
      let written = try await store.put("hello", "k")
      let object = try await store.page(owner: true).contents.first
      try demand(object?.size, is: 5, "the size")
      try demand(object?.etag, is: written.etag, "the entity tag")
      try demand(abs(object?.lastModified?.timeIntervalSinceNow ?? .infinity) < 300, "the time is another one")
      try demand(object?.owner?.id?.isEmpty == false, "there is no owner")
    },
    LiveCheck("a delimiter makes folders") { store in
      try await store.fill(["a/1", "a/2", "a/b/3", "c", "d/"])
      let top = try await store.page(delimiter: "/")
      try demand(top.commonPrefixes.map(\.prefix), is: ["a/", "d/"], "the prefixes")
      try demand(top.contents.map(\.key), is: ["c"], "the keys")
      let folder = try await store.page(prefix: "a/", delimiter: "/")
      try demand(folder.commonPrefixes.map(\.prefix), is: ["a/b/"], "the prefixes of the folder")
      try demand(folder.contents.map(\.key), is: ["a/1", "a/2"], "the keys of the folder")
    },
    LiveCheck("a prefix is compared byte by byte") { store in
      try await store.fill(["a+b", "a b", "a%20b", "e\u{301}", "\u{E9}"])
      try demand(try await store.keys(prefix: "a+"), is: [Array("a+b".utf8)], "the keys with a plus")
      try demand(try await store.keys(prefix: "a "), is: [Array("a b".utf8)], "the keys with a space")
      try demand(try await store.keys(prefix: "a%20"), is: [Array("a%20b".utf8)], "the keys with an encoded space")
      try demand(try await store.keys(prefix: "\u{E9}"), is: [Array("\u{E9}".utf8)], "the keys with a composed letter")
      try demand(try await store.keys(prefix: "absent"), is: [], "the keys with another prefix")
    },
    LiveCheck("a delimiter of several characters") { store in
      try await store.fill(["a--b--c", "a-b", "b--"])
      let page = try await store.page(delimiter: "--")
      try demand(page.commonPrefixes.map(\.prefix), is: ["a--", "b--"], "the prefixes")
      try demand(page.contents.map(\.key), is: ["a-b"], "the keys")
    },
    LiveCheck("a delimiter that is not ASCII") { store in
      try await store.fill(["a한b", "a한c", "b"])
      let page = try await store.page(delimiter: "한")
      try demand(page.commonPrefixes.map(\.prefix), is: ["a한"], "the prefixes")
      try demand(page.contents.map(\.key), is: ["b"], "the keys")
    },
    LiveCheck("prefixes with awkward characters") { store in
      try await store.fill(["a +b/1", "<&>/1", "한글/1", "a\nb/1"])
      let page = try await store.page(delimiter: "/")
      try demand(page.commonPrefixes.map(\.prefix), is: ["<&>/", "a\nb/", "a +b/", "한글/"], "the prefixes")
    },
    LiveCheck("a list starts after a key") { store in
      try await store.fill(["a", "b", "b c", "b+c", "c"])
      try demand(try await store.page(after: "b c").contents.map(\.key), is: ["b+c", "c"], "the keys after a key")
      try demand(try await store.page(after: "bb").contents.map(\.key), is: ["c"], "the keys after no key")
      try demand(try await store.page(after: "c").contents.map(\.key), is: [], "the keys after the last one")
    },
    LiveCheck("a list in pages of one key") { store in
      let keys = [" a", "a", "a b", "a+b", "a/b", "e\u{301}", "한"]
      try await store.fill(keys)
      var found: [String] = []
      var token: String?
      repeat {
        let page = try await store.page(maxKeys: 1, token: token)
        try demand(page.contents.count, is: 1, "the number of keys on a page")
        found += page.contents.map(\.key)
        token = page.nextContinuationToken
      } while token != nil && found.count < 10
      try demand(found, is: keys, "the keys")
    },
    LiveCheck("folders in pages of one") { store in
      try await store.fill(["a/1", "a/2", "b", "c/1", "d/1"])
      var found: [String] = []
      var token: String?
      repeat {
        let page = try await store.page(delimiter: "/", maxKeys: 1, token: token)
        found += page.contents.map(\.key) + page.commonPrefixes.map(\.prefix)
        token = page.nextContinuationToken
      } while token != nil && found.count < 10
      try demand(found, is: ["a/", "b", "c/", "d/"], "keys and folders")
    },
    LiveCheck("a page of no keys") { store in
      try await store.fill(["a"])
      let page = try await store.page(maxKeys: 0)
      try demand(page.contents.count, is: 0, "the number of keys")
      try demand(page.isTruncated != true, "the list goes on")
    },
    LiveCheck("the older list goes on after a marker") { store in
      let keys = [" a", "a", "a b", "a+b", "a\nb", "e\u{301}", "한"]
      try await store.fill(keys)
      var input = S3.ListObjectsInput(bucket: store.bucket)
      input.maxKeys = 1
      var found: [[UInt8]] = []
      for try await page in store.client.listObjectsPages(input) {
        found += page.contents.map { Array($0.key.utf8) }
      }
      try demand(found, is: [" a", "a", "a\nb", "a b", "a+b", "e\u{301}", "한"].map { Array($0.utf8) }, "the keys")
    },
    LiveCheck("the older list has folders") { store in
      try await store.fill(["a/1", "a/2", "b +/1", "c"])
      var input = S3.ListObjectsInput(bucket: store.bucket)
      input.delimiter = "/"
      input.maxKeys = 1
      var found: [String] = []
      for try await page in store.client.listObjectsPages(input) {
        found += page.commonPrefixes.map(\.prefix) + page.contents.map(\.key)
      }
      try demand(found, is: ["a/", "b +/", "c"], "keys and folders")
    },
    LiveCheck("a bucket is in the list of buckets") { store in
      try demand(try await store.buckets().contains(store.bucket), "the bucket is not in the list")
    },
    LiveCheck("1,003 keys are listed in pages, and deleted with two requests", isLong: true) { store in
      let keys = (0..<1003).map { " key \(10_000 + $0)+" }
      try await store.fill(keys)
      try demand(try await store.keys(), is: keys.map { Array($0.utf8) }, "the keys")
      var older: [String] = []
      for try await page in store.client.listObjectsPages(S3.ListObjectsInput(bucket: store.bucket)) {
        older += page.contents.map(\.key)
      }
      try demand(older, is: keys, "the keys of the older list")
      let first = try await store.page()
      try demand(first.contents.count, is: 1000, "the number of keys on the first page")
      try demand(try await store.deleteAll(Array(keys.prefix(1000))).errors.count, is: 0, "the number of errors")
      try demand(try await store.keys(), is: keys.suffix(3).map { Array($0.utf8) }, "the keys that are left")
    },
  ]
}

extension LiveStore {
  /// Writes an object for each key.
  func fill(_ keys: [String]) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for lane in 0..<min(8, keys.count) {
        group.addTask {
          for index in stride(from: lane, to: keys.count, by: 8) { try await put("x", keys[index]) }
        }
      }
      try await group.waitForAll()
    }
  }
}
