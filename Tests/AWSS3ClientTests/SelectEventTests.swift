import AWSCredentials
import AWSRuntime
import AWSS3Client
import AWSSigV4
import AWSTesting
import HTTPTypes
import Testing

/// The events of SelectObjectContent, in pieces of any size and with damage ("Event stream encoding" in the Smithy
/// specification).
@Suite struct SelectEventTests {
  private static func event(_ type: String, _ payload: String = "") throws -> [UInt8] {
    try EventStreamMessage(
      headers: [(":message-type", .string("event")), (":event-type", .string(type))],
      payload: Array(payload.utf8)
    ).encoded()
  }

  private static func failure() throws -> [UInt8] {
    try EventStreamMessage(headers: [
      (":message-type", .string("error")), (":error-code", .string("OverMaxRecordSize")),
      (":error-message", .string("A record is too long")),
    ]).encoded()
  }

  private static func events(of bytes: [UInt8], in size: Int = .max) async throws
    -> S3.SelectObjectContentEventStream
  {
    let chunks = stride(from: 0, to: bytes.count, by: min(size, max(1, bytes.count))).map { start in
      Array(bytes[start..<min(bytes.count, start + min(size, bytes.count))])
    }
    let body = AWSHTTPBody(
      stream: AsyncStream<[UInt8]> { continuation in
        for chunk in chunks { continuation.yield(chunk) }
        continuation.finish()
      }, length: .unknown)
    let transport = ScriptedTransport([.response(.init(head: .init(status: .ok), body: body))])
    let input = S3.SelectObjectContentInput(
      bucket: "bucket", key: "k", expression: "SELECT * FROM S3Object", expressionType: .sql,
      inputSerialization: S3.InputSerialization(), outputSerialization: S3.OutputSerialization())
    return try await S3Fixture.client(transport).selectObjectContent(input).payload
  }

  private static func collect(_ events: S3.SelectObjectContentEventStream) async throws -> (
    text: String, rest: [String]
  ) {
    var text: [UInt8] = []
    var rest: [String] = []
    for try await event in events {
      switch event {
      case .records(let bytes): text += bytes
      case .progress(let progress): rest.append("progress \(progress.bytesScanned ?? -1)")
      case .stats(let stats): rest.append("stats \(stats.bytesReturned ?? -1)")
      }
    }
    return (String(decoding: text, as: UTF8.self), rest)
  }

  @Test(
    "Records, progress and statistics come in order, however the bytes are cut",
    arguments: [1, 7, 100, 10_000])
  func order(size: Int) async throws {
    let progress = "<Progress><BytesScanned>3</BytesScanned></Progress>"
    let bytes =
      try Self.event("Records", "a,1\nb,") + Self.event("Cont") + Self.event("Progress", progress)
      + Self.event("Records", "2\n")
      + Self.event("Stats", "<Stats><BytesReturned>8</BytesReturned></Stats>")
      + Self.event("SomethingNew", "x") + Self.event("End")
    let found = try await Self.collect(Self.events(of: bytes, in: size))
    #expect(found.text == "a,1\nb,2\n" && found.rest == ["progress 3", "stats 8"])
  }

  // The first checksum is that of the lengths, the second that of the whole message.
  @Test("An event with a damaged byte is an error, whichever byte it is")
  func damage() async throws {
    let first = try Self.event("Records", "fine")
    let event = try Self.event("Records", "0123456789")
    let end = try Self.event("End")
    for index in event.indices {
      var damaged = event
      damaged[index] ^= 0x01
      let error = await S3Error.of { [damaged] in
        try await Self.collect(Self.events(of: first + damaged + end))
      }
      #expect(
        error?.code == .invalidResponse || error?.code == .incompleteResponse, "byte \(index)")
      if (8..<12).contains(index) || index >= event.count - 4 {
        #expect(
          error?.code == .invalidResponse && error?.message.contains("checksum") == true,
          "byte \(index)")
      }
    }
  }

  @Test("Events that end before S3 says so are an error, and so is an error among them")
  func endings() async throws {
    let records = try Self.event("Records", "x")
    for bytes in [[], records, records + records.dropLast()] {
      let error = await S3Error.of { try await Self.collect(Self.events(of: bytes)) }
      #expect(error?.code == .incompleteResponse)
    }
    let error = await S3Error.of {
      try await Self.collect(Self.events(of: records + Self.failure()))
    }
    #expect(error?.code.rawValue == "OverMaxRecordSize" && error?.message == "A record is too long.")
  }
}
