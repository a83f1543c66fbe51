import AWSCore
import AWSRuntime
import HTTPTypes

/// What an error response says, in whichever of the many forms it came.
struct ServerError {
  var type: String?
  var reason: String
  var rootCauses: [ElasticError.Cause] = []
  /// The message of a body that is one object with `message` or `Message` and nothing else: what Amazon's gateway
  /// sends, which repeats no text of the caller's.
  private(set) var gatewayMessage: String?
  /// Whether the response is of a form by which the service says that it has done nothing.
  private(set) var saysNothingWasDone = false
  /// What the error was caused by, the nearest cause first.
  var causedBy: [ElasticError.Cause] = []
  /// The body, if it is JSON.
  private(set) var document: JSONNode?

  /// Reads an error from a response.
  ///
  /// The engine sends `{"error":{"type","reason","root_cause"},"status"}` or, for requests it has no route for,
  /// `{"error":"text","status"}`; Amazon's gateway sends `{"message"}` or `{"Message"}`; proxies send HTML or nothing.
  init(head: HTTPResponse, body: [UInt8]) {
    let header = HTTPField.Name("x-amzn-errortype").flatMap { head.headerFields[$0] }
    type = header.map { String($0.prefix { $0 != ":" }) }
    reason = ""
    document = try? JSONNode(parsing: body)
    if let fields = document?.fields {
      read(fields)
      if reason.isEmpty { reason = Self.excerpt(of: body) }
      readForm(fields.all, status: head.status.code)
    } else {
      reason = Self.excerpt(of: body)
      // What Amazon's gateway sends when the domain's queues are full; the rest of the line is the request's path.
      let busy = "429 Too Many Requests"
      saysNothingWasDone = head.status.code == 429 && (reason == busy || reason.hasPrefix(busy + " /"))
    }
    if reason.isEmpty { reason = "HTTP \(head.status.code) with an empty body." }
  }

  private mutating func read(_ fields: JSONFields) {
    if let error = fields["error"]?.fields {
      type = error["type"]?.string ?? type
      rootCauses = (error["root_cause"]?.elements ?? []).compactMap { node in
        node.fields.map { ElasticError.Cause($0) }
      }
      causedBy = ElasticError.Cause.chain(below: error)
      reason = error["reason"]?.string ?? rootCauses.first?.reason ?? ""
    } else if let text = fields["error"]?.string {
      reason = text
    } else if let text = (fields["message"] ?? fields["Message"])?.string {
      reason = text
    } else if fields["found"]?.bool == false || fields["result"]?.string == "not_found" {
      type = type ?? "not_found"
      reason = "There is no such document."
    }
    // The gateway's message; an engine's error has its type inside.
    if fields["error"] == nil, let name = fields["__type"]?.string {
      type = name.split(separator: "#").last.map(String.init) ?? name
    }
  }

  /// Reads what the form of the body tells: which members there are, and that there are no others.
  private mutating func readForm(_ members: [(name: String, value: JSONNode)], status: Int) {
    if members.count == 1, let member = members.first, member.name == "message" || member.name == "Message" {
      gatewayMessage = member.value.string
    }
    // With anything beside the error, such as the counts of `_update_by_query`, some of the work may have been done.
    let isBareError =
      members.count <= 2 && Set(members.map(\.name)).count == members.count
      && members.allSatisfy { $0.name == "error" || $0.name == "status" }
    guard isBareError, status == 429 || status == 503, let error = members.first(where: { $0.name == "error" }) else {
      return
    }
    saysNothingWasDone = error.value.fields?["type"]?.string.map(Self.rejections.contains) ?? false
  }

  /// The types of errors with which the engine turns down a request, or an action of a bulk request, before doing anything.
  static let rejections: Set<String> = [
    "es_rejected_execution_exception", "rejected_execution_exception", "circuit_breaking_exception",
  ]

  /// Whether the index or cluster is blocked: by the engine, or in Amazon's words.
  var isBlock: Bool {
    isOfType(Self.block) || gatewayMessage?.hasPrefix("ClusterBlockException") == true
  }

  private static let block = "cluster_block_exception"

  /// Whether the error is of a type, or has causes that all are.
  func isOfType(_ name: String) -> Bool {
    type == name || !rootCauses.isEmpty && rootCauses.allSatisfy { $0.type == name }
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
  var parsed: ParsedServiceError {
    var parsed = ParsedServiceError(code: isBlock ? Self.block : type ?? "", message: reason)
    parsed.gatewayMessage = gatewayMessage
    parsed.saysNothingWasDone = saysNothingWasDone
    parsed.details = self
    return parsed
  }
}

extension ServerError: ServiceErrorDetails {
  func redacted(by redact: (String) -> String) -> ServerError {
    var error = self
    error.type = type.map(redact)
    error.reason = redact(reason)
    error.rootCauses = rootCauses.map { $0.redacted(by: redact) }
    error.gatewayMessage = gatewayMessage.map(redact)
    error.causedBy = causedBy.map { $0.redacted(by: redact) }
    return error
  }
}
