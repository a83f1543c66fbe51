import AWSCore
import AWSCredentials
import AWSRuntime
import HTTPTypes

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Where a response goes.
struct CurlOutput {
  let options: CurlOptions
  let streams: CurlStreams
  /// The file that the body is written to; `nil` for the standard output.
  let file: FilePath?
  /// The heads of the responses to the requests before, which stand in the file of `--dump-header`, too.
  var earlierHeads = ""

  init(
    _ options: CurlOptions, _ element: CurlRequestList.Element, target: CurlTarget, streams: CurlStreams
  ) throws {
    self.options = options
    self.streams = streams
    let name: FilePath?
    switch element.destination ?? (options.namesFilesByURL ? .remoteName : .standardOutput) {
    case .standardOutput: name = nil
    case .file(let path): name = path.isEqual(to: "-") ? nil : path
    case .remoteName:
      guard let last = target.lastPart else {
        throw CurlFailure(.writing, "The URL's path names no file: give --output.")
      }
      name = last
    }
    file = name.map { name in options.outputDirectory?.appending(name) ?? name }
  }

  /// Writes a response as it arrives.
  ///
  /// - Returns: How many bytes of the body were written.
  func deliver(_ received: CurlTransfer.Received) async throws -> Int64 {
    if let path = options.headFile { try await writeHeads(received.head, to: path) }
    let prefix = options.includesHead || options.isHead ? Array(received.head.utf8) : []
    guard options.failure == .withoutBody, failure(received.response.head.status.code) != nil else {
      return try await write(try await content(of: received), prefix, received)
    }
    if !prefix.isEmpty { try await write(AWSHTTPBody(prefix), to: file) }
    if received.response.head.status.code == 403 {
      let body = try? await received.response.body.collect(upTo: Self.longestError)
      try received.log.refused(received.signature, body: body ?? [])
    }
    return 0
  }

  /// The failure that a status is, if the caller asks for failures; `nil` for none.
  func failure(_ status: Int) -> CurlFailure? {
    guard options.failure != .never, status >= 400 else { return nil }
    return CurlFailure(.status, "The status is \(status).", status: status)
  }

  /// The body, unpacked if it was asked for packed.
  private func content(of received: CurlTransfer.Received) async throws -> AWSHTTPBody {
    let response = received.response
    // These have no body, whatever length they tell (RFC 9110 §6.4.1), or none that was asked for.
    if options.isHead || received.hop.method == "HEAD" || [204, 304].contains(response.head.status.code) {
      return .empty
    }
    guard options.isCompressed, let encoding = response.head.headerFields[.contentEncoding]?.lowercased(),
      encoding != "identity"
    else { return response.body }
    guard encoding == "gzip" || encoding == "x-gzip" else {
      throw CurlFailure(
        .encoding, "The response is packed with '\(encoding.printable(limit: 40))', and gzip was asked for.")
    }
    return AWSHTTPBody(once: AnyChunks(UnpackedChunks(body: response.body)), length: .unknown)
  }

  private func write(_ body: AWSHTTPBody, _ prefix: [UInt8], _ received: CurlTransfer.Received) async throws -> Int64 {
    // The beginning of an error is kept, so that a refused signature can be explained after it.
    let beginning = received.response.head.status.code == 403 && options.isVerbose ? BodyBeginning() : nil
    let whole = PrefixedChunks(prefix: prefix, body: body, beginning: beginning)
    let length: AWSHTTPBody.Length =
      switch body.length {
      case .known(let length): .known(length + Int64(prefix.count))
      case .unknown: .unknown
      }
    let count = try await write(AWSHTTPBody(once: AnyChunks(mixed: whole), length: length), to: file)
    if let beginning { try received.log.refused(received.signature, body: beginning.bytes) }
    return count - Int64(prefix.count)
  }

  /// Writes the heads of all responses so far to a file; to anything else, what is new.
  private func writeHeads(_ heads: String, to path: FilePath) async throws {
    let isRegular =
      !path.isEqual(to: "-") && path.followingLinks()?.descriptor == nil
      && FileStatus(path).map { $0.kind == .regular } ?? true
    try await write(AWSHTTPBody(isRegular ? earlierHeads + heads : heads), to: path)
  }

  /// Writes bytes as they arrive.
  ///
  /// - Parameters:
  ///   - body: The bytes.
  ///   - path: The file; `nil` and `-` for the standard output. Standard output and standard error are written to in order with what
  ///     else goes there, whatever they are called.
  /// - Returns: How many bytes were written.
  @discardableResult
  private func write(_ body: AWSHTTPBody, to path: FilePath?) async throws -> Int64 {
    guard let path, !path.isEqual(to: "-") else { return try await pass(body) { try streams.output($0) } }
    switch path.followingLinks()?.descriptor {
    case STDOUT_FILENO: return try await pass(body) { try streams.output($0) }
    case STDERR_FILENO: return try await pass(body) { try streams.errorBytes($0) }
    default: break
    }
    if options.createsDirectories { try OutputFile.createDirectories(of: path) }
    let file = try OutputFile(path)
    let count = try await pass(body) { try file.write($0) }
    try file.finish()
    return count
  }

  private func pass(_ body: AWSHTTPBody, to print: ([UInt8]) throws -> Void) async throws -> Int64 {
    var count: Int64 = 0
    for try await chunk in body {
      try print(chunk)
      count += Int64(chunk.count)
    }
    if case .known(let length) = body.length, length != count {
      throw AWSHTTPBodyError.lengthMismatch(expected: length, actual: count)
    }
    return count
  }

  fileprivate static let longestError = 1 << 20
}

/// The first bytes of a body, kept while it goes by.
private final class BodyBeginning: Sendable {
  private let kept = Locked<[UInt8]>([])

  var bytes: [UInt8] { kept.withLock { $0 } }

  func add(_ chunk: [UInt8]) {
    kept.withLock { kept in
      if kept.count < CurlOutput.longestError { kept += chunk }
    }
  }
}

/// A head and the body behind it, as they arrive.
private struct PrefixedChunks: AsyncSequence, Sendable {
  let prefix: [UInt8]
  let body: AWSHTTPBody
  let beginning: BodyBeginning?

  struct AsyncIterator: AsyncIteratorProtocol {
    var prefix: [UInt8]
    var base: AWSHTTPBody.AsyncIterator
    let beginning: BodyBeginning?

    mutating func next() async throws -> (any HTTPBodyChunk)? {
      if !prefix.isEmpty {
        defer { prefix = [] }
        return prefix
      }
      let chunk = try await base.nextChunk()
      if let beginning, let chunk { beginning.add(chunk.bodyBytes) }
      return chunk
    }
  }

  func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(prefix: prefix, base: body.makeAsyncIterator(), beginning: beginning)
  }
}
