import AWSCore
import AWSCredentials
public import AWSRuntime
import AWSSigV4
public import HTTPTypes

/// A client for the documents, searches and indices of Amazon OpenSearch Service (and its predecessor, Amazon
/// Elasticsearch Service) and Amazon OpenSearch Serverless.
///
/// ```swift
/// let es = try await ElasticClient("search-books.ap-northeast-2.es.amazonaws.com")
/// try await es.index("books", id: "1", document: Book(title: "Evergreen"))
/// let found = try await es.search("books", body: ["query": ["match": ["title": "evergreen"]]], as: Book.self)
/// ```
///
/// A client is cheap to copy and never becomes outdated: each attempt of each request is signed with the credentials
/// that are current then. The client uses the API without mapping types, which Elasticsearch 7 and OpenSearch have.
///
/// Where an operation takes an index, a list (`books,films`), a pattern (`logs-*`) or date math (`<logs-{now/d}>`) is
/// accepted wherever the engine accepts it.
public struct ElasticClient: Sendable {
  /// The endpoint that requests are sent to, and the service and region that they are signed for.
  public let endpoint: ElasticEndpoint
  /// How values are encoded as JSON and decoded.
  public let coding: ElasticCoding
  /// The maximum size of a response in bytes. A larger response is an error.
  public let responseLimit: Int
  let pipeline: RequestPipeline
  private let target: Endpoint

  /// Makes a client for a domain or collection.
  ///
  /// - Parameters:
  ///   - configuration: The credentials, the region, the transport and the retry policy. If the host is one of
  ///     Amazon's, the region in its name is used instead of the configured region, because no other works.
  ///   - endpoint: The endpoint of the domain or collection.
  ///   - coding: How values are encoded as JSON and decoded.
  ///   - responseLimit: The maximum size of a response in bytes; a larger response is an error. Responses are kept in
  ///     memory.
  public init(
    configuration: ClientConfiguration, endpoint: ElasticEndpoint, coding: ElasticCoding = ElasticCoding(),
    responseLimit: Int = 128 * 1024 * 1024
  ) {
    self.endpoint = endpoint
    self.coding = coding
    self.responseLimit = responseLimit
    target = endpoint.signed
    var configuration = configuration
    if endpoint.signingHost != nil {
      configuration.transport = SigningHostTransport(
        base: configuration.transport.wrappedOnce, authority: endpoint.endpoint.authority)
    }
    let service = endpoint.service.rawValue
    pipeline = RequestPipeline(
      service: ServiceDescription(
        name: service, signer: SigV4Signer(service: service, region: endpoint.region ?? configuration.region),
        classifier: .elastic, parseError: { ServerError(head: $0, body: $1).parsed }),
      configuration: configuration)
  }

  private init(_ client: ElasticClient, endpoint: ElasticEndpoint, pipeline: RequestPipeline) {
    self.endpoint = endpoint
    self.pipeline = pipeline
    coding = client.coding
    responseLimit = client.responseLimit
    target = client.target
  }

  /// Returns a copy of this client whose calls use some other settings.
  ///
  /// - Parameter overrides: The settings that replace those of this client. A region changes what requests are signed
  ///   for, not where they are sent.
  /// - Returns: The copy, which has all other settings of this client; see `CallOverrides`. This client stays as it is.
  public func with(_ overrides: CallOverrides) -> ElasticClient {
    ElasticClient(
      self, endpoint: overrides.region.map(endpoint.signed(for:)) ?? endpoint, pipeline: pipeline.with(overrides))
  }

  /// Sends any request. It is signed, retried and its errors are reported as for the other methods of this client.
  ///
  /// The client does not check whether the service supports the request.
  ///
  /// - Parameters:
  ///   - method: The method. Use `POST` for searches: some proxies drop the body of a `GET`.
  ///   - path: The path: its parts, such as `["books", "_mapping"]`, or a path that is already percent-encoded, such as
  ///     `.wire("/_cat/indices/logs-%2A")`.
  ///   - parameters: The URL parameters.
  ///   - body: The body.
  ///   - retrySafety: When the request may be sent again although an earlier attempt may have taken effect; with `nil`
  ///     it depends on the method, the path and the parameters. The result is then ``ElasticRetrySafety/idempotent``
  ///     for reading, for a document with an id of its own (`PUT /books/_doc/1`), and for mappings, settings, aliases,
  ///     templates, pipelines and scripts that are named in the path. It is ``ElasticRetrySafety/onlyIfNotProcessed``
  ///     for everything else: for `_create`, `_bulk`, `_update`, `_reindex` and `…_by_query`, for operations on a whole
  ///     index, and for every request that depends on one of the parameters `op_type`, `if_seq_no`, `version` or
  ///     `create`. A scroll (`_search/scroll`) is always ``ElasticRetrySafety/never``, even if another value is passed
  ///     here: if the service received it twice, a page would be skipped. It is sent again only if no connection was
  ///     made or the credentials were refused.
  ///
  ///     The client assumes that the service did nothing if no connection was made, if Amazon's gateway refused the
  ///     credentials or throttled the request, and if the engine sent 429 or 503 with nothing but an error of the type
  ///     `es_rejected_execution_exception`, `rejected_execution_exception` or `circuit_breaking_exception`.
  /// - Returns: The response, whose status is 2xx.
  /// - Throws: ``ElasticError`` for every other status and failure. ``ElasticError/mayHaveTakenEffect`` says whether
  ///   the request may have been carried out. `CancellationError` if the task is cancelled; the request may have been
  ///   carried out in that case too.
  public func perform(
    _ method: HTTPRequest.Method, _ path: ElasticPath, parameters: ElasticParameters = [:], body: ElasticBody = .none,
    retrySafety: ElasticRetrySafety? = nil
  ) async throws -> ElasticResponse {
    var safety = ElasticRetrySafety(method: method, path: path, parameters: parameters)
    if let retrySafety, safety != .never { safety = retrySafety }
    return try await call(
      ElasticOperation("Perform", method, path, parameters: parameters, body: body, retrySafety: safety))
  }
}

/// One request, before it is encoded.
struct ElasticOperation {
  /// The name for messages, metrics and traces.
  var name: String
  var method: HTTPRequest.Method
  var path: ElasticPath
  var parameters: ElasticParameters
  var body: ElasticBody
  var retrySafety: ElasticRetrySafety
  /// How often it is sent again because its credentials were refused.
  var healing = ServiceRequest.Healing.once

  init(
    _ name: String, _ method: HTTPRequest.Method, _ path: ElasticPath, parameters: ElasticParameters = [:],
    body: ElasticBody = .none, retrySafety: ElasticRetrySafety = .idempotent
  ) {
    self.name = name
    self.method = method
    self.path = path
    self.parameters = parameters
    self.body = body
    self.retrySafety = retrySafety
  }
}

// MARK: - Sending

extension ElasticClient {
  /// What every public call goes through whose response is not JSON or need not be.
  ///
  /// - Throws: ``ElasticError``; `CancellationError` if the task is cancelled.
  func call(_ operation: ElasticOperation) async throws -> ElasticResponse {
    do throws(ElasticError) {
      return try await send(operation)
    } catch {
      throw error.publicError
    }
  }

  /// What every public call goes through whose response is JSON.
  ///
  /// - Parameters:
  ///   - operation: The request.
  ///   - accepts: Whether the response of a failed request is a result all the same, such as that of a document that is
  ///     not there.
  /// - Throws: ``ElasticError``; `CancellationError` if the task is cancelled.
  func callForDocument(
    _ operation: ElasticOperation, accepting accepts: (ElasticError) -> Bool = { _ in false }
  ) async throws -> ElasticResponse {
    do throws(ElasticError) {
      return try await document(operation)
    } catch {
      guard let head = error.response, accepts(error) else { throw error.publicError }
      return ElasticResponse(
        head: head, body: error.body, attempts: error.attempts, operation: error.operation, coding: coding,
        parsedBody: error.document)
    }
  }

  /// Sends a request.
  ///
  /// - Returns: The response, whose body is not looked at.
  private func send(_ operation: ElasticOperation) async throws(ElasticError) -> ElasticResponse {
    try await send(operation) { response throws(ElasticError) in response }
  }

  /// Sends a request whose response is JSON. Damaged JSON counts as an incomplete response. A page from another server
  /// is not retried, because it would be the same the next time.
  private func document(_ operation: ElasticOperation) async throws(ElasticError) -> ElasticResponse {
    let (response, failure) = try await send(operation) {
      response throws(ElasticError) -> (ElasticResponse, ElasticError?) in
      do throws(ElasticError) {
        return (try response.parsed(), nil)
      } catch {
        switch ForeignBody(response.body) {
        case .html, .xml, .text: return (response, error)
        case .empty, .json, .binary: throw error
        }
      }
    }
    if let failure { throw failure }
    return response
  }

  /// Sends a request until its response can be read or there is no point in trying again.
  ///
  /// - Parameters:
  ///   - operation: The request.
  ///   - precursor: What was sent before, if this repeats part of another request.
  ///   - read: Reads a response of status 2xx. If it throws, the response is taken for damaged, and asked for again if that
  ///     is safe.
  func send<Output: Sendable>(
    _ operation: ElasticOperation, after precursor: ServiceRequest.Precursor = ServiceRequest.Precursor(),
    _ read: (ElasticResponse) throws(ElasticError) -> Output
  ) async throws(ElasticError) -> Output {
    var request = try encode(operation)
    request.precursor = precursor
    request.healing = operation.healing
    do throws(ServiceError) {
      return try await pipeline.execute(request) { response throws(ParsedServiceError) in
        do throws(ElasticError) {
          return try read(
            ElasticResponse(
              head: response.head, body: response.bytes, attempts: response.attempts,
              operation: qualified(operation.name), coding: coding,
              followsUnknownAttempt: response.followsUnknownAttempt))
        } catch {
          throw error.damage
        }
      }
    } catch {
      throw ElasticError(error)
    }
  }

  private static let accept = HTTPField(name: .accept, value: "application/json")

  private func encode(_ operation: ElasticOperation) throws(ElasticError) -> ServiceRequest {
    let path: String
    do throws(ElasticPathError) {
      path = try operation.path.encoded()
    } catch {
      throw invalid(operation.name, "\(error)".sentence)
    }
    var headers = HTTPFields()
    headers.reserveCapacity(2)
    headers.append(Self.accept)
    if let type = operation.body.contentType { headers.append(HTTPField(name: .contentType, value: type)) }
    let body: [UInt8]
    do {
      body = try operation.body.encoded(with: coding)
    } catch {
      throw invalid(
        operation.name, "The body cannot be encoded: \(String(describing: error).clause)".sentence, cause: error)
    }
    return ServiceRequest(
      operation: operation.name, method: operation.method, endpoint: target, path: path,
      query: operation.parameters.encoded, headers: headers, body: AWSHTTPBody(body),
      retrySafety: operation.retrySafety.runtime, responseBody: .collected(limit: responseLimit))
  }

  /// An error for something that was refused before it was sent.
  func invalid(_ operation: String, _ message: String, cause: (any Error)? = nil) -> ElasticError {
    ElasticError(.invalidRequest, message: message, operation: qualified(operation), cause: cause)
  }

  func qualified(_ operation: String) -> String { "\(endpoint.service.rawValue).\(operation)" }

  /// Refuses what a serverless collection is documented not to offer.
  func requireDomain(_ operation: String, _ feature: String) throws(ElasticError) {
    guard endpoint.service == .aoss else { return }
    throw ElasticError(
      .unsupported, message: "\(endpoint.service.displayName) does not offer \(feature); nothing was sent.",
      operation: qualified(operation),
      explanation: "If the endpoint is no serverless collection, name the service: ElasticEndpoint(…, service: .es).")
  }
}
