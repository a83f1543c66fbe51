import HTTPTypes
import NIOCore

/// Amazon S3 in memory: buckets, objects, multipart uploads; bodies may come in the `aws-chunked` encoding. What it does not know it refuses with 501 `NotImplemented`.
struct EmulatedS3Service: EmulatedService {
  let service = EmulatorService.s3
  let context: ServiceContext
  let store: EmulatedS3Store
  private let verifier: EmulatedSignatureVerifier

  init(context: ServiceContext) {
    self.context = context
    store = EmulatedS3Store(limit: context.configuration.objectStorageLimit)
    verifier = EmulatedSignatureVerifier(
      authority: context.authority, clock: context.clock,
      rules: .init(
        services: ["s3"], region: context.configuration.region, pathRule: .objectKey,
        tolerance: context.configuration.s3ClockTolerance))
  }

  func admit(_ request: EmulatedRequest) -> Admission {
    do throws(EmulatedVerificationFailure) {
      let (signature, key) = try verifier.admit(request)
      let payload = try Self.payloadHash(signature, request)
      try verifier.verify(signature, by: key, request: request, payloadHash: payload)
      return admitVerified(request, payload: payload, signature, key)
    } catch {
      return .response(refuse(error, request))
    }
  }

  private func admitVerified(
    _ request: EmulatedRequest, payload: String, _ signature: EmulatedPresentedSignature,
    _ key: EmulatedCredentialAuthority.Key
  ) -> Admission {
    do throws(EmulatedS3Error) {
      let address = try EmulatedS3Address(request)
      var chunked: EmulatedS3ChunkedBody?
      if let mode = EmulatedS3ChunkedBody.Mode(rawValue: payload) {
        chunked = try EmulatedS3ChunkedBody(
          mode, request, signature: signature, key: verifier.signingKey(of: signature, by: key))
      }
      if request.method == "PUT", address.key != nil, request.contentLength == nil,
        request.first(.known("x-amz-copy-source")) == nil
      {
        throw EmulatedS3Error(
          status: 411, code: "MissingContentLength", message: "You must provide the Content-Length HTTP header.")
      }
      let plan = BodyPlan(
        limit: store.room, tooLarge: respond(EmulatedS3Store.full, request),
        wantsMD5: request.method == "PUT" || request.method == "POST")
      return .read(plan) { [chunked] body in
        var body = body
        do throws(EmulatedS3ChunkedBody.Failure) {
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
            return respond(error, request)
          }
        }
        context.accept(service)
        do throws(EmulatedS3Error) {
          return try perform(request, address: address, body: body)
        } catch {
          return respond(error, request)
        }
      }
    } catch {
      context.accept(service)
      return .response(respond(error, request))
    }
  }

  static let unsignedPayload = "UNSIGNED-PAYLOAD"

  /// The payload's part of the canonical request: a hash, or one of the words that stand for it.
  private static func payloadHash(
    _ signature: EmulatedPresentedSignature, _ request: EmulatedRequest
  ) throws(EmulatedVerificationFailure) -> String {
    let inQuery = request.parameters.first { $0.name == "X-Amz-Content-Sha256" }?.value
    guard let value = request.first(.amzContentSHA256) ?? inQuery else {
      if signature.place == .header { throw .missingContentHash }
      return unsignedPayload
    }
    if value == unsignedPayload || EmulatedS3ChunkedBody.Mode(rawValue: value) != nil { return value }
    guard value.utf8.count == 64, value.utf8.allSatisfy({ PercentCoding.hexValue($0) != nil }) else {
      throw .invalidContentHash(value)
    }
    return value
  }

  private func perform(
    _ request: EmulatedRequest, address: EmulatedS3Address, body: CollectedBody
  ) throws(EmulatedS3Error) -> EmulatedResponse {
    let parameters = try EmulatedS3Parameters(request)
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

extension EmulatedS3Service {
  func respond(_ error: EmulatedS3Error, _ request: EmulatedRequest) -> EmulatedResponse {
    var xml = XMLText()
    xml.element("Error") { xml in
      xml.element("Code", error.code)
      xml.element("Message", error.message)
      for detail in error.details { xml.element(detail.name, detail.value) }
      xml.element("Resource", request.path)
      xml.element("RequestId", RandomText.requestId())
      xml.element("HostId", "evergreen-emulator")
    }
    var response = EmulatedResponse(status: error.status, text: xml.text, type: "application/xml")
    if error.code == "AuthorizationHeaderMalformed" {
      response.headers[.known("x-amz-bucket-region")] = context.configuration.region
    }
    return response
  }

  func failure(status: Int, code: String, message: String, request: EmulatedRequest) -> EmulatedResponse {
    respond(EmulatedS3Error(status: status, code: code, message: message), request)
  }

  func throttled(_ request: EmulatedRequest) -> EmulatedResponse {
    failure(status: 503, code: "SlowDown", message: "Please reduce your request rate.", request: request)
  }

  func finish(_ response: inout EmulatedResponse) {
    response.headers[.amzRequestId] = RandomText.requestId()
    response.headers[.amzId2] = "evergreen-emulator"
    response.headers[.server] = "AmazonS3"
  }

  private func refuse(_ failure: EmulatedVerificationFailure, _ request: EmulatedRequest) -> EmulatedResponse {
    context.reject(service, failure.reason, request)
    return respond(EmulatedS3Error(failure), request)
  }
}

/// The parameters of a request's query that are not about its signature.
struct EmulatedS3Parameters: Sendable {
  private let values: [String: String]

  init(_ request: EmulatedRequest) throws(EmulatedS3Error) {
    var values: [String: String] = [:]
    for (name, value) in request.parameters where !name.hasPrefix("X-Amz-") && name != "x-id" { values[name] = value }
    self.values = values
  }

  subscript(name: String) -> String? { values[name] }

  /// Refuses every parameter that an operation does not know: it may ask for something else altogether.
  func allow(_ names: Set<String>) throws(EmulatedS3Error) {
    if let unknown = values.keys.sorted().first(where: { !names.contains($0) }) {
      throw .notImplemented("the query parameter \(unknown)")
    }
  }
}
