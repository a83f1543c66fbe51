import AWSCore
import AWSCredentials
import AWSRuntime
import AWSS3Client
import AWSTesting
import HTTPTypes
import Testing

/// A response to a read, and what has to come of it.
private struct RangeCase: Sendable, CustomTestStringConvertible {
  var range: S3.ByteRange?
  var status: Int
  var contentRange: String?
  /// What `Content-Length` says; `nil` for none.
  var length: Int?
  var body: String
  var isRight: Bool

  init(_ range: S3.ByteRange?, _ status: Int, _ contentRange: String?, _ length: Int?, _ body: String, _ isRight: Bool)
  {
    self.range = range
    self.status = status
    self.contentRange = contentRange
    self.length = length
    self.body = body
    self.isRight = isRight
  }

  var testDescription: String {
    "\(range.map { "\($0)" } ?? "all"): \(status), \(contentRange ?? "no range"), \(length.map(String.init) ?? "no length")"
  }

  func transport(_ read: ReadMark) throws -> ScriptedTransport {
    var fields = HTTPFields()
    if let contentRange { fields[.contentRange] = contentRange }
    if let length { fields[.contentLength] = String(length) }
    let body = AWSHTTPBody(
      stream: WatchedChunks(read: read, text: body), length: length.map { .known(Int64($0)) } ?? .unknown)
    return ScriptedTransport([
      .response(
        HTTPTransportResponse(head: HTTPResponse(status: .init(code: status), headerFields: fields), body: body))
    ])
  }
}

/// Whether a body has been asked for its bytes.
private final class ReadMark: Sendable {
  private let state = Locked(false)
  var isSet: Bool { state.withLock { $0 } }
  func set() { state.withLock { $0 = true } }
}

/// A body that notes when it is read.
private struct WatchedChunks: AsyncSequence, Sendable {
  let read: ReadMark
  let text: String

  struct AsyncIterator: AsyncIteratorProtocol {
    let read: ReadMark
    var rest: [UInt8]?

    mutating func next() async throws -> [UInt8]? {
      read.set()
      defer { rest = nil }
      return rest
    }
  }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(read: read, rest: text.isEmpty ? nil : Array(text.utf8)) }
}

private let whole = "abcdefghijkl"

private let rangeCases: [RangeCase] = [
  // What the issue names.
  .init(.bytes(from: 3, through: 4), 200, nil, 12, whole, false),
  .init(.bytes(from: 3, through: 4), 206, "bytes 0-1/12", 2, "ab", false),
  .init(.bytes(from: 0, through: 99), 206, "bytes 0-11/12", 12, whole, true),
  .init(.bytes(from: 0, through: 99), 200, nil, 12, whole, true),
  .init(.bytes(from: 0, through: 4), 206, "bytes 0--1/0", 0, "", false),
  // The asked range, whole or cut.
  .init(.bytes(from: 3, through: 4), 206, "bytes 3-4/12", 2, "de", true),
  .init(.bytes(from: 3, through: 4), 206, "bytes 3-4/*", 2, "de", true),
  .init(.bytes(from: 3, through: 4), 206, "Bytes 3-4/12", nil, "de", true),
  .init(.bytes(from: 10, through: 20), 206, "bytes 10-11/12", 2, "kl", true),
  .init(.bytes(from: 0, through: .max), 206, "bytes 0-11/12", 12, whole, true),
  .init(.from(10), 206, "bytes 10-11/12", 2, "kl", true),
  .init(.from(0), 206, "bytes 0-11/12", 12, whole, true),
  .init(.last(2), 206, "bytes 10-11/12", 2, "kl", true),
  .init(.last(99), 206, "bytes 0-11/12", 12, whole, true),
  // Too little, too much, elsewhere, or not said.
  .init(.bytes(from: 3, through: 4), 206, "bytes 3-3/12", 1, "d", false),
  .init(.bytes(from: 3, through: 4), 206, "bytes 3-5/12", 3, "def", false),
  .init(.bytes(from: 3, through: 9), 206, "bytes 3-4/*", 2, "de", false),
  .init(.bytes(from: 3, through: 4), 206, nil, 2, "de", false),
  .init(.bytes(from: 3, through: 4), 206, "bytes 3-4/12", 12, whole, false),
  .init(.bytes(from: 3, through: 4), 206, "bytes 3-4/4", 2, "de", false),
  .init(.bytes(from: 3, through: 4), 206, "items 3-4/12", 2, "de", false),
  .init(.bytes(from: 3, through: 4), 206, "bytes +3-4/12", 2, "de", false),
  .init(.bytes(from: 3, through: 4), 206, "bytes 3-4/12, bytes 6-7/12", 2, "de", false),
  .init(.bytes(from: 3, through: 4), 206, "bytes 3-4", 2, "de", false),
  .init(.bytes(from: 3, through: 4), 206, "bytes */12", 2, "de", false),
  .init(.bytes(from: 3, through: 4), 206, "bytes 3-99999999999999999999/*", 2, "de", false),
  .init(.from(10), 206, "bytes 10-10/12", 1, "k", false),
  .init(.from(10), 206, "bytes 0-11/12", 12, whole, false),
  .init(.last(2), 206, "bytes 0-1/12", 2, "ab", false),
  .init(.last(2), 206, "bytes 9-11/12", 3, "jkl", false),
  .init(.last(2), 206, "bytes 10-11/*", 2, "kl", false),
  // A whole object is right if it is what was asked for.
  .init(.from(0), 200, nil, 12, whole, true),
  .init(.from(0), 200, nil, nil, whole, true),
  .init(.from(1), 200, nil, 12, whole, false),
  .init(.last(12), 200, nil, 12, whole, true),
  .init(.last(11), 200, nil, 12, whole, false),
  .init(.bytes(from: 0, through: 11), 200, nil, 12, whole, true),
  .init(.bytes(from: 0, through: 10), 200, nil, 12, whole, false),
  .init(.bytes(from: 0, through: 99), 200, nil, nil, whole, false),
  .init(.bytes(from: 3, through: 4), 203, nil, 2, "de", false),
  // Empty objects.
  .init(.from(0), 200, nil, 0, "", true),
  .init(.last(5), 200, nil, 0, "", true),
  .init(.bytes(from: 0, through: 4), 200, nil, 0, "", true),
  .init(.bytes(from: 3, through: 4), 200, nil, 0, "", false),
  .init(.last(5), 206, "bytes 0--1/0", 0, "", false),
  .init(.from(0), 206, "bytes 0-0/0", 0, "", false),
  // A part that nobody asked for.
  .init(nil, 206, "bytes 0-1/12", 2, "ab", false),
  .init(nil, 206, nil, 2, "ab", false),
  .init(nil, 200, nil, 12, whole, true),
]

@Suite struct RangeTests {
  @Test("What is read is what was asked for, or it is refused unread", arguments: rangeCases)
  fileprivate func read(_ item: RangeCase) async throws {
    let read = ReadMark()
    let s3 = try S3Fixture.client(item.transport(read))
    do {
      let bytes = try await s3.get(bucket: "bucket", key: "k", range: item.range)
      #expect(item.isRight, "\(String(decoding: bytes, as: UTF8.self))")
      #expect(bytes == Array(item.body.utf8))
    } catch let error as S3Error {
      #expect(!item.isRight, "\(error)")
      #expect(error.kind == .invalidResponse && error.code == .invalidResponse && error.statusCode == item.status)
      #expect(error.attempts == 1 && !read.isSet, "\(error)")
    }
  }

  @Test("A range that the caller sends as a header field is held to as well")
  func additionalHeader() async throws {
    func get(_ range: String, _ item: RangeCase) async throws -> S3Error? {
      let s3 = try S3Fixture.client(item.transport(ReadMark()))
      return await S3Error.of {
        let fields: HTTPFields = [.range: range]
        return try await s3.getObject(S3.GetObjectInput(bucket: "bucket", key: "k", additionalHeaders: fields))
      }
    }
    let right = RangeCase(nil, 206, "bytes 3-4/12", 2, "de", true)
    #expect(try await get("bytes=3-4", right) == nil)
    #expect(try await get("bytes=3-5", right)?.code == .invalidResponse)
    #expect(try await get("bytes=3-4", RangeCase(nil, 200, nil, 12, whole, false))?.code == .invalidResponse)
    // Several ranges come as a multipart body, which is the caller's to read.
    #expect(try await get("bytes=0-1,3-4", RangeCase(nil, 206, nil, 99, "--x", true)) == nil)
  }

  @Test("A part that is shorter or longer than its range is no part", arguments: ["d", "def"])
  func bodyLength(body: String) async throws {
    let item = RangeCase(.bytes(from: 3, through: 4), 206, "bytes 3-4/12", nil, body, false)
    let s3 = try S3Fixture.client(item.transport(ReadMark()))
    let error = await S3Error.of {
      try await s3.get(bucket: "bucket", key: "k", range: item.range)
    }
    #expect(error?.code == .incompleteResponse)
  }

  @Test("What is in memory has a size, whether a header field says it or not")
  func inMemory() async throws {
    let transport = ScriptedTransport([.text(whole), .text(whole)])
    let s3 = try S3Fixture.client(transport)
    let range = S3.ByteRange.bytes(from: 0, through: 99)
    #expect(try await s3.get(bucket: "bucket", key: "k", range: range) == Array(whole.utf8))
    let error = await S3Error.of {
      try await s3.get(bucket: "bucket", key: "k", range: .bytes(from: 3, through: 4))
    }
    #expect(error?.code == .invalidResponse)
  }

  @Test("A file is not written from a part")
  func download() async throws {
    let item = RangeCase(nil, 206, "bytes 0-1/12", 2, "ab", false)
    let read = ReadMark()
    let s3 = try S3Fixture.client(item.transport(read))
    let error = await S3Error.of {
      try await s3.download(bucket: "bucket", key: "k", toFile: "/nowhere/evergreen")
    }
    #expect(error?.code == .invalidResponse && !read.isSet)
  }

  @Test("An unasked whole object is not fetched: its connection is closed by the client")
  func cancelled() async throws {
    // The listener never sends the rest. Who waits for it waits for ever.
    let listener = try RawListener(
      answering: "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nabc", keepsOpen: true)
    let s3 = try S3Fixture.client(AsyncHTTPClientTransport.shared, endpoint: "http://127.0.0.1:\(listener.port)")
    let error = await S3Error.of {
      try await s3.get(bucket: "bucket", key: "k", range: .last(2))
    }
    #expect(error?.code == .invalidResponse && error?.message.contains("1000000") == true)
    #expect(await listener.waitForEnd())
    #expect(listener.heads.count == 1)
  }
}
