import AWSCore
import AWSCredentials
import AWSRuntime
import HTTPTypes

/// Reads S3's error responses. Whatever the response holds, there is a code: HTML of a proxy, half a document, nothing.
enum S3ErrorParser {
  /// What an error response says besides code and message.
  struct Details: Sendable {
    var requestId: String?
    var hostId: String?
    var region: String?
  }

  static let parse: @Sendable (HTTPResponse, [UInt8]) -> ParsedServiceError = { head, body in
    let status = head.status.code
    let isSuccess = (200..<300).contains(status)
    if let element = errorElement(body), let code = element.text("Code")?.nilIfBlank {
      // Ceph RGW sends no message.
      return ParsedServiceError(
        code: code, message: element.text("Message") ?? "", status: isSuccess ? S3ErrorStatus.status(of: code) : nil)
    }
    guard isSuccess else {
      return ParsedServiceError(code: code(of: status).rawValue, message: message(of: status, head: head, body: body))
    }
    let internalError = S3Error.Code.internalError.rawValue
    let problem = "the response has a status of \(status) but "
    // Where S3 had begun its response and then failed, the status is that of a failure.
    switch S3Document(body) {
    case .foreign: return invalid(message(of: status, head: head, body: body))
    case .none: return invalid(problem + "not the document it should hold", status: 500)
    case .cutOff: return ParsedServiceError(code: internalError, message: problem + "is cut off", status: 500)
    case .element:
      return ParsedServiceError(code: internalError, message: problem + "holds an error without a code", status: 500)
    }
  }

  private static func invalid(_ message: String, status: Int? = nil) -> ParsedServiceError {
    var error = ParsedServiceError(
      code: S3Error.Code.invalidResponse.rawValue, message: message, status: status)
    error.isInvalidResponse = true
    return error
  }

  /// Whether a response of status 2xx is no success: S3 sends the status of a copy or a completed upload before it knows how
  /// it ends, and a proxy may send a page of its own.
  static let isError: @Sendable ([UInt8], ServiceRequest.SuccessInspection) -> Bool = { body, inspection in
    switch S3Document(body) {
    case .none: inspection == .document
    case .foreign(let isPage): isPage || inspection == .document
    case .cutOff: true
    case .element(let name): name == "Error" || name == "ErrorResponse"
    }
  }

  /// What an error response says besides code and message; `nil` if it is not XML.
  static func details(_ body: [UInt8]) -> Details? {
    guard let root = try? XMLNode.parse(body), let error = errorElement(body) else { return nil }
    return Details(
      requestId: (error.text("RequestId") ?? root.text("RequestId"))?.nilIfBlank,
      hostId: error.text("HostId")?.nilIfBlank, region: error.text("Region")?.nilIfBlank)
  }

  private static func errorElement(_ body: [UInt8]) -> XMLNode? {
    guard let root = try? XMLNode.parse(body) else { return nil }
    switch root.name {
    case "Error": return root
    case "ErrorResponse": return root["Error"]
    default: return nil
    }
  }

  private static func code(of status: Int) -> S3Error.Code {
    switch status {
    case 301, 308: .permanentRedirect
    case 302, 303, 307: .temporaryRedirect
    case 304: .notModified
    case 400: .badRequest
    case 403: .forbidden
    case 404: .notFound
    case 405: .methodNotAllowed
    case 412: .preconditionFailed
    case 416: .invalidRange
    case 500: .internalError
    case 501: .notImplemented
    case 503: .serviceUnavailable
    default: S3Error.Code(rawValue: "HTTP\(status)")
    }
  }

  // The first line of a text that is not S3's tells which proxy sent it.
  private static func message(of status: Int, head: HTTPResponse, body: [UInt8]) -> String {
    let shown = String(decoding: body.prefix(200), as: UTF8.self).printable()
    if !shown.isEmpty { return "the response is not S3's: \(shown)" }
    return head.status.reasonPhrase.nilIfBlank ?? "the response has a status of \(status) and no body"
  }
}
