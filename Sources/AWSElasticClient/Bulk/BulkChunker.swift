/// Encodes the actions of a call and cuts them into chunks.
struct BulkChunker {
  private let encoder: BulkEncoder
  private let options: BulkOptions
  /// What is not full yet.
  private var chunk = BulkChunk()

  init(encoder: BulkEncoder, options: BulkOptions) {
    self.encoder = encoder
    self.options = options
  }

  /// Adds an action.
  ///
  /// - Returns: The actions before it, if it is one too many for them.
  /// - Throws: ``BulkEncodingError``; the action is then left out.
  mutating func add(_ action: BulkAction, position: Int) throws(BulkEncodingError) -> BulkChunk? {
    try encoder.append(action, position: position, to: &chunk)
    guard chunk.actions.count > options.maxActions || chunk.bytes.count > options.maxBytes,
      let next = chunk.removeLast()
    else { return nil }
    let full = chunk
    chunk = next
    return full
  }

  /// The last actions, if there are any.
  var rest: BulkChunk? { chunk.actions.isEmpty ? nil : chunk }
}
