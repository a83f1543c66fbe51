import AWSCore

// Header names and values: AWS Signature Version 4, "Create a canonical request", step CanonicalHeaders.
extension CanonicalRequestWriter {
  enum Name {
    static var authorization: StaticString { "authorization" }
    static var host: StaticString { "host" }
    static var date: StaticString { "x-amz-date" }
    static var token: StaticString { "x-amz-security-token" }
    static var regionSet: StaticString { "x-amz-region-set" }
    static var bodyHash: StaticString { "x-amz-content-sha256" }
  }

  /// What a header of the caller's is to the signer.
  enum Role {
    case host, authorization, date, token, bodyHash, regionSet, other
  }

  /// Adds a header that the signer itself sets.
  mutating func addHeader(_ name: StaticString, value: String) throws(SigV4Error) {
    let start = bytes.count
    bytes.append(name)
    let split = bytes.count
    bytes.append(ascii: ":")
    bytes.append(text: value)
    try canonicalizeValue(from: split + 1, header: start..<split)
    endHeader(start: start, split: split)
  }

  /// Adds a header that the signer itself sets and whose canonical value is already in the buffer.
  @inline(__always)
  mutating func addHeader(_ name: StaticString, copying value: Range<Int>) {
    let start = bytes.count
    bytes.append(name)
    let split = bytes.count
    bytes.append(ascii: ":")
    bytes.append(copyOf: value)
    endHeader(start: start, split: split)
  }

  /// Adds a header that the signer itself sets, as a line of the canonical headers.
  @inline(__always)
  mutating func addHeader(_ name: StaticString, line: [UInt8]) {
    let start = bytes.count
    bytes.append(line)
    let split = start + name.utf8CodeUnitCount
    headers.append(Piece(start: start, split: split, valueStart: split + 1, end: bytes.count - 1))
  }

  /// Adds the header of the session token, if there is one; what is sent but not signed has to be a header value as well.
  @inline(__always)
  mutating func addToken(of identity: SigningIdentity, isSigned: Bool) throws(SigV4Error) {
    if !identity.tokenLine.isEmpty {
      if isSigned { addHeader(Name.token, line: identity.tokenLine) }
    } else if let token = identity.sessionToken {
      try addHeader(Name.token, value: token)
      if !isSigned { headers.removeLast() }
    }
  }

  /// Ends the line of a header whose value has been written, and remembers it.
  @inline(__always)
  mutating func endHeader(start: Int, split: Int) {
    headers.append(Piece(start: start, split: split, valueStart: split + 1, end: bytes.count))
    bytes.append(ascii: "\n")
  }

  /// Adds a header of the caller's if `keep`, asked with its role and lowercase name, says so.
  mutating func addHeader(
    _ header: (name: String, value: String), keep: (Role, UnsafeBufferPointer<UInt8>) -> Bool
  ) throws(SigV4Error) {
    let start = bytes.count
    bytes.append(text: header.name)
    guard bytes.count > start else {
      throw SigV4Error(.invalidHeader, message: "A header has an empty name.")
    }
    for index in start..<bytes.count {
      guard bytes[index].isTokenCharacter else {
        throw SigV4Error(
          .invalidHeader,
          message: "The name of header number \(headers.count + 1) holds a byte that may not stand in a header name; "
            + "a name consists of letters, digits and !#$%&'*+-.^_`|~.")
      }
      bytes[index] = bytes[index].lowercasedASCII
    }
    let split = bytes.count
    bytes.append(ascii: ":")
    bytes.append(text: header.value)
    try canonicalizeValue(from: split + 1, header: start..<split)
    let role = role(of: start..<split)
    if unsafe bytes.withBytes(start..<split, { unsafe keep(role, $0) }) {
      endHeader(start: start, split: split)
    } else {
      bytes.removeAll(after: start)
    }
  }

  private func role(of name: Range<Int>) -> Role {
    switch name.count {
    case 4 where bytes.holds(Name.host, in: name): .host
    case 10 where bytes.holds(Name.date, in: name): .date
    case 13 where bytes.holds(Name.authorization, in: name): .authorization
    case 16 where bytes.holds(Name.regionSet, in: name): .regionSet
    case 20 where bytes.holds(Name.token, in: name): .token
    case 20 where bytes.holds(Name.bodyHash, in: name): .bodyHash
    default: .other
    }
  }

  /// Trims the value at the end of the buffer and turns every run of spaces and tabs in it into one space.
  private mutating func canonicalizeValue(from start: Int, header: Range<Int>) throws(SigV4Error) {
    // The usual value holds visible characters and single spaces between them, and is already canonical.
    guard !bytes.holdsVisibleASCII(from: start), !bytes.holdsSingleSpacedASCII(from: start) else { return }
    var end = start
    var pendingSpace = false
    for index in start..<bytes.count {
      let byte = bytes[index]
      if byte == 0x20 || byte == 0x09 {
        pendingSpace = end > start
        continue
      }
      guard byte.isVisibleASCII else { throw invalidValue(of: header, byte: byte) }
      if pendingSpace {
        bytes[end] = 0x20
        end += 1
        pendingSpace = false
      }
      bytes[end] = byte
      end += 1
    }
    bytes.removeAll(after: end)
  }

  private func invalidValue(of header: Range<Int>, byte: UInt8) -> SigV4Error {
    let name = bytes.text(header)
    let reason =
      byte < 0x80
      ? "a control character" : "a character that is not ASCII, which HTTP clients and servers read differently"
    return SigV4Error(
      .invalidHeader,
      message: "The value of header \(name) holds \(reason). Percent-encode it or encode it as the service asks.")
  }

  /// Writes the canonical headers, one line each, values of repeated headers joined in the order of their arrival.
  mutating func writeCanonicalHeaders() {
    // Often they were added in their order and stand one behind the other.
    var run: Range<Int>?
    for index in 0..<headers.count {
      let piece = headers[index]
      if repeatsName(index) {
        if let run { bytes.append(copyOf: run) }
        bytes[bytes.count - 1] = UInt8(ascii: ",")
        run = piece.value.lowerBound..<piece.line.upperBound
      } else if let before = run, before.upperBound == piece.start {
        run = before.lowerBound..<piece.line.upperBound
      } else {
        if let run { bytes.append(copyOf: run) }
        run = piece.line
      }
    }
    if let run { bytes.append(copyOf: run) }
  }

  /// Writes the names of the signed headers, joined by semicolons.
  mutating func writeSignedHeaders() {
    let start = bytes.count
    for index in 0..<headers.count where !repeatsName(index) {
      // With the colon, which becomes the semicolon.
      let name = headers[index].name
      bytes.append(copyOf: name.lowerBound..<name.upperBound + 1)
      bytes[bytes.count - 1] = UInt8(ascii: ";")
    }
    bytes.removeAll(after: max(start, bytes.count - 1))
    lines.signedHeaders = start..<bytes.count
  }

  /// Writes the names of the signed headers as the value of a parameter.
  mutating func writeSignedHeaderParameter() {
    for index in 0..<headers.count where !repeatsName(index) {
      if index > 0 { bytes.append("%3B") }
      for position in headers[index].name { bytes.append(percentEncoded: bytes[position]) }
    }
  }

  /// Whether a header has the name of the one before it.
  @inline(__always)
  private func repeatsName(_ index: Int) -> Bool {
    guard hasRepeatedHeaders, index > 0 else { return false }
    let (previous, name) = (headers[index - 1].name, headers[index].name)
    return previous.count == name.count && bytes.compare(previous, name) == 0
  }
}
