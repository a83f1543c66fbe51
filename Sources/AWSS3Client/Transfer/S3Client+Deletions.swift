import AWSCore
import AWSRuntime

extension S3Client {
  /// Deletes any number of objects, up to 1,000 with one request (DeleteObjects).
  ///
  /// ```swift
  /// let failed = try await s3.delete(keys: keys, in: "bucket").filter { $0.error != nil }
  /// ```
  ///
  /// - Parameters:
  ///   - keys: The keys, not percent-encoded. A key that no object has is no error.
  ///   - bucket: The name of the bucket.
  ///   - concurrency: How many requests are made at once.
  /// - Returns: What came of each key, in the order of `keys`. Look at ``S3/Deletion/error`` of each: a key that could
  ///   not be deleted is not thrown.
  /// - Throws: `CancellationError` if the task is cancelled. Objects may have been deleted then.
  public func delete(
    keys: some Sequence<String>, in bucket: String, concurrency: Int = 4
  ) async throws -> [S3.Deletion] {
    try await delete(keys.map { S3.ObjectIdentifier(key: $0) }, in: bucket, concurrency: concurrency)
  }

  /// Deletes any number of objects, or versions of objects, up to 1,000 with one request (DeleteObjects).
  ///
  /// DeleteObjects sends keys in XML, which cannot hold some control characters. An object with such a key is deleted
  /// with a request of its own (DeleteObject).
  ///
  /// - Parameters:
  ///   - objects: The keys, not percent-encoded, the versions, and conditions.
  ///   - bucket: The name of the bucket.
  ///   - concurrency: How many requests are made at once.
  /// - Returns: What came of each object, in the order of `objects`. Look at ``S3/Deletion/error`` of each: an object
  ///   that could not be deleted is not thrown.
  /// - Throws: `CancellationError` if the task is cancelled. Objects may have been deleted then.
  public func delete(
    _ objects: [S3.ObjectIdentifier], in bucket: String, concurrency: Int = 4
  ) async throws -> [S3.Deletion] {
    let batches = DeletionBatch.all(of: objects)
    var results: [S3.Deletion?] = Array(repeating: nil, count: objects.count)
    try await withThrowingTaskGroup(of: [(Int, S3.Deletion)].self) { group in
      var running = 0
      for batch in batches {
        if running >= max(1, concurrency) {
          for (index, result) in try await group.next() ?? [] { results[index] = result }
        } else {
          running += 1
        }
        group.addTask { try await delete(batch, objects, in: bucket) }
      }
      for try await done in group {
        for (index, result) in done { results[index] = result }
      }
    }
    return results.compactMap { $0 }
  }

  private func delete(
    _ batch: DeletionBatch, _ objects: [S3.ObjectIdentifier], in bucket: String
  ) async throws -> [(Int, S3.Deletion)] {
    do {
      switch batch {
      case .single(let index): return [(index, try await deleteSingly(objects[index], in: bucket))]
      case .together(let indices):
        let input = S3.DeleteObjectsInput(bucket: bucket, delete: S3.Delete(objects: indices.map { objects[$0] }))
        let outcomes = DeletionOutcomes(try await deleteObjects(input))
        return indices.map { ($0, outcomes.deletion(of: objects[$0], in: bucket)) }
      }
    } catch let error as S3Error {
      // The request was for all of them.
      return batch.indices.map { index in
        let object = objects[index]
        return (index, S3.Deletion(key: object.key, versionId: object.versionId, isDeleteMarker: false, error: error))
      }
    }
  }

  private func deleteSingly(_ object: S3.ObjectIdentifier, in bucket: String) async throws -> S3.Deletion {
    var input = S3.DeleteObjectInput(bucket: bucket, key: object.key)
    input.versionId = object.versionId
    input.ifMatch = object.etag
    input.ifMatchLastModifiedTime = object.lastModifiedTime
    input.ifMatchSize = object.size
    let output = try await deleteObject(input)
    return S3.Deletion(
      key: object.key, versionId: object.versionId ?? output.versionId, isDeleteMarker: output.deleteMarker ?? false,
      error: nil)
  }
}

extension S3 {
  /// What came of one object that was to be deleted.
  public struct Deletion: Sendable {
    /// The key of the object.
    public let key: String
    /// The version that was deleted, or the id of the delete marker that was made; `nil` in a bucket without versioning.
    public let versionId: String?
    /// Whether ``versionId`` is that of a delete marker.
    public let isDeleteMarker: Bool
    /// Why the object was not deleted; `nil` if it was.
    public let error: S3Error?
  }
}

/// The objects that are deleted with one request, by their positions in a list.
enum DeletionBatch: Sendable, Equatable {
  /// The most that DeleteObjects takes.
  private static let most = 1000

  case together([Int])
  case single(Int)

  var indices: [Int] {
    switch self {
    case .together(let indices): indices
    case .single(let index): [index]
    }
  }

  static func all(of objects: [S3.ObjectIdentifier]) -> [DeletionBatch] {
    var batches: [DeletionBatch] = []
    var together: [Int] = []
    for (index, object) in objects.enumerated() {
      let texts = [object.key, object.versionId ?? "", object.etag?.value ?? ""]
      guard texts.allSatisfy(XMLWriter.canHold), !object.key.isEmpty else {
        batches.append(.single(index))
        continue
      }
      together.append(index)
      if together.count == most {
        batches.append(.together(together))
        together = []
      }
    }
    if !together.isEmpty { batches.append(.together(together)) }
    return batches
  }
}

/// What a response says of each object.
private struct DeletionOutcomes {
  private struct Name: Hashable {
    let key: ExactText
    let versionId: ExactText?

    init(_ key: String?, _ versionId: String?) {
      self.key = (key ?? "").exact
      self.versionId = versionId.flatMap { $0.isEmpty ? nil : $0.exact }
    }
  }

  private var deleted: [Name: S3.DeletedObject] = [:]
  private var failed: [Name: S3.DeleteFailure] = [:]

  init(_ output: S3.DeleteObjectsOutput) {
    for object in output.deleted { deleted[Name(object.key, object.versionId)] = object }
    for failure in output.errors { failed[Name(failure.key, failure.versionId)] = failure }
  }

  func deletion(of object: S3.ObjectIdentifier, in bucket: String) -> S3.Deletion {
    let name = Name(object.key, object.versionId)
    if let failure = failed[name] ?? failed[Name(object.key, nil)] {
      return deletion(
        of: object, in: bucket,
        S3Problem(
          .service, code: S3Error.Code(rawValue: (failure.code ?? "InternalError").printable(limit: 100)),
          message: (failure.message ?? "S3 did not delete the object and gives no reason.").printable(limit: 1000)))
    }
    guard let result = deleted[name] ?? deleted[Name(object.key, nil)] else {
      return deletion(
        of: object, in: bucket,
        S3Problem(
          .invalidResponse, code: .invalidResponse,
          message: "The response does not say whether the object was deleted: look whether it is there."))
    }
    return S3.Deletion(
      key: object.key, versionId: result.deleteMarkerVersionId ?? result.versionId ?? object.versionId,
      isDeleteMarker: result.deleteMarker ?? false, error: nil)
  }

  private func deletion(of object: S3.ObjectIdentifier, in bucket: String, _ problem: S3Problem) -> S3.Deletion {
    S3.Deletion(
      key: object.key, versionId: object.versionId, isDeleteMarker: false,
      error: S3Error(
        problem, operation: "s3.DeleteObjects", target: .object(bucket: bucket, key: object.key), attempts: 1))
  }
}
