import Crypto
import HTTPTypes
import NIOCore

/// What a service responds with.
struct EmulatedResponse: Sendable {
  var status: Int
  var headers: HTTPFields
  var body: ByteBuffer
  /// The length that a response to `HEAD` tells.
  var headLength: Int?

  init(status: Int, headers: HTTPFields = [:], body: ByteBuffer = ByteBuffer()) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  init(status: Int, text: String, type: String, headers: HTTPFields = [:]) {
    self.init(status: status, headers: headers, body: ByteBuffer(string: text))
    self.headers[.contentType] = type
  }

  init(status: Int, json: JSON) {
    var bytes: [UInt8] = []
    json.write(to: &bytes)
    self.init(status: status, body: ByteBuffer(bytes: bytes))
    headers[.contentType] = "application/json; charset=UTF-8"
  }
}

/// What a service makes of a request's head, before its body is read.
enum Admission: Sendable {
  /// The response is known, and the body is not wanted.
  case response(EmulatedResponse)
  /// The body is wanted.
  case read(BodyPlan, @Sendable (CollectedBody) -> EmulatedResponse)
}

/// How a body is read.
struct BodyPlan: Sendable {
  let limit: Int
  /// The response to a larger body.
  let tooLarge: EmulatedResponse
  var wantsMD5 = false
}

/// A body that has been read, with its digests.
struct CollectedBody: Sendable {
  let buffer: ByteBuffer
  let sha256: String
  let md5: [UInt8]
}

extension CollectedBody {
  /// A body that has been decoded, its digests made anew.
  init(buffer: ByteBuffer) {
    unsafe self.init(
      buffer: buffer,
      sha256: Hex.encode(buffer.withUnsafeReadableBytes { unsafe SHA256.hash(data: $0) }),
      md5: Array(buffer.withUnsafeReadableBytes { unsafe Insecure.MD5.hash(data: $0) }))
  }
}

/// A service as the server sees it: head in, then body in, response out. Nothing in it waits.
protocol EmulatedService: Sendable {
  var service: EmulatorService { get }

  /// Looks at a request's head.
  func admit(_ request: EmulatedRequest) -> Admission

  /// An error in the service's own format.
  func failure(status: Int, code: String, message: String, request: EmulatedRequest) -> EmulatedResponse

  /// How the service throttles.
  func throttled(_ request: EmulatedRequest) -> EmulatedResponse

  /// Adds what every response of the service carries.
  func finish(_ response: inout EmulatedResponse)
}
