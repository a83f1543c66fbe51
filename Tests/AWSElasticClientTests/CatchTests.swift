import AWSCredentials
import AWSElasticClient
import AWSRuntime
import AWSTesting
import HTTPTypes
import Testing

/// What a user writes first. With a typed `throws` of the call, a `catch … where` beside a loop and a variable crashes the
/// compiler of Swift 6.3.1 (swiftlang/swift#89787).
struct CatchTests {
  private static let missing = ScriptedTransport.Response.status(
    404, body: #"{"error":{"type":"index_not_found_exception","reason":"no such index [b]"},"status":404}"#)

  @Test func anOrdinaryCatchStandsBesideALoopAndAVariable() async throws {
    let count = ScriptedTransport.Response.text(#"{"count":2,"_shards":{"total":1,"successful":1,"failed":0}}"#)
    let es = try ClientFixture(count, Self.missing, count).client
    var total = 0
    var missing = 0
    for index in ["a", "b", "c"] {
      do {
        total += try await es.count(index)
      } catch let error as ElasticError where error.code == .indexNotFound {
        missing += 1
      }
    }
    #expect(total == 4 && missing == 1)
  }

  @Test func anyOtherErrorPassesIt() async throws {
    let es = try ClientFixture(Self.missing).client
    let error = await #expect(throws: ElasticError.self) {
      for index in ["b"] {
        do {
          _ = try await es.count(index)
        } catch let error as ElasticError where error.code == .conflict {
          Issue.record("no conflict: \(error)")
        }
      }
    }
    #expect(error?.code == .indexNotFound)
  }
}

/// A call of a cancelled task throws `CancellationError`, whatever the cancellation made fail.
struct CancellationTests {
  struct Call: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let run: @Sendable (ElasticClient) async throws -> Void

    init(_ name: String, _ run: @escaping @Sendable (ElasticClient) async throws -> Void) {
      (testDescription, self.run) = (name, run)
    }
  }

  static let calls: [Call] = [
    Call("perform") { es in _ = try await es.perform(.get, ["a"]) },
    Call("index") { es in try await es.index("a", id: "1", body: [:]) },
    Call("create") { es in try await es.create("a", id: "1", body: [:]) },
    Call("update") { es in try await es.update("a", id: "1", .doc([:])) },
    Call("delete") { es in try await es.delete("a", id: "1") },
    Call("get") { es in _ = try await es.get("a", id: "1") },
    Call("mget") { es in _ = try await es.mget("a", ids: ["1"]) },
    Call("exists") { es in _ = try await es.exists("a", id: "1") },
    Call("search") { es in _ = try await es.search("a") },
    Call("count") { es in _ = try await es.count("a") },
    Call("bulk") { es in _ = try await es.bulk([.delete(id: "1")], index: "a") },
    Call("createIndex") { es in try await es.createIndex("a") },
    Call("deleteIndex") { es in try await es.deleteIndex("a") },
    Call("existsIndex") { es in _ = try await es.existsIndex("a") },
    Call("refresh") { es in try await es.refresh("a") },
    Call("clusterHealth") { es in _ = try await es.clusterHealth() },
    Call("info") { es in _ = try await es.info() },
  ]

  @Test(arguments: calls) func whileARequestIsOnItsWay(_ call: Call) async throws {
    let fixture = try ClientFixture(.text("{}"))
    fixture.transport.hold()
    let task = TestTask { try await call.run(fixture.client) }
    try await fixture.transport.waitForRequests(1)
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test(arguments: calls) func whileItWaitsForCredentials(_ call: Call) async throws {
    let fixture = try ClientFixture()
    fixture.provider.hold()
    let task = TestTask { try await call.run(fixture.client) }
    try await fixture.provider.waitForCalls(1)
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    fixture.provider.release()
  }

  @Test(arguments: calls) func betweenTwoAttempts(_ call: Call) async throws {
    let fixture = try ClientFixture(.status(503), random: 0.5)
    let task = TestTask { try await call.run(fixture.client) }
    try await fixture.transport.waitForRequests(1)
    task.cancel()
    // What may not be sent again has failed before the cancellation, or after it all the same.
    let result = await Task { try await task.value }.result
    #expect(throws: (any Error).self) { try result.get() }
    if case .failure(let error) = result {
      #expect(error is CancellationError || (error as? ElasticError)?.statusCode == 503)
    }
    #expect(fixture.transport.requests.count == 1)
  }

  @Test func aTransportThatCancelsByItselfHasFailed() async throws {
    let failure = ScriptedTransport.Response.failure(HTTPTransportError(.cancelled, message: "The pool was closed."))
    let fixture = try ClientFixture(failure, failure, failure)
    #expect(await AWSElasticClientTests.failure { _ = try await fixture.client.count("a") }?.code == .transport)
  }
}
