import AWSCredentials
import AWSSigV4
import AWSTesting
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Directory buckets of Amazon S3 have a header of their own for the token. The signatures are botocore's
/// (`S3ExpressAuth`, `S3ExpressQueryAuth`).
@Suite struct DirectoryBucketTests {
  private let credentials = Credentials(
    accessKeyId: Example.accessKeyId, secretAccessKey: Example.secretAccessKey, sessionToken: "token/+=")
  private let date = Date(timeIntervalSince1970: 1_440_938_160)
  private let signer = SigV4Signer(service: "s3express", region: "us-east-1")

  private func request(_ headers: [(name: String, value: String)] = []) -> SigningRequest {
    SigningRequest(
      method: "GET", authority: "b--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com", target: "/a//b",
      headers: headers)
  }

  @Test func header() throws {
    let signed = try signer.sign(request(), payload: .empty, credentials: credentials, date: date)
    #expect(signed.signature == "161ac4548ba83697d304b151e604b65dfea289d32f7f80fcead746602eea32a7")
    #expect(signed.headers.filter { $0.name == "x-amz-s3session-token" }.map(\.value) == ["token/+="])
    #expect(!signed.headers.contains { $0.name == "x-amz-security-token" })
  }

  @Test(arguments: ["X-Amz-S3session-Token", "X-Amz-Security-Token"])
  func aTokenOfTheCallersIsRefused(name: String) {
    let tokenless = Credentials(accessKeyId: "a", secretAccessKey: "s")
    for credentials in [credentials, tokenless] {
      let error = #expect(throws: SigV4Error.self) {
        try signer.sign(request([(name, "old")]), payload: .empty, credentials: credentials, date: date)
      }
      #expect(error?.code == .conflictingHeader && error?.message.contains(name.lowercased()) == true)
    }
  }

  @Test func query() throws {
    let presigned = try signer.presign(
      request(), payload: .unsigned, expiresIn: .seconds(300), credentials: credentials, date: date)
    #expect(presigned.signature == "6ae4e1aa888e785ae6e8a2a5bdee95cc0b17c5c74b42c61d07b052c911a2c49b")
    #expect(presigned.url.contains("?X-Amz-S3session-Token=token%2F%2B%3D&"))
    #expect(!presigned.url.contains("X-Amz-Security-Token"))
    var twice = request()
    twice.target = "/?x-amz-s3session-token=1"
    #expect(throws: SigV4Error.self) {
      try signer.presign(twice, payload: .unsigned, expiresIn: .seconds(1), credentials: credentials, date: date)
    }
  }

  @Test func ordinaryCredentialsAreAnOption() throws {
    var options = SigV4Options.standard(for: "s3express")
    options.sessionTokenName = .securityToken
    let signed = try SigV4Signer(service: "s3express", region: "us-east-1", options: options).sign(
      request(), payload: .empty, credentials: credentials, date: date)
    #expect(signed.signedHeaders == "host;x-amz-content-sha256;x-amz-date;x-amz-security-token")
  }

  /// Amazon OpenSearch Serverless demands the body's hash as a header and refuses a signed `content-length`.
  @Test func serverlessSearchAndTheBodysHash() throws {
    let callers = [(name: "content-length", value: "2"), (name: "content-type", value: "application/json")]
    var request = SigningRequest(method: "POST", authority: "a.aoss.amazonaws.com", target: "/i/_doc", headers: callers)
    let payload = PayloadHash.bytes(Array("{}".utf8))
    let signed = try SigV4Signer(service: "aoss", region: "r").sign(
      request, payload: payload, credentials: credentials, date: date)
    #expect(signed.signedHeaders == "content-type;host;x-amz-content-sha256;x-amz-date;x-amz-security-token")
    request.headers = []
    for (added, names) in [
      (SignedBodyHeader.xAmzContentSha256, "host;x-amz-content-sha256;x-amz-date"), (.none, "host;x-amz-date"),
    ] {
      let signer = SigV4Signer(service: "x", region: "r", options: SigV4Options(signedBodyHeader: added))
      let signed = try signer.sign(
        request, payload: payload, credentials: Credentials(accessKeyId: "a", secretAccessKey: "s"), date: date)
      #expect(signed.signedHeaders == names)
      #expect(signed.headers.contains { $0.name == "x-amz-content-sha256" } == (added == .xAmzContentSha256))
    }
  }
}

@Suite struct MinimumValidityTests {
  private let clock = ManualClock()
  private let request = SigningRequest(method: "GET", authority: "b.s3.amazonaws.com", target: "/k")
  private let signer = SigV4Signer(service: "s3", region: "us-east-1")

  private func keys(_ id: String, for seconds: Double) -> Credentials {
    Credentials(accessKeyId: id, secretAccessKey: "s", sessionToken: "t", expiration: clock.now() + seconds)
  }

  private func presign(_ cache: CredentialCache, minimum: Duration? = nil) async throws -> PresignedRequest {
    try await signer.presign(
      request, payload: .unsigned, expiresIn: .seconds(7200), minimumValidity: minimum, credentials: cache,
      date: clock.now())
  }

  @Test func credentialsThatWouldDieFirstAreRefreshedFirst() async throws {
    let provider = ScriptedCredentialProvider(results: [
      .success(keys("first", for: 3600)), .success(keys("second", for: 43_200)),
    ])
    let cache = CredentialCache(provider: provider, clock: clock)
    #expect(try await cache.snapshot().credentials.accessKeyId == "first")
    #expect(try await presign(cache, minimum: .seconds(3600)).url.contains("=first%2F"))
    let presigned = try await presign(cache)
    #expect(presigned.url.contains("=second%2F") && presigned.expiration == clock.now() + 7200)
    #expect(provider.callCount == 2)
    #expect(try await cache.snapshot().credentials.accessKeyId == "second", "the cache has them too")
  }

  @Test func callersAtOnceShareOneRefresh() async throws {
    let provider = ScriptedCredentialProvider(results: [
      .success(keys("first", for: 3600)), .success(keys("second", for: 43_200)),
    ])
    let cache = CredentialCache(provider: provider, clock: clock)
    _ = try await cache.snapshot()
    provider.hold()
    let ends = try await withThrowingTaskGroup(of: Date.self) { group in
      for _ in 1...50 { group.addTask { try await presign(cache).expiration } }
      try await provider.waitForCalls(2)
      provider.release()
      return try await group.reduce(into: Set<Date>()) { $0.insert($1) }
    }
    #expect(ends == [clock.now() + 7200] && provider.callCount == 2)
  }

  @Test func whereNothingLivesLongerTheResultSaysSo() async throws {
    let provider = ScriptedCredentialProvider { [clock] call in
      Credentials(
        accessKeyId: "key\(call)", secretAccessKey: "s", sessionToken: "t", expiration: clock.now() + 3600)
    }
    let cache = CredentialCache(provider: provider, clock: clock)
    _ = try await cache.snapshot()
    for _ in 1...5 { #expect(try await presign(cache).expiration == clock.now() + 3600) }
    #expect(provider.callCount == 2, "not with each URL")
    clock.advance(by: .seconds(61))
    _ = try await presign(cache)
    #expect(provider.callCount == 3)
  }

  @Test(arguments: [CredentialError.Code.failed, .notConfigured])
  func aProviderThatFailsDoesNotTakeTheUrlAway(code: CredentialError.Code) async throws {
    let error = CredentialError(code, provider: "scripted", message: "no answer")
    let provider = ScriptedCredentialProvider(results: [.success(keys("first", for: 3600)), .failure(error)])
    let cache = CredentialCache(provider: provider, clock: clock)
    _ = try await cache.snapshot()
    for _ in 1...3 { #expect(try await presign(cache).expiration == clock.now() + 3600) }
    #expect(provider.callCount == 2)
    #expect(try await cache.snapshot().credentials.accessKeyId == "first", "and does not harm the others")

    let failure = await #expect(throws: SigV4Error.self) {
      try await presign(CredentialCache(provider: ScriptedCredentialProvider(results: [.failure(error)]), clock: clock))
    }
    #expect(failure?.code == .noCredentials && failure?.cause is CredentialError)
  }

  @Test func badDurationsAreErrors() async throws {
    let cache = CredentialCache(
      provider: ScriptedCredentialProvider(results: [.success(keys("a", for: 9))]), clock: clock)
    for minimum in [Duration.seconds(-1), .seconds(7201), .seconds(Int64.max), .seconds(Int64.min)] {
      let error = await #expect(throws: SigV4Error.self) { try await presign(cache, minimum: minimum) }
      #expect(error?.code == .invalidExpiration)
    }
    for lifetime in [Duration.zero, .seconds(604_801), .seconds(Int64.max)] {
      await #expect(throws: SigV4Error.self) {
        try await signer.presign(
          request, payload: .unsigned, expiresIn: lifetime, credentials: cache, date: clock.now())
      }
    }
    for date in [Date.distantPast, Date(timeIntervalSince1970: .nan), Date(timeIntervalSince1970: 1e300)] {
      await #expect(throws: SigV4Error.self) {
        try await signer.presign(
          request, payload: .unsigned, expiresIn: .seconds(1), credentials: cache, date: date)
      }
    }
  }
}
