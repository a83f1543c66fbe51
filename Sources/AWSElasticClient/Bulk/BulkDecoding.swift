package import HTTPTypes

/// What a bulk call does with its response, without the call: for the benchmark.
package struct BulkDecoding {
  private let chunk: BulkChunk

  /// Encodes actions.
  package init(_ actions: [BulkAction], index: String) throws {
    let encoder = BulkEncoder(coding: ElasticCoding(), defaultIndex: index, retrySafety: nil)
    var chunk = BulkChunk()
    for (position, action) in actions.enumerated() { try encoder.append(action, position: position, to: &chunk) }
    self.chunk = chunk
  }

  /// Reads what became of the actions.
  package func report(_ head: HTTPResponse, _ body: [UInt8]) throws -> BulkReport {
    let response = ElasticResponse(head: head, body: body, attempts: 1, operation: "es.Bulk", coding: ElasticCoding())
    var account = BulkAccount(maxAttempts: 3)
    var report = BulkReport()
    let outcomes = try response.outcomes(of: chunk.actions, comparingIDs: true)
    _ = account.settle(outcomes, repeating: account.wants(.busy, outcomes) ? [.busy] : [], into: &report)
    report.sort()
    return report
  }
}
