import NIOCore

extension EmulatedS3Store {
  /// Begins an upload.
  func begin(_ upload: EmulatedS3Upload) throws(EmulatedS3Error) {
    try change { state throws(EmulatedS3Error) in
      guard state.buckets[upload.bucket] != nil else { throw .noSuchBucket(upload.bucket.text) }
      state.uploads[upload.id] = upload
    }
  }

  /// An upload as it is at one moment.
  func upload(_ id: String, _ bucket: String, _ key: ByteKey) throws(EmulatedS3Error) -> EmulatedS3Upload {
    try change { state throws(EmulatedS3Error) in try state.upload(id, bucket, key) }
  }

  /// Stores a part; a part with the same number is replaced.
  func put(
    _ part: EmulatedS3Upload.Part, number: Int, of id: String, _ bucket: String, _ key: ByteKey
  ) throws(EmulatedS3Error) {
    try change { state throws(EmulatedS3Error) in
      let old = try state.upload(id, bucket, key).parts[number]
      let bytes = state.bytes - (old?.data.readableBytes ?? 0) + part.data.readableBytes
      guard bytes <= limit else { throw Self.full }
      state.bytes = bytes
      state.uploads[id]?.parts[number] = part
    }
  }

  /// Removes an upload and its parts.
  func abort(_ id: String, _ bucket: String, _ key: ByteKey) throws(EmulatedS3Error) {
    try change { state throws(EmulatedS3Error) in
      state.bytes -= try state.upload(id, bucket, key).byteCount
      state.uploads[id] = nil
    }
  }

  /// Makes the object of an upload, if a condition on what is there holds. Parts that it does not name are dropped.
  func complete(
    _ id: String, _ bucket: String, _ key: ByteKey,
    when condition: @Sendable (EmulatedS3Object?) -> EmulatedS3Error?,
    _ make: @Sendable (EmulatedS3Upload) throws(EmulatedS3Error) -> EmulatedS3Object
  ) throws(EmulatedS3Error) -> EmulatedS3Object {
    try change { state throws(EmulatedS3Error) in
      let upload = try state.upload(id, bucket, key)
      let object = try make(upload)
      let old = state.buckets[ByteKey(bucket)]?.objects[key]
      if let error = condition(old) { throw error }
      state.bytes += object.data.readableBytes - upload.byteCount - (old?.data.readableBytes ?? 0)
      state.uploads[id] = nil
      state.buckets[ByteKey(bucket)]?.put(object, at: key)
      return object
    }
  }

  /// The uploads of a bucket, in the order of their keys and ids.
  func uploads(in name: String) throws(EmulatedS3Error) -> [EmulatedS3Upload] {
    try change { state throws(EmulatedS3Error) in
      guard state.buckets[ByteKey(name)] != nil else { throw .noSuchBucket(name) }
      return state.uploads.values.filter { $0.bucket == ByteKey(name) }
        .sorted { ($0.key, $0.id) < ($1.key, $1.id) }
    }
  }
}
