import AWSCore
import AWSCredentials
import AWSSigV4
import Benchmarking
import Crypto
import HTTPTypes

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension Clients {
  /// The hashes of the body and of the canonical request of a request that was sent, and the HMAC of its string to sign.
  func makeHash(_ name: CaseName, _ recorded: HTTPTransportRequest) throws -> RequestCase {
    let head = recorded.head
    let ofSignature: Set = ["authorization", "x-amz-date", "x-amz-content-sha256", "x-amz-security-token"]
    let request = SigningRequest(
      method: head.method.rawValue, scheme: head.scheme ?? "http", authority: head.authority ?? "",
      target: head.path ?? "/",
      headers: head.headerFields.filter { !ofSignature.contains($0.name.canonicalName) }
        .map { ($0.name.rawName, $0.value) })
    let body = recorded.body.bytesInMemory ?? []
    let signer = SigV4Signer(service: name.subject == .esPost ? "es" : "s3", region: Self.region)
    let signature = try signer.sign(
      request, payload: body.isEmpty ? .empty : .bytes(body), credentials: Self.credentials, date: Date())
    let canonicalRequest = Array(signature.canonicalRequest.utf8)
    let stringToSign = Array(signature.stringToSign.utf8)
    // Any key costs the same.
    let keyed = HMAC<SHA256>(key: SymmetricKey(size: .bits256))
    return RequestCase(name: name) {
      var sum = 0
      // The hash of no bytes is a constant.
      if !body.isEmpty { sum &+= Self.first(SHA256.hash(data: body)) }
      sum &+= Self.first(SHA256.hash(data: canonicalRequest))
      var code = keyed
      code.update(data: stringToSign)
      sum &+= Self.first(code.finalize())
      guard sum >= 0 else { throw BenchmarkError(description: "A byte is negative.") }
    }
  }

  private static func first(_ digest: some Sequence<UInt8>) -> Int {
    for byte in digest { return Int(byte) }
    return 0
  }
}
