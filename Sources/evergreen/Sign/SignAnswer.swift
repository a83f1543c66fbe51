import AWSCredentials
import AWSSigV4

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The answer to one line of `evergreen sign`. What a kind of signature does not have is left out.
struct SignAnswer: Encodable {
  var canonicalRequest: String?
  var stringToSign: String
  var signature: String
  var headers: [[String]] = []
  var url: String
  /// The body as it goes over the wire, for chunks.
  var bodyBase64: String?
  /// The fields of an upload form.
  var fields: [[String]]?

  private struct Failure: Encodable {
    var error: String
  }

  /// The answer to a line as a JSON object on one line.
  static func text(for line: [UInt8]) -> String {
    do {
      return encoded(try SignAnswer(to: SignInput.parse(line)))
    } catch let error as SignInputError {
      return encoded(Failure(error: error.message))
    } catch {
      return encoded(Failure(error: "\(error)"))
    }
  }

  private static func encoded(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(value) else { return #"{"error":"The answer could not be encoded."}"# }
    return String(decoding: data, as: UTF8.self)
  }

  init(to input: SignInput) throws {
    switch input.kind ?? .header {
    case .header:
      let request = try input.request()
      self.init(
        try input.signer.sign(
          request, payload: input.payload(), credentials: input.keys, date: input.date()),
        of: request, url: input.url)
    case .presign:
      let request = try input.request()
      self.init(
        try input.signer.presign(
          request, payload: input.payload(), expiresIn: .seconds(input.expiresIn ?? 3600), credentials: input.keys,
          date: input.date()), of: request)
    case .sigv4a: self = try input.signedInRegions()
    case .chunked: self = try input.signedInChunks()
    case .post: self = try input.signedForm()
    }
  }

  init(_ signed: HeaderSignature, of request: SigningRequest, url: String) {
    canonicalRequest = signed.canonicalRequest
    stringToSign = signed.stringToSign
    signature = signed.signature
    headers = signed.applied(to: request.headers).map { [$0.name, $0.value] }
    self.url = url
  }

  init(_ signed: PresignedRequest, of request: SigningRequest) {
    canonicalRequest = signed.canonicalRequest
    stringToSign = signed.stringToSign
    signature = signed.signature
    headers = signed.applied(to: request.headers).map { [$0.name, $0.value] }
    url = signed.url
  }

  init(_ form: PolicySignature, url: String) {
    stringToSign = form["policy"] ?? ""
    signature = form["x-amz-signature"] ?? ""
    fields = form.fields.map { [$0.name, $0.value] }
    self.url = url
  }
}

extension SignInput {
  var signer: SigV4Signer { SigV4Signer(service: service, region: region, options: options) }

  var keys: Credentials {
    Credentials(
      accessKeyId: credentials.accessKeyId, secretAccessKey: credentials.secretAccessKey,
      sessionToken: credentials.sessionToken, source: "standard input")
  }

  func request() throws(SignInputError) -> SigningRequest {
    guard let method else { throw SignInputError(message: "The field method is missing.") }
    let url = try WireURL(url)
    return SigningRequest(
      method: method, scheme: url.scheme, authority: url.authority, target: url.target, headers: try headerList())
  }

  /// The service's rules, the header of the body's hash as asked, and every header given signed.
  var options: SigV4Options {
    var options = SigV4Options.standard(for: service)
    options.headers = .allEndToEnd
    switch signedBodyHeader {
    case .xAmzContentSha256: options.signedBodyHeader = .xAmzContentSha256
    case .some(.none): options.signedBodyHeader = .none
    case nil: break
    }
    return options
  }

  func payload() throws(SignInputError) -> PayloadHash {
    // Amazon S3 knows presigned URLs with an unsigned body alone; it is the one service that signs paths as they stand.
    let isPresigned = kind == .presign || (kind == .sigv4a && expiresIn != nil)
    if isPresigned, SigV4Options.standard(for: service).pathNormalization == .preserved { return .unsigned }
    switch payloadMode ?? .signed {
    case .signed: return .bytes(try body())
    case .unsigned: return .unsigned
    case .trailer: return .streamingUnsignedTrailer
    }
  }
}
