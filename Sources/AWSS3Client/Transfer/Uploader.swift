import AWSCore
import AWSCredentials
import AWSRuntime

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// One upload of an object: with one request, or in parts of which several are sent at once.
struct Uploader: Sendable {
  let client: S3Client
  /// What the caller wants the object to be.
  let input: S3.PutObjectInput
  let source: UploadSource
  let plan: UploadPlan
  let options: S3.UploadOptions
  let progress: S3.TransferProgress?

  /// What S3 has accepted so far.
  private struct Accepted {
    var uploadId: String?
    var sent: [(part: S3.CompletedPart, count: Int64)] = []

    var size: Int64 { sent.reduce(0) { $0 + $1.count } }

    /// The checksum of the whole content: the caller's, or combined of those that S3 has confirmed; `nil` if there is none.
    ///
    /// - Parameter algorithm: The algorithm of the checksums of the parts; `nil` if they have none.
    func fullChecksum(_ input: S3.PutObjectInput, _ algorithm: S3.ChecksumAlgorithm?) -> FullChecksum? {
      input.givenChecksum ?? algorithm.flatMap { FullChecksum($0, ordered) }
    }

    var ordered: [(part: S3.CompletedPart, count: Int64)] {
      sent.sorted { ($0.part.partNumber ?? 0) < ($1.part.partNumber ?? 0) }
    }
  }

  private typealias Parts = AsyncThrowingStream<(part: UploadPart, amount: Int64), any Error>

  // MARK: - The whole

  /// Uploads the content. If it fails, nothing of it is left at S3, as far as S3 responds.
  func upload() async throws -> S3.UploadOutput {
    if let size = source.size, size <= options.multipartThreshold { return try await uploadAtOnce() }
    do {
      return try await uploadInParts()
    } catch let error as S3Error where source.canBeReadAgain && mayStartOver(after: error) {
      // Completing an upload is never repeated, because a second request finds no upload if the first one succeeded.
      progress?.begin(total: source.size)
      return try await uploadInParts()
    }
  }

  private func uploadAtOnce() async throws -> S3.UploadOutput {
    var request = input
    let size = source.size ?? 0
    switch source {
    case .ranges(_, let part): request.body = part(0, size)
    case .stream(let body): request.body = body
    case .object: break
    }
    return try await put(request, size: size)
  }

  private func put(_ request: S3.PutObjectInput, size: Int64) async throws -> S3.UploadOutput {
    let output = try await client.putObject(request)
    progress?.add(size)
    progress?.complete()
    return S3.UploadOutput(etag: output.etag, versionId: output.versionId, size: size, parts: 0)
  }

  private func uploadInParts() async throws -> S3.UploadOutput {
    var accepted = Accepted()
    do {
      if let whole = try await sendParts(&accepted, except: [:]) {
        return try await put(whole.request, size: whole.size)
      }
      return try await complete(accepted)
    } catch {
      if let uploadId = accepted.uploadId { await client.removeUpload(uploadId, of: input) }
      throw error
    }
  }

  /// Goes on with an upload. If it fails, what S3 has stays there.
  func resume(_ token: S3.UploadToken, _ known: [Int: S3.Part]) async throws -> S3.UploadOutput {
    var accepted = Accepted(uploadId: token.uploadId)
    _ = try await sendParts(&accepted, except: known)
    return try await complete(accepted)
  }

  private var isCopy: Bool { if case .object = source { true } else { false } }

  // MARK: - Parts

  /// Sends the parts that S3 does not have.
  ///
  /// - Parameter known: The parts that S3 has, by their numbers.
  /// - Returns: The request for the whole content, if it fits into one part and no upload has begun.
  private func sendParts(
    _ accepted: inout Accepted, except known: [Int: S3.Part]
  ) async throws -> (request: S3.PutObjectInput, size: Int64)? {
    let slots = TransferSlots(options.window)
    let memory = PartMemory()
    let (parts, continuation) = Parts.makeStream()
    return try await withThrowingTaskGroup(of: (part: S3.CompletedPart, count: Int64)?.self) { group in
      // In a task of its own, so that a part that fails ends the upload although the content is slow.
      group.addTask {
        do {
          try await cut(into: continuation, slots, memory)
          continuation.finish()
        } catch {
          continuation.finish(throwing: error)
        }
        return nil
      }
      for try await (part, amount) in parts {
        if accepted.uploadId == nil {
          if part.isLast, !isCopy {
            var request = input
            request.body = part.body()
            return (request, part.count)
          }
          accepted.uploadId = try await client.createUpload(input)
          try Task.checkCancellation()
        }
        let (uploadId, old) = (accepted.uploadId ?? "", known[part.number])
        group.addTask {
          do {
            let isKnown = if let old { try await old.hasContent(of: part, input) } else { false }
            let completed =
              if let old, isKnown { S3.CompletedPart(old) } else { try await send(part, uploadId) }
            memory.giveBack(part.number)
            slots.give(back: amount)
            progress?.add(part.count)
            return (completed, part.count)
          } catch {
            continuation.finish(throwing: error)
            throw error
          }
        }
      }
      // The stream just ends for a task that is cancelled.
      try Task.checkCancellation()
      for try await sent in group { if let sent { accepted.sent.append(sent) } }
      return nil
    }
  }

  /// Cuts the content into parts, as fast as they are sent.
  private func cut(
    into parts: Parts.Continuation, _ slots: TransferSlots, _ memory: PartMemory
  ) async throws {
    switch source {
    case .ranges(_, let body): try await cut(into: parts, slots, body)
    case .object: try await cut(into: parts, slots) { _, _ in .empty }
    case .stream(let body):
      var reader = PartReader(body, plan: plan, memory: memory)
      for number in 1...UploadPlan.mostParts {
        let amount = try await slots.take(plan.fullSize(of: number))
        guard let part = try await reader.next() else { return slots.give(back: amount) }
        parts.yield((part, amount))
        if part.isLast { return }
      }
      throw S3Error(
        S3Problem(code: .objectTooLarge, message: "The content does not fit into 10,000 parts: use larger parts."),
        operation: "s3.UploadPart", target: input.target)
    }
  }

  private func cut(
    into parts: Parts.Continuation, _ slots: TransferSlots, _ body: @escaping @Sendable (Int64, Int64) -> AWSHTTPBody
  ) async throws {
    var number = 1
    while let (offset, count) = plan.range(of: number) {
      let amount = try await slots.take(count)
      let isLast = offset + count == plan.size
      let part = UploadPart(number: number, body: { body(offset, count) }, count: count, isLast: isLast)
      parts.yield((part, amount))
      number += 1
    }
  }

  private func send(_ part: UploadPart, _ uploadId: String) async throws -> S3.CompletedPart {
    if case .object(_, var request) = source, let (offset, count) = plan.range(of: part.number) {
      request.partNumber = part.number
      request.uploadId = uploadId
      request.copySourceRange = "bytes=\(offset)-\(offset + count - 1)"
      return S3.CompletedPart(try await client.uploadPartCopy(request).copyPartResult, number: part.number)
    }
    var request = S3.UploadPartInput(
      bucket: input.bucket, key: input.key, partNumber: part.number, uploadId: uploadId, body: part.body())
    request.checksumAlgorithm = input.givenAlgorithm
    request.sseCustomerAlgorithm = input.sseCustomerAlgorithm
    request.sseCustomerKey = input.sseCustomerKey
    request.sseCustomerKeyMD5 = input.sseCustomerKeyMD5
    request.requestPayer = input.requestPayer
    request.expectedBucketOwner = input.expectedBucketOwner
    return S3.CompletedPart(try await client.uploadPart(request), number: part.number)
  }

  // MARK: - Completion

  private static let completion = "s3.CompleteMultipartUpload"

  /// Whether an upload whose completion failed may be made again from its beginning.
  ///
  /// If it may have taken effect, a condition would fail because of it; without one, the object is only written twice with the
  /// same content, as with a repeated PUT.
  private func mayStartOver(after error: S3Error) -> Bool {
    guard error.operation == Self.completion else { return false }
    switch error.code {
    // "Conditional writes" in the Amazon S3 User Guide: upload again with If-None-Match, read the tag again with If-Match.
    case .conditionalRequestConflict: return input.ifMatch == nil
    default:
      guard error.mayHaveTakenEffect || error.isRetryable || error.code == .noSuchUpload else { return false }
      return !error.mayHaveTakenEffect || input.ifMatch == nil && input.ifNoneMatch == nil
    }
  }

  private func complete(_ accepted: Accepted) async throws -> S3.UploadOutput {
    var request = S3.CompleteMultipartUploadInput(
      bucket: input.bucket, key: input.key, uploadId: accepted.uploadId ?? "")
    var upload = S3.CompletedMultipartUpload()
    upload.parts = accepted.ordered.map(\.part)
    request.multipartUpload = upload
    request.ifMatch = input.ifMatch
    request.ifNoneMatch = input.ifNoneMatch
    request.sseCustomerAlgorithm = input.sseCustomerAlgorithm
    request.sseCustomerKey = input.sseCustomerKey
    request.sseCustomerKeyMD5 = input.sseCustomerKeyMD5
    request.requestPayer = input.requestPayer
    request.expectedBucketOwner = input.expectedBucketOwner
    request.mpuObjectSize = accepted.size
    request.set(accepted.fullChecksum(input, client.partAlgorithm(of: input)))
    let output = try await client.completeMultipartUpload(request)
    progress?.complete()
    return S3.UploadOutput(
      etag: output.etag, versionId: output.versionId, size: accepted.size,
      parts: accepted.sent.count)
  }
}
