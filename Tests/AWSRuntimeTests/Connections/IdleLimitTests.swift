import AWSCredentials
import AWSRuntime
import AWSTesting
import HTTPTypes
import NIOCore
import Testing

/// The limit on how long nothing is sent or received.
struct IdleLimitTests {
  private static let start = NIODeadline.uptimeNanoseconds(1_000_000_000_000)

  private func after(_ seconds: Int64) -> NIODeadline { Self.start + .seconds(seconds) }

  /// A limit of 60 seconds for a request that begins at once.
  private func begun() -> IdleLimit {
    var limit = IdleLimit(.seconds(60))
    #expect(limit.begin(at: Self.start) == after(60))
    return limit
  }

  @Test("It is reached that long after what happened last, and the timer is set for that time")
  func reached() {
    var limit = begun()
    #expect(limit.check(at: after(59), unsent: 0) == .wait(until: after(60)))
    limit.move(at: after(59))
    #expect(limit.check(at: after(60), unsent: 0) == .wait(until: after(119)))
    limit.endSending(at: after(100))
    #expect(limit.check(at: after(119), unsent: 0) == .wait(until: after(160)))
    #expect(limit.check(at: after(160), unsent: 0) == .reached)
  }

  @Test("A connection without a request has no limit, one with the next request has it again")
  func unused() {
    var limit = begun()
    limit.endReceiving(at: after(1))
    #expect(limit.check(at: after(60), unsent: 0) == .wait(until: after(61)))
    limit.endSending(at: after(2))
    #expect(limit.check(at: after(1000), unsent: 0) == .unused)
    #expect(limit.begin(at: after(1000)) == after(1060))
    #expect(limit.check(at: after(1060), unsent: 0) == .reached)
  }

  @Test("Bytes that wait to be sent are no silence while they become fewer")
  func sending() {
    var limit = begun()
    #expect(limit.check(at: after(60), unsent: 900) == .wait(until: after(120)))
    #expect(limit.check(at: after(120), unsent: 500) == .wait(until: after(180)))
    #expect(limit.check(at: after(180), unsent: 500) == .reached)
  }

  @Test("The last bytes that were sent are no silence either, whenever that was between two looks")
  func sent() {
    var limit = begun()
    #expect(limit.check(at: after(60), unsent: 900) == .wait(until: after(120)))
    #expect(limit.check(at: after(120), unsent: 0) == .wait(until: after(180)))
    #expect(limit.check(at: after(180), unsent: 0) == .reached)
    // What waited once says nothing of the next request.
    #expect(limit.check(at: after(181), unsent: 900) == .wait(until: after(241)))
    #expect(limit.begin(at: after(300)) == after(360))
    #expect(limit.check(at: after(360), unsent: 0) == .reached)
  }

  @Test("A reader that takes its time does not end the request; the limit begins when it asks for more")
  func slowReader() {
    var limit = begun()
    limit.endSending(at: after(1))
    limit.move(at: after(2))
    limit.pauseReading()
    #expect(limit.check(at: after(62), unsent: 0) == .wait(until: after(122)))
    #expect(limit.check(at: after(1000), unsent: 0) == .wait(until: after(1060)))
    limit.beginReading(at: after(1001))
    limit.beginReading(at: after(1030))
    #expect(limit.check(at: after(1060), unsent: 0) == .wait(until: after(1061)))
    #expect(limit.check(at: after(1061), unsent: 0) == .reached)
  }

  @Test("A request that is still sent has its limit, whether or not its response is read")
  func pausedWhileSending() {
    var limit = begun()
    limit.pauseReading()
    #expect(limit.check(at: after(60), unsent: 0) == .reached)
  }

  @Test(
    "A server that says nothing, or stops in the middle, is given up",
    arguments: ["", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{"])
  func silence(beginning: String) async throws {
    let listener = try RawListener(beginning.isEmpty ? .silence : .drip(beginning, "", milliseconds: 20))
    defer { listener.stop() }
    let error = await #expect(throws: HTTPTransportError.self) { try await exchange(listener, .empty) }
    #expect(error?.code == .timeout, "\(String(describing: error))")
  }

  @Test("So is one that takes nothing of what is sent to it")
  func deafness() async throws {
    let listener = try RawListener(.silence)
    defer { listener.stop() }
    let body = AWSHTTPBody([UInt8](repeating: 7, count: 32 << 20))
    let error = await #expect(throws: HTTPTransportError.self) { try await exchange(listener, body) }
    #expect(error?.code == .timeout, "\(String(describing: error))")
  }

  private func exchange(_ listener: RawListener, _ body: AWSHTTPBody) async throws {
    let head = HTTPRequest(
      method: body.isEmpty ? .get : .put, scheme: "http", authority: "127.0.0.1:\(listener.port)", path: "/")
    let transport = AsyncHTTPClientTransport(route: .direct)
    let request = HTTPTransportRequest(
      head: head, body: body, timeouts: HTTPTimeouts(connect: .seconds(600), idle: .milliseconds(50)))
    do {
      _ = try await transport.send(request).body.collect(upTo: 1 << 20)
      await transport.shutdown()
    } catch {
      await transport.shutdown()
      throw error
    }
  }
}
