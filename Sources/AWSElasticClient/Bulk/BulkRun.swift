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
  private var account: BulkAccount

  init(client: ElasticClient, path: ElasticPath, options: BulkOptions) {
    self.client = client
    self.path = path
    self.options = options
    account = BulkAccount(maxAttempts: client.pipeline.configuration.retry.maxAttempts)
  }

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
    account = BulkAccount(maxAttempts: account.maxAttempts)
    var backoff = BulkBackoff(options.busyRetry)
    var pending = chunk.actions
    var price = 0
    while true {
      let outcomes = await outcomes(of: pending, in: chunk, price: price)
      let paid = error == nil && account.wants(.attempt, outcomes) ? client.pipeline.payForRepeat() : nil
      var reasons: Set<BulkOutcome.Repeat> = paid == nil ? [] : [.attempt]
      if error == nil, account.wants(.busy, outcomes),
        backoff.hasTime(at: client.pipeline.configuration.clock.monotonicNow())
      {
        reasons.insert(.busy)
      }
      pending = account.settle(outcomes, repeating: reasons, into: &report)
      if pending.isEmpty {
        if let paid { client.pipeline.refund(paid) }
        error = error ?? account.error
        return
      }
      price = paid ?? 0
      do throws(ElasticError) {
        try await pause(pending, isBusy: reasons.contains(.busy), &backoff)
      } catch {
        if let paid { client.pipeline.refund(paid) }
        // They are not sent again, so what they came to last is what counts.
        let waiting = Set(pending.map(\.position))
        _ = account.settle(
          outcomes.filter { waiting.contains($0.action.position) }, repeating: [], into: &report)
        self.error = error
        return
      }
    }
  }

  private func pause(
    _ pending: [EncodedBulkAction], isBusy: Bool, _ backoff: inout BulkBackoff
  ) async throws(ElasticError) {
    let configuration = client.pipeline.configuration
    let failures = pending.map(\.attempts).max() ?? 0
    var delay =
      failures == 0
      ? .zero : configuration.retry.delay(afterFailures: failures, isThrottled: true, random: configuration.random())
    if isBusy { delay = max(delay, backoff.next(random: configuration.random())) }
    do {
      try await configuration.clock.sleep(for: delay)
    } catch {
      throw ElasticError(
        .cancelled, message: "The task was cancelled between two attempts.", operation: client.qualified("Bulk"),
        attempts: pending.map(\.sends).max() ?? 0, cause: error)
    }
  }
}

// MARK: - Requests

extension BulkRun {
  /// Sends some actions; halves requests as long as they are too large.
  ///
  /// - Parameter price: What was paid for it.
  private mutating func outcomes(
    of actions: [EncodedBulkAction], in chunk: BulkChunk, price: Int
  ) async -> [BulkOutcome] {
    var outcomes: [BulkOutcome] = []
    var parts = [actions]
    var price = price
    while var part = parts.popLast() {
      if error != nil {
        outcomes += part.map { BulkOutcome($0, .unsent) }
        continue
      }
      report.requests += 1
      // What one of the actions has used up of its attempts, the request has used up.
      let precursor = ServiceRequest.Precursor(failures: part.map(\.attempts).max() ?? 0, price: price)
      price = 0
      do throws(ElasticError) {
        outcomes += try await request(part, in: chunk, after: precursor)
      } catch {
        // An attempt before this one may have stored something.
        if error.mayHaveTakenEffect { account.doubt(part) }
        for index in part.indices { part[index].sends += error.attempts }
        if error.code == .payloadTooLarge, part.count > 1 {
          for index in part.indices { part[index].refusals += 1 }
          let middle = part.count / 2
          parts.append(Array(part[middle...]))
          parts.append(Array(part[..<middle]))
        } else {
          outcomes += error.outcomes(of: part)
          if error.isFinal { self.error = error }
        }
      }
    }
    return outcomes
  }

  private func request(
    _ actions: [EncodedBulkAction], in chunk: BulkChunk, after precursor: ServiceRequest.Precursor
  ) async throws(ElasticError) -> [BulkOutcome] {
    let isRepeatable = actions.allSatisfy(\.isRepeatable)
    var operation = ElasticOperation(
      "Bulk", .post, path, parameters: options.parameters, body: .ndjson(chunk.body(of: actions)),
      retrySafety: options.retrySafety ?? (isRepeatable ? .idempotent : .onlyIfNotProcessed))
    operation.healing = .whileReplaced
    return try await client.send(operation, after: precursor) { response throws(ElasticError) in
      // What cannot be read was carried out, or something on the way says so; it does not say which of the actions were.
      try response.outcomes(of: actions, comparingIDs: options.pipeline == nil)
    }
  }
}

extension ElasticResponse {
  /// Reads what became of each action of a bulk request.
  ///
  /// - Parameters:
  ///   - actions: The actions, in the order of the request.
  ///   - comparingIDs: Whether the documents have to be those that were named.
  func outcomes(of actions: [EncodedBulkAction], comparingIDs: Bool) throws(ElasticError) -> [BulkOutcome] {
    let reader = reader()
    let nodes = try reader.elements(of: reader.root()["items"], at: "items")
    guard nodes.count == actions.count else {
      throw invalid("\(actions.count) actions were sent, but the response has \(nodes.count) outcomes.")
    }
    var outcomes: [BulkOutcome] = []
    outcomes.reserveCapacity(nodes.count)
    for (node, sent) in zip(nodes, actions) {
      var action = sent
      action.sends += attempts
      if let item = try reader.bulkItem(node, for: action, comparingID: comparingIDs, attempts: action.sends) {
        outcomes.append(BulkOutcome(action, .item(item, followsLoss: followsUnknownAttempt)))
      } else {
        let error = invalid("The outcome of action \(action.position) has no status.")
        outcomes.append(BulkOutcome(action, .unknown(error, repeatingHelps: true)))
      }
    }
    return outcomes
  }
}

extension ElasticError {
  /// Whether nothing more is to be sent. One action that is too large is to blame itself; after a loss it is seen what can be
  /// done once more.
  fileprivate var isFinal: Bool { code != .payloadTooLarge && !mayHaveTakenEffect }

  /// What a request that failed as a whole means for its actions.
  fileprivate func outcomes(of actions: [EncodedBulkAction]) -> [BulkOutcome] {
    if mayHaveTakenEffect, code != .payloadTooLarge {
      // If all of them could have been sent again, they were, as often as they may be.
      let repeatingHelps = !actions.allSatisfy(\.isRepeatable)
      return actions.map { BulkOutcome($0, .unknown(self, repeatingHelps: repeatingHelps)) }
    }
    guard let statusCode else { return actions.map { BulkOutcome($0, .unsent) } }
    let cause = Cause(type: type ?? "\(code)", reason: message, causedBy: causedBy)
    return actions.map { action in
      let item = BulkItem(
        position: action.position, kind: action.kind, index: action.index, id: action.document?.id.text,
        status: statusCode, error: cause, attempts: action.sends)
      return BulkOutcome(action, .refused(item))
    }
  }
}
