import AWSCredentials
import AWSRuntime
import AWSSigV4

/// The body of a request of `evergreen curl`.
struct CurlBody: Sendable {
  enum Kind { case none, data, json, file }

  let kind: Kind
  let content: AWSHTTPBody

  static let none = CurlBody(kind: .none, content: .empty)

  private init(kind: Kind, content: AWSHTTPBody) {
    self.kind = kind
    self.content = content
  }

  /// The body that a command line asks for; ``none`` if its data goes into the query.
  ///
  /// - Parameters:
  ///   - uploadFile: The file that is sent.
  ///   - data: The data of the command line.
  init(_ options: CurlOptions, uploadFile: FilePath?, data: [UInt8]) throws {
    if let path = uploadFile {
      kind = .file
      let file = try InputFile(path.isEqual(to: ".") ? FilePath("-") : path)
      // A signed request tells length and hash before its body, so what has no length is read for them first.
      guard let size = file.size else {
        content = AWSHTTPBody(try file.bytes())
        return
      }
      content = AWSHTTPBody(length: .known(Int64(size))) { FileChunks(file: file, size: size) }
      return
    }
    guard !options.data.isEmpty, !options.usesGet else {
      self = .none
      return
    }
    kind = options.data.contains { $0.form == .json } ? .json : .data
    content = AWSHTTPBody(data)
  }

  var defaultMethod: String {
    switch kind {
    case .none: "GET"
    case .data, .json: "POST"
    case .file: "PUT"
    }
  }

  /// The `Content-Type` if the caller gives none.
  ///
  /// curl calls all data a form. Elasticsearch and OpenSearch refuse forms and bodies without a type; their bodies are JSON, and
  /// lines of JSON for the calls that take many documents or searches.
  func contentType(service: String?, target: String) -> String? {
    switch kind {
    case .none: return nil
    case .json: return "application/json"
    case .data, .file:
      guard service == "es" || service == "aoss" else {
        return kind == .file ? nil : "application/x-www-form-urlencoded"
      }
      return Self.takesLines(target) ? "application/x-ndjson" : "application/json"
    }
  }

  /// Whether a path is that of a call that takes lines of JSON.
  private static func takesLines(_ target: String) -> Bool {
    let path = target.utf8.prefix { $0 != UInt8(ascii: "?") }
    let last = path.split(separator: UInt8(ascii: "/")).suffix(2).map { String(Substring($0)) }
    return last.last == "_bulk" || last.last == "_msearch" || last == ["_msearch", "template"]
  }

  /// What is wrong with the body of a call that takes lines of JSON, as the server will say in other words.
  func warning(service: String?, target: String) -> String? {
    guard service == "es" || service == "aoss", Self.takesLines(target), let bytes = content.bytesInMemory,
      let last = bytes.last, last != 0x0A
    else { return nil }
    return
      "The last line of this call's body has no line end. --data drops the line ends of files; --data-binary keeps them."
  }

  /// The hash of the body; a file is read for it and read again when it is sent.
  func payloadHash() async throws -> PayloadHash {
    if let bytes = content.bytesInMemory { return .bytes(bytes) }
    var hasher = PayloadHasher()
    for try await chunk in content { hasher.update(chunk) }
    return .sha256(hex: hasher.finish())
  }
}

/// The bytes of a regular file, read when they are asked for.
private struct FileChunks: AsyncSequence, Sendable {
  private static let chunkSize = 1 << 20
  let file: InputFile
  let size: Int

  struct AsyncIterator: AsyncIteratorProtocol {
    let chunks: FileChunks
    private var offset = 0

    init(chunks: FileChunks) { self.chunks = chunks }

    mutating func next() async throws -> [UInt8]? {
      guard offset < chunks.size else { return nil }
      let chunk = try chunks.file.bytes(upTo: Swift.min(chunks.size - offset, FileChunks.chunkSize), at: offset)
      guard !chunk.isEmpty else {
        throw CurlFailure(
          .reading,
          "The file \(chunks.file.path.shown) had \(chunks.size) bytes when the request was made and has \(offset) now."
        )
      }
      offset += chunk.count
      return chunk
    }
  }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(chunks: self) }
}
