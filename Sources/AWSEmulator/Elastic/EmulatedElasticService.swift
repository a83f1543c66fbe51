import HTTPTypes
import NIOCore

/// An Amazon Elasticsearch domain of version 7, in memory: documents, bulk, search and what goes with them.
///
/// What is written is searchable at once, whether or not it was refreshed. What the emulator does not know it refuses
/// with an error in Elasticsearch's form.
struct EmulatedElasticService: EmulatedService {
  let service = EmulatorService.elastic
  let context: ServiceContext
  let store = EmulatedElasticStore()
  private let verifier: EmulatedSignatureVerifier

  init(context: ServiceContext) {
    self.context = context
    verifier = EmulatedSignatureVerifier(
      authority: context.authority, clock: context.clock,
      rules: .init(
        services: ["es", "aoss"], region: context.configuration.region, pathRule: .normalizedAndEncodedAgain,
        tolerance: context.configuration.clockTolerance))
  }

  func admit(_ request: EmulatedRequest) -> Admission {
    do throws(EmulatedVerificationFailure) {
      let (signature, key) = try verifier.admit(request)
      if signature.service == "aoss", request.first(.amzContentSHA256) == nil { throw .missingContentHash }
      let limit = context.configuration.requestSizeLimit
      let tooLarge = EmulatedResponse(
        status: 413, json: .object([("Message", .string("Request size exceeded \(limit) bytes"))]))
      return .read(BodyPlan(limit: limit, tooLarge: tooLarge)) { body in
        do throws(EmulatedVerificationFailure) {
          try verifier.verify(signature, by: key, request: request, payloadHash: body.sha256)
        } catch {
          return refuse(error, request)
        }
        context.accept(service)
        do throws(EmulatedElasticError) {
          return try perform(request, body: body.buffer)
        } catch {
          return EmulatedResponse(status: error.status, json: error.body)
        }
      }
    } catch {
      return .response(refuse(error, request))
    }
  }

  private func perform(_ request: EmulatedRequest, body: ByteBuffer) throws(EmulatedElasticError) -> EmulatedResponse {
    if body.readableBytes > 0, let refusal = Self.refusalOfBody(request) { return refusal }
    guard let endpoint = EmulatedElasticEndpoint(path: request.path) else {
      let query = request.query.isEmpty ? "" : "?" + request.query
      return Self.plainError(400, "no handler found for uri [\(request.path)\(query)] and method [\(request.method)]")
    }
    guard endpoint.methods.contains(request.method) else {
      let allowed = endpoint.methods.sorted().joined(separator: ", ")
      var response = Self.plainError(
        405, "Incorrect HTTP method for uri [\(request.path)] and method [\(request.method)], allowed: [\(allowed)]")
      response.headers[.allow] = endpoint.methods.sorted().joined(separator: ",")
      return response
    }
    let call = EmulatedElasticCall(
      method: request.method, path: request.path,
      parameters: Dictionary(request.parameters.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 }), body: body)
    try call.allow(endpoint.parameters)
    return try perform(endpoint, call)
  }

  private func perform(_ endpoint: EmulatedElasticEndpoint, _ call: EmulatedElasticCall) throws(EmulatedElasticError)
    -> EmulatedResponse
  {
    switch endpoint {
    case .info: return info()
    case .health(let index): return try health(index)
    case .bulk(let index): return try bulk(call, defaultIndex: index)
    case .multiGet(let index): return try multiGet(call, defaultIndex: index)
    case .search(let index): return try search(call, index)
    case .count(let index): return try count(call, index)
    case .refresh(let index): return try refresh(call, index)
    case .index(let name): return try performOnIndex(call, name)
    case .document(let index, let id): return try performOnDocument(call, index: index, id: id)
    case .create(let index, let id): return try write(call, index: index, id: id, mustBeNew: true)
    case .update(let index, let id): return try update(call, index: index, id: id)
    case .source(let index, let id): return try source(call, index: index, id: id)
    }
  }

  /// Amazon's domains take JSON only, and the emulator does not unpack.
  private static func refusalOfBody(_ request: EmulatedRequest) -> EmulatedResponse? {
    if let encoding = request.first(.contentEncoding), encoding != "identity" {
      return plainError(415, "Content-Encoding [\(encoding)] is not supported")
    }
    let type = request.first(.contentType) ?? ""
    let known = [
      "application/json", "application/x-ndjson", "application/vnd.elasticsearch+json",
      "application/vnd.elasticsearch+x-ndjson",
    ]
    let media = type.split(separator: ";").first.map { $0.lowercased() } ?? ""
    return known.contains(media) ? nil : plainError(406, "Content-Type header [\(type)] is not supported")
  }

  private static func plainError(_ status: Int, _ message: String) -> EmulatedResponse {
    EmulatedResponse(status: status, json: .object([("error", .string(message)), ("status", .int(status))]))
  }
}

extension EmulatedElasticService {
  func failure(status: Int, code: String, message: String, request: EmulatedRequest) -> EmulatedResponse {
    EmulatedResponse(status: status, json: EmulatedElasticError(status: status, type: code, reason: message).body)
  }

  func throttled(_ request: EmulatedRequest) -> EmulatedResponse {
    failure(
      status: 429, code: "es_rejected_execution_exception",
      message: "rejected execution of coordinating operation", request: request)
  }

  func finish(_ response: inout EmulatedResponse) { response.headers[.amznRequestId] = RandomText.uuid() }

  private func refuse(_ failure: EmulatedVerificationFailure, _ request: EmulatedRequest) -> EmulatedResponse {
    context.reject(service, failure.reason, request)
    let (status, _, message) = failure.inQueryProtocolWords
    return EmulatedResponse(
      status: status == 400 || status == 501 ? status : 403, json: .object([("message", .string(message))]))
  }
}

/// A request to Elasticsearch, its query and body taken apart.
struct EmulatedElasticCall: Sendable {
  let method: String
  let path: String
  let parameters: [String: String]
  let body: ByteBuffer

  /// Parameters that every request may have.
  private static let common: Set<String> = [
    "pretty", "human", "error_trace", "format", "filter_path", "ignore_unavailable", "allow_no_indices",
    "expand_wildcards", "timeout", "master_timeout", "routing", "preference",
  ]

  func allow(_ names: Set<String>) throws(EmulatedElasticError) {
    let unknown = parameters.keys.sorted().first {
      !names.contains($0) && !Self.common.contains($0) && !$0.hasPrefix("X-Amz-")
    }
    if let unknown { throw .illegalArgument("request [\(path)] contains unrecognized parameter: [\(unknown)]") }
  }

  /// Whether a parameter that is a flag is set: `true`, or there without a value.
  func flag(_ name: String, default value: Bool = false) -> Bool {
    switch parameters[name] {
    case nil: value
    case "", "true": true
    default: false
    }
  }

  func number(_ name: String) throws(EmulatedElasticError) -> Int? {
    guard let text = parameters[name] else { return nil }
    guard let number = Int(text) else {
      throw .illegalArgument("Failed to parse int parameter [\(name)] with value [\(text)]")
    }
    return number
  }

  var indexOptions: EmulatedElasticStore.Options {
    EmulatedElasticStore.Options(
      ignoresUnavailable: flag("ignore_unavailable"), allowsNone: flag("allow_no_indices", default: true))
  }

  /// The body as JSON; `nil` if it is empty.
  func json() throws(EmulatedElasticError) -> JSON? {
    guard body.readableBytes > 0 else { return nil }
    do throws(JSONParser.Failure) {
      let json = try JSONParser.parse(Array(body.readableBytesView))
      guard json.members != nil else {
        throw JSONParser.Failure(problem: "the body has to be an object", offset: 0)
      }
      return json
    } catch {
      throw .parsing("Failed to parse the body at offset \(error.offset): \(error.problem)")
    }
  }

  /// The body as JSON that has to be there.
  func requiredJSON() throws(EmulatedElasticError) -> JSON {
    guard let json = try json() else { throw .parsing("request body is required") }
    return json
  }
}
