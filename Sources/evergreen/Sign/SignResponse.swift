import AWSCredentials
import AWSSigV4

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The response to one line of `evergreen sign`.
struct SignResponse: Encodable {
  var canonicalRequest: String?
  var stringToSign: String
  var signature: String
  var headers: [[String]]?
  var url: String?
  /// The body as it is sent, of a chunked one.
  var bodyBase64: String?
  /// The signatures of the chunks, the empty one and the trailer's among them.
  var chunkSignatures: [String]?
  /// The fields of a form.
  var fields: [[String]]?

  private struct Failure: Encodable {
    var error: String
  }

  /// The response as a JSON object on one line.
  func text() throws -> String { try JSONText.line(self) }

  /// The response to a line that cannot be signed.
  static func text(refusing number: Int, because error: any Error) throws -> String {
    try JSONText.line(Failure(error: "Line \(number): \(error)"))
  }

  init(to input: SignInput, signedWith credentials: Credentials, at date: Date) throws {
    let signer = SigV4Signer(service: input.service, region: input.region, options: input.options)
    switch input.kind ?? .header {
    case .header:
      let request = try input.request()
      let signed = try signer.sign(request, payload: input.payload(), credentials: credentials, date: date)
      self.init(signed, request, url: input.url)
    case .sigv4a:
      let request = try input.request()
      let regions = input.region.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      let signed = try SigV4aSigner(service: input.service, regionSet: regions, options: input.options)
        .sign(request, payload: input.payload(), credentials: credentials, date: date)
      self.init(signed, request, url: input.url)
    case .presign:
      let request = try input.request()
      let signed = try signer.presign(
        request, payload: input.payload(), expiresIn: .seconds(input.expiresIn ?? 3600), credentials: credentials,
        date: date)
      self.init(
        canonicalRequest: signed.canonicalRequest, stringToSign: signed.stringToSign, signature: signed.signature,
        headers: request.headers.map { [$0.name, $0.value] }, url: signed.url)
    case .chunked:
      self = try Self.chunked(input, signer, credentials, date)
    case .post:
      guard let policy = input.policyBase64 else { throw SignInputError(message: "The field policyBase64 is missing.") }
      let signed = try signer.sign(policy: policy, credentials: credentials, date: date)
      self.init(
        stringToSign: policy, signature: signed["x-amz-signature"] ?? "",
        fields: signed.fields.map { [$0.name, $0.value] })
    }
  }

  private init(_ signed: HeaderSignature, _ request: SigningRequest, url: String?) {
    self.init(
      canonicalRequest: signed.canonicalRequest, stringToSign: signed.stringToSign, signature: signed.signature,
      headers: signed.applied(to: request.headers).map { [$0.name, $0.value] }, url: url)
  }

  private init(
    canonicalRequest: String? = nil, stringToSign: String, signature: String, headers: [[String]]? = nil,
    url: String? = nil, bodyBase64: String? = nil, chunkSignatures: [String]? = nil, fields: [[String]]? = nil
  ) {
    self.canonicalRequest = canonicalRequest
    self.stringToSign = stringToSign
    self.signature = signature
    self.headers = headers
    self.url = url
    self.bodyBase64 = bodyBase64
    self.chunkSignatures = chunkSignatures
    self.fields = fields
  }

  private static func chunked(
    _ input: SignInput, _ signer: SigV4Signer, _ credentials: Credentials, _ date: Date
  ) throws -> SignResponse {
    let body = try input.body()
    let trailers = input.trailers ?? [:]
    let encoding = try ChunkedEncoding(
      decodedLength: body.count, chunkSize: input.chunkSize ?? 65_536, trailers: trailers.mapValues(\.utf8.count),
      signing: (input.payloadMode ?? .signed) == .signed ? .signed : .unsigned)
    var request = try input.request()
    request.headers = encoding.applied(to: request.headers)
    let seed = try signer.sign(request, payload: encoding.payload, credentials: credentials, date: date)
    var writer = try ChunkSigner(encoding, seed: seed)
    var parts: [[UInt8]] = []
    for start in stride(from: 0, to: body.count, by: encoding.chunkSize) {
      parts.append(try writer.chunk(Array(body[start..<min(start + encoding.chunkSize, body.count)])))
    }
    parts.append(try writer.end(trailers: trailers.map { ($0.key, $0.value) }))
    var response = SignResponse(seed, request, url: input.url)
    response.bodyBase64 = Data(parts.joined()).base64EncodedString()
    response.chunkSignatures = encoding.signing == .unsigned ? [] : parts.flatMap(Self.signatures)
    return response
  }

  /// The signatures in the head of a chunk, and in the trailer.
  private static func signatures(_ part: [UInt8]) -> [String] {
    var found: [String] = []
    let head = String(decoding: part.prefix { $0 != 0x0D }, as: UTF8.self)
    if let mark = head.firstRange(of: "chunk-signature=") { found.append(String(head[mark.upperBound...])) }
    let end = String(decoding: part.suffix(128), as: UTF8.self)
    if let mark = end.firstRange(of: "x-amz-trailer-signature:") {
      found.append(String(end[mark.upperBound...].prefix(64)))
    }
    return found
  }
}

extension SignInput {
  /// The service's rules, the header of the body's hash as asked, and every header given signed.
  fileprivate var options: SigV4Options {
    var options = SigV4Options.standard(for: service)
    options.headers = .allEndToEnd
    switch signedBodyHeader {
    case .xAmzContentSha256: options.signedBodyHeader = .xAmzContentSha256
    case .some(.none): options.signedBodyHeader = .none
    case nil: break
    }
    return options
  }

  fileprivate func payload() throws(SignInputError) -> PayloadHash {
    // Amazon S3 knows presigned URLs with an unsigned body alone; it is the one service that signs paths as they stand.
    if kind == .presign, SigV4Options.standard(for: service).pathNormalization == .preserved { return .unsigned }
    switch payloadMode ?? .signed {
    case .signed: return .bytes(try body())
    case .unsigned: return .unsigned
    case .trailer: return .streamingUnsignedTrailer
    }
  }
}
