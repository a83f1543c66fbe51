import AWSCredentials
import AWSRuntime
import AWSTesting
import HTTPTypes
import Testing
import Tracing

/// What a program's tracer is told. Without a tracer no span is made.
@Suite
struct SpanTests {
  @Test func aCallIsASpanWithItsAttributes() async throws {
    let tracer = RecordingTracer()
    let bench = PipelineBench(answers: [.status(503), .status(200)])
    bench.enqueueKey(1)
    _ = try await withTracer(tracer) { try await bench.pipeline.execute(try bench.request()) }
    let span = try #require(tracer.spans.first)
    #expect(tracer.spans.count == 1)
    #expect(span.operationName == "test.Try")
    #expect(span.kind == .client)
    #expect(span.isEnded)
    #expect(span.status == nil)
    #expect(span.text("rpc.system") == "aws-api")
    #expect(span.text("rpc.service") == "test")
    #expect(span.text("rpc.method") == "Try")
    #expect(span.text("server.address") == "example.com")
    #expect(span.number("http.response.status_code") == 200)
    #expect(span.text("error.type") == nil)
  }

  @Test func aCallThatFailsIsASpanWithAnError() async throws {
    let tracer = RecordingTracer()
    let bench = PipelineBench(answers: [.status(404, body: "NoSuchKey|gone")])
    bench.enqueueKey(1)
    _ = await withTracer(tracer) {
      await #expect(throws: ServiceError.self) { try await bench.pipeline.execute(try bench.request()) }
    }
    let span = try #require(tracer.spans.first)
    #expect(span.isEnded)
    #expect(span.status?.code == .error)
    #expect(span.text("error.type") == "NoSuchKey")
    #expect(span.number("http.response.status_code") == 404)
  }

  @Test func aCallWithoutATracerIsTheSameCall() async throws {
    let bench = PipelineBench(answers: [.status(200, body: "x"), .status(404, body: "NoSuchKey|gone")])
    bench.enqueueKey(1)
    let response = try await bench.pipeline.execute(try bench.request())
    #expect(try await response.body.collect(upTo: 10) == Array("x".utf8))
    let error = await #expect(throws: ServiceError.self) { try await bench.pipeline.execute(try bench.request()) }
    #expect(error?.code == "NoSuchKey")
  }

  /// Also if the program sets up its tracer after its first request.
  @Test func theTransportTracesItsRequestsFromWhenThereIsATracer() async throws {
    let server = try RawListener(.answer("HTTP/1.1 204 No Content\r\n\r\n"))
    let transport = AsyncHTTPClientTransport()
    let request = HTTPTransportRequest(
      head: HTTPRequest(method: .get, scheme: "http", authority: "127.0.0.1:\(server.port)", path: "/a"))
    let tracer = RecordingTracer()
    _ = try await transport.send(request)
    #expect(tracer.spans.isEmpty)
    let response = try await withTracer(tracer) { try await transport.send(request) }
    #expect(response.head.status.code == 204)
    #expect(tracer.spans.map(\.operationName) == ["GET"])
    #expect(tracer.spans.map(\.isEnded) == [true])
    await transport.shutdown()
  }
}
