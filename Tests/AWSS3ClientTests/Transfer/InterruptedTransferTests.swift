import AWSCredentials
import AWSEmulator
import AWSRuntime
import AWSS3Client
import AWSTesting
import HTTPTypes
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#endif
import Foundation

/// Transfers that are interrupted, against a server that verifies every request.
@Suite struct InterruptedTransferTests {
  private static let options = S3.UploadOptions(multipartThreshold: 6 << 20, partSize: 5 << 20, concurrency: 2)
  private static let content = TransferEmulator.content(17 << 20)

  @Test("An upload whose server goes away goes on from its token, in a client of another process")
  func serverGoesAway() async throws {
    try await TransferEmulator.run { test in
      let path = try test.write(Self.content, "file")
      let input = S3.PutObjectInput(bucket: TransferEmulator.bucket, key: "k")
      let token = try await test.s3.beginUpload(file: path, input, options: Self.options)
      // Two parts arrive; after that each connection is reset, as if nobody were there.
      test.emulator.faults.add(EmulatedFaultRule(.reset, service: .s3, method: "PUT", skipping: 2))
      let error = await S3Error.of {
        try await test.s3.upload(file: path, input, resuming: token, options: Self.options)
      }
      #expect(error?.operation == "s3.UploadPart")
      #expect(try await test.openUploads() == 1)
      test.emulator.faults.removeAll()

      let text = try JSONEncoder().encode(token)
      let read = try JSONDecoder().decode(S3.UploadToken.self, from: text)
      let before = test.emulator.statistics[.s3].requests
      let other = try TransferEmulator.client(test.emulator)
      let output = try await other.upload(file: path, input, resuming: read)
      #expect(output.parts == 4 && output.size == Int64(Self.content.count))
      // The list of parts, the two parts that were missing, and the completion. One part more if the third had failed before the second
      // was stored: a part that fails cancels the others.
      #expect((4...5).contains(test.emulator.statistics[.s3].requests - before))
      let isSame = try await other.get(bucket: TransferEmulator.bucket, key: "k") == Self.content
      #expect(isSame)
      #expect(try await test.openUploads() == 0)
    }
  }

  @Test("Uploads that are cancelled at any moment leave no part behind")
  func cancelled() async throws {
    try await TransferEmulator.run { test in
      let body = Array(Self.content[..<(11 << 20)])
      for step in 0..<20 {
        // The requests of an upload: to begin, three parts, to complete. The task is cancelled when one of them is on its way.
        let transport = ScriptedTransport { request throws(HTTPTransportError) in
          try await AsyncHTTPClientTransport.shared.send(
            HTTPTransportRequest(head: request.head, body: AWSHTTPBody(request.body), timeouts: request.timeouts))
        }
        let number = 1 + step % 5
        var fault: EmulatorFaults.ID?
        if step % 2 == 0, number == 2 || number == 3 {
          fault = test.emulator.faults.add(EmulatedFaultRule(.hang, service: .s3, method: "PUT", limit: 1))
        }
        let s3 = try TransferEmulator.client(test.emulator, transport: transport)
        let task = TestTask {
          try await s3.upload(
            S3.PutObjectInput(bucket: TransferEmulator.bucket, key: "k\(step)", body: AWSHTTPBody(body)),
            options: Self.options)
        }
        try await transport.waitForRequests(number)
        task.cancel()
        _ = try? await task.value
        if let fault { test.emulator.faults.remove(fault) }
      }
      #expect(try await test.openUploads() == 0)
    }
  }

  @Test("Credentials that rotate during an upload do not disturb it")
  func rotation() async throws {
    var configuration = EmulatorConfiguration()
    configuration.credentialLifetime = .seconds(60)
    let now = MovableTime()
    configuration.now = { now.date }
    let clock = ManualClock(start: now.date)
    try await TransferEmulator.run(configuration, clock: clock) { test in
      // Each MiB takes 20 seconds of the clock that the credentials expire by.
      let chunks = SlowContent(bytes: Self.content) {
        clock.advance(by: .seconds(20))
        now.advance(20)
      }
      let output = try await test.s3.upload(
        chunks, bucket: TransferEmulator.bucket, key: "k",
        options: S3.UploadOptions(multipartThreshold: 0, partSize: 5 << 20, concurrency: 1))
      #expect(output.parts == 4)
      let isSame = try await test.s3.get(bucket: TransferEmulator.bucket, key: "k") == Self.content
      #expect(isSame)
      #expect(test.emulator.statistics[.s3].rejected == 0)
    }
  }
}

/// A time that a test moves.
private final class MovableTime: Sendable {
  private let seconds = Observed(Date().timeIntervalSince1970)

  var date: Date { Date(timeIntervalSince1970: seconds.value) }
  func advance(_ count: Double) { seconds.change { $0 += count } }
}

/// Bytes in chunks of 1 MiB, before each of which something happens.
private struct SlowContent: AsyncSequence, Sendable {
  let bytes: [UInt8]
  let before: @Sendable () -> Void

  struct AsyncIterator: AsyncIteratorProtocol {
    let content: SlowContent
    var position = 0

    mutating func next() async throws -> [UInt8]? {
      guard position < content.bytes.count else { return nil }
      content.before()
      let end = Swift.min(position + 1 << 20, content.bytes.count)
      defer { position = end }
      return Array(content.bytes[position..<end])
    }
  }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(content: self) }
}
