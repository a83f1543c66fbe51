import AWSCredentials
import AWSSigV4
import AWSTesting
import Foundation
import Testing

@Suite struct POSTPolicyTests {
  // 2026-01-02T03:04:05Z, the time of the oracle file.
  private static let date = Date(timeIntervalSince1970: 1_767_323_045)
  private static let signer = SigV4Signer(service: "s3", region: "us-west-2")

  private static func credentials(_ token: String? = nil, until end: Date? = nil) -> Credentials {
    Credentials(
      accessKeyId: Example.accessKeyId, secretAccessKey: Example.secretAccessKey, sessionToken: token, expiration: end)
  }

  @Test func thePolicyDemandsWhatTheFormSends() throws {
    let policy = POSTPolicy(bucket: "amzn-s3-demo-bucket", key: "k.txt", expiresIn: .seconds(3600))
    let form = try Self.signer.sign(policy, credentials: Self.credentials(), date: Self.date)
    #expect(form["x-amz-signature"] == "6cdfe7f0f86c1378007b814ecca891474ac4313e43da368b819a5ef9ef339a2d")
    #expect(
      form.fields.map(\.name) == [
        "key", "x-amz-algorithm", "x-amz-credential", "x-amz-date", "policy", "x-amz-signature",
      ])
    #expect(form.expiration == Self.date.addingTimeInterval(3600))
    let short = try Self.signer.sign(
      policy, credentials: Self.credentials("TOKEN-1", until: Self.date.addingTimeInterval(60)), date: Self.date)
    #expect(short.expiration == Self.date.addingTimeInterval(60) && short["x-amz-security-token"] == "TOKEN-1")
    #expect(try text(short).contains("{\"x-amz-security-token\": \"TOKEN-1\"}"))
    #expect(!"\(short)".contains("TOKEN-1"))
  }

  @Test func conditionsAreWrittenAsTheyAreMeant() throws {
    let policy = POSTPolicy(
      bucket: "b", key: "a\"\\\n\u{1}é👩/${filename}", expiresIn: .seconds(1),
      conditions: [
        .equal(field: "acl", value: "private"), .startsWith(field: "Content-Type", prefix: "image/"),
        .contentLength(1...10),
      ])
    let form = try Self.signer.sign(policy, credentials: Self.credentials(), date: Self.date)
    #expect(form["acl"] == "private" && form["key"] == policy.key)
    let conditions =
      #"{"acl": "private"}, ["starts-with", "$Content-Type", "image/"], ["content-length-range", 1, 10], {"bucket": "b"}, "#
      + #"["starts-with", "$key", "a\"\\\n\u0001\u00e9\ud83d\udc69/"], {"x-amz-algorithm""#
    #expect(try text(form).hasPrefix(#"{"expiration": "2026-01-02T03:04:06Z", "conditions": ["# + conditions))
    #expect(try JSONSerialization.jsonObject(with: Data(text(form).utf8)) is [String: Any])
  }

  @Test func whatIsNoPolicy() throws {
    func code(_ policy: POSTPolicy) -> SigV4Error.Code? {
      #expect(throws: SigV4Error.self) {
        try Self.signer.sign(policy, credentials: Self.credentials(), date: Self.date)
      }?.code
    }
    for seconds in [0, -1, 604_801, Int64.max] {
      #expect(code(POSTPolicy(bucket: "b", key: "k", expiresIn: .seconds(seconds))) == .invalidExpiration)
    }
    for (condition, expected) in [
      (POSTPolicy.Condition.equal(field: "Key", value: "x"), SigV4Error.Code.conflictingHeader),
      (.equal(field: "bucket", value: "x"), .conflictingHeader),
      (.startsWith(field: "x-amz-security-token", prefix: ""), .conflictingHeader),
      (.equal(field: "", value: "x"), .invalidRequest), (.contentLength(-1...1), .invalidRequest),
    ] {
      #expect(
        code(POSTPolicy(bucket: "b", key: "k", expiresIn: .seconds(1), conditions: [condition])) == expected)
    }
    #expect(code(POSTPolicy(bucket: "b", key: "a${filename}b", expiresIn: .seconds(1))) == .invalidRequest)
    #expect(code(POSTPolicy(bucket: "", key: "k", expiresIn: .seconds(1))) == .invalidRequest)
    #expect(code(POSTPolicy(bucket: "b", key: "", expiresIn: .seconds(1))) == .invalidRequest)
    for text in ["", "<not-base64>!", "e30", "e30=\n"] {
      let error = #expect(throws: SigV4Error.self) {
        try Self.signer.sign(policy: text, credentials: Self.credentials(), date: Self.date)
      }
      #expect(error?.code == .invalidRequest, "\(text)")
    }
  }

  /// Forms that botocore signed, read from `../shared/vectors`.
  @Test(.enabled(if: SharedVectors.has("s3/presigned-posts.json"), "\(SharedVectors.absence)"))
  func formsOfBotocore() throws {
    let data = try #require(SharedVectors.data("s3/presigned-posts.json"))
    let file = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    let vectors = try #require(file["vectors"] as? [[String: Any]])
    let keys = try #require(file["credentials"] as? [String: String])
    for vector in vectors {
      let fields = try #require((vector["result"] as? [String: Any])?["fields"] as? [String: String])
      let policy = POSTPolicy(
        bucket: try #require(vector["bucket"] as? String), key: try #require(vector["key"] as? String),
        expiresIn: .seconds(try #require(vector["expires"] as? Int)),
        conditions: try (vector["conditions"] as? [Any] ?? []).map(Self.condition))
      let credentials = Self.credentials(fields["x-amz-security-token"] == nil ? nil : keys["sessionToken"])
      let region = try #require(fields["x-amz-credential"]?.split(separator: "/").dropFirst(2).first)
      let form = try SigV4Signer(service: "s3", region: String(region))
        .sign(policy, credentials: credentials, date: Self.date)
      #expect(try text(form) == vector["policyJSON"] as? String)
      // Fields that botocore was given beside its conditions are the caller's, and not in the policy.
      let ours = Dictionary(uniqueKeysWithValues: form.fields.map { ($0.name, $0.value) })
      let given = vector["fields"] as? [String: String] ?? [:]
      #expect(ours == fields.filter { ours[$0.key] != nil || given[$0.key] == nil })
    }
    #expect(vectors.count == 8)
    print("sigv4: \(vectors.count) upload forms of botocore")
  }

  private static func condition(_ json: Any) throws -> POSTPolicy.Condition {
    if let pair = (json as? [String: String])?.first { return .equal(field: pair.key, value: pair.value) }
    let list = try #require(json as? [Any])
    if list.first as? String == "content-length-range" {
      return .contentLength(try #require(list[1] as? Int)...(try #require(list[2] as? Int)))
    }
    let field = try #require(list[1] as? String).dropFirst()
    let value = try #require(list[2] as? String)
    return list.first as? String == "eq"
      ? .equal(field: String(field), value: value) : .startsWith(field: String(field), prefix: value)
  }

  private func text(_ form: PolicySignature) throws -> String {
    let data = try #require(form["policy"].flatMap { Data(base64Encoded: $0) })
    return String(decoding: data, as: UTF8.self)
  }
}
