import AWSCore
import AWSCredentials
package import AWSRuntime
package import HTTPTypes

extension ErrorClassifier {
  /// For S3, whose refusals may be about an earlier attempt of the same request.
  static let s3 = ErrorClassifier(
    transientCodes: ["Busy", "OperationAborted"], refusedAtOnceCodes: ["OperationAborted"],
    repetitionCodes: ["NoSuchUpload", "BucketAlreadyOwnedByYou", "PreconditionFailed"])
}

/// Reads S3's error responses. Whatever the response holds, there is a code: HTML of a proxy, half a document, nothing.
package enum S3ErrorParser {
  /// What an error response says besides code and message.
  struct Details: ServiceErrorDetails {
    var requestId: String?
    var hostId: String?
    var region: String?
    /// The host at which the bucket is, as S3 says it in a redirect.
    var endpoint: String?
    /// Where the object is, which is in an archive.
    var storageClass: String?
    var accessTier: String?

    func redacted(by redact: (String) -> String) -> Details {
      Details(
        requestId: requestId.map(redact), hostId: hostId.map(redact), region: region.map(redact),
        endpoint: endpoint.map(redact), storageClass: storageClass.map(redact), accessTier: accessTier.map(redact))
    }
  }

  package static let parse: @Sendable (HTTPResponse, [UInt8]) -> ParsedServiceError = { head, body in
    let status = head.status.code
    if let root = try? XMLNode.parse(body), let error = error(root) { return error }
    return ParsedServiceError(code: code(of: status).rawValue, message: message(of: status, head: head, body: body))
  }

  /// The root of the document in the body of a success: S3 sends the status of a copy or a completed upload before it knows
  /// how it ends, and a proxy may send a page of its own.
  ///
  /// - Parameter isRequired: Whether the response is no success without a document.
  /// - Returns: The root; `nil` if there is no document.
  /// - Throws: The error in the body, or what is wrong with the body. Where S3 had begun its response and then failed, the
  ///   status is that of a failure.
  static func document(
    _ head: HTTPResponse, _ body: [UInt8], isRequired: Bool
  ) throws(ParsedServiceError) -> XMLNode? {
    if body.isEmpty, !isRequired { return nil }
    let internalError = S3Error.Code.internalError.rawValue
    let problem = "The response has a status of \(head.status.code) but "
    switch S3Document(body) {
    case .element(let root):
      guard root.name == "Error" || root.name == "ErrorResponse" else { return root }
      guard var error = error(root) else {
        throw ParsedServiceError(code: internalError, message: problem + "holds an error without a code.", status: 500)
      }
      error.status = S3ErrorStatus.status(of: error.code) ?? 500
      throw error
    case .none:
      guard isRequired else { return nil }
      throw invalid(problem + "not the document it should hold.", status: 500)
    case .foreign(let isPage):
      guard isPage || isRequired else { return nil }
      throw invalid(message(of: head.status.code, head: head, body: body))
    case .cutOff: throw ParsedServiceError(code: internalError, message: problem + "is cut off.", status: 500)
    }
  }

  /// The error that a document is; `nil` if it is none, or has no code.
  private static func error(_ root: XMLNode) -> ParsedServiceError? {
    let isError = root.name == "Error"
    guard isError || root.name == "ErrorResponse", let element = isError ? root : root["Error"],
      let code = element.text("Code")?.nilIfBlank
    else { return nil }
    // Ceph RGW sends no message.
    var error = ParsedServiceError(code: code, message: element.text("Message") ?? "")
    error.details = Details(
      requestId: (element.text("RequestId") ?? root.text("RequestId"))?.nilIfBlank,
      hostId: element.text("HostId")?.nilIfBlank, region: element.text("Region")?.nilIfBlank,
      endpoint: element.text("Endpoint")?.nilIfBlank, storageClass: element.text("StorageClass")?.nilIfBlank,
      accessTier: element.text("AccessTier")?.nilIfBlank)
    return error
  }

  private static func invalid(_ message: String, status: Int? = nil) -> ParsedServiceError {
    var error = ParsedServiceError(
      code: S3Error.Code.invalidResponse.rawValue, message: message, status: status)
    error.isInvalidResponse = true
    return error
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
    if !shown.isEmpty { return "The response is not S3's: \(shown)".sentence }
    return head.status.reasonPhrase.nilIfBlank ?? "The response has a status of \(status) and no body."
  }
}
