import AWSCredentials
import AWSElasticClient
import AWSRuntime
import AWSTesting
import Testing

/// Whatever happens, each action is in one of four groups, and the right one.
@Suite("Bulk, account")
struct BulkAccountTests {
  private static let forbidden = ScriptedTransport.Response.status(
    403, body: #"{"Message":"User: x is not authorized to perform: es:ESHttpPost"}"#)

  /// Positions by group.
  private struct Groups: Equatable {
    var acknowledged: [Int] = []
    var failed: [Int] = []
    var unknown: [Int] = []
    var unsent: [Int] = []

    init(acknowledged: [Int] = [], failed: [Int] = [], unknown: [Int] = [], unsent: [Int] = []) {
      (self.acknowledged, self.failed, self.unknown, self.unsent) = (acknowledged, failed, unknown, unsent)
    }

    init?(_ report: BulkReport?) {
      guard let report else { return nil }
      self.init(
        acknowledged: report.acknowledged.map(\.position), failed: report.failed.map(\.position),
        unknown: report.unknown, unsent: report.unsent)
    }
  }

  private static func run(
    _ fixture: ClientFixture, _ actions: [BulkAction], _ options: BulkOptions = BulkOptions()
  ) async -> (groups: Groups?, error: ElasticError?) {
    do throws(ElasticError) {
      return (Groups(try await fixture.client.carryOut(actions, index: "b", options: options)), nil)
    } catch {
      return (Groups(error.partialReport), error)
    }
  }

  private static func deletes(_ ids: ClosedRange<Int>) -> [BulkAction] { ids.map { .delete(id: "\($0)") } }

  @Test func aLostResponseIsNotTheSameAsNotSent() async throws {
    let fixture = try ClientFixture(
      BulkTests.answer(("index", "x", 201)), RetryAndErrorTests.lost, BulkTests.answer(("index", "y", 201)))
    let actions = (0..<4).map { BulkAction.index(document: ["n": $0]) }
    let (groups, error) = await Self.run(fixture, actions, BulkOptions(maxActions: 1))
    #expect(groups == Groups(acknowledged: [0], unknown: [1], unsent: [2, 3]))
    #expect(error?.code == .transport)
    #expect(fixture.transport.requests.count == 2)
  }

  @Test func onlyWhatCanBeRepeatedIsSentAgainAfterALoss() async throws {
    let fixture = try ClientFixture(
      RetryAndErrorTests.lost, BulkTests.answer(("index", "1", 200), ("delete", "3", 200)))
    let (groups, error) = await Self.run(
      fixture,
      [
        .index(document: ["n": 0]), .index(id: "1", document: ["n": 1]), .create(id: "2", document: ["n": 2]),
        .delete(id: "3"),
      ])
    #expect(groups == Groups(acknowledged: [1, 3], unknown: [0, 2]))
    #expect(error?.code == .transport)
    #expect(fixture.bodies.last == "{\"index\":{\"_id\":\"1\"}}\n{\"n\":1}\n{\"delete\":{\"_id\":\"3\"}}\n")
  }

  /// A script that may have run on a document must not be undone by a repetition of what came before it.
  @Test func whatIsOvertakenByAnUnknownFateIsNotRepeated() async throws {
    let fixture = try ClientFixture(RetryAndErrorTests.lost, BulkTests.answer(("index", "2", 200)))
    let (groups, _) = await Self.run(
      fixture,
      [
        .index(id: "1", document: ["n": 0]), .update(id: "1", .script("ctx._source.n++")),
        .index(id: "2", document: ["n": 2]),
      ])
    #expect(groups == Groups(acknowledged: [2], unknown: [0, 1]))
  }

  /// Two ids that Swift takes for equal are two documents.
  @Test func idsThatLookAlikeDoNotOvertakeEachOther() async throws {
    let fixture = try ClientFixture(
      BulkTests.answer(("index", "\u{E9}", 429), ("index", "e\u{301}", 201)), BulkTests.answer(("index", "\u{E9}", 201))
    )
    let (groups, _) = await Self.run(
      fixture, [.index(id: "\u{E9}", document: ["n": 0]), .index(id: "e\u{301}", document: ["n": 1])])
    #expect(groups == Groups(acknowledged: [0, 1]))
  }

  @Test func theCallerDecidesWhatMayBeRepeated() async throws {
    let twice = try ClientFixture(RetryAndErrorTests.lost, BulkTests.answer(("index", "x", 201)))
    let (groups, error) = await Self.run(twice, [.index(document: ["n": 0])], BulkOptions(retrySafety: .idempotent))
    #expect(groups == Groups(acknowledged: [0]))
    #expect(error == nil)
    let once = try ClientFixture(RetryAndErrorTests.lost)
    let (unknown, _) = await Self.run(
      once, [.index(id: "1", document: ["n": 0])], BulkOptions(retrySafety: .onlyIfNotProcessed))
    #expect(unknown == Groups(unknown: [0]))
  }

  @Test func aRequestThatIsRefusedAsAWhole() async throws {
    let fixture = try ClientFixture(BulkTests.answer(("delete", "1", 200), ("delete", "2", 200)), Self.forbidden)
    let (groups, error) = await Self.run(fixture, Self.deletes(1...5), BulkOptions(maxActions: 2))
    #expect(groups == Groups(acknowledged: [0, 1], failed: [2, 3], unsent: [4]))
    #expect(error?.code == .forbidden)
    #expect(error?.partialReport?.failed.map(\.status) == [403, 403])
    // The request that failed did nothing, but the call did.
    #expect(error?.mayHaveTakenEffect == true)
    let first = try ClientFixture(Self.forbidden)
    #expect(await Self.run(first, Self.deletes(1...2)).error?.mayHaveTakenEffect == false)
    #expect(error?.description.contains("Until then: 2 of 5 actions succeeded in 2 requests, 1 not sent") == true)
  }

  /// Also where neither the action nor the response names one.
  @Test func outcomesNameTheIndex() async throws {
    let actions: [BulkAction] = [
      .index(document: ["n": 1]), .index("own", document: ["n": 2]), .delete(id: "3"), .index(body: .json([])),
      .index("own", body: .json([])),
    ]
    let names = ["b", "own", "b", "b", "own"]
    let fixture = try ClientFixture(
      Self.forbidden,
      .text(#"{"items":[{"index":{"status":400}},{"index":{"status":201}},{"delete":{"status":200}}]}"#))
    let refused = await failure {
      _ = try await fixture.client.bulk(actions, index: "b")
    }
    #expect(refused?.partialReport?.items.map(\.index) == names)
    #expect(try await fixture.client.bulk(actions, index: "b").items.map(\.index) == names)
    let unsent = await failure {
      _ = try await fixture.client.bulk(actions, index: "b", options: BulkOptions(encodingFailure: .failsTheCall))
    }
    #expect(unsent?.partialReport?.failed.map(\.index) == ["b", "own"])
  }

  @Test func halvesOfATooLargeRequest() async throws {
    let tooLarge = ScriptedTransport.Response.status(413, body: #"{"Message":"Request size exceeded"}"#)
    let fixture = try ClientFixture(
      tooLarge, BulkTests.answer(("delete", "1", 200), ("delete", "2", 200)), Self.forbidden)
    let (groups, _) = await Self.run(fixture, Self.deletes(1...4) + [.delete(id: "")], BulkOptions(maxActions: 4))
    #expect(groups == Groups(acknowledged: [0, 1], failed: [2, 3, 4]))
    let first = try ClientFixture(tooLarge, Self.forbidden)
    #expect(await Self.run(first, Self.deletes(1...4)).groups == Groups(failed: [0, 1], unsent: [2, 3]))
  }

  @Test func withoutCredentialsOrConnectionNothingIsSent() async throws {
    let refused = ScriptedTransport.Response.failure(.init(.connect, message: "refused"))
    let fixture = try ClientFixture(refused, refused, refused)
    let (groups, error) = await Self.run(fixture, Self.deletes(1...3), BulkOptions(maxActions: 2))
    #expect(groups == Groups(unsent: [0, 1, 2]))
    #expect(error?.code == .transport)
  }

  @Test func rejectionsThatFollowALossAreOfUnknownFate() async throws {
    let fixture = try ClientFixture(
      .text("<html>half a resp"), BulkTests.answer(("index", "1", 429), ("index", "2", 400)), maxAttempts: 2)
    let (groups, error) = await Self.run(
      fixture, [.index(id: "1", document: ["n": 1]), .index(id: "2", document: ["n": 2])], BulkOptions(busyRetry: .off))
    #expect(groups == Groups(failed: [1], unknown: [0]))
    #expect(error == nil)
  }

  /// A refusal for what the document is says the same of the attempt that was lost; any other says nothing about it.
  @Test(arguments: [
    (400, false), (404, false), (413, false), (403, true), (409, true), (429, true), (500, true), (503, true),
  ])
  func whatAnOutcomeTellsOfALostAttempt(status: Int, isUnknown: Bool) async throws {
    let fixture = try ClientFixture(
      RetryAndErrorTests.lost, BulkTests.answer(("index", "1", status), ("index", "2", 200)), maxAttempts: 2)
    let (groups, error) = await Self.run(
      fixture, [.index(id: "1", document: ["n": 1]), .index(id: "2", document: ["n": 2])], BulkOptions(busyRetry: .off))
    #expect(groups == Groups(acknowledged: [1], failed: isUnknown ? [] : [0], unknown: isUnknown ? [0] : []))
    #expect(error == nil)
    let known = try ClientFixture(BulkTests.answer(("index", "1", status), ("index", "2", 200)), maxAttempts: 1)
    let (failed, _) = await Self.run(
      known, [.index(id: "1", document: ["n": 1]), .index(id: "2", document: ["n": 2])], BulkOptions(busyRetry: .off))
    #expect(failed == Groups(acknowledged: [1], failed: [0]))
  }

  /// The later action may have been carried out by the attempt that was lost: what came before it must not undo that.
  @Test func whatIsOvertakenByAConflictAfterALossIsNotRepeated() async throws {
    let fixture = try ClientFixture(
      RetryAndErrorTests.lost, BulkTests.answer(("index", "1", 429), ("index", "1", 409), ("index", "2", 429)),
      BulkTests.answer(("index", "2", 200)))
    let (groups, _) = await Self.run(
      fixture,
      [.index(id: "1", document: ["n": 0]), .index(id: "1", document: ["n": 1]), .index(id: "2", document: ["n": 2])])
    #expect(groups == Groups(acknowledged: [2], unknown: [0, 1]))
    #expect(fixture.bodies.last == "{\"index\":{\"_id\":\"2\"}}\n{\"n\":2}\n")
  }

  /// Keys that are revoked faster than requests arrive: each attempt has others.
  @Test func credentialsThatAreRevokedAgainAndAgain() async throws {
    let revoked = ScriptedTransport.Response.status(
      403, body: #"{"message":"The security token included in the request is expired"}"#)
    let good = BulkTests.answer(("index", "x", 201))
    let fixture = try ClientFixture(revoked, revoked, revoked, revoked, good)
    let (groups, error) = await Self.run(fixture, [.index(document: ["n": 1])])
    #expect(groups == Groups(acknowledged: [0]))
    #expect(error == nil)
    let afterALoss = try ClientFixture(RetryAndErrorTests.lost, revoked, revoked, BulkTests.answer(("index", "1", 200)))
    #expect(await Self.run(afterALoss, [.index(id: "1", document: ["n": 1])]).groups == Groups(acknowledged: [0]))
    let always = try ClientFixture(revoked, revoked, revoked, revoked, maxAttempts: 2)
    let refused = await Self.run(
      always, [.index(document: ["n": 1]), .index(document: ["n": 2])], BulkOptions(maxActions: 1))
    #expect(refused.groups == Groups(failed: [0], unsent: [1]))
    #expect(refused.error?.code == .rejectedCredentials)
  }

  @Test func aLossFollowedByTooLarge() async throws {
    let tooLarge = ScriptedTransport.Response.status(413, body: #"{"Message":"Request size exceeded"}"#)
    let fixture = try ClientFixture(
      RetryAndErrorTests.lost, tooLarge, BulkTests.answer(("index", "1", 200)), BulkTests.answer(("index", "2", 429)),
      maxAttempts: 2)
    let (groups, error) = await Self.run(
      fixture, [.index(id: "1", document: ["n": 1]), .index(id: "2", document: ["n": 2])], BulkOptions(busyRetry: .off))
    #expect(groups == Groups(acknowledged: [0], unknown: [1]))
    #expect(error == nil)
  }

  @Test func busyActionsFollowTheirOwnPolicy() async throws {
    let busy = BulkTests.answer(("index", "1", 429))
    let fixture = try ClientFixture(busy, busy, busy, busy, BulkTests.answer(("index", "1", 201)), maxAttempts: 1)
    let (groups, _) = await Self.run(
      fixture, [.index(id: "1", document: ["n": 1])], BulkOptions(busyRetry: .init(timeLimit: .seconds(60))))
    #expect(groups == Groups(acknowledged: [0]))
    #expect(fixture.transport.requests.count == 5)
  }

  @Test func aCancelledCallAccountsForAll() async throws {
    let fixture = try ClientFixture(
      BulkTests.answer(("index", "1", 201), ("index", "2", 429)), maxAttempts: 3, random: 0.5)
    let task = TestTask {
      await Self.run(fixture, (1...3).map { .index(id: "\($0)", document: ["n": $0]) }, BulkOptions(maxActions: 2))
    }
    try await fixture.transport.waitForRequests(1)
    task.cancel()
    let (groups, error) = try await task.value
    #expect(error?.code == .cancelled)
    // The response may have come before the cancellation or not.
    #expect(groups == Groups(acknowledged: [0], failed: [1], unsent: [2]))
  }

  @Test func aLazySequenceIsAccountedForToItsEnd() async throws {
    let fixture = try ClientFixture(Self.forbidden)
    let report = await failure {
      _ = try await fixture.client.bulk(
        (0..<10_000).lazy.map { BulkAction.index(document: ["n": $0]) }, index: "b",
        options: BulkOptions(maxActions: 10))
    }?.partialReport
    #expect(report?.failed.count == 10)
    #expect(report?.unsent == Array(10..<10_000))
  }
}
