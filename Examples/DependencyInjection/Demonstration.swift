import AWSCredentials
import AWSEmulator
import AWSRuntime
import AWSS3Client
import HTTPTypes

/// What a user of the service might do, with a rotation of the role's key in the middle.
struct Demonstration: Sendable {
  let emulator: Emulator
  let credentials: CredentialCache

  func run(port: Int, notes: NoteService) async throws {
    try await notes.s3.createBucket(notes.bucket)
    let transport = AsyncHTTPClientTransport()
    try await show(transport, port, .put, "/notes/first", "an evergreen tree")
    try await show(transport, port, .get, "/notes/first")
    emulator.rotateCredentials()
    emulator.revokeOldCredentials()
    print("(the credentials have rotated, and the old ones are refused)")
    try await show(transport, port, .put, "/notes/second", "another evergreen")
    try await show(transport, port, .get, "/search?word=evergreen")
    try await show(transport, port, .get, "/notes/none")
    await transport.shutdown()
    print("sets of credentials used by the same clients: \(credentials.generation)")
  }

  private func show(
    _ transport: AsyncHTTPClientTransport, _ port: Int, _ method: HTTPRequest.Method, _ path: String,
    _ body: String = ""
  ) async throws {
    let head = HTTPRequest(method: method, scheme: "http", authority: "127.0.0.1:\(port)", path: path)
    let response = try await transport.send(HTTPTransportRequest(head: head, body: AWSHTTPBody(body)))
    let text = String(decoding: try await response.body.collect(upTo: 1 << 16), as: UTF8.self)
    print("\(method) \(path): \(response.head.status.code) \(text)")
  }
}
