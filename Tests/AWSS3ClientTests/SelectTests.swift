import AWSCredentials
import AWSRuntime
import AWSS3Client
import AWSSigV4
import AWSTesting
import HTTPTypes
import Testing

/// The events of SelectObjectContent.
@Suite struct SelectTests {
  private static func event(_ type: String, _ payload: String = "") throws -> [UInt8] {
    let headers: [(name: String, value: EventStreamMessage.Value)] = [
      (":message-type", .string("event")), (":event-type", .string(type)),
    ]
    return try EventStreamMessage(headers: headers, payload: Array(payload.utf8)).encoded()
  }

  private static func input() -> S3.SelectObjectContentInput {
    S3.SelectObjectContentInput(
      bucket: "bucket", key: "k", expression: "select * from s3object", expressionType: .sql,
      inputSerialization: S3.InputSerialization(), outputSerialization: S3.OutputSerialization())
  }

  /// What the events of a response say.
  private static func events(_ body: [UInt8], _ fields: HTTPFields) async throws -> [String] {
    var response = HTTPResponse(status: .ok)
    response.headerFields = fields
    let transport = ScriptedTransport([.response(HTTPTransportResponse(head: response, body: AWSHTTPBody(body)))])
    var found: [String] = []
    for try await event in try await S3Fixture.client(transport).selectObjectContent(input()).payload {
      switch event {
      case .records(let bytes): found.append(String(decoding: bytes, as: UTF8.self))
      case .progress(let progress): found.append("progress \(progress.bytesScanned ?? -1)")
      case .stats(let stats): found.append("stats \(stats.bytesReturned ?? -1)")
      }
    }
    return found
  }

  // Ceph RGW calls the events XML.
  @Test(
    "Events are read, whatever their content type", arguments: [nil, "application/octet-stream", "application/xml"])
  func events(type: String?) async throws {
    let body =
      try Self.event("Cont") + Self.event("Records", "a,1\n") + Self.event("Records", "b,2\n")
      + Self.event("Progress", "<Progress><BytesScanned>8</BytesScanned></Progress>")
      + Self.event("Stats", "<Stats><BytesReturned>8</BytesReturned></Stats>") + Self.event("End")
    let found = try await Self.events(body, type.map { [.contentType: $0] } ?? [:])
    #expect(found == ["a,1\n", "b,2\n", "progress 8", "stats 8"])
  }

  @Test("Events that end too early, and a response that is no events, are errors")
  func brokenEvents() async throws {
    let records = try Self.event("Records", "a,1\n")
    let early = await S3Error.of { _ = try await Self.events(records, [:]) }
    #expect(early?.code == .incompleteResponse)
    let cut = await S3Error.of { _ = try await Self.events(Array(records.dropLast()), [:]) }
    #expect(cut?.code == .incompleteResponse)
    let page = await S3Error.of { _ = try await Self.events(Array("<html>a page of a proxy</html>".utf8), [:]) }
    #expect(page?.code == .invalidResponse)
  }

  @Test("An error among the events is thrown")
  func errorEvent() async throws {
    let headers: [(name: String, value: EventStreamMessage.Value)] = [
      (":message-type", .string("error")), (":error-code", .string("OverMaxColumn")),
      (":error-message", .string("The column is too long.")),
    ]
    let body = try EventStreamMessage(headers: headers).encoded()
    let error = await S3Error.of { _ = try await Self.events(body, [:]) }
    #expect(error?.code.rawValue == "OverMaxColumn" && error?.message == "The column is too long.")
  }
}
