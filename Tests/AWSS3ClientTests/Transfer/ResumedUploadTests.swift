import AWSCore
import AWSCredentials
import AWSS3Client
import AWSTesting
import HTTPTypes
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#endif
import Foundation

/// Uploads that go on after a failure, in the same process or in another one.
@Suite struct ResumedUploadTests {
  private static let options = S3.UploadOptions(partSize: 5 << 20, concurrency: 1)
  private static let bytes = TestContent.bytes(23 << 20)

  private func input(_ bytes: [UInt8] = bytes, key: String = "k") -> S3.PutObjectInput {
    S3.PutObjectInput(bucket: "b", key: key, body: AWSHTTPBody(bytes))
  }

  private func failedUpload(_ store: PartStore) async throws -> S3.UploadToken {
    let client = try S3Fixture.client(store.transport)
    let token = try await client.beginUpload(input(), options: Self.options)
    let error = await S3Error.of { try await client.upload(input(), resuming: token, options: Self.options) }
    #expect(error?.code == .accessDenied)
    return token
  }

  private static let failsOnce: PartStore.Fault = { request, number in
    request == "PUT part 3" && number == 1 ? PartStore.error(403, "AccessDenied") : nil
  }

  @Test("What S3 has is not sent again, by a token that was written and read")
  func resume() async throws {
    let store = PartStore(Self.failsOnce)
    let token = try await failedUpload(store)
    #expect(store.state.withLock { $0.uploads.count } == 1)
    let text = try JSONEncoder().encode(token)
    let read = try JSONDecoder().decode(S3.UploadToken.self, from: text)
    #expect(read == token)
    let output = try await S3Fixture.client(store.transport).upload(input(), resuming: read, options: Self.options)
    store.expect(Self.bytes)
    #expect(output.parts == 5 && output.size == 23 << 20)
    for part in [1, 2] { #expect(store.log.count { $0 == "PUT part \(part)" } == 1) }
  }

  @Test("A part that S3 has with other content is sent again")
  func changedPart() async throws {
    let store = PartStore(Self.failsOnce)
    let token = try await failedUpload(store)
    store.state.withLock { state in
      state.uploads[token.uploadId]?[1]?[17] ^= 1
      state.uploads[token.uploadId]?[2]?.removeLast()
    }
    _ = try await S3Fixture.client(store.transport).upload(input(), resuming: token, options: Self.options)
    store.expect(Self.bytes)
    for part in [1, 2] { #expect(store.log.count { $0 == "PUT part \(part)" } == 2) }
  }

  @Test("The size of the parts is the token's, whatever the options say")
  func partSize() async throws {
    let store = PartStore(Self.failsOnce)
    let token = try await failedUpload(store)
    let output = try await S3Fixture.client(store.transport).upload(input(), resuming: token)
    store.expect(Self.bytes)
    #expect(output.parts == 5)
  }

  @Test("Content of another size, or for another object, is refused")
  func wrongContent() async throws {
    let store = PartStore(Self.failsOnce)
    let token = try await failedUpload(store)
    let client = try S3Fixture.client(store.transport)
    let sent = store.log.count
    for other in [input(Array(Self.bytes.dropLast())), input(key: "l"), input(key: "k\u{300}")] {
      let error = await S3Error.of { try await client.upload(other, resuming: token) }
      #expect(error?.code == .invalidInput)
    }
    #expect(store.log.count == sent)
  }

  @Test("Content of no bytes can be resumed, too")
  func empty() async throws {
    let store = PartStore()
    let client = try S3Fixture.client(store.transport)
    let token = try await client.beginUpload(input([]), options: Self.options)
    let output = try await client.upload(input([]), resuming: token, options: Self.options)
    #expect(output.parts == 1 && output.size == 0)
    store.expect([])
  }

  @Test("An upload that was aborted cannot go on")
  func aborted() async throws {
    let store = PartStore(Self.failsOnce)
    let token = try await failedUpload(store)
    let client = try S3Fixture.client(store.transport)
    try await client.abortUpload(token)
    #expect(store.state.withLock { $0.uploads.isEmpty })
    let error = await S3Error.of { try await client.upload(input(), resuming: token) }
    #expect(error?.code == .noSuchUpload)
  }
}
