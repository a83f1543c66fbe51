#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
import HTTPTypes
import NIOConcurrencyHelpers
import NIOCore

/// An object in memory.
struct EmulatedS3Object: Sendable {
  let data: ByteBuffer
  let eTag: String
  let lastModified: Date
  /// `Content-Type`, `Cache-Control` and their kind, and `x-amz-meta-…`.
  var headers: HTTPFields
}

/// A bucket: its objects, and their keys in the order of their bytes.
struct EmulatedS3Bucket: Sendable {
  let created: Date
  private(set) var objects: [ByteKey: EmulatedS3Object] = [:]
  private(set) var keys: [ByteKey] = []

  init(created: Date) { self.created = created }

  mutating func put(_ object: EmulatedS3Object, at key: ByteKey) {
    if objects.updateValue(object, forKey: key) == nil { keys.insert(key, at: firstIndex { !($0 < key) }) }
  }

  mutating func remove(_ key: ByteKey) -> EmulatedS3Object? {
    guard let object = objects.removeValue(forKey: key) else { return nil }
    keys.remove(at: firstIndex { !($0 < key) })
    return object
  }

  /// The first place from which on a condition holds, by binary search.
  func firstIndex(where isReached: (ByteKey) -> Bool) -> Int {
    var low = 0
    var high = keys.count
    while low < high {
      let middle = (low + high) / 2
      if isReached(keys[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

/// All buckets.
final class EmulatedS3Store: Sendable {
  struct State {
    var buckets: [ByteKey: EmulatedS3Bucket] = [:]
    /// The multipart uploads by their ids.
    var uploads: [String: EmulatedS3Upload] = [:]
    var bytes = 0

    func upload(_ id: String, _ bucket: String, _ key: ByteKey) throws(EmulatedS3Error) -> EmulatedS3Upload {
      guard buckets[ByteKey(bucket)] != nil else { throw .noSuchBucket(bucket) }
      guard let upload = uploads[id], upload.bucket == ByteKey(bucket), upload.key == key else {
        throw EmulatedS3Error(
          status: 404, code: "NoSuchUpload",
          message: "The specified upload does not exist. The upload ID may be invalid, or the upload may have been "
            + "aborted or completed.", details: [("UploadId", id)])
      }
      return upload
    }
  }

  private let state = NIOLockedValueBox(State())
  let limit: Int

  init(limit: Int) { self.limit = limit }

  /// Reads and changes everything at one moment.
  func change<Result: Sendable>(
    _ body: (inout State) throws(EmulatedS3Error) -> Result
  ) throws(EmulatedS3Error) -> Result {
    let result: Swift.Result<Result, EmulatedS3Error> = state.withLockedValue { state in
      do throws(EmulatedS3Error) {
        return .success(try body(&state))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  /// How many bytes there is room for.
  var room: Int { state.withLockedValue { max(0, limit - $0.bytes) } }

  static let full = EmulatedS3Error(
    status: 507, code: "InsufficientStorage",
    message: "The emulator's objectStorageLimit is reached: delete objects or raise the limit.")

  /// Makes a bucket, unless it is there.
  ///
  /// - Returns: Whether it was made.
  func createBucket(_ name: String, now: Date) -> Bool {
    state.withLockedValue { state in
      guard state.buckets[ByteKey(name)] == nil else { return false }
      state.buckets[ByteKey(name)] = EmulatedS3Bucket(created: now)
      return true
    }
  }

  func deleteBucket(_ name: String) throws(EmulatedS3Error) {
    let error: EmulatedS3Error? = state.withLockedValue { state in
      guard let bucket = state.buckets[ByteKey(name)] else { return .noSuchBucket(name) }
      guard bucket.keys.isEmpty else {
        return EmulatedS3Error(
          status: 409, code: "BucketNotEmpty", message: "The bucket you tried to delete is not empty",
          details: [("BucketName", name)])
      }
      state.buckets[ByteKey(name)] = nil
      for (id, upload) in state.uploads where upload.bucket == ByteKey(name) {
        state.bytes -= upload.byteCount
        state.uploads[id] = nil
      }
      return nil
    }
    if let error { throw error }
  }

  func buckets() -> [(name: String, created: Date)] {
    state.withLockedValue { $0.buckets.sorted { $0.key < $1.key } }.map { ($0.key.text, $0.value.created) }
  }

  /// Reads a bucket as it is at one moment.
  func read<Result: Sendable>(
    _ name: String, _ body: @Sendable (EmulatedS3Bucket) throws(EmulatedS3Error) -> Result
  ) throws(EmulatedS3Error) -> Result {
    guard let bucket = state.withLockedValue({ $0.buckets[ByteKey(name)] }) else { throw .noSuchBucket(name) }
    return try body(bucket)
  }

  func object(_ name: String, _ key: ByteKey) throws(EmulatedS3Error) -> EmulatedS3Object {
    let (exists, object) = state.withLockedValue { state in
      (state.buckets[ByteKey(name)] != nil, state.buckets[ByteKey(name)]?.objects[key])
    }
    guard exists else { throw .noSuchBucket(name) }
    guard let object else { throw .noSuchKey(key) }
    return object
  }

  /// Stores an object if a condition on what is there holds.
  func put(
    _ object: EmulatedS3Object, in name: String, at key: ByteKey,
    when condition: @Sendable (EmulatedS3Object?) -> EmulatedS3Error?
  ) throws(EmulatedS3Error) {
    let error: EmulatedS3Error? = state.withLockedValue { state in
      guard let old = state.buckets[ByteKey(name)].map({ $0.objects[key] }) else { return .noSuchBucket(name) }
      if let error = condition(old) { return error }
      let bytes = state.bytes - (old?.data.readableBytes ?? 0) + object.data.readableBytes
      guard bytes <= limit else { return Self.full }
      state.bytes = bytes
      state.buckets[ByteKey(name)]?.put(object, at: key)
      return nil
    }
    if let error { throw error }
  }

  /// Deletes an object; deleting what is not there is no error.
  func delete(_ name: String, _ key: ByteKey, when condition: @Sendable (EmulatedS3Object?) -> EmulatedS3Error?)
    throws(EmulatedS3Error)
  {
    let error: EmulatedS3Error? = state.withLockedValue { state in
      guard let old = state.buckets[ByteKey(name)].map({ $0.objects[key] }) else { return .noSuchBucket(name) }
      if let error = condition(old) { return error }
      state.bytes -= old?.data.readableBytes ?? 0
      _ = state.buckets[ByteKey(name)]?.remove(key)
      return nil
    }
    if let error { throw error }
  }
}
