import AWSCore
import AWSCredentials
import AWSRuntime

/// What whoever takes the bytes of a body has thrown: the body is not to blame.
struct ReceiverError: Error { let error: any Error }

/// Reads ranges of an object that has to stay the same, and goes on where a body breaks off.
struct PartReading: Sendable {
  let client: S3Client
  /// The object. Its range is not used.
  let input: S3.GetObjectInput
  /// The entity tag that the object has to have; `nil` if that is not known.
  let etag: S3.ETag?

  /// How often in a row a body may break off without a single byte.
  private static let mostBreaks = 3

  init(client: S3Client, input: S3.GetObjectInput, _ etag: S3.ETag?) {
    self.client = client
    self.input = input
    self.etag = etag
  }

  /// Reads a range.
  ///
  /// - Parameters:
  ///   - output: The response with the range; `nil` to ask for it.
  ///   - start: The position of the first byte.
  ///   - end: The position behind the last byte.
  ///   - take: Takes a body, whose first byte has a position, and tells how many bytes it has kept, as they arrive.
  func read(
    _ output: S3.GetObjectOutput? = nil, from start: Int64, to end: Int64,
    _ take: (_ body: AWSHTTPBody, _ position: Int64, _ received: (Int64) -> Void) async throws -> Void
  ) async throws {
    var output = output
    var position = start
    var breaks = 0
    while position < end {
      let response: S3.GetObjectOutput
      if let output { response = output } else { response = try await part(from: position, to: end) }
      output = nil
      let before = position
      do {
        try await take(response.body, position) { position += $0 }
        guard position == end else {
          throw AWSHTTPBodyError.lengthMismatch(expected: end - before, actual: position - before)
        }
      } catch {
        if let error = error as? ReceiverError { throw error.error }
        // What was kept is damaged, and what follows it has no checksum of its own.
        if case AWSHTTPBodyError.checksumMismatch = error { throw S3Client.contentError(error, target: input.target) }
        breaks = position == before ? breaks + 1 : 0
        guard !(error is CancellationError), !(error is FileTransferError), position <= end, etag != nil,
          breaks < Self.mostBreaks
        else { throw S3Client.contentError(error, target: input.target) }
      }
    }
  }

  private func part(from start: Int64, to end: Int64) async throws -> S3.GetObjectOutput {
    var request = input
    request.range = .bytes(from: start, through: end - 1)
    request.conditions.ifMatch = etag
    do {
      return try await client.getObject(request)
    } catch let error as S3Error where error.code == .preconditionFailed && input.conditions.ifMatch == nil {
      throw S3Error(
        S3Problem(
          .service, code: .preconditionFailed,
          message: "The object was changed while it was read. Nothing was written: read the object again.",
          cause: error), operation: "s3.GetObject", target: input.target, attempts: 1)
    }
  }
}
