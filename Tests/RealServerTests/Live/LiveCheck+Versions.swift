import AWSS3Client

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension LiveCheck {
  /// Versions of objects.
  static let versions = [
    LiveCheck("a new bucket has no versions") { store in
      let output = try await store.client.getBucketVersioning(S3.GetBucketVersioningInput(bucket: store.bucket))
      try demand(output.status, is: nil, "the status")
      try demand(try await store.put("x", "k").versionId, is: nil, "the version")
    },
    LiveCheck("versions are enabled and suspended", bucket: .new) { store in
      for status in [S3.BucketVersioningStatus.enabled, .suspended] {
        try await store.setVersions(status)
        let output = try await store.client.getBucketVersioning(S3.GetBucketVersioningInput(bucket: store.bucket))
        try demand(output.status, is: status, "the status")
      }
    },
    LiveCheck("each version is read by its id", bucket: .new) { store in
      try await store.setVersions(.enabled)
      let first = try await store.version("first")
      let second = try await store.version("second")
      try demand(first != second, "two versions have the id \(first)")
      try demand(try await store.text("k"), is: "second", "the current content")
      try demand(try await store.text("k", version: first), is: "first", "the content of the first version")
      try demand(try await store.open("k", version: first).attributes.versionId, is: first, "the id")
      try demand(try await store.head("k", version: first).contentLength, is: 5, "the length of the first version")
      try demand(try await store.head("k").versionId, is: second, "the id of the current version")
    },
    LiveCheck("versions are listed, the newest first", bucket: .new) { store in
      try await store.setVersions(.enabled)
      let ids = [try await store.version("first"), try await store.version("second"), try await store.version("third")]
      let list = try await store.client.listObjectVersions(S3.ListObjectVersionsInput(bucket: store.bucket))
      try demand(list.versions.map { $0.versionId ?? "" }, is: ids.reversed(), "the ids")
      try demand(list.versions.map { $0.isLatest ?? false }, is: [true, false, false], "which one is the latest")
      try demand(list.versions.map { $0.size ?? 0 }, is: [5, 6, 5], "the sizes")
    },
    LiveCheck("a deletion leaves a marker", bucket: .new) { store in
      try await store.setVersions(.enabled)
      let id = try await store.version("content")
      let deletion = try await store.delete("k")
      try demand(deletion.deleteMarker, is: true, "whether it is a marker")
      try await demandRefusal(404, .noSuchKey) { _ = try await store.text("k") }
      try await demandRefusal(404, .notFound) { _ = try await store.head("k") }
      try demand(try await store.text("k", version: id), is: "content", "the content of the version")
      let list = try await store.client.listObjectVersions(S3.ListObjectVersionsInput(bucket: store.bucket))
      try demand(list.deleteMarkers.map { $0.versionId ?? "" }, is: [deletion.versionId ?? "none"], "the markers")
      try demand(list.versions.map { $0.versionId ?? "" }, is: [id], "the versions")
    },
    LiveCheck("a read of a deletion marker is refused", bucket: .new) { store in
      try await store.setVersions(.enabled)
      _ = try await store.version("content")
      let marker = try await store.delete("k").versionId
      try await demandRefusal(405, .methodNotAllowed) { _ = try await store.text("k", version: marker) }
    },
    LiveCheck("an object is back when its deletion marker is deleted", bucket: .new) { store in
      try await store.setVersions(.enabled)
      _ = try await store.version("content")
      let marker = try await store.delete("k").versionId
      try await store.delete("k", version: marker)
      try demand(try await store.text("k"), is: "content", "the content")
    },
    LiveCheck("a deleted version is gone", bucket: .new) { store in
      try await store.setVersions(.enabled)
      _ = try await store.version("first")
      let second = try await store.version("second")
      try await store.delete("k", version: second)
      try demand(try await store.text("k"), is: "first", "the current content")
      try await demandRefusal(404, .noSuchVersion) { _ = try await store.text("k", version: second) }
    },
    LiveCheck("a read of a version that never was is refused", bucket: .new) { store in
      try await store.setVersions(.enabled)
      let id = try await store.version("first")
      let other = String(id.reversed())
      do {
        _ = try await store.text("k", version: other)
        throw LiveDifference("not refused")
      } catch let error as S3Error {
        // S3 refuses what is no id of its own with 400.
        let found = "\(error.statusCode ?? 0) \(error.code)"
        guard !["404 NoSuchVersion", "400 InvalidArgument"].contains(found) else { return }
        throw LiveDifference("refused with \(found)", .refused(error.statusCode, error.code.rawValue))
      }
    },
    LiveCheck("an object from before has the version null", bucket: .new) { store in
      try await store.put("before", "k")
      try await store.setVersions(.enabled)
      _ = try await store.version("after")
      try demand(try await store.text("k", version: "null"), is: "before", "the content of the version null")
      let list = try await store.client.listObjectVersions(S3.ListObjectVersionsInput(bucket: store.bucket))
      try demand(list.versions.last?.versionId, is: "null", "the last version")
    },
    LiveCheck("a write while versions are suspended replaces the version null", bucket: .new) { store in
      try await store.setVersions(.enabled)
      let id = try await store.version("kept")
      try await store.setVersions(.suspended)
      try await store.put("first", "k")
      try await store.put("second", "k")
      try demand(try await store.text("k", version: "null"), is: "second", "the content of the version null")
      try demand(try await store.text("k", version: id), is: "kept", "the content of the version")
      let list = try await store.client.listObjectVersions(S3.ListObjectVersionsInput(bucket: store.bucket))
      try demand(list.versions.count, is: 2, "the number of versions")
    },
    LiveCheck("versions are listed in pages of one", bucket: .new) { store in
      try await store.setVersions(.enabled)
      let keys = [" a", "a\nb", "a +b", "한"]
      for key in keys { for content in ["1", "2"] { try await store.put(content, key) } }
      try await store.delete("한")
      var input = S3.ListObjectVersionsInput(bucket: store.bucket)
      input.maxKeys = 1
      var found: [[UInt8]] = []
      var markers = 0
      for try await page in store.client.listObjectVersionsPages(input) {
        found += page.versions.map { Array($0.key.utf8) }
        markers += page.deleteMarkers.count
      }
      try demand(found, is: keys.flatMap { [Array($0.utf8), Array($0.utf8)] }, "the keys")
      try demand(markers, is: 1, "the number of markers")
    },
    LiveCheck("versions are listed by prefix and delimiter", bucket: .new) { store in
      try await store.setVersions(.enabled)
      for key in ["a/1", "a/1", "b/1", "c"] { try await store.put("x", key) }
      var input = S3.ListObjectVersionsInput(bucket: store.bucket)
      input.delimiter = "/"
      let top = try await store.client.listObjectVersions(input)
      try demand(top.commonPrefixes.map(\.prefix), is: ["a/", "b/"], "the prefixes")
      try demand(top.versions.map(\.key), is: ["c"], "the keys")
      input.prefix = "a/"
      let folder = try await store.client.listObjectVersions(input)
      try demand(folder.versions.map(\.key), is: ["a/1", "a/1"], "the keys of the folder")
    },
    LiveCheck("a version is copied", bucket: .new) { store in
      try await store.setVersions(.enabled)
      let first = try await store.version("first")
      _ = try await store.version("second")
      let copied = try await store.copy("k", version: first, to: "copy")
      try demand(try await store.text("copy"), is: "first", "the content")
      try demand(copied.copySourceVersionId == first, "the version of the source is missing")
      try demand(copied.versionId?.isEmpty == false, "the copy has no version")
    },
    LiveCheck("a multipart upload becomes a version", bucket: .new) { store in
      try await store.setVersions(.enabled)
      let first = try await store.version("first")
      let upload = try await store.startUpload("k")
      let output = try await upload.complete([upload.part(1, .init("second".utf8))])
      try demand(
        output.versionId?.isEmpty == false && output.versionId != first, "the version is \(output.versionId ?? "none")")
      try demand(try await store.text("k"), is: "second", "the content")
      try demand(try await store.text("k", version: first), is: "first", "the content of the first version")
    },
    LiveCheck("versions are deleted with one request", bucket: .new) { store in
      try await store.setVersions(.enabled)
      let ids = [try await store.version("first"), try await store.version("second")]
      let objects = ids.map { id in
        var object = S3.ObjectIdentifier(key: "k")
        object.versionId = id
        return object
      }
      let output = try await store.client.deleteObjects(
        S3.DeleteObjectsInput(bucket: store.bucket, delete: S3.Delete(objects: objects)))
      try demand(Set(output.deleted.compactMap(\.versionId)) == Set(ids), "the deleted versions are others")
      let list = try await store.client.listObjectVersions(S3.ListObjectVersionsInput(bucket: store.bucket))
      try demand(list.versions.count + list.deleteMarkers.count, is: 0, "the number of versions left")
    },
    LiveCheck("a deletion of keys with one request leaves markers", bucket: .new) { store in
      try await store.setVersions(.enabled)
      _ = try await store.version("first")
      let output = try await store.deleteAll(["k"])
      try demand(output.deleted.first?.deleteMarker, is: true, "whether it is a marker")
      try demand(output.deleted.first?.deleteMarkerVersionId?.isEmpty == false, "the marker has no version")
    },
  ]
}

extension LiveStore {
  fileprivate func setVersions(_ status: S3.BucketVersioningStatus) async throws {
    var configuration = S3.VersioningConfiguration()
    configuration.status = status
    try await client.putBucketVersioning(
      S3.PutBucketVersioningInput(bucket: bucket, versioningConfiguration: configuration))
  }

  /// Writes a version of the object `k` and returns its id.
  fileprivate func version(_ content: String) async throws -> String {
    guard let id = try await put(content, "k").versionId else { throw LiveDifference("the version has no id") }
    return id
  }
}
