import AWSCredentials
import AWSRuntime
import AWSSigV4
import ArgumentParser

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The body of a request of `evergreen curl`.
struct CurlBody {
  enum Kind { case none, form, file }

  let kind: Kind
  let content: AWSHTTPBody

  static let none = CurlBody(kind: .none, content: .empty)

  private init(kind: Kind, content: AWSHTTPBody) {
    self.kind = kind
    self.content = content
  }

  init(data: [String], binary: [String], file: String?) async throws {
    if let file {
      kind = .file
      // The length of the standard input is not known until it has been read, and a signed request has to tell it.
      content = file == "-" ? AWSHTTPBody(try Self.standardInput()) : try await AWSHTTPBody.file(file)
      return
    }
    guard !(data.isEmpty && binary.isEmpty) else {
      kind = .none
      content = .empty
      return
    }
    let pieces =
      try data.map { try Self.bytes($0, lineEnds: .dropped) } + binary.map { try Self.bytes($0, lineEnds: .kept) }
    kind = .form
    content = AWSHTTPBody(Array(pieces.joined(separator: [UInt8(ascii: "&")])))
  }

  private enum LineEnds { case kept, dropped }

  private static func bytes(_ argument: String, lineEnds: LineEnds) throws -> [UInt8] {
    guard argument.utf8.first == UInt8(ascii: "@") else { return Array(argument.utf8) }
    let path = String(Substring(argument.utf8.dropFirst()))
    let bytes: [UInt8]
    do {
      bytes = path == "-" ? try standardInput() : [UInt8](try Data(contentsOf: URL(filePath: path)))
    } catch {
      throw ValidationError(
        path == "-" ? "The standard input cannot be read: \(error)" : "The file '\(path)' cannot be read.")
    }
    switch lineEnds {
    case .kept: return bytes
    case .dropped: return bytes.filter { $0 != 0x0A && $0 != 0x0D }
    }
  }

  private static func standardInput() throws -> [UInt8] {
    var input = StandardInput()
    return try input.rest()
  }

  var defaultMethod: String {
    switch kind {
    case .none: "GET"
    case .form: "POST"
    case .file: "PUT"
    }
  }

  /// The hash of the body; a file is read for it and read again when it is sent.
  func payloadHash() async throws -> PayloadHash {
    if let bytes = content.bytesInMemory { return .bytes(bytes) }
    var hasher = PayloadHasher()
    for try await chunk in content { hasher.update(chunk) }
    return .sha256(hex: hasher.finish())
  }
}
