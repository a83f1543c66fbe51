public import AWSCredentials

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// The head of a request whose body goes in chunks, and what signs them.
public struct ChunkedRequest: Sendable {
  /// All headers to send: the caller's, those of the encoding, and those of the signature.
  public let headers: [(name: String, value: String)]
  /// The signature of the head, which the first chunk's covers.
  public let signature: HeaderSignature
  /// What frames and signs the chunks, in order.
  public let signer: ChunkedSigner
}

extension SigV4Signer {
  /// Signs the head of a request whose body goes in chunks.
  ///
  /// The headers of the encoding are added, in the place of the caller's: `content-encoding` (with the caller's after
  /// `aws-chunked`), `content-length`, `x-amz-decoded-content-length`, `x-amz-trailer` and `x-amz-content-sha256`.
  ///
  /// - Parameters:
  ///   - request: The request as it goes over the wire.
  ///   - body: How the body is cut.
  ///   - credentials: The credentials to sign the head and all chunks with.
  ///   - date: The time of signing, of the head and of all chunks.
  /// - Throws: ``SigV4Error`` if no valid signature of this request can exist.
  public func sign(
    _ request: SigningRequest, chunked body: ChunkedBody, credentials: Credentials, date: Date
  ) throws(SigV4Error) -> ChunkedRequest {
    var options = options
    options.signedBodyHeader = .xAmzContentSha256
    let added = body.headers(encodings: request.headers.filter { $0.name.lowercasedASCII == "content-encoding" })
    if case .only(let names) = options.headers {
      // A service cannot rely on what it was not told about. The length is for those in between, who may change it.
      options.headers = .only(names.union(added.map(\.name).filter { $0 != "content-length" }))
    }
    var request = request
    let replaced = ["content-encoding", "content-length", "x-amz-decoded-content-length", "x-amz-trailer"]
    request.headers.removeAll { replaced.contains($0.name.lowercasedASCII) }
    request.headers += added
    let signer = SigV4Signer(service: service, region: region, options: options, keyCache: keyCache)
    let signature = try signer.sign(request, payload: body.payloadHash, credentials: credentials, date: date)
    let key = try ChainKey(signer, credentials: credentials, date: date)
    return ChunkedRequest(
      headers: signature.applied(to: request.headers), signature: signature,
      signer: ChunkedSigner(body: body, key: key, seed: signature.signature))
  }
}

extension ChunkedBody {
  fileprivate func headers(encodings: [(name: String, value: String)]) -> [(name: String, value: String)] {
    let isChunked = encodings.contains { $0.value.lowercasedASCII.hasPrefix("aws-chunked") }
    let encoding = ((isChunked ? [] : ["aws-chunked"]) + encodings.map(\.value).filter { !$0.isEmpty })
    var headers = [
      (name: "content-encoding", value: encoding.joined(separator: ",")),
      (name: "content-length", value: String(encodedLength)),
      (name: "x-amz-decoded-content-length", value: String(decodedLength)),
    ]
    if !trailers.isEmpty {
      headers.append((name: "x-amz-trailer", value: trailers.map(\.name).joined(separator: ",")))
    }
    return headers
  }
}

extension ChunkedRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The names of the headers and what is left to send.
  public var description: String { "ChunkedRequest(headers: \(headers.map(\.name)), signer: \(signer))" }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// A mirror that shows no values.
  public var customMirror: Mirror {
    Mirror(self, children: ["headers": headers.map(\.name), "signer": signer], displayStyle: .struct)
  }
}
