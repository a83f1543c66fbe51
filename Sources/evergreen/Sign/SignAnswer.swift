import AWSCredentials
import AWSSigV4

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The answer to one line of `evergreen sign`.
struct SignAnswer: Encodable {
  var canonicalRequest: String
  var stringToSign: String
  var signature: String
  var headers: [[String]]
  var url: String

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
    let url = try WireURL(input.url)
    let request = SigningRequest(
      method: input.method, scheme: url.scheme, authority: url.authority, target: url.target,
      headers: try input.headerList())
    let signer = SigV4Signer(service: input.service, region: input.region, options: input.options)
    let credentials = Credentials(
      accessKeyId: input.credentials.accessKeyId, secretAccessKey: input.credentials.secretAccessKey,
      sessionToken: input.credentials.sessionToken, source: "standard input")
    let payload = try input.payload()
    let date = try input.date()
    switch input.kind ?? .header {
    case .header:
      let signed = try signer.sign(request, payload: payload, credentials: credentials, date: date)
      canonicalRequest = signed.canonicalRequest
      stringToSign = signed.stringToSign
      signature = signed.signature
      headers = signed.applied(to: request.headers).map { [$0.name, $0.value] }
      self.url = input.url
    case .presign:
      let signed = try signer.presign(
        request, payload: payload, expiresIn: .seconds(input.expiresIn ?? 3600), credentials: credentials, date: date)
      canonicalRequest = signed.canonicalRequest
      stringToSign = signed.stringToSign
      signature = signed.signature
      headers = signed.applied(to: request.headers).map { [$0.name, $0.value] }
      self.url = signed.url
    }
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
