import AWSCore
import AWSCredentials
import AsyncHTTPClient
import Benchmarking
import HTTPTypes
import NIOCore
import NIOHTTP1

extension Clients {
  /// The client and the request of bare AsyncHTTPClient.
  ///
  /// - Parameters:
  ///   - way: ``Way/same`` for the header fields of our request; ``Way/plain`` for none.
  ///   - recorded: Our request.
  func bare(
    _ way: Way, _ recorded: HTTPTransportRequest
  ) async throws -> (client: HTTPClient, request: HTTPClientRequest) {
    let head = recorded.head
    var request = HTTPClientRequest(url: "\(server)\(head.path ?? "/")")
    request.method = HTTPMethod(rawValue: head.method.rawValue)
    // Over TLS a body with a checksum is framed while it is sent.
    let bytes = try await recorded.body.collect(upTo: 2 * Subject.largeSize)
    if !bytes.isEmpty { request.body = .bytes(ByteBuffer(bytes: bytes)) }
    guard way == .same else { return (plain, request) }
    request.headers.add(name: "Host", value: head.authority ?? "")
    for field in head.headerFields { request.headers.add(name: field.name.rawName, value: field.value) }
    return (same, request)
  }

  func makeBare(_ name: CaseName, _ recorded: HTTPTransportRequest) async throws -> RequestCase {
    let (client, request) = try await bare(name.way, recorded)
    switch name.subject {
    case .get, .memory:
      let size = name.subject.isLarge ? Subject.largeSize : Subject.smallSize
      return RequestCase(name: name) {
        let response = try await Self.execute(request, with: client)
        try require(await response.body.collect(upTo: size).readableBytes, is: size)
      }
    case .esPost:
      return RequestCase(name: name) {
        let response = try await Self.execute(request, with: client)
        let body = try await response.body.collect(upTo: 128 * 1024 * 1024)
        guard body.readableBytes > 0 else { throw BenchmarkError(description: "The response is empty.") }
      }
    case .stream:
      return RequestCase(name: name) {
        let response = try await Self.execute(request, with: client)
        var count = 0
        for try await chunk in response.body { count += chunk.readableBytes }
        try require(count, is: Subject.largeSize)
      }
    case .putBytes:
      return RequestCase(name: name) {
        let response = try await Self.execute(request, with: client)
        for try await _ in response.body {}
      }
    case .file, .putFile:
      throw BenchmarkError(description: "Bare AsyncHTTPClient has nothing for files.")
    }
  }

  static func execute(_ request: HTTPClientRequest, with client: HTTPClient) async throws -> HTTPClientResponse {
    let response = try await client.execute(request, deadline: .distantFuture)
    guard response.status == .ok else { throw BenchmarkError(description: "The status is \(response.status).") }
    return response
  }
}
