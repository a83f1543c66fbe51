import AWSCore
import AWSCredentials
import AWSRuntime
import HTTPTypes

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Where a response goes.
struct CurlOutput {
  let options: CurlOptions
  /// The file that the body is written to; `nil` for the standard output.
  let file: String?

  init(_ options: CurlOptions, target: CurlTarget) throws {
    self.options = options
    let name: String?
    switch options.destination {
    case .standardOutput, .file("-"): name = nil
    case .file(let path): name = path
    case .remoteName:
      guard let last = target.lastPart else {
        throw CurlFailure(.writing, "The URL's path names no file: give --output.")
      }
      name = last
    }
    file = name.map { name in options.outputDirectory.map { "\($0)/\(name)" } ?? name }
  }

  /// Writes a response as it arrives.
  ///
  /// - Returns: How many bytes the body has.
  func deliver(_ received: CurlTransfer.Received) async throws -> Int64 {
    let head = received.response.head
    let heads = (received.redirects + [head]).map { CurlLog.text(of: $0) + "\r\n" }.joined()
    let status = head.status.code
    if let path = options.headFile {
      if path == "-" { try StandardOutput.send(heads) } else { try await AWSHTTPBody(heads).write(toFile: path) }
    }
    let prefix = options.includesHead || options.isHead ? Array(heads.utf8) : []
    if options.failure != .never, status >= 400 {
      try await fail(received, prefix)
    }
    let body = try await content(of: received.response)
    guard let file, file != "/dev/null" else { return try await print(body, prefix, received, isShown: file == nil) }
    if options.createsDirectories, let slash = file.lastIndex(of: "/"), slash > file.startIndex {
      try FileManager.default.createDirectory(atPath: String(file[..<slash]), withIntermediateDirectories: true)
    }
    guard !prefix.isEmpty else { return try await body.write(toFile: file) }
    let (chunks, writer) = AsyncThrowingStream<[UInt8], any Error>.makeStream()
    writer.yield(prefix)
    for try await chunk in body { writer.yield(chunk) }
    writer.finish()
    return try await AWSHTTPBody(stream: chunks, length: .unknown).write(toFile: file) - Int64(prefix.count)
  }

  /// The body, unpacked if it was asked for packed.
  private func content(of response: HTTPTransportResponse) async throws -> AWSHTTPBody {
    guard options.isCompressed, !options.isHead,
      let encoding = response.head.headerFields[.contentEncoding]?.lowercased(),
      encoding != "identity"
    else { return response.body }
    guard encoding == "gzip" || encoding == "x-gzip" else {
      throw CurlFailure(
        .encoding, "The response is packed with '\(encoding.printable(limit: 40))', and gzip was asked for.")
    }
    let packed = try await response.body.collect(upTo: 1 << 30)
    guard !packed.isEmpty else { return .empty }
    do throws(Gzip.Failure) {
      return AWSHTTPBody(try Gzip.unpacked(packed, upTo: 1 << 30))
    } catch {
      throw CurlFailure(.encoding, "\(error)".sentence)
    }
  }

  private func fail(_ received: CurlTransfer.Received, _ prefix: [UInt8]) async throws -> Never {
    let status = received.response.head.status.code
    if options.failure == .withBody {
      _ = try await print(received.response.body, prefix, received, isShown: true)
    } else {
      try StandardOutput.send(prefix)
      if status == 403 {
        try received.log.refused(
          received.signature, body: Array((try? await received.response.body.collect(upTo: 1 << 20)) ?? []))
      }
    }
    throw CurlFailure(.status, "The status is \(status).", status: status)
  }

  private func print(
    _ body: AWSHTTPBody, _ prefix: [UInt8], _ received: CurlTransfer.Received, isShown: Bool
  ) async throws -> Int64 {
    if isShown { try StandardOutput.send(prefix) }
    // The beginning of an error is kept, so that a refused signature can be explained after it.
    var beginning: [UInt8] = []
    var count: Int64 = 0
    for try await chunk in body {
      if isShown { try StandardOutput.send(chunk) }
      count += Int64(chunk.count)
      if received.response.head.status.code == 403, beginning.count < 1 << 20 { beginning += chunk }
    }
    try received.log.refused(received.signature, body: beginning)
    return count
  }
}
