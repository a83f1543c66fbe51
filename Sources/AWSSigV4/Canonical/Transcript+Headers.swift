// Header names and values: AWS Signature Version 4, "Create a canonical request", step CanonicalHeaders.
extension Transcript {
  enum Name {
    static let authorization = Array("authorization".utf8)
    static let host = Array("host".utf8)
    static let date = Array("x-amz-date".utf8)
    static let token = Array("x-amz-security-token".utf8)
    static let bodyHash = Array("x-amz-content-sha256".utf8)
  }

  /// What a header of the caller's is to the signer.
  enum Role {
    case host, bodyHash, replaced, other
  }

  /// Adds a header that the signer itself sets.
  mutating func addHeader(_ name: [UInt8], value: String) throws(SigV4Error) {
    let start = bytes.count
    bytes.append(contentsOf: name)
    let split = bytes.count
    bytes.append(text: value)
    try canonicalizeValue(from: split, header: start..<split)
    headers.append(Piece(start: start, split: split, end: bytes.count))
  }

  /// Adds a header that the signer itself sets and whose canonical value is already in the buffer.
  mutating func addHeader(_ name: [UInt8], copying value: Range<Int>) {
    let start = bytes.count
    bytes.append(contentsOf: name)
    let split = bytes.count
    bytes.append(copyOf: value)
    headers.append(Piece(start: start, split: split, end: bytes.count))
  }

  /// Adds a header of the caller's if `keep`, asked with its role and lowercase name, says so.
  mutating func addHeader(
    _ header: (name: String, value: String), keep: (Role, ArraySlice<UInt8>) -> Bool
  ) throws(SigV4Error) {
    let start = bytes.count
    bytes.append(contentsOf: header.name.utf8)
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
    bytes.append(text: header.value)
    try canonicalizeValue(from: split, header: start..<split)
    if keep(role(of: start..<split), bytes[start..<split]) {
      headers.append(Piece(start: start, split: split, end: bytes.count))
    } else {
      bytes.removeLast(bytes.count - start)
    }
  }

  private func role(of name: Range<Int>) -> Role {
    switch name.count {
    case 4 where bytes.holds(Name.host, in: name): .host
    case 10 where bytes.holds(Name.date, in: name): .replaced
    case 13 where bytes.holds(Name.authorization, in: name): .replaced
    case 20 where bytes.holds(Name.token, in: name): .replaced
    case 20 where bytes.holds(Name.bodyHash, in: name): .bodyHash
    default: .other
    }
  }

  /// Trims the value at the end of the buffer and turns every run of spaces and tabs in it into one space.
  private mutating func canonicalizeValue(from start: Int, header: Range<Int>) throws(SigV4Error) {
    // The usual value holds visible characters alone and is already canonical; a session token has hundreds.
    let unusual = unsafe bytes.withUnsafeBufferPointer { buffer in
      // A maximum without an early exit, which the compiler takes over many bytes at a time.
      var highest: UInt8 = 0
      let value = unsafe UnsafeBufferPointer(rebasing: buffer[start...])
      for index in value.indices { highest = max(highest, unsafe value[index] &- 0x21) }
      return highest > 0x5D
    }
    guard unusual else { return }
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
    bytes.removeLast(bytes.count - end)
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
    var previous: Piece?
    for piece in headers {
      if let previous, sameName(previous, piece) {
        bytes[bytes.count - 1] = UInt8(ascii: ",")
      } else {
        bytes.append(copyOf: piece.name)
        bytes.append(ascii: ":")
      }
      bytes.append(copyOf: piece.value)
      bytes.append(ascii: "\n")
      previous = piece
    }
  }

  /// Writes the names of the signed headers, joined by semicolons.
  mutating func writeSignedHeaders(_ form: SigV4Signer.Form) {
    var previous: Piece?
    for piece in headers {
      if let previous {
        if sameName(previous, piece) { continue }
        bytes.append(text: form == .query ? "%3B" : ";")
      }
      switch form {
      case .header: bytes.append(copyOf: piece.name)
      case .query: for index in piece.name { bytes.append(percentEncoded: bytes[index]) }
      }
      previous = piece
    }
  }

  private func sameName(_ left: Piece, _ right: Piece) -> Bool {
    left.name.count == right.name.count && zip(left.name, right.name).allSatisfy { bytes[$0] == bytes[$1] }
  }
}
