import AWSCore
import AWSCredentials
import AWSSigV4

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The proxy's keys: the newest works, all others are revoked.
final class KeyRing: Sendable {
  private let number = Locked(1)

  /// Issues a key and revokes all older ones.
  func rotate() { number.withLock { $0 += 1 } }

  /// How many keys there have been.
  var count: Int { number.withLock { $0 } }

  var newest: Credentials {
    let number = count
    return Credentials(
      accessKeyId: "ASIATRIAL\(number)EXAMPLE", secretAccessKey: "secret-\(number)", sessionToken: "token-\(number)")
  }

  /// Whether the newest key signed a request, and if not, what the service says.
  func refusal(of request: SigningRequest, body: [UInt8]) -> String? {
    let verifier = SigV4Verifier(service: "es", region: "us-east-1", clockTolerance: .seconds(300)) { [newest] id in
      guard id == newest.accessKeyId else { return nil }
      return SigV4Verifier.Key(secretAccessKey: newest.secretAccessKey, sessionToken: newest.sessionToken)
    }
    do throws(SigV4VerificationError) {
      _ = try verifier.verify(request, body: .bytes(body), at: .now)
      return nil
    } catch {
      if error.code == .unknownAccessKey { return "The security token included in the request is expired" }
      return "The request signature we calculated does not match the signature you provided. \(error.message)"
    }
  }
}
