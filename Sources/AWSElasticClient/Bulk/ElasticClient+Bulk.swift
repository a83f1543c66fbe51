import AWSCore
import AWSCredentials

extension ElasticClient {
  /// Carries out many actions with few requests.
  ///
  /// The actions are split into requests by size and number. The requests are sent one after the other. Actions that
  /// the engine rejects because it is busy (429) are sent again after a pause, within the limits of
  /// ``BulkOptions/busyRetry``, unless a later action on the same document has succeeded meanwhile. These retries
  /// neither count as attempts of the client's retry policy nor use its quota. If a request is too large for the domain
  /// (413), its actions are sent in two smaller requests.
  ///
  /// After a lost or incomplete response, and after a failure with status 502 to 504, the actions of the request that
  /// are idempotent are sent again: those that store or delete a document or merge fields into it, if they name the
  /// document's id. The outcome of the request's other actions is unknown. To make actions that store documents
  /// idempotent, choose the ids of the documents yourself. Apart from actions that were rejected with 429, no action is
  /// sent more often than the client's retry policy allows.
  ///
  /// - Parameters:
  ///   - actions: The actions. They are read while requests are sent, so a lazy sequence need not fit into memory. The
  ///     sequence is read to its end even if a request fails, so that the report contains every action.
  ///   - index: The index for actions that do not name an index.
  ///   - options: Limits, refresh, pipeline, and how failures are handled.
  /// - Returns: The outcome of each action. The call does not throw if an action fails: see ``BulkReport/failed``.
  /// - Throws: ``ElasticError`` if a whole request fails; no further request is sent then.
  ///   ``ElasticError/partialReport`` says for each action whether it was acknowledged, failed, has an unknown outcome
  ///   or was not sent. `CancellationError` if the task is cancelled; that error does not tell which actions were
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
