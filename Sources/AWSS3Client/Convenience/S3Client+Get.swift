public import AWSCredentials
import AWSRuntime

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension S3Client {
  /// Reads an object, or a part of it, into memory.
  ///
  /// ```swift
  /// let bytes = try await s3.get(bucket: "site", key: "logo.png")
  /// let page = try await s3.get(bucket: "site", key: "index.html", as: String.self)
  /// ```
  ///
  /// - Parameters:
  ///   - bucket: The name of the bucket.
  ///   - key: The object's key, not percent-encoded.
  ///   - type: The type to make of the content: `[UInt8]`, the default, `Data`, `String`, or SwiftNIO's `ByteBuffer`. If
  ///     it is `String` and the content is not UTF-8, the call throws ``S3Error/Code/contentNotConvertible``.
  ///   - range: The part to read; `nil` for the whole object. If the response contains another part, the call throws
  ///     ``S3Error/Code/invalidResponse`` without reading the content. A response with the whole object is accepted if
  ///     the range covers the whole object.
  ///   - limit: The maximum number of bytes to read; by default 64 MiB. If the content is larger, the call throws
  ///     ``S3Error/Code/objectTooLarge``: read such an object as a stream with ``getObject(_:)`` or into a file with
  ///     ``download(bucket:key:toFile:durability:)``.
  /// - Throws: ``S3Error``; `CancellationError` if the task is cancelled.
  public func get<Content: AWSHTTPBodyBytes>(
    bucket: String, key: String, as type: Content.Type = [UInt8].self, range: S3.ByteRange? = nil,
    upTo limit: Int = 64 * 1024 * 1024
  ) async throws -> Content {
    let input = S3.GetObjectInput(bucket: bucket, key: key, range: range)
    let output = try await getObject(input)
    do {
      return try await output.collect(as: type, upTo: limit)
    } catch {
      throw Self.contentError(error, target: input.target)
    }
  }

  /// Reads an object into a file.
  ///
  /// The content is written to a temporary file in the same directory, which is renamed when the content is complete. If
  /// the call fails or is cancelled, the temporary file is removed and an existing file is unchanged.
  ///
  /// - Parameters:
  ///   - bucket: The name of the bucket.
  ///   - key: The object's key, not percent-encoded.
  ///   - path: The path of the file to write. An existing file is replaced.
  ///   - durability: Whether the call waits until the content is on the disk. By default it does not.
  /// - Returns: The object's attributes, as S3 reported them.
  /// - Throws: ``S3Error``; `CancellationError` if the task is cancelled.
  @discardableResult
  public func download(
    bucket: String, key: String, toFile path: String, durability: S3.FileDurability = .buffered
  ) async throws -> S3.ObjectAttributes {
    try await download(S3.GetObjectInput(bucket: bucket, key: key)) {
      try await $0.write(toFile: path, durability: durability.value)
    }
  }

  /// Reads an object into the file at a URL, such as `file:///tmp/report`; see
  /// ``download(bucket:key:toFile:durability:)-(_,_,String,_)``.
  ///
  /// - Throws: ``S3Error``, with the code ``S3Error/Code/file`` if the URL is not that of a file; `CancellationError` if
  ///   the task is cancelled.
  @discardableResult
  public func download(
    bucket: String, key: String, toFile url: URL, durability: S3.FileDurability = .buffered
  ) async throws -> S3.ObjectAttributes {
    try await download(S3.GetObjectInput(bucket: bucket, key: key)) {
      try await $0.write(toFile: url, durability: durability.value)
    }
  }

  private func download(
    _ input: S3.GetObjectInput, _ write: (AWSHTTPBody) async throws -> Int64
  ) async throws -> S3.ObjectAttributes {
    let output = try await getObject(input)
    do {
      _ = try await write(output.body)
      return output.attributes
    } catch {
      throw Self.contentError(error, target: input.target)
    }
  }

  /// Reads an object's attributes without its content.
  ///
  /// - Throws: ``S3Error``; `CancellationError` if the task is cancelled.
  public func head(bucket: String, key: String) async throws -> S3.ObjectAttributes {
    try await headObject(S3.HeadObjectInput(bucket: bucket, key: key)).attributes
  }

  /// Returns whether an object with this key exists. If S3 responds that there is no such object, the result is
  /// `false`; every other failure is thrown.
  ///
  /// - Throws: ``S3Error``; `CancellationError` if the task is cancelled.
  public func exists(bucket: String, key: String) async throws -> Bool {
    do {
      _ = try await head(bucket: bucket, key: key)
      return true
    } catch let error as S3Error where error.isNotFound {
      return false
    }
  }

  /// What is thrown when the content of an object cannot be read or written to a file.
  static func contentError(_ error: any Error, target: S3Target) -> any Error {
    if error is CancellationError { return error }
    return S3Error(problem(with: error), operation: "s3.GetObject", target: target, attempts: 1).publicError
  }

  private static func problem(with error: any Error) -> S3Problem {
    switch error {
    case AWSHTTPBodyError.tooLarge(let limit):
      S3Problem(.body, code: .objectTooLarge, message: "The object has more than \(limit) bytes.", cause: error)
    case AWSHTTPBodyError.notConvertible(let type):
      S3Problem(
        .body, code: .contentNotConvertible, message: "The content is not a valid \(type).",
        cause: error)
    case AWSHTTPBodyError.checksumMismatch:
      S3Problem(.transport, code: .checksumMismatch, message: "The content is damaged.", cause: error)
    case let error as FileTransferError:
      S3Problem(error)
    default:
      S3Problem(.transport, code: .incompleteResponse, message: "The content broke off.", cause: error)
    }
  }
}
