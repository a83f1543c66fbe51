/// What a client's requests have in common in the canonical request: all that stands behind the query but the payload's hash.
///
/// A client sends the same headers to the same host again and again. Of its requests in one second only the method, the target
/// and the payload differ, so the rest is worked out for one of them and copied into the others.
final class SigningFrame: Sendable {
  // A signer keeps one frame, and may not keep a caller's largest header for longer than the request.
  private static let longest = 8192

  private let scheme: String
  private let authority: String
  /// The signed headers of the caller's, as they were added to the transcript.
  private let callers: [UInt8]
  private let payloadHashLength: Int?
  /// The canonical headers and the names of the signed ones, each with its line break.
  let text: [UInt8]
  /// Where the names are in the text.
  let signedHeaders: Range<Int>
  /// Where in the text the payload's hash is the value of a header; empty if it is none.
  let payloadHash: Range<Int>

  /// A frame of no request.
  static let empty = SigningFrame()

  var isEmpty: Bool { payloadHashLength == nil }

  private init() {
    (scheme, authority) = ("", "")
    (callers, text) = ([], [])
    payloadHashLength = nil
    (signedHeaders, payloadHash) = (0..<0, 0..<0)
  }

  /// Takes the frame from a finished transcript; `nil` if it is not worth keeping.
  ///
  /// - Parameter callers: Where the signed headers of the caller's were added.
  init?(of transcript: borrowing Transcript, _ request: SigningRequest, callers: Range<Int>) {
    let (bytes, lines) = (transcript.bytes, transcript.lines)
    let range = transcript.frame
    guard range.count + callers.count <= Self.longest, !transcript.hasRepeatedHeaders else { return nil }
    scheme = request.scheme
    authority = request.authority
    self.callers = bytes.array(callers)
    payloadHashLength = lines.payloadHash.count
    text = bytes.array(range)
    let names = lines.signedHeaders
    signedHeaders = names.lowerBound - range.lowerBound..<names.upperBound - range.lowerBound
    payloadHash = Self.payloadHash(in: transcript)
  }

  private static func payloadHash(in transcript: borrowing Transcript) -> Range<Int> {
    var line = 0
    for index in 0..<transcript.headers.count {
      let piece = transcript.headers[index]
      if transcript.bytes.holds(Transcript.Name.bodyHash, in: piece.name) {
        let start = line + piece.name.count + 1
        return start..<start + piece.value.count
      }
      line += piece.line.count
    }
    return 0..<0
  }

  /// Whether a request of the same signer has this frame; the caller's headers and the payload's hash are in a transcript.
  @inline(__always)
  func frames(_ request: SigningRequest, in transcript: borrowing Transcript, callers: Range<Int>) -> Bool {
    // An authority that is not ASCII alone is not in the text: the caller's `host` is.
    payloadHashLength == transcript.lines.payloadHash.count
      && scheme.hasBytes(of: request.scheme) && authority.hasBytes(of: request.authority)
      && transcript.bytes.holds(self.callers, in: callers)
  }
}

extension Transcript {
  /// Writes the canonical headers and the names of the signed ones, each with its line break.
  mutating func writeFrame() {
    let start = bytes.count
    writeCanonicalHeaders()
    bytes.append(ascii: "\n")
    writeSignedHeaders()
    bytes.append(ascii: "\n")
    frame = start..<bytes.count
  }

  /// Writes the same from a frame.
  @inline(never)
  mutating func write(_ frame: SigningFrame) {
    let start = bytes.count
    bytes.append(frame.text)
    if !frame.payloadHash.isEmpty { bytes.replace(from: start + frame.payloadHash.lowerBound, with: lines.payloadHash) }
    lines.signedHeaders = start + frame.signedHeaders.lowerBound..<start + frame.signedHeaders.upperBound
  }
}
