import AWSRuntime
import HTTPTypes

/// What an error answer says, in whichever of the many forms it came.
struct ServerError: Equatable {
  var type: String?
  var reason: String
  var rootCauses: [ElasticError.Cause] = []

  /// Reads an error from an answer.
  ///
  /// The engine says `{"error":{"type","reason","root_cause"},"status"}` or, for requests it has no route for,
  /// `{"error":"text","status"}`; Amazon's front door says `{"message"}` or `{"Message"}`; proxies say HTML or nothing.
  init(head: HTTPResponse, body: [UInt8]) {
    let header = HTTPField.Name("x-amzn-errortype").flatMap { head.headerFields[$0] }
    type = header.map { String($0.prefix { $0 != ":" }) }
    reason = ""
    if let fields = (try? JSONNode(parsing: body))?.fields {
      read(fields)
      if reason.isEmpty { reason = Self.excerpt(of: body) }
    } else {
      reason = Self.excerpt(of: body)
    }
    if reason.isEmpty { reason = "HTTP \(head.status.code) with an empty body" }
  }

  private mutating func read(_ fields: [String: JSONNode]) {
    if let error = fields["error"]?.fields {
      type = error["type"]?.string ?? type
      rootCauses = (error["root_cause"]?.elements ?? []).compactMap { node in
        guard let cause = node.fields else { return nil }
        return ElasticError.Cause(
          type: cause["type"]?.string ?? "unknown", reason: cause["reason"]?.string ?? "",
          index: cause["index"]?.string)
      }
      reason = error["reason"]?.string ?? rootCauses.first?.reason ?? ""
    } else if let text = fields["error"]?.string {
      reason = text
    } else if let text = (fields["message"] ?? fields["Message"])?.string {
      reason = text
    } else if fields["found"]?.bool == false || fields["result"]?.string == "not_found" {
      type = type ?? "not_found"
      reason = "there is no such document"
    }
    if let name = fields["__type"]?.string { type = name.split(separator: "#").last.map(String.init) ?? name }
  }

  /// The beginning of a text on one line.
  private static func excerpt(of body: [UInt8]) -> String {
    let text = String(decoding: body.prefix(2048), as: UTF8.self)
    let words = text.split { $0 == " " || $0.isNewline || $0 == "\t" }
    return String(words.joined(separator: " ").prefix(512))
  }
}

extension ServerError {
  /// The form in which the pipeline judges it.
  var parsed: ParsedServiceError { ParsedServiceError(code: type ?? "", message: reason) }
}
