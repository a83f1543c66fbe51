#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// An action as lines of newline-delimited JSON.
struct EncodedBulkAction {
  let position: Int
  let kind: BulkAction.Kind
  /// What names the document; `nil` if the engine chooses the id.
  let document: Document?
  let isRepeatable: Bool
  /// Where in the chunk's bytes the lines are.
  let range: Range<Int>

  struct Document: Hashable {
    let index: String
    let id: String
    let routing: String?
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
}

/// Writes actions as newline-delimited JSON.
struct BulkEncoder {
  private let encoder: JSONEncoder
  private let defaultIndex: String?

  init(encoder: JSONEncoder, defaultIndex: String?) {
    self.encoder = encoder
    self.defaultIndex = defaultIndex
  }

  /// Appends an action's lines to a chunk.
  ///
  /// - Throws: ``BulkEncodingError``; the chunk is then unchanged.
  func append(_ action: BulkAction, position: Int, to chunk: inout BulkChunk) throws(BulkEncodingError) {
    guard let index = action.index ?? defaultIndex else {
      throw BulkEncodingError(position: position, problem: "it names no index, and neither does the call")
    }
    guard action.id != "", index != "" else {
      throw BulkEncodingError(position: position, problem: "its index or id is empty")
    }
    let payload = try payload(of: action, position: position)
    let start = chunk.bytes.count
    appendHeader(of: action, to: &chunk.bytes)
    if let payload {
      // The engine splits at newlines before it reads JSON. Inside strings JSON has none, so elsewhere a space will do.
      for byte in payload { chunk.bytes.append(byte == 0x0A || byte == 0x0D ? 0x20 : byte) }
      chunk.bytes.append(0x0A)
    }
    chunk.actions.append(
      EncodedBulkAction(
        position: position, kind: action.kind,
        document: action.id.map { EncodedBulkAction.Document(index: index, id: $0, routing: action.routing) },
        isRepeatable: action.isRepeatable, range: start..<chunk.bytes.count))
  }

  private func appendHeader(of action: BulkAction, to bytes: inout [UInt8]) {
    bytes.append(text: "{\"\(action.kind.rawValue)\":{")
    var separator = ""
    func member(_ name: String, _ value: String?) {
      guard let value else { return }
      bytes.append(text: "\(separator)\"\(name)\":")
      bytes.append(jsonString: value)
      separator = ","
    }
    member("_index", action.index)
    member("_id", action.id)
    member("routing", action.routing)
    if let version = action.ifVersion {
      bytes.append(
        text: "\(separator)\"if_seq_no\":\(version.sequenceNumber),\"if_primary_term\":\(version.primaryTerm)")
    }
    bytes.append(text: "}}\n")
  }

  private func payload(of action: BulkAction, position: Int) throws(BulkEncodingError) -> [UInt8]? {
    let bytes: [UInt8]
    do {
      switch action.payload {
      case .none: return nil
      case .document(let body): bytes = try body.encoded(with: encoder)
      case .update(let update): bytes = try update.encoded(with: encoder)
      }
    } catch {
      throw BulkEncodingError(position: position, problem: "it cannot be encoded: \(error)")
    }
    // One document that is not JSON would make the engine misread those that follow.
    do {
      guard try JSONNode(parsing: bytes).isObject else {
        throw BulkEncodingError(position: position, problem: "its document is not a JSON object")
      }
    } catch let error as JSONSyntaxError {
      throw BulkEncodingError(position: position, problem: "its document is \(error)")
    } catch let error as BulkEncodingError {
      throw error
    } catch {
      throw BulkEncodingError(position: position, problem: "its document cannot be read: \(error)")
    }
    return bytes
  }
}

/// Why an action cannot be sent.
struct BulkEncodingError: Error {
  let position: Int
  let problem: String
}
