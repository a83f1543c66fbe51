import AWSCredentials
import AWSSigV4
import HTTPTypes

// Step 3: what is the same in all attempts of a request is worked out once.
extension RequestPipeline {
  /// The body that every attempt sends. It is read for a hash and a checksum at most once.
  func prepare(_ request: ServiceRequest) async throws(ServiceError) -> PreparedBody {
    let body = request.body
    let isSigned = signs(request)
    // Without TLS only the signature protects a body.
    let wantsHash = isSigned && (request.payloadSigning == .signed || request.scheme == "http")
    let checksum = try sentChecksum(of: request, isSigned: isSigned)
    guard !body.isEmpty || checksum != nil else {
      return PreparedBody(body, headers: request.headers, payload: .empty)
    }
    if let checksum, mayFollow(request, isSigned: isSigned, isHashed: wantsHash && body.replay == .any) {
      return try framed(request, checksum: checksum)
    }
    let isHashed = wantsHash && body.replay == .any
    guard isHashed || checksum != nil else {
      guard wantsHash, request.scheme == "http", request.framing == .signedChunks else {
        return PreparedBody(body, headers: request.headers, payload: .unsigned)
      }
      return try framed(request, checksum: nil)
    }
    let (hash, sum) = try await digests(of: request, isHashed: isHashed, checksum: checksum)
    var headers = request.headers
    if let checksum, let sum, let name = HTTPField.Name(checksum.name) {
      headers[name] = sum
      if let field = request.checksumField { headers[field.name] = field.value }
    }
    return PreparedBody(body, headers: headers, payload: hash.map { .sha256(hex: $0) } ?? .unsigned)
  }

  /// The checksum that is sent: one that cannot be is left out, unless the request asks for it.
  private func sentChecksum(
    of request: ServiceRequest, isSigned: Bool
  ) throws(ServiceError) -> BodyChecksum? {
    guard let checksum = request.checksum else { return nil }
    if request.body.bytesInMemory != nil { return checksum }
    // Only what is signed is framed, and what is not framed is read twice.
    if isSigned, request.framing == .trailers || request.body.replay == .any { return checksum }
    guard request.requiresChecksum else { return nil }
    if request.body.replay == .any { return checksum }
    throw ServiceError(
      .invalidRequest, code: "Body",
      message: """
        A checksum was asked for, but the body can be read only once and no trailer may follow it; pass bytes, a file, or a \
        stream that can be opened again, or give the value of the checksum.
        """, operation: operationName(request))
  }

  /// Whether the checksum is sent behind the body.
  private func mayFollow(_ request: ServiceRequest, isSigned: Bool, isHashed: Bool) -> Bool {
    guard isSigned, request.framing == .trailers else { return false }
    if request.checksumPlace == .trailerOverTLS, request.scheme == "https" { return true }
    // A stream is read twice only for a hash; a checksum alone goes behind it.
    return request.body.bytesInMemory == nil && !isHashed
  }

  private func digests(
    of request: ServiceRequest, isHashed: Bool, checksum: BodyChecksum?
  ) async throws(ServiceError) -> (hash: String?, checksum: String?) {
    var hasher = isHashed ? PayloadHasher() : nil
    var sum = checksum?.begin()
    do {
      var iterator = request.body.makeAsyncIterator()
      while let chunk = try await iterator.nextChunk() {
        hasher?.update(chunk)
        sum?.update(chunk)
      }
    } catch {
      throw ServiceError(
        .body, code: "BodyUnreadable", message: "The request's body cannot be read.",
        operation: operationName(request), cause: error)
    }
    return (hasher?.finish(), sum?.base64)
  }

  /// A body in chunks, with its checksum behind it if it has one; over plain `http` the chunks are signed.
  private func framed(
    _ request: ServiceRequest, checksum: BodyChecksum?
  ) throws(ServiceError) -> PreparedBody {
    func invalid(_ message: String, cause: (any Error)? = nil) -> ServiceError {
      ServiceError(
        .invalidRequest, code: "Body", message: message, operation: operationName(request), cause: cause)
    }
    guard case .known(let length) = request.body.length else {
      throw invalid("A body that is sent in chunks has to say how long it is.")
    }
    do throws(SigV4Error) {
      let encoding = try ChunkedEncoding(
        decodedLength: Int(length), trailers: checksum.map { [$0.name: $0.valueLength] } ?? [:],
        signing: request.scheme == "http" ? .signed : .unsigned)
      // The transport says how long the body is.
      var fields = encoding.applied(to: request.headers.map { ($0.name.rawName, $0.value) })
        .filter { $0.name != "content-length" }
      // In the order in which they were applied (RFC 9110, 8.4), which is also botocore's.
      if let given = request.headers[.contentEncoding] {
        fields = fields.map { $0.value == "aws-chunked," + given ? ($0.name, given + ",aws-chunked") : $0 }
      }
      var headers = HTTPFields()
      for (name, value) in fields {
        if let name = HTTPField.Name(name) { headers.append(HTTPField(name: name, value: value)) }
      }
      if checksum != nil, let field = request.checksumField { headers[field.name] = field.value }
      return PreparedBody(
        request.body, headers: headers, payload: encoding.payload,
        framing: PreparedBody.Framing(encoding: encoding, checksum: checksum))
    } catch {
      throw invalid("The body cannot be sent in chunks.", cause: error)
    }
  }
}
