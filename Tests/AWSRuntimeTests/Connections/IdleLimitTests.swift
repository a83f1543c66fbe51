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

  @Test("That none wait any more does not begin the limit anew")
  func sent() {
    var limit = begun()
    #expect(limit.check(at: after(60), unsent: 900) == .wait(until: after(120)))
    #expect(limit.check(at: after(120), unsent: 0) == .reached)
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
