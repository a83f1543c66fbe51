import AWSCredentials
import AWSRuntime
import AWSSigV4
import AWSTesting
import HTTPTypes
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// With anonymous credentials nothing is signed and nobody waits for credentials.
@Suite struct UnsignedRequestTests {
  private static let signatureFields = [
    "authorization", "x-amz-date", "x-amz-security-token", "x-amz-content-sha256", "x-amz-region-set",
  ]

  private func anonymous(_ bench: PipelineBench) -> RequestPipeline {
    bench.pipeline.with(CallOverrides(credentials: .anonymous))
  }

  private static var stream: AWSHTTPBody {
    let chunks = AsyncStream<[UInt8]> { continuation in
      continuation.yield(Array("abc".utf8))
      continuation.finish()
    }
    return AWSHTTPBody(stream: chunks, length: .known(3))
  }

  @Test(arguments: ["nothing", "bytes", "a stream"])
  func noFieldOfASignatureIsSent(kind: String) async throws {
    let body = kind == "nothing" ? AWSHTTPBody.empty : kind == "bytes" ? AWSHTTPBody("abc") : Self.stream
    let bench = PipelineBench(answers: [.status(200)])
    bench.provider.hold()
    var request = try bench.request(.put, body: body)
    request.checksum = .crc32
    _ = try await anonymous(bench).execute(request)
    let sent = try #require(bench.transport.requests.first)
    for name in Self.signatureFields {
      #expect(HTTPField.Name(name).flatMap { sent.head.headerFields[$0] } == nil, "\(name)")
    }
    #expect(sent.body == (kind == "nothing" ? [] : Array("abc".utf8)))
    #expect(bench.provider.callCount == 0)
    bench.provider.release()
  }

  @Test func aRequestWithSigningOfItsOwnIsUnsignedToo() async throws {
    let bench = PipelineBench(answers: [.status(200)])
    var request = try bench.request()
    request.signing = RequestSigning(service: "s3", scheme: .sigV4a(regionSet: ["*"]))
    _ = try await anonymous(bench).execute(request)
    #expect(bench.transport.requests.first?.head.headerFields[.authorization] == nil)
  }

  @Test func aPassingFailureIsTriedAgain() async throws {
    let bench = PipelineBench(answers: [.status(503), .status(200)])
    #expect(try await anonymous(bench).execute(try bench.request()).attempts == 2)
  }

  @Test(arguments: [401, 403])
  func aRefusalSaysThatNothingWasSigned(status: Int) async throws {
    let bench = PipelineBench(answers: [.status(status, body: "AccessDenied|no")])
    let error = await #expect(throws: ServiceError.self) { try await anonymous(bench).execute(try bench.request()) }
    #expect(error?.explanation?.contains("was not signed, because the client's credentials are anonymous") == true)
    #expect(error?.attempts == 1)
  }

  @Test func otherFailuresDoNot() async throws {
    let bench = PipelineBench(answers: [.status(404, body: "NoSuchKey|no")])
    let error = await #expect(throws: ServiceError.self) { try await anonymous(bench).execute(try bench.request()) }
    #expect(error?.code == "NoSuchKey" && error?.explanation == nil)
  }

  @Test func aDateThatIsFarOffTeachesNothing() async throws {
    let bench = PipelineBench(answers: [.status(200, headers: [.date: "Thu, 01 Jan 2026 00:05:00 GMT"])])
    _ = try await anonymous(bench).execute(try bench.request())
    #expect(bench.pipeline.signingTime(at: bench.clock.now()) == bench.clock.now())
  }

  @Test func presigningIsAnErrorThatSaysWhy() async throws {
    let bench = PipelineBench()
    let error = await #expect(throws: ServiceError.self) {
      try await anonymous(bench).presign(
        try bench.request(), expiresIn: .seconds(60), minimumValidity: .zero, payload: .unsigned)
    }
    #expect(error?.kind == .credentials && error?.message.contains("the client's credentials are anonymous") == true)
  }

  @Test func theCacheItselfSaysThatItHasNone() async throws {
    #expect(CredentialCache.anonymous.isAnonymous)
    #expect(!CredentialCache(provider: CredentialChain([])).isAnonymous)
    let error = await #expect(throws: CredentialError.self) { try await CredentialCache.anonymous.snapshot() }
    #expect(error?.code == .invalidConfiguration && error?.provider == "anonymous")
    #expect(AnonymousCredentialProvider().inspection().configuration == .configured)
  }
}
