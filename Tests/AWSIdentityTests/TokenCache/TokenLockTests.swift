import AWSCredentials
import AWSIdentity
import AWSTesting
import HTTPTypes
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The advisory lock on a token file, on real files.
@Suite
struct TokenLockTests {
  private let folder: String
  private let path: String
  private let home = SSOHome()

  init() throws {
    folder =
      FileManager.default.temporaryDirectory.appending(
        path: "evergreen-lock-\(UInt64.random(in: 1 ... .max))"
      ).path
    let cache = folder + "/.aws/sso/cache"
    try FileManager.default.createDirectory(atPath: cache, withIntermediateDirectories: true)
    path = cache + "/0ad374308c5a4e22f723adf10145eafad7c4031c.json"
  }

  private func provider(_ transport: any HTTPTransport) -> SSOCredentialProvider {
    let context = CredentialProviderContext(
      environment: ["HOME": folder], transport: transport, clock: ImpatientClock(base: home.clock), random: { 0 },
      platform: .posix)
    let settings = ProfileChain.SingleSignOn(
      sessionName: "my-sso", region: "us-east-1", startURL: "https://example.awsapps.com/start",
      accountId: "123456789012", roleName: "Reader")
    return SSOCredentialProvider(settings, context: context)
  }

  private func role() -> ScriptedTransport.Response {
    .text(
      """
      {"roleCredentials": {"accessKeyId": "ASIAROLE", "secretAccessKey": "s", "sessionToken": "t",
       "expiration": 4102444800000}}
      """)
  }

  private let renewed = ScriptedTransport.Response.text(
    #"{"accessToken": "ACCESS-TOKEN-TWO", "expiresIn": 3600, "refreshToken": "REFRESH-TOKEN-TWO"}"#)

  private func write(life: Double, accessToken: String = "ACCESS-TOKEN-ONE") throws {
    try Data(home.token(life: life, accessToken: accessToken).utf8).write(to: URL(filePath: path))
  }

  @Test func oneHoldsItAtATime() throws {
    let files = SystemFileSystem()
    guard case .held(let lock) = files.tryLock(path) else {
      Issue.record("a file that nobody has locked cannot be locked")
      return
    }
    guard case .busy = files.tryLock(path) else {
      Issue.record("a lock that is held was given to another")
      return
    }
    lock.release()
    lock.release()
    guard case .held(let next) = files.tryLock(path) else {
      Issue.record("a lock that was given back cannot be had")
      return
    }
    next.release()
    // The token file itself is not touched.
    #expect(!FileManager.default.fileExists(atPath: path))
    guard case .unsupported = files.tryLock(folder + "/missing/x.json") else {
      Issue.record("a file in a folder that does not exist was locked")
      return
    }
  }

  @Test func whoComesWhileAnotherRefreshesUsesTheTokenThatStillWorks() async throws {
    try write(life: 200)
    guard case .held(let lock) = SystemFileSystem().tryLock(path) else { return }
    let transport = ScriptedTransport([role()])
    _ = try await provider(transport).credentials()
    #expect(transport.requests.map(\.head.path?.first) == ["/"])
    #expect(transport.requests.first?.head.path?.hasPrefix("/federation") == true)
    lock.release()
  }

  @Test func whoHoldsTheLockForLongHoldsNobodyUp() async throws {
    try write(life: -10)
    guard case .held(let lock) = SystemFileSystem().tryLock(path) else { return }
    let transport = ScriptedTransport([renewed, role()])
    #expect(try await provider(transport).credentials().accessKeyId == "ASIAROLE")
    #expect(transport.requests.count == 2)
    lock.release()
  }

  @Test func theLockIsFreeAfterASuccessAndAfterAFailure() async throws {
    for answers in [[renewed, role()], [.status(400, body: #"{"error": "invalid_grant"}"#)]] {
      try write(life: -10)
      _ = try? await provider(ScriptedTransport(answers)).credentials()
      guard case .held(let lock) = SystemFileSystem().tryLock(path) else {
        Issue.record("the lock was not given back")
        return
      }
      lock.release()
    }
  }
}
