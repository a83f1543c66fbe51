import AWSCredentials
import AWSSigV4
import Crypto

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// One thing that is measured: an operation that returns something nobody can optimise away.
struct SigningCase {
  let name: String
  /// The case that this one is compared with: hash and code of the very same texts.
  let floor: String?
  let run: () throws -> Int

  /// Runs the case so often.
  func repeated(_ count: Int) throws {
    var sum = 0
    for _ in 0..<count { sum &+= try run() }
    // Never true, and the compiler cannot know.
    if sum == .min { print(sum) }
  }
}

extension SigningCase {
  // The published example key of AWS, and a token of the usual length.
  private static let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
  private static let token = String(
    repeating: "IQoJb3JpZ2luX2VjEJr//////////wEaDmFwLW5vcnRoZWFzdC0yIkcwRQIhAM", count: 12)
  private static let region = "ap-northeast-2"
  // 2020-02-19T17:16:06Z.
  private static let date = Date(timeIntervalSince1970: 1_582_132_566)

  private static let credentials = Credentials(
    accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: secret, sessionToken: token)
  private static let permanent = Credentials(accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: secret)

  private static let get = SigningRequest(
    method: "GET", authority: "test-bucket.s3.ap-northeast-2.amazonaws.com", target: "/photos/2026/cat.jpg")
  private static let search = SigningRequest(
    method: "POST", authority: "search-mydomain-abcdefghijklmnop.ap-northeast-2.es.amazonaws.com",
    target: "/my-index/_search", headers: [("content-type", "application/json")])
  private static let query = Array(String(repeating: "{\"query\":{\"match\":{\"f\":\"v\"}}}   ", count: 16).utf8)
  private static let put = SigningRequest(
    method: "PUT", authority: "test-bucket.s3.ap-northeast-2.amazonaws.com", target: "/photos/2026/cat.jpg",
    headers: [("content-type", "image/jpeg")])
  private static let object = [UInt8](repeating: 0x61, count: 1024)

  /// Every case, each next to its floor.
  static func all() throws -> [SigningCase] {
    let s3 = SigV4Signer(service: "s3", region: region)
    let es = SigV4Signer(service: "es", region: region)
    return try header("s3.get", s3, get, .empty, nil, permanent)
      + header("s3.get.token", s3, get, .empty, nil, credentials)
      + header("es.post.token", es, search, .bytes(query), query, credentials)
      + header("s3.put.token", s3, put, .bytes(object), object, credentials)
      + presign("s3.presign", s3, permanent) + presign("s3.presign.token", s3, credentials)
      + [firstOfSecond(s3)]
  }

  /// The first signature of a second, which also works out what the others of that second share.
  private static func firstOfSecond(_ signer: SigV4Signer) -> SigningCase {
    var seconds = 0.0
    return SigningCase(name: "s3.get.token.first", floor: "s3.get.token.floor") {
      // Within one day, so that the key stays.
      seconds = seconds == 20_000 ? 0 : seconds + 1
      return try signer.sign(get, payload: .empty, credentials: credentials, date: date.addingTimeInterval(seconds))
        .authorization.utf8.count
    }
  }

  private static func header(
    _ name: String, _ signer: SigV4Signer, _ request: SigningRequest, _ payload: PayloadHash, _ body: [UInt8]?,
    _ credentials: Credentials
  ) throws -> [SigningCase] {
    let signature = try signer.sign(request, payload: payload, credentials: credentials, date: date)
    return [
      SigningCase(name: name, floor: name + ".floor") {
        try signer.sign(request, payload: payload, credentials: credentials, date: date).authorization.utf8.count
      },
      floor(
        name, canonicalRequest: signature.canonicalRequest, stringToSign: signature.stringToSign, body: body,
        service: signer.service),
    ]
  }

  private static func presign(
    _ name: String, _ signer: SigV4Signer, _ credentials: Credentials
  ) throws -> [SigningCase] {
    let request = try signer.presign(
      get, payload: .unsigned, expiresIn: .seconds(900), credentials: credentials, date: date)
    return [
      SigningCase(name: name, floor: name + ".floor") {
        try signer.presign(get, payload: .unsigned, expiresIn: .seconds(900), credentials: credentials, date: date)
          .url.utf8.count
      },
      floor(
        name, canonicalRequest: request.canonicalRequest, stringToSign: request.stringToSign, body: nil, service: "s3"),
    ]
  }

  /// What no signer can do without: the hashes of the body and of the canonical request, and the code of the string to
  /// sign, with a key that is already there.
  private static func floor(
    _ name: String, canonicalRequest: String, stringToSign: String, body: [UInt8]?, service: String
  ) -> SigningCase {
    var key = SymmetricKey(data: Array("AWS4\(secret)".utf8))
    for part in ["20200219", region, service, "aws4_request"] {
      key = SymmetricKey(data: HMAC<SHA256>.authenticationCode(for: Array(part.utf8), using: key))
    }
    let keyed = HMAC<SHA256>(key: key)
    let canonical = Array(canonicalRequest.utf8)
    let toSign = Array(stringToSign.utf8)
    return SigningCase(name: name + ".floor", floor: nil) {
      var sum = 0
      if let body { sum &+= first(SHA256.hash(data: body)) }
      sum &+= first(SHA256.hash(data: canonical))
      var code = keyed
      code.update(data: toSign)
      return sum &+ first(code.finalize())
    }
  }

  private static func first(_ digest: some Sequence<UInt8>) -> Int {
    for byte in digest { return Int(byte) }
    return 0
  }
}
