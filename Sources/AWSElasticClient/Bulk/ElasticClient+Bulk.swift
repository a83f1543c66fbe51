import AWSRuntime

extension ElasticClient {
  /// Carries out many actions with few requests.
  ///
  /// The actions are cut into requests by bytes and number, which are sent one after the other. Actions that the engine
  /// rejects because it is busy (429, and 503 where that is safe) are sent again after a pause, as often as the client's
  /// retry policy says, unless a later action on the same document has succeeded meanwhile. A request that is too large
  /// for the domain (413) is halved.
  ///
  /// A request whose answer was lost is sent again only if all its actions name an id and are `index`, `delete`, or
  /// `update` by merging fields: doing those twice is the same as doing them once. Give documents ids of your own to
  /// profit from that.
  ///
  /// - Parameters:
  ///   - actions: The actions. They are read as they are sent, so a lazy sequence need not fit into memory.
  ///   - index: The index of actions that name none.
  ///   - options: Limits, refresh, pipeline.
  /// - Returns: What became of each action. That an action fails does not make the call throw: see
  ///   ``BulkReport/failures``.
  /// - Throws: ``ElasticError`` if a request fails as a whole or an action cannot be encoded;
  ///   ``ElasticError/partialReport`` then tells what had been done.
  public func bulk(
    _ actions: some Sequence<BulkAction>, index: String? = nil, options: BulkOptions = BulkOptions()
  ) async throws(ElasticError) -> BulkReport {
    try require(options.refresh, for: "Bulk")
    let path: ElasticPath = index.map { .index($0, "_bulk") } ?? ["_bulk"]
    let run = BulkRun(client: self, path: path, query: options.query)
    let encoder = BulkEncoder(encoder: coding.encoder(), defaultIndex: index)
    var report = BulkReport()
    do throws(ElasticError) {
      var chunk = BulkChunk()
      for (position, action) in actions.enumerated() {
        do throws(BulkEncodingError) {
          try encoder.append(action, position: position, to: &chunk)
        } catch {
          throw invalid("Bulk", "action \(error.position) cannot be sent: \(error.problem)")
        }
        if chunk.actions.count > options.maxActions || chunk.bytes.count > options.maxBytes,
          let next = chunk.removeLast()
        {
          try await run.send(chunk, into: &report)
          chunk = next
        }
      }
      if !chunk.actions.isEmpty { try await run.send(chunk, into: &report) }
    } catch {
      var error = error
      report.items.sort { $0.position < $1.position }
      error.partialReport = report
      throw error
    }
    return report
  }
}

extension BulkChunk {
  /// Takes away the last action, as a chunk of its own; `nil` if it is the only one.
  mutating func removeLast() -> BulkChunk? {
    guard actions.count > 1, let last = actions.popLast() else { return nil }
    let moved = BulkChunk(
      actions: [
        EncodedBulkAction(
          position: last.position, kind: last.kind, document: last.document, isRepeatable: last.isRepeatable,
          range: 0..<last.range.count)
      ], bytes: Array(bytes[last.range]))
    bytes.removeSubrange(last.range.lowerBound...)
    return moved
  }
}

/// Sends the chunks of one bulk call.
struct BulkRun {
  let client: ElasticClient
  let path: ElasticPath
  let query: ElasticQuery

  /// Sends a chunk until each of its actions has an outcome that counts, and adds the outcomes in order.
  func send(_ chunk: BulkChunk, into report: inout BulkReport) async throws(ElasticError) {
    var settled: [BulkItem] = []
    var pending = chunk.actions
    var attempts = 0
    do throws(ElasticError) {
      while !pending.isEmpty {
        attempts += 1
        let items = try await outcomes(of: pending, in: chunk, attempts: attempts, report: &report)
        let isLastAttempt = attempts >= client.pipeline.configuration.retry.maxAttempts
        pending = Self.retryable(pending, items: items, isLastAttempt: isLastAttempt, settled: &settled)
        if !pending.isEmpty {
          // Until they are sent again, what they came to is the engine's refusal.
          let refused = Dictionary(items.map { ($0.position, $0) }, uniquingKeysWith: { $1 })
          do throws(ElasticError) {
            try await client.pause(failures: attempts, isThrottled: true, operation: "Bulk")
          } catch {
            settled += pending.compactMap { refused[$0.position] }
            throw error
          }
        }
      }
    } catch {
      report.items += settled
      throw error
    }
    report.items += settled.sorted { $0.position < $1.position }
  }

  /// Sends some actions once; halves them as long as they are too large.
  private func outcomes(
    of actions: [EncodedBulkAction], in chunk: BulkChunk, attempts: Int, report: inout BulkReport
  ) async throws(ElasticError) -> [BulkItem] {
    var items: [BulkItem] = []
    var parts = [actions[...]]
    while let part = parts.popLast() {
      report.requests += 1
      do throws(ElasticError) {
        items += try await request(Array(part), in: chunk, attempts: attempts)
      } catch {
        guard error.code == .payloadTooLarge else {
          // What the other halves came to is known.
          report.items += items
          throw error
        }
        if part.count > 1 {
          let middle = part.startIndex + part.count / 2
          parts.append(part[middle...])
          parts.append(part[..<middle])
        } else if let action = part.first {
          items.append(Self.tooLarge(action, error: error, attempts: attempts))
        }
      }
    }
    return items
  }

  private func request(
    _ actions: [EncodedBulkAction], in chunk: BulkChunk, attempts: Int
  ) async throws(ElasticError) -> [BulkItem] {
    let isRepeatable = actions.allSatisfy(\.isRepeatable)
    let response = try await client.send(
      ElasticOperation(
        "Bulk", .post, path, query: query, body: .ndjson(chunk.body(of: actions)),
        retrySafety: isRepeatable ? .idempotent : .onlyIfNotProcessed))
    let reader = response.reader()
    let nodes = try reader.elements(of: reader.root()["items"], at: "items")
    guard nodes.count == actions.count else {
      throw response.invalid("\(actions.count) actions were sent, but the answer has \(nodes.count) outcomes")
    }
    var items: [BulkItem] = []
    items.reserveCapacity(nodes.count)
    for (node, action) in zip(nodes, actions) {
      items.append(try reader.bulkItem(node, for: action, attempts: attempts))
    }
    return items
  }

  private static func tooLarge(_ action: EncodedBulkAction, error: ElasticError, attempts: Int) -> BulkItem {
    BulkItem(
      position: action.position, kind: action.kind, index: action.document?.index ?? "", id: action.document?.id,
      status: 413, result: nil, documentVersion: nil,
      error: ElasticError.Cause(type: error.type ?? "payload_too_large", reason: error.message, index: nil),
      attempts: attempts)
  }

  /// The actions to send again; the outcomes of all others are settled.
  ///
  /// From the last action to the first: one that a later success on the same document has overtaken must not be sent
  /// again, or it would undo that.
  static func retryable(
    _ actions: [EncodedBulkAction], items: [BulkItem], isLastAttempt: Bool, settled: inout [BulkItem]
  ) -> [EncodedBulkAction] {
    var overtaken: Set<EncodedBulkAction.Document> = []
    var retries: [EncodedBulkAction] = []
    for (action, item) in zip(actions, items).reversed() {
      let isBusy = item.isFailure && (item.status == 429 || item.status == 503 && action.isRepeatable)
      let isOvertaken = action.document.map { overtaken.contains($0) } ?? false
      if isBusy, !isOvertaken, !isLastAttempt {
        retries.append(action)
      } else {
        settled.append(item)
        if !item.isFailure, let document = action.document { overtaken.insert(document) }
      }
    }
    return retries.reversed()
  }
}
