import AWSCredentials
import AWSSigV4
import HTTPTypes

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

// Step 3: what is the same in all attempts of a request is worked out once.
extension RequestPipeline {
  /// The body that every attempt sends. It is read for a hash and a checksum at most once.
  func prepare(_ request: ServiceRequest) async throws(ServiceError) -> PreparedBody {
    let body = request.body
    let isSigned = signs(request)
    // Without TLS only the signature protects a body.
    let wantsHash = isSigned && (request.payloadSigning == .signed || request.scheme == "http")
    // Only what is signed is framed.
    let checksum = isSigned || body.bytesInMemory != nil ? request.checksum : nil
    guard !body.isEmpty || checksum != nil else {
      return PreparedBody(body, headers: request.headers, payload: .empty)
    }
    let isBehind = request.checksumPlace == .trailerOverTLS && request.scheme == "https" && isSigned
    // A stream is read twice only for a hash; a checksum alone goes behind it.
    if let checksum, isBehind || body.bytesInMemory == nil && !(wantsHash && body.replay == .any) {
      return try framed(request, checksum: checksum)
    }
    let isHashed = wantsHash && body.replay == .any
    guard isHashed || checksum != nil else {
      return PreparedBody(body, headers: request.headers, payload: .unsigned)
    }
    let (hash, sum) = try await digests(of: request, isHashed: isHashed, checksum: checksum)
    var headers = request.headers
    if let checksum, let sum, let name = HTTPField.Name(checksum.name) { headers[name] = sum }
    return PreparedBody(body, headers: headers, payload: hash.map { .sha256(hex: $0) } ?? .unsigned)
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
        sum?.update(chunk.bodyBytes)
      }
    } catch {
      throw ServiceError(
        .body, code: "BodyUnreadable", message: "The request's body cannot be read.",
        operation: operationName(request), cause: error)
    }
    return (hasher?.finish(), sum.map { Data($0.bytes).base64EncodedString() })
  }

  /// A body in chunks with its checksum behind it; over plain `http` the chunks are signed.
  private func framed(
    _ request: ServiceRequest, checksum: BodyChecksum
  ) throws(ServiceError) -> PreparedBody {
    func invalid(_ message: String, cause: (any Error)? = nil) -> ServiceError {
      ServiceError(
        .invalidRequest, code: "Body", message: message, operation: operationName(request), cause: cause)
    }
    guard case .known(let length) = request.body.length else {
      throw invalid("A body that is sent with a checksum has to say how long it is.")
    }
    do throws(SigV4Error) {
      let encoding = try ChunkedEncoding(
        decodedLength: Int(length), trailers: [checksum.name: checksum.valueLength],
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
      return PreparedBody(
        request.body, headers: headers, payload: encoding.payload,
        framing: PreparedBody.Framing(encoding: encoding, checksum: checksum))
    } catch {
      throw invalid("The body cannot be sent in chunks.", cause: error)
    }
  }
}
