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

/// Where a request goes decides how it is signed.
@Suite("How a single request is signed")
struct RequestSigningTests {
  private static let objectLambda = RequestSigning(
    service: "s3-object-lambda", scheme: .sigV4(region: "eu-west-1"))

  private static func authorization(_ bench: PipelineBench) -> [String] {
    bench.transport.requests.map { $0.head.headerFields[.authorization] ?? "" }
  }

  @Test("By another service and region, and the next one by the client's")
  func scope() async throws {
    let bench = PipelineBench(answers: [.status(200), .status(200)])
    bench.enqueueKey(1)
    var request = try bench.request()
    request.signing = Self.objectLambda
    _ = try await bench.pipeline.execute(request)
    _ = try await bench.pipeline.execute(try bench.request())
    let sent = Self.authorization(bench)
    #expect(sent[0].contains("Credential=ASIA1/") && sent[0].contains("/eu-west-1/s3-object-lambda/aws4_request,"))
    #expect(sent[1].contains("/us-east-1/s3/aws4_request,"))
  }

  @Test("By SigV4a for a set of regions")
  func regionSet() async throws {
    let bench = PipelineBench(answers: [.status(503), .status(200)])
    bench.enqueueKey(1)
    var request = try bench.request()
    request.signing = RequestSigning(service: "s3", scheme: .sigV4a(regionSet: ["*"]))
    _ = try await bench.pipeline.execute(request)
    for sent in Self.authorization(bench) { #expect(sent.hasPrefix("AWS4-ECDSA-P256-SHA256 Credential=ASIA1/")) }
    let set = HTTPField.Name("x-amz-region-set").flatMap { bench.transport.requests[1].head.headerFields[$0] }
    #expect(set == "*" && bench.transport.requests.count == 2)
  }

  @Test("With other credentials, which heal by themselves")
  func credentials() async throws {
    let bench = PipelineBench(answers: [.status(400, body: "ExpiredToken|dead"), .status(200)])
    bench.enqueueKey(1)
    let provider = ScriptedCredentialProvider { call in
      Credentials(accessKeyId: "ASIASESSION\(call)", secretAccessKey: "hush", sessionToken: "session-\(call)")
    }
    let session = CredentialCache(provider: provider, clock: bench.clock, random: { 0.5 })
    let own = try await bench.credentials.snapshot(at: bench.clock.now())
    var request = try bench.request()
    request.signing = RequestSigning(
      service: "s3express", scheme: .sigV4S3Express(region: "us-east-1"), credentials: session)
    #expect(try await bench.pipeline.execute(request).attempts == 2)
    #expect(bench.signers == ["ASIASESSION1", "ASIASESSION2"])
    let name = HTTPField.Name("x-amz-s3session-token")
    #expect(
      bench.transport.requests.map { request in name.flatMap { request.head.headerFields[$0] } } == [
        "session-1", "session-2",
      ])
    // The client's own were not touched.
    #expect(bench.credentials.generation == own.generation && bench.provider.callCount == 1)
    _ = try await bench.credentials.snapshot(at: bench.clock.now())
    #expect(bench.provider.callCount == 1)
  }

  @Test("Presigned as well")
  func presigned() async throws {
    let bench = PipelineBench()
    bench.enqueueKey(1)
    var request = try bench.request()
    request.signing = Self.objectLambda
    let signed = try await bench.pipeline.presign(
      request, expiresIn: .seconds(60), minimumValidity: .seconds(60), payload: .unsigned)
    #expect(signed.url.contains("%2Feu-west-1%2Fs3-object-lambda%2Faws4_request"))
  }

  @Test("One signer is kept for each scope, and not for ever more of them")
  func kept() async throws {
    let bench = PipelineBench(answers: Array(repeating: .status(200), count: 230))
    bench.enqueueKey(1)
    var request = try bench.request()
    #expect(bench.pipeline.keptSigners == 0)
    for round in 0..<230 {
      request.signing =
        round < 100
        ? Self.objectLambda : RequestSigning(service: "s3", scheme: .sigV4(region: "r-\(round)"))
      _ = try await bench.pipeline.execute(request)
      if round == 99 { #expect(bench.pipeline.keptSigners == 1) }
    }
    #expect(bench.pipeline.keptSigners == 64)
    _ = try await {
      bench.transport.enqueue(.status(200)); return try await bench.pipeline.execute(try bench.request())
    }()
    #expect(bench.pipeline.keptSigners == 64)
  }
}
