import AWSCore
import AWSCredentials
import AWSRuntime
import AWSTesting
import AsyncHTTPClient
import HTTPTypes
import Testing

/// `Expect: 100-continue`: the body is not sent before the server wants it, or the time for that is over.
@Suite struct ExpectContinueTests {
  private static let never = Duration.seconds(3600)
  private static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
  private static let content = [UInt8](repeating: 7, count: 300_000)

  private static func request(
    _ server: ConversationListener, body: AWSHTTPBody = AWSHTTPBody(content)
  ) -> HTTPTransportRequest {
    var head = HTTPRequest(
      method: .put, scheme: "http", authority: "127.0.0.1:\(server.port)", path: "/bucket/key")
    head.headerFields[.expect] = "100-continue"
    // A machine may stop for a minute.
    let timeouts = HTTPTimeouts(connect: .seconds(600), idle: .seconds(600))
    return HTTPTransportRequest(head: head, body: body, timeouts: timeouts)
  }

  /// A stream that can be read once.
  private static func stream() -> AWSHTTPBody {
    let chunks = AsyncStream<[UInt8]> { continuation in
      continuation.yield(content)
      continuation.finish()
    }
    return AWSHTTPBody(stream: chunks, length: .known(Int64(content.count)))
  }

  @Test("The body follows 100 Continue, on a connection that is used again")
  func hundred() async throws {
    let seen = Locked<[(head: String, count: Int)]>([])
    let server = try ConversationListener { connection in
      while true {
        let head = connection.readHead()
        if head.isEmpty { return }
        connection.send("HTTP/1.1 100 Continue\r\n\r\n")
        let count = connection.read(Self.content.count).count
        seen.withLock { $0.append((head, count)) }
        connection.send(Self.ok)
      }
    }
    defer { server.stop() }
    let transport = AsyncHTTPClientTransport(continueTimeLimit: Self.never)
    for body in [AWSHTTPBody(Self.content), Self.stream()] {
      let response = try await transport.send(Self.request(server, body: body))
      #expect(response.head.status == .ok)
      _ = try await response.body.collect(upTo: 0)
    }
    let requests = seen.withLock { $0 }
    #expect(requests.map(\.count) == [Self.content.count, Self.content.count])
    for request in requests {
      let head = request.head.lowercased()
      #expect(head.contains("\r\nexpect: 100-continue\r\n") && head.contains("\r\ncontent-length: 300000\r\n"))
      #expect(!head.contains("x-evergreen"))
    }
    await transport.shutdown()
  }

  @Test("Small bodies wait as well")
  func small() async throws {
    let server = try ConversationListener { connection in
      _ = connection.readHead()
      connection.send("HTTP/1.1 100 Continue\r\n\r\n")
      if connection.read(5) == Array("hello".utf8) { connection.send(Self.ok) }
    }
    defer { server.stop() }
    let transport = AsyncHTTPClientTransport(continueTimeLimit: Self.never)
    #expect(try await transport.send(Self.request(server, body: AWSHTTPBody("hello"))).head.status == .ok)
    await transport.shutdown()
  }

  @Test("A refusal is read, and nothing of the body is sent or touched", arguments: [307, 403, 417, 503])
  func refused(status: Int) async throws {
    let rest = Locked<[Int]>([])
    let ended = AsyncStream.makeStream(of: Void.self)
    let server = try ConversationListener { connection in
      _ = connection.readHead()
      connection.send("HTTP/1.1 \(status) No\r\nContent-Length: 2\r\n\r\nno")
      let count = connection.read(Self.content.count).count
      rest.withLock { $0.append(count) }
      ended.continuation.yield()
    }
    defer { server.stop() }
    let transport = AsyncHTTPClientTransport(continueTimeLimit: Self.never)
    for body in [AWSHTTPBody(Self.content), Self.stream()] {
      let response = try await transport.send(Self.request(server, body: body))
      #expect(response.head.status.code == status)
      #expect(try await response.body.collect(upTo: 10) == Array("no".utf8))
      #expect(body.replay == .any || body.isUntouched)
    }
    var ends = ended.stream.makeAsyncIterator()
    for _ in 0..<2 { await ends.next() }
    #expect(rest.withLock { $0 } == [0, 0])
    await transport.shutdown()
  }

  @Test("A server that says nothing gets the body when the time is over")
  func silent() async throws {
    let server = try ConversationListener { connection in
      _ = connection.readHead()
      if connection.read(Self.content.count).count == Self.content.count { connection.send(Self.ok) }
    }
    defer { server.stop() }
    let transport = AsyncHTTPClientTransport(continueTimeLimit: .milliseconds(1))
    #expect(try await transport.send(Self.request(server)).head.status == .ok)
    await transport.shutdown()
  }

  @Test("A success before the body does not keep the body from being sent")
  func early() async throws {
    let server = try ConversationListener { connection in
      _ = connection.readHead()
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n")
      if connection.read(Self.content.count).count == Self.content.count { connection.send("all") }
    }
    defer { server.stop() }
    let transport = AsyncHTTPClientTransport(continueTimeLimit: Self.never)
    let response = try await transport.send(Self.request(server))
    #expect(try await response.body.collect(upTo: 10) == Array("all".utf8))
    await transport.shutdown()
  }

  @Test("A connection that ends meanwhile is an error, and so is a task that is cancelled")
  func ended() async throws {
    let count = Locked(0)
    let waiting = AsyncStream.makeStream(of: Void.self)
    let server = try ConversationListener { connection in
      _ = connection.readHead()
      let isFirst = count.withLock { count in
        count += 1
        return count == 1
      }
      if isFirst { return }
      waiting.continuation.yield()
      _ = connection.read(1)
    }
    defer { server.stop() }
    let transport = AsyncHTTPClientTransport(continueTimeLimit: Self.never)
    let body = Self.stream()
    let error = await #expect(throws: HTTPTransportError.self) {
      _ = try await transport.send(Self.request(server, body: body))
    }
    #expect(error?.code == .connectionClosed && body.isUntouched)
    let task = TestTask { try await transport.send(Self.request(server, body: body)) }
    for await _ in waiting.stream { break }
    task.cancel()
    await #expect(throws: (any Error).self) { try await task.value }
    #expect(body.isUntouched)
    await transport.shutdown()
  }

  @Test("An HTTPClient of the program cannot wait, so it does not say that it does")
  func given() async throws {
    let heads = Locked<[String]>([])
    let server = try ConversationListener { connection in
      let head = connection.readHead()
      heads.withLock { $0.append(head) }
      if connection.read(Self.content.count).count == Self.content.count { connection.send(Self.ok) }
    }
    defer { server.stop() }
    let client = HTTPClient(configuration: HTTPClient.Configuration(redirectConfiguration: .disallow))
    let response = try await AsyncHTTPClientTransport(client).send(Self.request(server))
    let head = heads.withLock { $0 }.joined()
    #expect(response.head.status == .ok && !head.isEmpty && !head.lowercased().contains("expect"))
    try await client.shutdown()
  }

  @Test("A stream that nothing was read of is sent again")
  func untouched() async throws {
    let bench = PipelineBench()
    bench.enqueueKey(1)
    /// Refuses the first request without a look at its body.
    final class Refusing: HTTPTransport {
      let count = Locked(0)

      func send(_ request: HTTPTransportRequest) async throws(HTTPTransportError) -> HTTPTransportResponse {
        let number = count.withLock { count in
          count += 1
          return count
        }
        if number > 1, (try? await request.body.collect(upTo: 1 << 20).count) != 300_000 {
          throw HTTPTransportError(.body, message: "There is no body.")
        }
        return HTTPTransportResponse(head: HTTPResponse(status: number == 1 ? .serviceUnavailable : .ok))
      }
    }
    var configuration = bench.pipeline.configuration
    configuration.transport = Refusing()
    let pipeline = RequestPipeline(service: bench.pipeline.service, configuration: configuration)
    let request = try bench.request(.put, body: Self.stream())
    #expect(try await pipeline.execute(request).attempts == 2)
  }
}
