import SwiftSource

/// The file of an operation: its input and output, what encodes and decodes them, and the method of the client.
struct OperationFile {
  let api: S3API
  let operation: S3Model.Operation
  private let inputs: [Property]
  private let outputs: [Property]

  init(api: S3API, operation: S3Model.Operation) {
    self.api = api
    self.operation = operation
    func properties(_ shape: String, isWritten: Bool) -> [Property] {
      api.model.members(shape).map { Property(api: api, structure: shape, member: $0, isWritten: isWritten) }
    }
    inputs = properties(operation.input, isWritten: true)
    outputs = operation.output.map { properties($0, isWritten: false) } ?? []
  }

  private var input: String { api.inputName(operation) }
  private var output: String? { api.outputName(operation) }
  private var method: String { api.names.member(operation.name) }
  private var isOwnOutput: Bool { operation.output.map { api.isOwn($0, of: operation) } ?? false }
  private var paginator: S3Model.Paginator? { api.model.paginators.first { $0.operation == operation.name } }
  private var waiters: [S3Model.Waiter] { api.model.waiters.filter { $0.operation == operation.name } }
  private var link: String {
    "[\(operation.name)](https://docs.aws.amazon.com/AmazonS3/latest/API/API_\(operation.name).html)"
  }

  /// Members that the header fields and the query do not need: the client sets them.
  var declared: [Property] {
    inputs.filter { property in
      // How long the body is follows from the body, and lists are always encoded where S3 is asked for it by default.
      property.member.place != .header("Content-Length") && !(isEncodedList && property.member.name == "EncodingType")
    }
  }

  /// Whether the list is asked for with encoded keys in any case, since a key may hold what XML cannot.
  private var isEncodedList: Bool { ["ListObjects", "ListObjectsV2", "ListObjectVersions"].contains(operation.name) }

  var text: String {
    var source = SourceText(command: S3Generator.command, model: S3Generator.modelPath)
    let own = api.ownShapes(of: operation)
    writeImports(own, to: &source)
    source.line()
    writeInput(to: &source)
    if isOwnOutput {
      source.line()
      writeOutput(to: &source)
    }
    source.line()
    writeEncoding(to: &source)
    if isOwnOutput {
      source.line()
      writeDecoding(to: &source)
    }
    if let paginator {
      source.line()
      write(paginator, to: &source)
    }
    source.line()
    writeMethods(to: &source)
    for shape in own {
      source.line()
      ShapeFile(api: api, shape: shape).write(to: &source)
    }
    return source.text
  }

  private func writeImports(_ own: [String], to source: inout SourceText) {
    let all = declared + (isOwnOutput ? outputs : []) + own.flatMap { Structure(api: api, shape: $0).properties }
    source.line()
    source.line("import AWSCore")
    if all.contains(where: { $0.type == "AWSHTTPBody" }) { source.line("public import AWSCredentials") }
    source.line("import AWSRuntime")
    source.line("public import HTTPTypes")
    if all.contains(where: \.isDate) { ShapeFile.writeFoundation(to: &source) }
  }

  private func writeInput(to source: inout SourceText) {
    source.block("extension S3 {") { source in
      source.doc("The input of ``S3Client/\(method)(_:)``.")
      source.block("public struct \(input): OperationInput {") { source in
        for property in declared { property.declare(in: &source, keyword: "var") }
        source.doc("Additional header fields to send, for features of S3 for which this input has no property.")
        source.line("public var additionalHeaders = HTTPFields()")
        source.line()
        source.doc("Makes an input. What S3 does not require can be set after that.")
        Structure.writeInitializer(of: declared, to: &source)
      }
    }
  }

  private func writeOutput(to source: inout SourceText) {
    guard let output else { return }
    source.block("extension S3 {") { source in
      source.doc("The output of ``S3Client/\(method)(_:)``.")
      source.block("public struct \(output): Sendable {") { source in
        guard isHeadOnly else {
          for property in outputs { property.declare(in: &source, keyword: "let") }
          return
        }
        source.line("let head: S3ResponseHead")
        source.line()
        source.doc("All header fields of the response, also those for which this type has no property.")
        source.line("public var headers: HTTPFields { head.fields }")
        for property in outputs {
          switch property.member.place {
          case .header(let header):
            property.declare(in: &source, reading: property.readingHeader(header, of: "head"))
          case .headers: property.declare(in: &source, reading: "head.metadata()")
          default: property.declare(in: &source, keyword: "let")
          }
        }
        if operation.validationMember != nil {
          source.doc(
            "The checksum with which the content is compared while it is read; `nil` if the client does not validate, or if "
              + "the response has no checksum of the whole content that this client computes. If they differ, reading "
              + "the content throws `AWSHTTPBodyError.checksumMismatch` before its last bytes.")
          source.line("public let validatedChecksum: ChecksumAlgorithm?")
        }
      }
    }
    if isHeadOnly { writeMirror(of: output, to: &source) }
  }

  /// Whether the output consists of header fields, and of no more than a body that is passed on. Its properties are read when
  /// they are asked for: of forty that there may be, a caller asks for two.
  private var isHeadOnly: Bool {
    isOwnOutput && !outputs.isEmpty && ["read", "none", "streamed"].contains(responseBody)
      && outputs.allSatisfy { $0.member.place != .body || $0.member.isStreaming }
  }

  private func writeMirror(of output: String, to source: inout SourceText) {
    source.line()
    source.block("extension S3.\(output): CustomReflectable {") { source in
      source.doc("A mirror of the properties. Of ``headers``, which may hold anything, only the names are shown.")
      source.block("public var customMirror: Mirror {") { source in
        let children = outputs.map { "\"\($0.name)\": \($0.name) as Any" } + ["\"headers\": head.names"]
        source.line("let children: KeyValuePairs<String, Any> = [")
        for child in children { source.line("  \(child),") }
        source.line("]")
        source.line("return Mirror(self, children: children, displayStyle: .struct)")
      }
    }
  }

  // MARK: - The request

  private func writeEncoding(to source: inout SourceText) {
    source.block("extension S3.\(input): S3Operation {") { source in
      source.line("package typealias Output = \(output.map { "S3." + $0 } ?? "Void")")
      source.list("package static let operation = S3OperationDescription(", description, ")")
      source.line("package var target: S3Target { \(target) }")
      source.line()
      let statements = requestStatements
      if statements.isEmpty {
        source.line("package func encode(into request: inout S3RequestContent) {}")
      } else {
        let isThrowing = statements.contains { $0.contains("try ") }
        let signature = "package func encode(into request: inout S3RequestContent)"
        source.block(signature + (isThrowing ? " throws(S3Problem) {" : " {")) { source in
          for statement in statements {
            for line in statement.split(separator: "\n") { source.statement(String(line)) }
          }
        }
      }
      source.line()
      writeDecode(to: &source)
    }
  }

  private var description: [String] {
    var arguments = ["\"\(operation.name)\"", "." + operation.method.lowercased()]
    if responseBody != "read" { arguments.append("responseBody: .\(responseBody)") }
    arguments.append("payload: .\(inputs.contains { $0.member.isStreaming } ? "streamed" : "signed")")
    if !traits.isEmpty { arguments.append("endpoint: \(traits)") }
    if !defaults.isEmpty { arguments.append("defaults: \(defaults)") }
    return arguments
  }

  /// What the endpoint rules are told of the operation.
  private var traits: String {
    let names = [
      "DisableAccessPoints": "noAccessPoints", "DisableS3ExpressSessionAuth": "noExpressSession",
      "UseObjectLambdaEndpoint": "objectLambda", "UseS3ExpressControlEndpoint": "expressControl",
    ]
    var traits = operation.context.compactMap { names[$0] }
    // The region of a bucket is asked for at an endpoint that need not be the bucket's.
    if operation.name == "GetBucketLocation" { traits.append("pathStyle") }
    guard traits.count != 1 else { return "." + traits[0] }
    return traits.isEmpty ? "" : "[" + traits.map { "." + $0 }.joined(separator: ", ") + "]"
  }

  /// What of a client's defaults it can take.
  private var defaults: String {
    let headers = Set(
      inputs.compactMap { property -> String? in
        guard case .header(let header) = property.member.place else { return nil }
        return header.lowercased()
      })
    var names: [String] = []
    if headers.contains("x-amz-storage-class") { names.append("storageClass") }
    // A session of a directory bucket has to be encrypted as the bucket is.
    if headers.contains("x-amz-server-side-encryption-aws-kms-key-id"), operation.name != "CreateSession" {
      names.append("kmsKey")
    }
    if headers.contains("x-amz-request-payer") { names.append("requestPayer") }
    if headers.contains("x-amz-expected-bucket-owner") { names.append("bucketOwner") }
    guard names.count != 1 else { return "." + names[0] }
    return names.isEmpty ? "" : "[" + names.map { "." + $0 }.joined(separator: ", ") + "]"
  }

  private var responseBody: String {
    if operation.method == "HEAD" { return "none" }
    if let payload = outputs.first(where: { $0.member.isPayload }) {
      switch payload.kind {
      case .body, .eventStream: return "streamed"
      case .text: return "text"
      default: return "document"
      }
    }
    if outputs.contains(where: { if case .eventStream = $0.kind { true } else { false } }) { return "streamed" }
    return outputs.contains { $0.member.place == .body } ? "document" : "read"
  }

  private var target: String {
    switch operation.name {
    case "WriteGetObjectResponse": return ".objectLambda(route: requestRoute)"
    default: break
    }
    if operation.uri.contains("{Key+}") { return ".object(bucket: bucket, key: key)" }
    return operation.uri.contains("{Bucket}") ? ".bucket(bucket)" : ".service"
  }

  private var requestStatements: [String] {
    var statements: [String] = []
    for part in operation.uri.split(separator: "?").dropFirst().first?.split(separator: "&") ?? [] {
      let pair = part.split(separator: "=")
      statements.append(
        pair.count == 1
          ? "request.add(subresource: \"\(pair[0])\")" : "request.add(query: \"\(pair[0])\", \"\(pair[1])\")")
    }
    for property in inputs {
      if isEncodedList, property.member.name == "EncodingType" {
        statements.append("request.add(query: \"encoding-type\", \"url\")")
      } else if property.member.name == operation.validationMember, case .header(let header) = property.member.place {
        statements.append("try request.set(\"\(header)\", validating: \(property.name))")
      } else if let statement = property.requestStatement {
        statements.append(statement)
      }
    }
    statements += bodyStatements
    if let isRequired = operation.requiresChecksum {
      statements.append("try request.checksum(checksumAlgorithm\(isRequired ? "" : ", isRequired: false"))")
    }
    return statements
  }

  private var bodyStatements: [String] {
    if let payload = inputs.first(where: { $0.member.isPayload }) {
      switch payload.kind {
      case .body: return ["try request.send(\(payload.name))"]
      case .text: return ["request.send(text: \(payload.name))"]
      default: return ["request.write(\(payload.name), as: \"\(payload.element)\")"]
      }
    }
    guard let root = operation.bodyRoot else { return [] }
    let lines = inputs.filter { $0.member.place == .body }.map { "  " + $0.writing }
    return [(["request.write(as: \"\(root)\") { xml in"] + lines + ["}"]).joined(separator: "\n")]
  }

  // MARK: - The response

  private func writeDecode(to source: inout SourceText) {
    guard let output else { return source.line("package static func decode(_ response: S3Response) {}") }
    let initializer = isOwnOutput ? "S3.\(output)(response)" : "S3.\(output)(xml: response.document())"
    let isThrowing = !isOwnOutput || isDecodingThrowing
    source.list(
      "package static func decode(", ["_ response: S3Response"],
      ")\(isThrowing ? " throws(S3Problem)" : "") -> S3.\(output) {")
    source.line("  \(isThrowing ? "try " : "")\(initializer)")
    source.line("}")
  }

  private var isDecodingThrowing: Bool { responseBody == "document" || responseBody == "text" }

  private func writeDecoding(to source: inout SourceText) {
    guard let output else { return }
    source.block("extension S3.\(output) {") { source in
      guard !outputs.isEmpty else { return source.line("init(_ response: S3Response) {}") }
      guard !isHeadOnly else { return writeHeadDecoding(to: &source) }
      source.block("init(_ response: S3Response)\(isDecodingThrowing ? " throws(S3Problem)" : "") {") { source in
        let isDocument = responseBody == "document" && !outputs.contains { $0.member.isPayload }
        if isDocument, operation.name != "GetBucketLocation" {
          let isEncoded = outputs.contains { $0.member.name == "EncodingType" }
          let root = Self.roots[operation.name].map { "\"\($0)\"" } ?? ""
          source.line("let xml = try response.document(\(root))\(isEncoded ? ".withDecodedKeys()" : "")")
        }
        for property in outputs { source.statement(decoding(of: property)) }
      }
    }
  }

  private func writeHeadDecoding(to source: inout SourceText) {
    source.block("init(_ response: S3Response) {") { source in
      source.line("head = response.head")
      if let body = outputs.first(where: { $0.member.isStreaming }) {
        source.line("\(body.name) = response.streamedBody")
      }
      if operation.validationMember != nil { source.line("validatedChecksum = response.validatedChecksum") }
    }
  }

  /// The root elements of documents that every server names alike. An empty list would be read in another document.
  private static let roots = [
    "CopyObject": "CopyObjectResult", "ListBuckets": "ListAllMyBucketsResult", "ListObjectsV2": "ListBucketResult",
  ]

  private func decoding(of property: Property) -> String {
    let name = SwiftName.declared(property.name)
    // The root element is the value itself, and empty for the region that was there first.
    if operation.name == "GetBucketLocation" { return "locationConstraint = try response.document().location" }
    switch property.member.place {
    case .header(let header): return "\(name) = \(property.readingHeader(header, of: "response.head"))"
    case .headers: return "\(name) = response.head.metadata()"
    default: break
    }
    // The older form of the list has another way to go on.
    if paginator?.outputs == [property.member.name], paginator?.more != nil, operation.name != "ListObjects",
      case .text = property.kind
    {
      return "\(name) = try xml.token(\"\(property.element)\", isTruncated: isTruncated)"
    }
    if let paginator, paginator.more == nil, paginator.outputs.contains(property.member.name) {
      return "\(name) = xml.opaque(\"\(property.element)\")"
    }
    switch property.kind {
    case .body: return "\(property.name) = response.streamedBody"
    case .eventStream: return "\(property.name) = S3.\(property.type)(response.body)"
    case .text where property.member.isPayload: return "\(property.name) = try response.text()"
    case .structure where property.member.isPayload:
      let root = Self.roots[operation.name].map { "\"\($0)\"" } ?? ""
      return "\(property.name) = try S3.\(property.type)(xml: response.document(\(root)))"
    default: return property.reading
    }
  }

  // MARK: - Lists, waiting, and the method

  private func write(_ paginator: S3Model.Paginator, to source: inout SourceText) {
    guard let output else { return }
    source.block("extension S3.\(input): S3PaginatedOperation {") { source in
      let markers = paginator.inputs.map(api.names.member)
      let texts = markers.map { marker in
        let isNumber = inputs.contains { property in
          guard property.name == marker, case .integer = property.kind else { return false }
          return true
        }
        return isNumber ? "\(marker).map { \"\\($0)\" }" : marker
      }
      source.line("var position: [String?] { [\(texts.joined(separator: ", "))] }")
      source.line()
      source.block("func next(after page: S3.\(output)) -> Self? {") { source in
        let more = paginator.more.map { "page.\(api.names.member($0)) == true" }
        let token = "page.\(api.names.member(paginator.outputs[0]))"
        source.line("guard \(more ?? "\(token)?.nilIfEmpty != nil") else { return nil }")
        source.line("var next = self")
        for (marker, token) in zip(markers, paginator.outputs) {
          // Without a delimiter the last key is where the next page begins (ListObjects in the API reference).
          let fallback = operation.name == "ListObjects" ? " ?? page.contents.last?.key" : ""
          let isText = outputs.contains { property in
            guard property.member.name == token, case .text = property.kind else { return false }
            return true
          }
          source.line("next.\(marker) = page.\(api.names.member(token))\(isText ? "?.nilIfEmpty" : "")\(fallback)")
        }
        source.line("return next")
      }
    }
  }

  private func writeMethods(to source: inout SourceText) {
    source.block("extension S3Client {") { source in
      source.doc("\(Summary.of(operation.name)) The operation is \(link) of the Amazon S3 API.", "")
      for paragraph in Summary.details[operation.name] ?? [] { source.doc(paragraph, "") }
      if operation.isDeprecated { source.doc("AWS has deprecated the operation.", "") }
      source.doc("- Throws: ``S3Error``\(codes); `CancellationError` if the task is cancelled.")
      // That the call does not throw is what HeadBucket says.
      let isAsked = operation.method == "GET" || operation.method == "HEAD" && operation.name != "HeadBucket"
      if output != nil, !isAsked { source.line("@discardableResult") }
      let isPlain = declared.allSatisfy { !$0.isInitial }
      source.list(
        "public func \(method)(", ["_ input: S3.\(input)" + (isPlain ? " = S3.\(input)()" : "")],
        ") async throws \(output.map { "-> S3.\($0) " } ?? ""){")
      source.line("  try await call(input)")
      source.line("}")
      if paginator != nil, let output {
        source.line()
        source.doc(
          "Lists page by page. Each page is requested with ``\(method)(_:)`` when it is needed.", "",
          "- Parameter input: What to list, and where to begin.")
        source.list("public func \(method)Pages(", ["_ input: S3.\(input)"], ") -> S3.Pages<S3.\(output)> {")
        source.line("  S3.Pages(of: input, client: self)")
        source.line("}")
      }
      for waiter in waiters {
        source.line()
        write(waiter, to: &source)
      }
    }
  }

  private func write(_ waiter: S3Model.Waiter, to source: inout SourceText) {
    func list(_ statuses: [Int]) -> String { statuses.map(String.init).joined(separator: ", ") }
    let subject = waiter.name.hasPrefix("Bucket") ? "bucket" : "object"
    let what = waiter.name.hasSuffix("NotExists") ? "no longer exists" : "exists"
    source.doc(
      "Waits until the \(subject) \(what). ``\(method)(_:)`` is called every \(waiter.delay) seconds until the status of its "
        + "response is \(waiter.success.map(String.init).joined(separator: " or ")).", "",
      "- Parameters:", "  - input: The \(subject).",
      "  - timeout: How long to wait at most; the default is \(waiter.delay * waiter.attempts) seconds.",
      "- Throws: ``S3Error``, with the code ``S3Error/Code/waitTimedOut`` if the time is over; `CancellationError` if the task "
        + "is cancelled.")
    source.list(
      "public func waitUntil\(waiter.name)(",
      ["_ input: S3.\(input)", "timeout: Duration = .seconds(\(waiter.delay * waiter.attempts))"], ") async throws {")
    source.list(
      "  let rule = S3Waiter(",
      ["delay: .seconds(\(waiter.delay))", "success: [\(list(waiter.success))]", "retry: [\(list(waiter.retry))]"], ")")
    source.line("  try await wait(for: input, rule, timeout: timeout)")
    source.line("}")
  }

  private var codes: String {
    guard !operation.errors.isEmpty else { return "" }
    let names = operation.errors.map { "``S3Error/Code/\(api.names.member($0))``" }
    return ", with a code such as " + names.joined(separator: ", ")
  }
}
