/// What a client's requests have in common in the canonical request: all that stands behind the query but the payload's hash.
///
/// A client sends the same headers to the same host again and again. Of its requests in one second only the method, the target
/// and the payload differ, so the rest is worked out for one of them and copied into the others.
final class SigningFrame: Sendable {
  // A signer keeps one frame until it signs in another second; it may not keep a request's largest text for that long.
  private static let longest = 8192

  private let scheme: String
  private let authority: String
  /// The signed headers of the caller's, as they were added to the transcript.
  private let callersLines: [UInt8]
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
    (callersLines, text) = ([], [])
    payloadHashLength = nil
    (signedHeaders, payloadHash) = (0..<0, 0..<0)
  }

  /// Takes the frame from a finished transcript; `nil` if it is not worth keeping.
  ///
  /// - Parameter callers: Where the signed headers of the caller's were added.
  init?(of transcript: borrowing Transcript, _ request: SigningRequest, callers: Range<Int>) {
    let (bytes, lines) = (transcript.bytes, transcript.lines)
    let range = transcript.frame
    let kept = range.count + callers.count + request.scheme.utf8.count + request.authority.utf8.count
    guard kept <= Self.longest, !transcript.hasRepeatedHeaders else { return nil }
    scheme = request.scheme
    authority = request.authority
    callersLines = bytes.array(callers)
    payloadHashLength = lines.payloadHash.count
    text = bytes.array(range)
    let names = lines.signedHeaders
    signedHeaders = names.lowerBound - range.lowerBound..<names.upperBound - range.lowerBound
    payloadHash = Self.payloadHash(in: transcript)
  }

  // Each line has one value, as requests with repeated headers have no frame.
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
      && transcript.bytes.holds(callersLines, in: callers)
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

  /// Writes the same from a request that has it in common.
  @inline(never)
  mutating func writeFrame(_ frame: SigningFrame) {
    let start = bytes.count
    bytes.append(frame.text)
    if !frame.payloadHash.isEmpty { bytes.replace(from: start + frame.payloadHash.lowerBound, with: lines.payloadHash) }
    lines.signedHeaders = start + frame.signedHeaders.lowerBound..<start + frame.signedHeaders.upperBound
  }
}

extension SigningFrame: CustomStringConvertible, CustomReflectable {
  /// Nothing of the headers, among which the session token is and may be a key of the customer's.
  var description: String { "SigningFrame" }
  var customMirror: Mirror { Mirror(self, children: [:], displayStyle: .class) }
}
