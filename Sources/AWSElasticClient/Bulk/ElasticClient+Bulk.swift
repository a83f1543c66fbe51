import AWSCore
import AWSCredentials

extension ElasticClient {
  /// Carries out many actions with few requests.
  ///
  /// The actions are split into requests by size and number. The requests are sent one after the other. Actions that
  /// the engine rejects because it is busy (429) are sent again after a pause, as long as ``BulkOptions/busyRetry``
  /// says, unless a later action on the same document has succeeded meanwhile; that counts neither as an attempt of the
  /// client's retry policy nor against its quota. A request that is too large for the domain (413) is split in half.
  ///
  /// After a lost or incomplete response, actions that name an id and are `index`, `delete`, or `update` by merging
  /// fields are sent again, because they are idempotent. The same actions are also sent again if they failed with 502
  /// to 504. Apart from the rejections, no action is sent more often than the client's retry policy allows. The outcome
  /// of all other actions is unknown. Give documents ids of your own to make their actions retryable.
  ///
  /// - Parameters:
  ///   - actions: The actions. They are read as they are sent, so a lazy sequence need not fit into memory. It is read to its
  ///     end also when a request fails, so that the report accounts for every action.
  ///   - index: The index of actions that name none.
  ///   - options: Limits, refresh, pipeline, and what to do when something goes wrong.
  /// - Returns: What became of each action. The call does not throw if an action fails: see ``BulkReport/failed``.
  /// - Throws: ``ElasticError`` if a request fails as a whole, after which no further one is sent;
  ///   ``ElasticError/partialReport`` then says for each action whether it was acknowledged, failed, has an unknown
  ///   outcome or was not sent. `CancellationError` if the task is cancelled; it does not tell which actions were
  ///   carried out.
  public func bulk(
    _ actions: some Sequence<BulkAction>, index: String? = nil, options: BulkOptions = BulkOptions()
  ) async throws -> BulkReport {
    do throws(ElasticError) {
      return try await carryOut(actions, index: index, options: options)
    } catch {
      throw error.publicError
    }
  }

  /// The bulk call, whose error tells also for a cancelled task what became of each action.
  package func carryOut(
    _ actions: some Sequence<BulkAction>, index: String?, options: BulkOptions
  ) async throws(ElasticError) -> BulkReport {
    try require(options.refresh, for: "Bulk")
    let path: ElasticPath = index.map { .index($0, "_bulk") } ?? ["_bulk"]
    do throws(ElasticPathError) {
      _ = try path.encoded()
    } catch {
      throw invalid("Bulk", "\(error)".sentence)
    }
    var run = BulkRun(client: self, path: path, options: options)
    var chunker = BulkChunker(
      encoder: BulkEncoder(coding: coding, defaultIndex: index, retrySafety: options.retrySafety), options: options)
    if options.encodingFailure == .failsTheCall {
      for chunk in try chunks(of: actions, chunker) { await run.send(chunk) }
      return try run.result()
    }
    for (position, action) in actions.enumerated() {
      guard run.error == nil else {
        run.report.unsent.append(position)
        continue
      }
      do throws(BulkEncodingError) {
        if let chunk = try chunker.add(action, position: position) { await run.send(chunk) }
      } catch {
        run.report.items.append(error.item)
      }
    }
    if let chunk = chunker.rest { await run.send(chunk) }
    return try run.result()
  }

  /// All actions, encoded before the first is sent.
  private func chunks(
    of actions: some Sequence<BulkAction>, _ chunker: consuming BulkChunker
  ) throws(ElasticError) -> [BulkChunk] {
    var chunks: [BulkChunk] = []
    var report = BulkReport()
    var refusal: ElasticError?
    for (position, action) in actions.enumerated() {
      do throws(BulkEncodingError) {
        if let chunk = try chunker.add(action, position: position) { chunks.append(chunk) }
        report.unsent.append(position)
      } catch {
        report.items.append(error.item)
        refusal = refusal ?? invalid("Bulk", "Action \(position) cannot be sent: \(error.problem)".sentence)
      }
    }
    if var refusal {
      refusal.partialReport = report
      throw refusal
    }
    return chunks + [chunker.rest].compactMap(\.self)
  }
}
