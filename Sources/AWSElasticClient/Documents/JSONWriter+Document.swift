import AWSCore

/// Why a document cannot be sent. The text continues a sentence after "the" or "its".
struct DocumentError: Error, CustomStringConvertible {
  let description: String
  let cause: (any Error)?

  init(_ part: String, _ problem: String, cause: (any Error)? = nil) {
    description = "\(part) \(problem)"
    self.cause = cause
  }
}

// One set of rules for documents of their own and those of bulk actions.
extension JSONWriter {
  /// Appends a document, or a part of a request that has to be an object like one, on a single line.
  ///
  /// Bytes are checked: one document that is not JSON would make the engine misread those that follow in a bulk
  /// request, and one that is nested too deep could not be read back.
  ///
  /// - Parameter part: What it is called in messages.
  func append(_ body: ElasticBody, as part: String) throws(DocumentError) {
    switch body.content {
    case .none: throw DocumentError(part, "is missing")
    case .bytes(let bytes), .lines(let bytes):
      let isObject: Bool
      do throws(JSONSyntaxError) {
        isObject = try JSONNode(parsing: bytes).isObject
      } catch {
        throw DocumentError(part, "is \(error)", cause: error)
      }
      guard isObject else { throw DocumentError.notAnObject(part) }
      output.bytes.append(onOneLine: bytes)
    case .value(let encode): try append(part, encode)
    }
  }

  /// Appends a value as a document.
  func append(document: some Encodable) throws(DocumentError) {
    try append("document") { writer in try writer.encode(document) }
  }

  private func append(_ part: String, _ encode: (JSONWriter) throws -> Void) throws(DocumentError) {
    let start = bytes.count
    do {
      try encode(self)
    } catch {
      throw DocumentError(part, "cannot be encoded: \(EncodingError.explanation(of: error))", cause: error)
    }
    guard start < bytes.count, bytes[start] == UInt8(ascii: "{") else { throw DocumentError.notAnObject(part) }
  }
}

extension [UInt8] {
  /// Appends JSON without its line ends. A line ends only between tokens, where a space will do; the engine splits a bulk
  /// body at line ends before it reads any JSON.
  fileprivate mutating func append(onOneLine json: [UInt8]) {
    let start = count
    append(contentsOf: json)
    for index in start..<count where self[index] == 0x0A || self[index] == 0x0D { self[index] = 0x20 }
  }
}

extension DocumentError {
  fileprivate static func notAnObject(_ part: String) -> DocumentError {
    DocumentError(part, "is not a JSON object")
  }
}
