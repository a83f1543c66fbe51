import AWSCredentials
import AWSRuntime
import AWSS3Client
import AWSSigV4
import AWSTesting
import HTTPTypes
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite struct PostFormTests {
  private struct Vector: Decodable {
    struct Result: Decodable {
      let url: String
      let fields: [String: String]
    }

    let bucket: String
    let key: String
    let conditions: [VectorNode]?
    let expires: Int
    let config: [String: VectorNode]
    let result: Result
  }

  private struct Vectors: Decodable {
    let vectors: [Vector]
  }

  @Test(
    "Forms are those of botocore",
    .enabled(if: SharedVectors.has("s3/presigned-posts.json"), "\(SharedVectors.absence)"))
  func vectors() async throws {
    let file = try S3Fixture.vectors("presigned-posts.json", as: Vectors.self)
    for vector in file.vectors {
      var policy = POSTPolicy(
        bucket: vector.bucket, key: vector.key, expiresIn: .seconds(vector.expires))
      policy.conditions = try (vector.conditions ?? []).map(Self.condition)
      let isPathStyle = try vector.config["style"]?.text == "path"
      // botocore sends forms to the endpoint that all regions have.
      let endpoint =
        try vector.config["endpoint"]?.text ?? (isPathStyle ? nil : "https://s3.amazonaws.com")
      let s3 = try S3Fixture.client(
        ScriptedTransport(), region: try vector.config["region"]?.text ?? "us-west-2",
        endpoint: endpoint,
        addressing: isPathStyle ? .pathStyle : .automatic,
        token: vector.config["token"] == nil ? nil : "IQoJb3JpZ2luX2VjEXAMPLE//////////token+==")
      let form = try await s3.presign(policy)
      #expect(form.url == vector.result.url)
      // A field that only has to begin with something is the caller's.
      let begun = policy.conditions.compactMap { condition -> String? in
        guard case .startsWith(let field, _) = condition else { return nil }
        return field
      }
      let expected = vector.result.fields.filter { !begun.contains($0.key) }
      #expect(Dictionary(uniqueKeysWithValues: form.fields.map { ($0.name, $0.value) }) == expected)
      #expect(form.expiration == S3Fixture.date.addingTimeInterval(Double(vector.expires)))
    }
    print("s3/presigned-posts.json: \(file.vectors.count) of \(file.vectors.count)")
  }

  private static func condition(_ node: VectorNode) throws -> POSTPolicy.Condition {
    if case .list(let parts) = node {
      if try parts[0].text == "content-length-range" {
        return .contentLength(try parts[1].integer...(try parts[2].integer))
      }
      return .startsWith(field: String(try parts[1].text.dropFirst()), prefix: try parts[2].text)
    }
    let (field, value) = try #require(try node.map.first)
    return .equal(field: field, value: value)
  }

  @Test("The short form names fixed fields and a length")
  func shortForm() async throws {
    let s3 = try S3Fixture.client(
      ScriptedTransport(), token: "t", expiration: S3Fixture.date.addingTimeInterval(60))
    let form = try await s3.presignPost(
      bucket: "bucket", key: "k", fields: ["success_action_status": "201", "Content-Type": "a/b"],
      contentLength: 1...9, expiresIn: .seconds(3600), minimumValidity: .zero)
    #expect(form.expiration == S3Fixture.date.addingTimeInterval(60))
    #expect(
      form["Content-Type"] == "a/b" && form["success_action_status"] == "201" && form["key"] == "k")
    #expect(form["x-amz-security-token"] == "t")
    let policy = String(
      decoding: try #require(form["policy"].flatMap { Data(base64Encoded: $0) }), as: UTF8.self)
    #expect(
      policy.contains(#"["content-length-range", 1, 9]"#)
        && policy.contains(#"{"x-amz-security-token": "t"}"#))
  }

  @Test("Forms that could not work are refused")
  func refusals() async throws {
    let s3 = try S3Fixture.client(ScriptedTransport())
    for (lifetime, minimum) in [
      (Duration.zero, nil), (.seconds(604_801), nil), (.seconds(60), Duration.seconds(61)),
    ] {
      let error = await S3Error.of {
        try await s3.presignPost(
          bucket: "bucket", key: "k", expiresIn: lifetime, minimumValidity: minimum)
      }
      #expect(
        error?.code == .invalidExpiration && error?.operation == "s3.PostObject"
          && error?.bucket == "bucket")
    }
    let open = s3.with(credentials: .anonymous)
    let error = await S3Error.of {
      try await open.presignPost(bucket: "bucket", key: "k", expiresIn: .seconds(60))
    }
    #expect(error?.kind == .credentials)
    let twice = await S3Error.of {
      try await s3.presignPost(
        bucket: "bucket", key: "k", fields: ["key": "l"], expiresIn: .seconds(60))
    }
    #expect(twice?.message.isEmpty == false && twice?.attempts == 0)
  }

  @Test("Printing shows the names of the fields only")
  func redaction() async throws {
    let form = try await S3Fixture.client(ScriptedTransport(), token: "SECRETTOKEN")
      .presignPost(bucket: "bucket", key: "k", expiresIn: .seconds(60))
    let signature = try #require(form["x-amz-signature"])
    var dumped = ""
    dump(form, to: &dumped)
    for text in [dumped, "\(form)", String(reflecting: form)] {
      #expect(
        !text.contains("SECRETTOKEN") && !text.contains(signature)
          && text.contains("x-amz-signature"))
    }
  }
}
