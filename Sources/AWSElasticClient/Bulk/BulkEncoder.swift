import AWSCore
import AWSCredentials

/// An action as lines of newline-delimited JSON.
struct EncodedBulkAction {
  let position: Int
  let kind: BulkAction.Kind
  /// The index of the action, or else of the call.
  let index: String
  /// What names the document; `nil` if the engine chooses the id.
  let document: Document?
  let isRepeatable: Bool
  /// Where in the chunk's bytes the lines are.
  fileprivate(set) var range: Range<Int>
  /// How often it was sent so far.
  var sends = 0
  /// How many of these are no attempts: the engine was busy, or the request was too large.
  var refusals = 0
  /// How many attempts it has had.
  var attempts: Int { sends - refusals }

  /// What names a document.
  struct Document: Hashable {
    let index: ExactText
    let id: ExactText
    let routing: ExactText?
  }
}

/// Actions that go into one request, with the bytes of its body.
struct BulkChunk {
  var actions: [EncodedBulkAction] = []
  var bytes: [UInt8] = []

  /// The body for some of the actions.
  func body(of selection: [EncodedBulkAction]) -> [UInt8] {
    if selection.count == actions.count { return bytes }
    var body: [UInt8] = []
    body.reserveCapacity(selection.reduce(0) { $0 + $1.range.count })
    for action in selection { body += bytes[action.range] }
    return body
  }

  /// Takes away the last action, as a chunk of its own; `nil` if it is the only one.
  mutating func removeLast() -> BulkChunk? {
    guard actions.count > 1, var last = actions.popLast() else { return nil }
    let moved = Array(bytes[last.range])
    bytes.removeSubrange(last.range.lowerBound...)
    last.range = 0..<moved.count
    return BulkChunk(actions: [last], bytes: moved)
  }
}

/// Writes actions as newline-delimited JSON.
struct BulkEncoder {
  private let writer: JSONWriter
  private let defaultIndex: String?
  private let retrySafety: ElasticRetrySafety?

  init(coding: ElasticCoding, defaultIndex: String?, retrySafety: ElasticRetrySafety?) {
    writer = JSONWriter(coding: coding)
    self.defaultIndex = defaultIndex
    self.retrySafety = retrySafety
  }

  /// Appends an action's lines to a chunk.
  ///
  /// - Throws: ``BulkEncodingError``; the chunk is then unchanged.
  func append(_ action: BulkAction, position: Int, to chunk: inout BulkChunk) throws(BulkEncodingError) {
    guard let index = action.indexName ?? defaultIndex else {
      throw BulkEncodingError(action, position, index: "", "it names no index, and neither does the call")
    }
    guard action.id?.isEmpty != true, !index.isEmpty else {
      throw BulkEncodingError(action, position, index: index, "its index or id is empty")
    }
    // The writer writes into the chunk, without a copy.
    swap(&writer.output.bytes, &chunk.bytes)
    defer { swap(&writer.output.bytes, &chunk.bytes) }
    let start = writer.output.bytes.count
    writer.output.bytes.append(headerOf: action)
    do throws(DocumentError) {
      try appendPayload(of: action)
    } catch {
      writer.output.bytes.removeLast(writer.output.bytes.count - start)
      throw BulkEncodingError(action, position, index: index, "its \(error)")
    }
    chunk.actions.append(
      EncodedBulkAction(
        position: position, kind: action.kind, index: index,
        document: action.id.map {
          EncodedBulkAction.Document(index: index.exact, id: $0.exact, routing: action.routing?.exact)
        },
        isRepeatable: retrySafety.map { $0 == .idempotent } ?? action.isRepeatable,
        range: start..<writer.output.bytes.count))
  }

  private func appendPayload(of action: BulkAction) throws(DocumentError) {
    switch action.payload {
    case .none: return
    case .document(let body): try writer.append(body, as: "document")
    case .update(let update): try update.append(to: writer)
    }
    writer.output.bytes.append(0x0A)
  }
}

extension [UInt8] {
  /// Appends the line of an action that says what is to be done with which document.
  fileprivate mutating func append(headerOf action: BulkAction) {
    append(text: "{\"")
    append(text: action.kind.rawValue)
    append(text: "\":{")
    let start = count
    func begin(_ name: String, _ bytes: inout [UInt8]) {
      if bytes.count > start { bytes.append(UInt8(ascii: ",")) }
      bytes.append(UInt8(ascii: "\""))
      bytes.append(text: name)
      bytes.append(text: "\":")
    }
    func member(_ name: String, _ value: String?, _ bytes: inout [UInt8]) {
      guard let value else { return }
      begin(name, &bytes)
      bytes.append(jsonString: value)
    }
    member("_index", action.indexName, &self)
    member("_id", action.id, &self)
    member("routing", action.routing, &self)
    if let version = action.ifVersion {
      begin("if_seq_no", &self)
      append(integer: version.sequenceNumber)
      begin("if_primary_term", &self)
      append(integer: version.primaryTerm)
    }
    append(text: "}}\n")
  }
}

/// Why an action cannot be sent.
struct BulkEncodingError: Error {
  /// What is wrong, as the end of a sentence about the action.
  let problem: String
  /// The action's outcome.
  let item: BulkItem

  init(_ action: BulkAction, _ position: Int, index: String, _ problem: String) {
    self.problem = problem
    item = BulkItem(
      position: position, kind: action.kind, index: index, id: action.id, status: 0,
      error: ElasticError.Cause(type: BulkItem.unencodableType, reason: problem.sentence), attempts: 0)
  }
}
