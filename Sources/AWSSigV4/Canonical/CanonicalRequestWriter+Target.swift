import AWSCore
import AWSCredentials

// The method, the path and the query: AWS Signature Version 4, "Create a canonical request", steps HTTPMethod,
// CanonicalURI and CanonicalQueryString.
extension CanonicalRequestWriter {
  /// Where the path and the query of the target are, as they go over the wire.
  struct Target: Sendable {
    var path: Range<Int>
    var query: Range<Int>
    /// Whether the path holds nothing but slashes and characters that are never encoded.
    var hasPlainPath: Bool
  }

  /// Copies the target into the buffer and finds its parts.
  mutating func addTarget(_ target: String) throws(SigV4Error) -> Target {
    let start = bytes.count
    bytes.append(text: target)
    let whole = start..<bytes.count
    if !whole.isEmpty, bytes[start] == UInt8(ascii: "/"), bytes.all(in: whole, \.arePlainInPath) {
      return Target(path: whole, query: bytes.count..<bytes.count, hasPlainPath: true)
    }
    var mark: Int?
    var index = start
    while true {
      index = bytes.end(of: .visibleButMarks, in: index..<bytes.count)
      guard index < bytes.count else { break }
      let byte = bytes[index]
      if byte.isControl || byte == UInt8(ascii: "#") {
        let reason =
          byte == UInt8(ascii: "#")
          ? "a fragment, which is never sent; a # of a path or query is written %23" : "a control character"
        throw SigV4Error(.invalidRequest, message: "The request's target holds \(reason).")
      }
      if byte == UInt8(ascii: "?"), mark == nil { mark = index }
      index += 1
    }
    let end = bytes.count
    let path = start..<(mark ?? end)
    guard path.isEmpty || bytes[start] == UInt8(ascii: "/") else {
      throw SigV4Error(.invalidRequest, message: "The request's target must begin with a slash.")
    }
    return Target(
      path: path, query: mark.map { ($0 + 1)..<end } ?? end..<end,
      hasPlainPath: mark != nil && bytes.all(in: path, \.arePlainInPath))
  }

  /// Writes the method in upper case, and the end of its line.
  mutating func writeMethod(_ method: String) throws(SigV4Error) {
    switch method {
    case "GET": return bytes.append("GET\n")
    case "PUT": return bytes.append("PUT\n")
    case "POST": return bytes.append("POST\n")
    case "HEAD": return bytes.append("HEAD\n")
    case "DELETE": return bytes.append("DELETE\n")
    default: break
    }
    let start = bytes.count
    bytes.append(text: method)
    if method.isEmpty || !bytes.all(in: start..<bytes.count, { $0.areIn("A"..."Z") }) {
      guard !method.isEmpty, bytes.end(of: .token, in: start..<bytes.count) == bytes.count else {
        throw SigV4Error(.invalidRequest, message: "The request's method is not a word of letters, digits and symbols.")
      }
      bytes.uppercase(from: start)
    }
    bytes.append(ascii: "\n")
  }

  /// Writes the canonical URI.
  mutating func writePath(of target: Target, options: SigV4Options) {
    let path = target.path
    switch options.pathNormalization {
    case .preserved where target.hasPlainPath: bytes.append(copyOf: path)
    case .preserved: writeSegment(path, slash: .kept, encoding: options.pathEncoding)
    case .removeDotSegments where target.hasPlainPath && !path.isEmpty && !bytes.holdsDotOrSlashAfterSlash(in: path):
      bytes.append(copyOf: path)
    case .removeDotSegments: writeNormalized(path, encoding: options.pathEncoding)
    }
  }

  /// Drops empty and `.` segments, and `..` together with the segment before it; a slash at the end stays.
  private mutating func writeNormalized(_ path: Range<Int>, encoding: PathEncoding) {
    let start = bytes.count
    var index = path.lowerBound
    while index < path.upperBound {
      var end = index
      while end < path.upperBound, bytes[end] != UInt8(ascii: "/") { end += 1 }
      switch end - index {
      case 0: break
      case 1 where bytes[index] == UInt8(ascii: "."): break
      case 2 where bytes[index] == UInt8(ascii: ".") && bytes[index + 1] == UInt8(ascii: "."): dropSegment(to: start)
      default:
        bytes.append(ascii: "/")
        writeSegment(index..<end, slash: .encoded, encoding: encoding)
      }
      index = end + 1
    }
    if bytes.count == start || bytes[path.upperBound - 1] == UInt8(ascii: "/") { bytes.append(ascii: "/") }
  }

  private mutating func dropSegment(to start: Int) {
    while bytes.count > start {
      let last = bytes[bytes.count - 1]
      bytes.removeAll(after: bytes.count - 1)
      if last == UInt8(ascii: "/") { return }
    }
  }

  private mutating func writeSegment(_ range: Range<Int>, slash: PercentEncoding.Slash, encoding: PathEncoding) {
    switch encoding {
    case .once: writeEncodedOnce(range, slash: slash)
    case .again:
      let plain = slash.plain
      var index = range.lowerBound
      while true {
        let end = bytes.end(of: plain, in: index..<range.upperBound)
        bytes.append(copyOf: index..<end)
        guard end < range.upperBound else { return }
        bytes.append(percentEncoded: bytes[end])
        index = end + 1
      }
    }
  }

  /// Writes bytes so that each is percent-encoded exactly once: what servers get when they decode and encode again.
  ///
  /// `%2f` becomes `%2F`, `%41` becomes `A`, and a `%` that begins no escape becomes `%25`. A raw `+` is itself in a path, and a
  /// space in a query.
  private mutating func writeEncodedOnce(
    _ range: Range<Int>, slash: PercentEncoding.Slash, plus: UInt8 = UInt8(ascii: "+")
  ) {
    var index = range.lowerBound
    let plain = slash.plain
    while true {
      let end = bytes.end(of: plain, in: index..<range.upperBound)
      bytes.append(copyOf: index..<end)
      index = end
      guard index < range.upperBound else { return }
      let byte = bytes[index]
      if byte == UInt8(ascii: "%"), index + 2 < range.upperBound,
        let high = bytes[index + 1].hexValue, let low = bytes[index + 2].hexValue
      {
        bytes.append(percentEncoded: high << 4 | low)
        index += 3
        continue
      }
      bytes.append(percentEncoded: byte == UInt8(ascii: "+") ? plus : byte)
      index += 1
    }
  }
}

extension CanonicalRequestWriter {
  /// Adds the parameters of a query that is on the wire, as servers read them.
  ///
  /// A raw `+` is a space, as in forms (WHATWG URL Standard, "application/x-www-form-urlencoded parsing"), and a piece without a
  /// character is no parameter. Ceph's gateway and OpenStack Swift do so and refuse what is signed in another way.
  ///
  /// - Parameter check: Called with the encoded name of each.
  mutating func addParameters(
    _ query: Range<Int>, check: (ByteWriter, Range<Int>) throws(SigV4Error) -> Void
  ) throws(SigV4Error) {
    guard !query.isEmpty else { return }
    var index = query.lowerBound
    while index <= query.upperBound {
      var end = index
      while end < query.upperBound, bytes[end] != UInt8(ascii: "&") { end += 1 }
      if end > index {
        var equals = index
        while equals < end, bytes[equals] != UInt8(ascii: "=") { equals += 1 }
        let start = bytes.count
        writeEncodedOnce(index..<equals, slash: .encoded, plus: UInt8(ascii: " "))
        let split = bytes.count
        if equals < end { writeEncodedOnce((equals + 1)..<end, slash: .encoded, plus: UInt8(ascii: " ")) }
        parameters.append(Piece(start: start, split: split, end: bytes.count))
        try check(bytes, start..<split)
      }
      index = end + 1
    }
  }

  /// Adds parameters of a presigned URL, as they are written there.
  ///
  /// - Parameters:
  ///   - text: The parameters, joined by `&`.
  ///   - pieces: Where in the text each of them is.
  mutating func addParameters(_ text: [UInt8], _ pieces: [Piece]) {
    let start = bytes.count
    bytes.append(text)
    for piece in pieces { parameters.append(piece.moved(by: start)) }
  }

  /// Adds a parameter of a presigned URL behind others, as it is written there.
  ///
  /// - Parameters:
  ///   - name: The name.
  ///   - value: Writes the value in encoded form.
  @inline(__always)
  mutating func addParameter(_ name: StaticString, value: (inout CanonicalRequestWriter) -> Void) {
    bytes.append(ascii: "&")
    let start = bytes.count
    bytes.append(name)
    let split = bytes.count
    bytes.append(ascii: "=")
    value(&self)
    parameters.append(Piece(start: start, split: split, valueStart: split + 1, end: bytes.count))
  }

  /// Writes the path for the URL. With ``PathEncoding/once`` a raw `+` becomes `%2B`, because some programs read it as a
  /// space.
  @inline(__always)
  mutating func writeWirePath(of target: Target, _ encoding: PathEncoding) {
    // Where the path on the wire is encoded once more to be signed, another form would have another signature.
    guard encoding == .once, !target.hasPlainPath else { return bytes.append(copyOf: target.path) }
    for index in target.path { writeWireByte(at: index, plus: "%2B") }
  }

  /// Writes the query for the URL, followed by an `&`. A raw `+` becomes `%20`, and empty parts are left out.
  mutating func writeWireQuery(_ query: Range<Int>) {
    var last = UInt8(ascii: "&")
    for index in query where bytes[index] != UInt8(ascii: "&") || last != UInt8(ascii: "&") {
      last = bytes[index]
      writeWireByte(at: index, plus: "%20")
    }
    if last != UInt8(ascii: "&") { bytes.append(ascii: "&") }
  }

  private mutating func writeWireByte(at index: Int, plus: StaticString) {
    let byte = bytes[index]
    if byte == UInt8(ascii: "+") { bytes.append(plus) } else { bytes.append(byte) }
  }

  /// Writes the parameters in their present order.
  mutating func writeParameters() {
    for index in 0..<parameters.count {
      let piece = parameters[index]
      if index > 0 { bytes.append(ascii: "&") }
      bytes.append(copyOf: piece.name)
      bytes.append(ascii: "=")
      bytes.append(copyOf: piece.value)
    }
  }
}

extension PercentEncoding.Slash {
  /// What stays as it is. No comparison with `==`, which another module's type cannot have inlined.
  @inline(__always) fileprivate var plain: ASCIISet {
    switch self {
    case .kept: .unreservedAndSlash
    case .encoded: .unreserved
    }
  }
}
