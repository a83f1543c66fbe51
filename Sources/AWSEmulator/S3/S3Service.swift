import HTTPTypes
import NIOCore

/// Amazon S3 for single-part objects, in memory; bodies may come in the `aws-chunked` encoding. What it does not know it answers with 501 `NotImplemented`.
struct S3Service: EmulatedService {
  let service = EmulatorService.s3
  let context: ServiceContext
  let store: S3Store
  private let verifier: SignatureVerifier

  init(context: ServiceContext) {
    self.context = context
    store = S3Store(limit: context.configuration.objectStorageLimit)
    verifier = SignatureVerifier(
      authority: context.authority, clock: context.clock,
      rules: .init(
        services: ["s3"], region: context.configuration.region, pathRule: .objectKey,
        tolerance: context.configuration.s3ClockTolerance))
  }

  func admit(_ request: IncomingRequest) -> Admission {
    do throws(VerificationFailure) {
      let (signature, key) = try verifier.admit(request)
      let payload = try Self.payloadHash(signature, request)
      try verifier.verify(signature, by: key, request: request, payloadHash: payload)
      return admitVerified(request, payload: payload, signature, key)
    } catch {
      return .answer(refuse(error, request))
    }
  }

  private func admitVerified(
    _ request: IncomingRequest, payload: String, _ signature: PresentedSignature, _ key: CredentialAuthority.Key
  ) -> Admission {
    do throws(S3Error) {
      let address = try S3Address(request)
      var chunked: S3ChunkedBody?
      if let mode = S3ChunkedBody.Mode(rawValue: payload) {
        chunked = try S3ChunkedBody(
          mode, request, signature: signature, key: verifier.signingKey(of: signature, by: key))
      }
      if request.method == "PUT", address.key != nil, request.contentLength == nil,
        request.first(.known("x-amz-copy-source")) == nil
      {
        throw S3Error(
          status: 411, code: "MissingContentLength", message: "You must provide the Content-Length HTTP header.")
      }
      let plan = BodyPlan(limit: store.room, tooLarge: answer(S3Store.full, request), wantsMD5: request.method == "PUT")
      return .read(plan) { [chunked] body in
        var body = body
        do throws(S3ChunkedBody.Failure) {
          if let chunked {
            body = CollectedBody(buffer: try chunked.decode(body.buffer))
          } else if payload != Self.unsignedPayload, payload != body.sha256 {
            return refuse(.contentHashMismatch(claimed: payload, computed: body.sha256), request)
          }
        } catch {
          switch error {
          case .refused(let failure): return refuse(failure, request)
          case .malformed(let error):
            context.accept(service)
            return answer(error, request)
          }
        }
        context.accept(service)
        do throws(S3Error) {
          return try perform(request, address: address, body: body)
        } catch {
          return answer(error, request)
        }
      }
    } catch {
      context.accept(service)
      return .answer(answer(error, request))
    }
  }

  static let unsignedPayload = "UNSIGNED-PAYLOAD"

  /// The payload's part of the canonical request: a hash, or one of the words that stand for it.
  private static func payloadHash(
    _ signature: PresentedSignature, _ request: IncomingRequest
  ) throws(VerificationFailure) -> String {
    let inQuery = request.parameters.first { $0.name == "X-Amz-Content-Sha256" }?.value
    guard let value = request.first(.amzContentSHA256) ?? inQuery else {
      if signature.place == .header { throw .missingContentHash }
      return unsignedPayload
    }
    if value == unsignedPayload || S3ChunkedBody.Mode(rawValue: value) != nil { return value }
    guard value.utf8.count == 64, value.utf8.allSatisfy({ PercentCoding.hexValue($0) != nil }) else {
      throw .invalidContentHash(value)
    }
    return value
  }

  private func perform(
    _ request: IncomingRequest, address: S3Address, body: CollectedBody
  ) throws(S3Error) -> Answer {
    let parameters = try S3Parameters(request)
    switch (address.bucket, address.key) {
    case (nil, _):
      guard request.method == "GET" else { throw .methodNotAllowed }
      try parameters.allow([])
      return listBuckets()
    case (.some(let bucket), nil):
      return try performOnBucket(request, bucket: bucket, parameters: parameters, body: body)
    case (.some(let bucket), .some(let key)):
      return try performOnObject(request, bucket: bucket, key: key, parameters: parameters, body: body)
    }
  }
}

extension S3Service {
  func answer(_ error: S3Error, _ request: IncomingRequest) -> Answer {
    var xml = XMLText()
    xml.element("Error") { xml in
      xml.element("Code", error.code)
      xml.element("Message", error.message)
      for detail in error.details { xml.element(detail.name, detail.value) }
      xml.element("Resource", request.path)
      xml.element("RequestId", RandomText.requestId())
      xml.element("HostId", "evergreen-emulator")
    }
    var answer = Answer(status: error.status, text: xml.text, type: "application/xml")
    if error.code == "AuthorizationHeaderMalformed" {
      answer.headers[.known("x-amz-bucket-region")] = context.configuration.region
    }
    return answer
  }

  func failure(status: Int, code: String, message: String, request: IncomingRequest) -> Answer {
    answer(S3Error(status: status, code: code, message: message), request)
  }

  func throttled(_ request: IncomingRequest) -> Answer {
    failure(status: 503, code: "SlowDown", message: "Please reduce your request rate.", request: request)
  }

  func finish(_ answer: inout Answer) {
    answer.headers[.amzRequestId] = RandomText.requestId()
    answer.headers[.amzId2] = "evergreen-emulator"
    answer.headers[.server] = "AmazonS3"
  }

  private func refuse(_ failure: VerificationFailure, _ request: IncomingRequest) -> Answer {
    context.reject(service, failure.reason, request)
    return answer(S3Error(failure), request)
  }
}

/// The parameters of a request's query that are not about its signature.
struct S3Parameters: Sendable {
  private let values: [String: String]

  init(_ request: IncomingRequest) throws(S3Error) {
    var values: [String: String] = [:]
    for (name, value) in request.parameters where !name.hasPrefix("X-Amz-") && name != "x-id" { values[name] = value }
    self.values = values
  }

  subscript(name: String) -> String? { values[name] }

  /// Refuses every parameter that an operation does not know: it may ask for something else altogether.
  func allow(_ names: Set<String>) throws(S3Error) {
    if let unknown = values.keys.sorted().first(where: { !names.contains($0) }) {
      throw .notImplemented("the query parameter \(unknown)")
    }
  }
}
