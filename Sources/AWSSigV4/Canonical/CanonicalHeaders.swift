import AWSCore

/// What a client's requests have in common in the canonical request: all that stands behind the query but the payload's hash.
///
/// A client sends the same headers to the same host again and again. Of its requests in one second only the method, the target
/// and the payload differ, so the rest is worked out for one of them and copied into the others.
final class CanonicalHeaders: Sendable {
  // A signer keeps one of these until it signs in another second; it may not keep a request's largest text for that long.
  private static let longest = 8192

  private let scheme: String
  private let authority: String
  /// The signed headers of the caller's, as they were added.
  private let callersLines: [UInt8]
  private let payloadHashLength: Int?
  /// The canonical headers and the names of the signed ones, each with its line break.
  let text: [UInt8]
  /// Where the names are in the text.
  let signedHeaders: Range<Int>
  /// Where in the text the payload's hash is the value of a header; empty if it is none.
  let payloadHash: Range<Int>

  /// Those of no request.
  static let empty = CanonicalHeaders()

  var isEmpty: Bool { payloadHashLength == nil }

  private init() {
    (scheme, authority) = ("", "")
    (callersLines, text) = ([], [])
    payloadHashLength = nil
    (signedHeaders, payloadHash) = (0..<0, 0..<0)
  }

  /// Takes them from a finished canonical request; `nil` if they are not worth keeping.
  ///
  /// - Parameter callers: Where the signed headers of the caller's were added.
  init?(of writer: borrowing CanonicalRequestWriter, _ request: SigningRequest, callers: Range<Int>) {
    let (bytes, lines) = (writer.bytes, writer.lines)
    let range = writer.canonicalHeaders
    let kept = range.count + callers.count + request.scheme.utf8.count + request.authority.utf8.count
    guard kept <= Self.longest, !writer.hasRepeatedHeaders else { return nil }
    scheme = request.scheme
    authority = request.authority
    callersLines = bytes.array(callers)
    payloadHashLength = lines.payloadHash.count
    text = bytes.array(range)
    let names = lines.signedHeaders
    signedHeaders = names.lowerBound - range.lowerBound..<names.upperBound - range.lowerBound
    payloadHash = Self.payloadHash(in: writer)
  }

  // Each line has one value, as requests with repeated headers keep none.
  private static func payloadHash(in writer: borrowing CanonicalRequestWriter) -> Range<Int> {
    var line = 0
    for index in 0..<writer.headers.count {
      let piece = writer.headers[index]
      if writer.bytes.holds(CanonicalRequestWriter.Name.bodyHash, in: piece.name) {
        let start = line + piece.name.count + 1
        return start..<start + piece.value.count
      }
      line += piece.line.count
    }
    return 0..<0
  }

  /// Whether a request of the same signer has these; the caller's headers and the payload's hash have been written.
  @inline(__always)
  func match(_ request: SigningRequest, in writer: borrowing CanonicalRequestWriter, callers: Range<Int>) -> Bool {
    // An authority that is not ASCII alone is not in the text: the caller's `host` is.
    payloadHashLength == writer.lines.payloadHash.count
      && scheme.hasBytes(of: request.scheme) && authority.hasBytes(of: request.authority)
      && writer.bytes.holds(callersLines, in: callers)
  }
}

extension CanonicalRequestWriter {
  /// Writes the canonical headers and the names of the signed ones, each with its line break.
  mutating func writeHeaders() {
    let start = bytes.count
    writeCanonicalHeaders()
    bytes.append(ascii: "\n")
    writeSignedHeaders()
    bytes.append(ascii: "\n")
    canonicalHeaders = start..<bytes.count
  }

  /// Writes the same from a request that has it in common.
  @inline(never)
  mutating func writeHeaders(_ known: CanonicalHeaders) {
    let start = bytes.count
    bytes.append(known.text)
    if !known.payloadHash.isEmpty { bytes.replace(from: start + known.payloadHash.lowerBound, with: lines.payloadHash) }
    lines.signedHeaders = start + known.signedHeaders.lowerBound..<start + known.signedHeaders.upperBound
  }
}

extension CanonicalHeaders: CustomStringConvertible, CustomReflectable {
  /// A fixed text: the headers include the session token and may include a customer's encryption key.
  var description: String { "CanonicalHeaders" }
  var customMirror: Mirror { Mirror(self, children: [:], displayStyle: .class) }
}
