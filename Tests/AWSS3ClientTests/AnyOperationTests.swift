import AWSCredentials
import AWSRuntime
import AWSS3Client
import AWSTesting
import HTTPTypes
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#endif
import Foundation

/// What each operation makes of responses that no operation should get.
@Suite struct AnyOperationTests {
  private struct Operation {
    let name: String
    let method: String

    /// Whether its response has a document, or may have one if it is an error.
    var isCollected: Bool {
      method != "HEAD" && !["GetObject", "GetObjectTorrent", "SelectObjectContent"].contains(name)
    }
  }

  /// The operations, from the model they are generated from.
  private static func operations() throws -> [Operation] {
    let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
    let data = try #require(FileManager.default.contents(atPath: root + "/Sources/S3Generator/Models/s3.txt"))
    return String(decoding: data, as: UTF8.self).split(separator: "\n").filter { $0.hasPrefix("operation ") }
      .map { $0.split(separator: " ") }.map { Operation(name: String($0[1]), method: String($0[2])) }
  }

  /// The error of an operation that gets these responses.
  private func failure(
    of operation: Operation, _ responses: [ScriptedTransport.Response]
  ) async throws -> S3Error {
    let s3 = try S3Fixture.client(ScriptedTransport(responses))
    let error = await S3Error.of { try await s3.call(operation.name, .anything) }
    return try #require(error, "\(operation.name) succeeds")
  }

  private static func times(_ response: ScriptedTransport.Response) -> [ScriptedTransport.Response] {
    Array(repeating: response, count: 3)
  }

  /// Operations that are not sent again when it is not known what came of them.
  private static let once: Set<String> = [
    "CompleteMultipartUpload", "CreateBucketMetadataConfiguration", "CreateBucketMetadataTableConfiguration",
    "CreateMultipartUpload", "WriteGetObjectResponse",
  ]

  @Test func allAreThere() throws { #expect(try Self.operations().count == 111) }

  @Test("A success with an error inside is the error")
  func errorInside() async throws {
    for operation in try Self.operations() where operation.isCollected {
      for (code, isRepeated) in [
        ("InternalError", true), ("SlowDown", true), ("NewTrouble", true), ("AccessDenied", false),
      ] {
        let body = "\n <Error><Code>\(code)</Code><Message>late</Message><RequestId>R1</RequestId></Error>"
        let error = try await failure(of: operation, Self.times(.status(200, body: body)))
        #expect(error.code.rawValue == code && error.statusCode == 200, "\(operation.name): \(error)")
        #expect(error.message.contains("late") && error.requestId == "R1", "\(operation.name): \(error)")
        // A service that throttles has done nothing.
        let isSafe = !Self.once.contains(operation.name) || code == "SlowDown"
        #expect(error.attempts == (isRepeated && isSafe ? 3 : 1), "\(operation.name): \(error)")
      }
    }
  }

  @Test("A nested error, and one without a message")
  func shapes() async throws {
    let nested = "<ErrorResponse><Error><Code>AccessDenied</Code></Error><RequestId>R2</RequestId></ErrorResponse>"
    for operation in try Self.operations() where operation.isCollected {
      for status in [200, 403] {
        let error = try await failure(of: operation, Self.times(.status(status, body: nested)))
        #expect(
          error.code == .accessDenied && error.statusCode == status && error.requestId == "R2", "\(operation.name)")
      }
    }
  }

  @Test("A document that is cut off is a failure of the service")
  func cutOff() async throws {
    for operation in try Self.operations() where operation.isCollected {
      let error = try await failure(of: operation, Self.times(.text("<?xml version=\"1.0\"?><Result><Name>a")))
      #expect(error.code == .internalError && error.statusCode == 200, "\(operation.name): \(error)")
      #expect(error.attempts == (Self.once.contains(operation.name) ? 1 : 3), "\(operation.name)")
    }
  }

  @Test("The page of a proxy instead of a response is shown, and the request is sent again if that is safe")
  func pages() async throws {
    let page = "<html><head><title>503 Service Unavailable</title></head></html>"
    let refusal = ScriptedTransport.Response.status(403, body: "<Error><Code>AccessDenied</Code></Error>")
    for operation in try Self.operations() {
      let error = try await failure(of: operation, [.status(503, body: page), refusal])
      if Self.once.contains(operation.name) {
        #expect(error.code == .serviceUnavailable && error.statusCode == 503, "\(operation.name): \(error)")
        #expect(error.message.contains("503 Service Unavailable") && error.attempts == 1, "\(operation.name): \(error)")
      } else {
        #expect(error.statusCode == 403 && error.attempts == 2, "\(operation.name): \(error)")
      }
      let wrong = try await failure(of: operation, Self.times(.status(404, body: page)))
      #expect(wrong.code == .notFound && wrong.statusCode == 404, "\(operation.name): \(wrong)")
    }
  }

  @Test(
    "An error without a body has the code of its status",
    arguments: [
      (400, S3Error.Code.badRequest), (403, .forbidden), (404, .notFound), (405, .methodNotAllowed),
      (412, .preconditionFailed), (416, .invalidRange), (500, .internalError), (501, .notImplemented),
      (503, .serviceUnavailable), (599, S3Error.Code(rawValue: "HTTP599")),
    ])
  func empty(status: Int, code: S3Error.Code) async throws {
    for operation in try Self.operations() {
      // Whether the bucket is elsewhere is asked as well.
      let responses = Array(repeating: ScriptedTransport.Response.status(status), count: 6)
      let error = try await failure(of: operation, responses)
      #expect(error.code == code && error.statusCode == status, "\(operation.name): \(error)")
      #expect(!error.message.isEmpty)
    }
  }

  @Test("Content that stops without an end is an error, after the time for silence")
  func stalled() async throws {
    let server = try RawListener(
      answering: "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc", keepsOpen: true)
    var configuration = S3Fixture.configuration(AsyncHTTPClientTransport())
    configuration.timeouts.idle = .milliseconds(100)
    let s3 = S3Client(configuration: configuration, endpoint: try Endpoint("http://127.0.0.1:\(server.port)"))
    let error = await S3Error.of { try await s3.get(bucket: "bucket", key: "k") }
    #expect(error?.code == .incompleteResponse && error?.kind == .transport, "\(error as Any)")
  }
}
