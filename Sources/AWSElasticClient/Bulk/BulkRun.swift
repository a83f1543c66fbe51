import AWSCore
import AWSCredentials
import AWSRuntime
import HTTPTypes

/// Sends the chunks of one bulk call and keeps account of each action.
struct BulkRun {
  let client: ElasticClient
  let path: ElasticPath
  let options: BulkOptions
  var report = BulkReport()
  /// Why a request failed as a whole; nothing more is sent then.
  private(set) var error: ElasticError?
  /// The account of the chunk that is being sent.
  private var account = BulkAccount()

  init(client: ElasticClient, path: ElasticPath, options: BulkOptions) {
    self.client = client
    self.path = path
    self.options = options
  }

  private var retry: RetryPolicy { options.retry ?? client.pipeline.configuration.retry }

  /// The report.
  ///
  /// - Throws: The error of the request that failed, with the report.
  func result() throws(ElasticError) -> BulkReport {
    var report = report
    report.sort()
    guard var error else { return report }
    // The request that failed may have done nothing, but those before it did.
    if !report.unknown.isEmpty || report.items.contains(where: { !$0.isFailure }) { error.mayHaveTakenEffect = true }
    error.partialReport = report
    throw error
  }

  /// Sends a chunk until each of its actions is accounted for.
  mutating func send(_ chunk: BulkChunk) async {
    guard error == nil else {
      report.unsent += chunk.actions.map(\.position)
      return
    }
    account = BulkAccount()
    var pending = chunk.actions
    var attempts = 0
    while true {
      attempts += 1
      let outcomes = await outcomes(of: pending, in: chunk, attempts: attempts)
      let mayRepeat = attempts < retry.maxAttempts && error == nil
      pending = account.settle(outcomes, mayRepeat: mayRepeat, into: &report)
      if pending.isEmpty {
        error = error ?? account.error
        return
      }
      do throws(ElasticError) {
        try await pause(failures: attempts)
      } catch {
        // They are not sent again, so what they came to last is what counts.
        let waiting = Set(pending.map(\.position))
        _ = account.settle(
          outcomes.filter { waiting.contains($0.action.position) }, mayRepeat: false, into: &report)
        self.error = error
        return
      }
    }
  }

  private func pause(failures: Int) async throws(ElasticError) {
    let configuration = client.pipeline.configuration
    do {
      try await configuration.clock.sleep(
        for: retry.delay(afterFailures: failures, isThrottled: true, random: configuration.random()))
    } catch {
      throw ElasticError(
        .cancelled, message: "the task was cancelled between two attempts", operation: client.qualified("Bulk"),
        attempts: failures, cause: error)
    }
  }
}

// MARK: - Requests

extension BulkRun {
  /// Sends some actions once; halves requests as long as they are too large.
  private mutating func outcomes(
    of actions: [EncodedBulkAction], in chunk: BulkChunk, attempts: Int
  ) async -> [BulkOutcome] {
    var outcomes: [BulkOutcome] = []
    var parts = [actions[...]]
    while let part = parts.popLast() {
      if error != nil {
        outcomes += part.map { BulkOutcome($0, .unsent) }
        continue
      }
      report.requests += 1
      do throws(ElasticError) {
        outcomes += try await request(Array(part), in: chunk, attempts: attempts)
      } catch {
        // An attempt before this one may have stored something.
        if error.mayHaveTakenEffect { account.doubt(part) }
        if error.code == .payloadTooLarge, part.count > 1 {
          let middle = part.startIndex + part.count / 2
          parts.append(part[middle...])
          parts.append(part[..<middle])
        } else {
          outcomes += error.outcomes(of: part, attempts: attempts)
          if error.isFinal { self.error = error }
        }
      }
    }
    return outcomes
  }

  private func request(
    _ actions: [EncodedBulkAction], in chunk: BulkChunk, attempts: Int
  ) async throws(ElasticError) -> [BulkOutcome] {
    let isRepeatable = actions.allSatisfy(\.isRepeatable)
    let response = try await client.send(
      ElasticOperation(
        "Bulk", .post, path, parameters: options.parameters, body: .ndjson(chunk.body(of: actions)),
        retrySafety: options.retrySafety ?? (isRepeatable ? .idempotent : .onlyIfNotProcessed)))
    do throws(ElasticError) {
      return try outcomes(in: response, of: actions, attempts: attempts)
    } catch {
      // It was carried out, or something on the way says so; which of the actions succeeded it does not say.
      return actions.map { BulkOutcome($0, .unknown(error, repeatingHelps: true)) }
    }
  }

  private func outcomes(
    in response: ElasticResponse, of actions: [EncodedBulkAction], attempts: Int
  ) throws(ElasticError) -> [BulkOutcome] {
    let reader = response.reader()
    let nodes = try reader.elements(of: reader.root()["items"], at: "items")
    guard nodes.count == actions.count else {
      throw response.invalid("\(actions.count) actions were sent, but the response has \(nodes.count) outcomes")
    }
    var outcomes: [BulkOutcome] = []
    outcomes.reserveCapacity(nodes.count)
    for (node, action) in zip(nodes, actions) {
      if let item = try reader.bulkItem(node, for: action, comparingID: options.pipeline == nil, attempts: attempts) {
        outcomes.append(BulkOutcome(action, .item(item, followsLoss: response.followsUnknownAttempt)))
      } else {
        let error = response.invalid("the outcome of action \(action.position) has no status")
        outcomes.append(BulkOutcome(action, .unknown(error, repeatingHelps: true)))
      }
    }
    return outcomes
  }
}

extension ElasticError {
  /// Whether nothing more is to be sent. One action that is too large is to blame itself; after a loss it is seen what can be
  /// done once more, and credentials that were revoked on the way may have been followed by others.
  fileprivate var isFinal: Bool { code != .payloadTooLarge && code != .rejectedCredentials && !mayHaveTakenEffect }

  /// What a request that failed as a whole means for its actions.
  fileprivate func outcomes(of actions: ArraySlice<EncodedBulkAction>, attempts: Int) -> [BulkOutcome] {
    let isRevocation = code == .rejectedCredentials
    if mayHaveTakenEffect, code != .payloadTooLarge {
      // If all of them could have been sent again, they were, as often as they may be.
      let repeatingHelps = isRevocation || !actions.allSatisfy(\.isRepeatable)
      return actions.map { BulkOutcome($0, .unknown(self, repeatingHelps: repeatingHelps)) }
    }
    guard let statusCode else { return actions.map { BulkOutcome($0, .unsent) } }
    let cause = Cause(type: type ?? "\(code)", reason: message, causedBy: causedBy)
    return actions.map { action in
      let item = BulkItem(
        position: action.position, kind: action.kind, index: action.index, id: action.document?.id.text,
        status: statusCode, error: cause, attempts: attempts)
      return BulkOutcome(action, .refused(item, isRevocation ? self : nil))
    }
  }
}
