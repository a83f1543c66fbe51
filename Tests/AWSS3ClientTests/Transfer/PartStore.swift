import AWSCore
import AWSCredentials
import AWSS3Client
import AWSTesting
import HTTPTypes
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#endif
import Foundation

/// A bucket in memory that knows multipart uploads and ranges, and fails as a test says.
final class PartStore: Sendable {
  struct State {
    var objects: [String: [UInt8]] = [:]
    var uploads: [String: [Int: [UInt8]]] = [:]
    var uploadsMade = 0
    var aborts = 0
    /// The requests so far, in words: `PUT part 2`.
    var log: [String] = []
    var partsInFlight = 0
    var mostPartsInFlight = 0
  }

  /// Decides what happens to a request instead of what should; `nil` for nothing.
  typealias Fault = @Sendable (_ request: String, _ number: Int) async -> HTTPTransportResponse?

  let state = Locked(State())
  private let fault: Fault
  /// How many bytes of a ranged response arrive before it breaks off; `nil` for all.
  private let breaks = Locked<[String: Int]>([:])

  init(_ fault: @escaping Fault = { _, _ in nil }) { self.fault = fault }

  var transport: ScriptedTransport {
    ScriptedTransport { [self] request throws(HTTPTransportError) in await respond(request) }
  }

  var log: [String] { state.withLock { $0.log } }
  func object(_ key: String) -> [UInt8]? { state.withLock { $0.objects[key] } }

  /// Records an issue unless there is an object with a content. A failed expectation of arrays would print them.
  func expect(_ content: [UInt8], _ key: String = "k", _ location: SourceLocation = #_sourceLocation) {
    let object = object(key)
    guard object != content else { return }
    Issue.record(
      "The object has \(object.map { "\($0.count) other" } ?? "no") bytes instead of \(content.count).",
      sourceLocation: location)
  }

  func put(_ bytes: [UInt8], _ key: String) { state.withLock { $0.objects[key] = bytes } }

  /// Lets the next response with a range end after some bytes.
  func breakOff(range: String, after count: Int) { breaks.withLock { $0[range] = count } }

  static func response(
    _ status: Int, _ headers: HTTPFields = [:], _ body: AWSHTTPBody = .empty
  ) -> HTTPTransportResponse {
    HTTPTransportResponse(head: HTTPResponse(status: .init(code: status), headerFields: headers), body: body)
  }

  static func error(_ status: Int, _ code: String) -> HTTPTransportResponse {
    response(status, [:], AWSHTTPBody("<Error><Code>\(code)</Code><Message>m</Message></Error>"))
  }

  private func respond(_ request: ScriptedTransport.RecordedRequest) async -> HTTPTransportResponse {
    let parts = (request.head.path ?? "").split(separator: "?", maxSplits: 1)
    // The bucket's name is too short for a host.
    let key = String(parts[0].dropFirst("/b/".count))
    var query: [String: String] = [:]
    for item in parts.dropFirst().first?.split(separator: "&") ?? [] {
      let pair = item.split(separator: "=", maxSplits: 1)
      query[String(pair[0])] = pair.count > 1 ? String(pair[1]) : ""
    }
    let words = Self.words(request.head, query)
    let number = state.withLock { state in
      state.log.append(words)
      return state.log.count { $0 == words }
    }
    let isPart = words.hasPrefix("PUT part")
    if isPart {
      state.withLock { state in
        state.partsInFlight += 1
        state.mostPartsInFlight = max(state.mostPartsInFlight, state.partsInFlight)
      }
    }
    defer { if isPart { state.withLock { $0.partsInFlight -= 1 } } }
    if let response = await fault(words, number) { return response }
    switch request.head.method {
    case .get where query["uploadId"] != nil: return listParts(query["uploadId"] ?? "")
    case .get: return read(key, request.head.headerFields)
    case .head: return read(key, [:])
    default: return write(key, query, request)
    }
  }

  /// The content of a request's body, which may be in chunks with the checksum behind it ("aws-chunked").
  private static func content(_ request: ScriptedTransport.RecordedRequest) -> (bytes: [UInt8], trailer: HTTPFields) {
    guard request.head.headerFields[.contentEncoding]?.contains("aws-chunked") == true else {
      return (request.body, request.head.headerFields)
    }
    var (content, rest) = ([UInt8](), request.body[...])
    func line() -> String {
      let end = rest.firstIndex(of: 0x0D) ?? rest.endIndex
      defer { rest = rest[end...].dropFirst(2) }
      return String(decoding: rest[..<end], as: UTF8.self)
    }
    while let count = Int(line().prefix { $0 != ";" }, radix: 16), count > 0 {
      content += rest.prefix(count)
      rest = rest.dropFirst(count + 2)
    }
    var trailer = HTTPFields()
    while true {
      let field = line().split(separator: ":", maxSplits: 1)
      guard field.count == 2, let name = HTTPField.Name(String(field[0])) else { return (content, trailer) }
      trailer[name] = String(field[1])
    }
  }

  private static func words(_ head: HTTPRequest, _ query: [String: String]) -> String {
    if let part = query["partNumber"] { return "\(head.method) part \(part)" }
    if query["uploads"] != nil { return "create" }
    if query["uploadId"] != nil {
      return head.method == .post ? "complete" : head.method == .delete ? "abort" : "list parts"
    }
    return "\(head.method)" + (head.headerFields[.range].map { " " + $0 } ?? "")
  }

  private func write(
    _ key: String, _ query: [String: String], _ request: ScriptedTransport.RecordedRequest
  ) -> HTTPTransportResponse {
    let (content, trailer) = Self.content(request)
    return state.withLock { state in
      if query["uploads"] != nil {
        state.uploadsMade += 1
        let id = "upload-\(state.uploadsMade)"
        state.uploads[id] = [:]
        return Self.response(200, [:], AWSHTTPBody("<R><UploadId>\(id)</UploadId></R>"))
      }
      guard let id = query["uploadId"] else {
        state.objects[key] = content
        return Self.response(200, [.eTag: "\"whole\""])
      }
      guard let parts = state.uploads[id] else { return Self.error(404, "NoSuchUpload") }
      if let part = query["partNumber"].flatMap({ Int($0) }) {
        state.uploads[id]?[part] = content
        var fields: HTTPFields = [.eTag: "\"part-\(part)\""]
        for field in trailer where field.name.canonicalName.hasPrefix("x-amz-checksum-crc") { fields.append(field) }
        return Self.response(200, fields)
      }
      state.uploads[id] = nil
      if request.head.method == .delete {
        state.aborts += 1
        return Self.response(204)
      }
      let named = String(decoding: request.body, as: UTF8.self)
        .split(separator: "<PartNumber>").dropFirst().compactMap { Int($0.prefix { $0 != "<" }) }
      guard named == named.sorted(), named.allSatisfy({ parts[$0] != nil }) else {
        return Self.error(400, "InvalidPart")
      }
      state.objects[key] = named.flatMap { parts[$0] ?? [] }
      return Self.response(200, [:], AWSHTTPBody("<R><ETag>&quot;parts&quot;</ETag></R>"))
    }
  }

  private func listParts(_ id: String) -> HTTPTransportResponse {
    state.withLock { state in
      guard let parts = state.uploads[id] else { return Self.error(404, "NoSuchUpload") }
      let list = parts.keys.sorted().map { number in
        let bytes = parts[number] ?? []
        let sum = Data(CRC.crc32.bytes(of: CRC.crc32.checksum(of: bytes))).base64EncodedString()
        return "<Part><PartNumber>\(number)</PartNumber><ETag>\"part-\(number)\"</ETag><Size>\(bytes.count)</Size>"
          + "<ChecksumCRC32>\(sum)</ChecksumCRC32></Part>"
      }
      return Self.response(200, [:], AWSHTTPBody("<R>\(list.joined())<IsTruncated>false</IsTruncated></R>"))
    }
  }

  private func read(_ key: String, _ fields: HTTPFields) -> HTTPTransportResponse {
    guard let bytes = object(key) else { return Self.error(404, "NoSuchKey") }
    let etag = "\"\(CRC.crc32.checksum(of: bytes))\""
    if let wanted = fields[.ifMatch], wanted != etag { return Self.error(412, "PreconditionFailed") }
    guard let range = fields[.range] else {
      return Self.response(
        200, [.eTag: etag, .contentLength: "\(bytes.count)"],
        AWSHTTPBody(stream: BrokenChunks(bytes: bytes, end: bytes.count), length: .known(Int64(bytes.count))))
    }
    let ends = range.dropFirst("bytes=".count).split(separator: "-").compactMap { Int($0) }
    guard ends.count == 2, ends[0] < bytes.count else { return Self.error(416, "InvalidRange") }
    let part = Array(bytes[ends[0]...min(ends[1], bytes.count - 1)])
    let end = breaks.withLock { $0.removeValue(forKey: range) } ?? part.count
    return Self.response(
      206,
      [
        .eTag: etag, .contentLength: "\(part.count)",
        .contentRange: "bytes \(ends[0])-\(ends[0] + part.count - 1)/\(bytes.count)",
      ], AWSHTTPBody(stream: BrokenChunks(bytes: part, end: end), length: .known(Int64(part.count))))
  }
}

/// Bytes for tests that are cheap to make and differ from part to part.
enum TestContent {
  // The length of the block is a prime number.
  private static let block = (0..<65_521).map { UInt8(truncatingIfNeeded: ($0 &* 31) >> 3) }

  static func bytes(_ count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    while bytes.count < count { bytes += block.prefix(count - bytes.count) }
    return bytes
  }
}

/// Bytes in chunks of 100,000, which break off somewhere.
struct BrokenChunks: AsyncSequence, Sendable {
  let bytes: [UInt8]
  let end: Int

  struct AsyncIterator: AsyncIteratorProtocol {
    let bytes: [UInt8]
    let end: Int
    var position = 0

    mutating func next() async throws -> [UInt8]? {
      guard position < end else {
        if end < bytes.count { throw HTTPTransportError(.connectionClosed, message: "The connection was closed.") }
        return nil
      }
      defer { position = Swift.min(position + 100_000, end) }
      return Array(bytes[position..<Swift.min(position + 100_000, end)])
    }
  }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(bytes: bytes, end: end) }
}
