import AWSCredentials
import AWSEmulator
import AWSRuntime
import HTTPTypes
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The real transport against the emulator's sockets.
@Suite
struct TransportTests {
  private func put(_ body: AWSHTTPBody, _ emulator: Emulator) async throws -> (status: Int, text: String) {
    let endpoint = try Endpoint(emulator.s3Endpoint)
    let head = HTTPRequest(method: .put, scheme: endpoint.scheme, authority: endpoint.authority, path: "/bucket/key")
    let answer = try await AsyncHTTPClientTransport.shared.send(HTTPTransportRequest(head: head, body: body))
    return (
      answer.head.status.code, String(decoding: try await answer.body.collect(upTo: 1 << 20), as: UTF8.self)
    )
  }

  @Test(arguments: [0, 1, 64 * 1024, 64 * 1024 + 1, 8 << 20])
  func theTextOfARefusalArrivesHoweverLargeTheBodyIs(_ size: Int) async throws {
    try await Emulator.withEmulator { emulator in
      let answer = try await put(AWSHTTPBody([UInt8](repeating: 7, count: size)), emulator)
      #expect(answer.status == 403)
      #expect(answer.text.contains("AccessDenied"))
    }
  }

  @Test func aStreamWithAnotherLengthThanAnnouncedIsAnError() async throws {
    try await Emulator.withEmulator { emulator in
      for (announced, real) in [(0, 3), (-1, 3), (2, 3), (4, 3)] {
        let chunks = AsyncStream<[UInt8]> { continuation in
          continuation.yield([UInt8](repeating: 7, count: real))
          continuation.finish()
        }
        await #expect(throws: HTTPTransportError.self, "\(announced) announced") {
          _ = try await put(AWSHTTPBody(stream: chunks, length: .known(Int64(announced))), emulator)
        }
      }
    }
  }

  @Test func nobodyListeningIsAFailureToConnect() async throws {
    let emulator = try await Emulator.start()
    await emulator.stop()
    let error = await #expect(throws: HTTPTransportError.self) { _ = try await put(.empty, emulator) }
    #expect(error?.code == .connect)
  }

  @Test func aTransportThatIsDroppedClosesItsConnections() async throws {
    try await Emulator.withEmulator { emulator in
      let endpoint = try Endpoint(emulator.s3Endpoint)
      let head = HTTPRequest(method: .get, scheme: endpoint.scheme, authority: endpoint.authority, path: "/")
      var transport: AsyncHTTPClientTransport? = AsyncHTTPClientTransport()
      let answer = try await transport?.send(HTTPTransportRequest(head: head))
      _ = try await answer?.body.collect(upTo: 1 << 16)
      transport = nil
    }
  }

  @Test func aLongUploadIsNotTakenForAClockThatIsOff() async throws {
    let service = TimedService()
    let pipeline = service.pipeline(maxAttempts: 1)
    let start = service.now()
    service.play([
      TimedService.Exchange(
        sent: start, received: start.addingTimeInterval(840), status: 200,
        fields: [.date: "Thu, 01 Jan 2026 00:14:00 GMT"], code: "")
    ])
    _ = try await pipeline.execute(TimedService.request())
    #expect(service.offset(of: pipeline) == 0)
  }
}
