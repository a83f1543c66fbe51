import AWSCredentials
import AWSS3Client
import AWSSigV4

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension LiveCheck {
  /// Uploads by an HTML form, sent by curl.
  static let forms = [
    LiveCheck("a form uploads an object", needsCurl: true) { store in
      _ = try await Curl.demand(
        204, store.form(POSTPolicy(bucket: store.bucket, key: "a + b/한글", expiresIn: .seconds(60))))
      try demand(try await store.text("a + b/한글"), is: "content", "the content")
    },
    LiveCheck("a form's key gets the name of the file", needsCurl: true) { store in
      let policy = POSTPolicy(bucket: store.bucket, key: "user/${filename}", expiresIn: .seconds(60))
      _ = try await Curl.demand(204, store.form(policy))
      try demand(try await store.text("user/file.txt"), is: "content", "the content")
    },
    LiveCheck("a form sets content type and metadata", needsCurl: true) { store in
      var policy = POSTPolicy(bucket: store.bucket, key: "k", expiresIn: .seconds(60))
      policy.conditions = [
        .equal(field: "Content-Type", value: "text/x-evergreen"), .equal(field: "x-amz-meta-color", value: "green"),
      ]
      _ = try await Curl.demand(204, store.form(policy))
      let attributes = try await store.head("k")
      try demand(attributes.contentType, is: "text/x-evergreen", "the content type")
      try demand(attributes.metadata, is: ["color": "green"], "the metadata")
    },
    LiveCheck("a form asks for the status 201", needsCurl: true) { store in
      var policy = POSTPolicy(bucket: store.bucket, key: "k", expiresIn: .seconds(60))
      policy.conditions = [.equal(field: "success_action_status", value: "201")]
      let response = try await Curl.demand(201, store.form(policy))
      try demand(response.body.contains("<Key>k</Key>"), "the response does not name the key")
    },
    LiveCheck("a form with a session's credentials uploads an object", needsCurl: true) { store in
      let policy = POSTPolicy(bucket: store.bucket, key: "k", expiresIn: .seconds(60))
      _ = try await Curl.demand(204, store.form(policy, key: await store.server.session(.seconds(900))))
      try demand(try await store.text("k"), is: "content", "the content")
    },
    LiveCheck("a form with a file that is too long is refused", needsCurl: true) { store in
      var policy = POSTPolicy(bucket: store.bucket, key: "k", expiresIn: .seconds(60))
      policy.conditions = [.contentLength(1...3)]
      let response = try await Curl.demand(400, store.form(policy))
      try demand(response.code, is: "EntityTooLarge", "the code")
      try await demandRefusal(404, .notFound) { _ = try await store.head("k") }
    },
    LiveCheck("a form with another key is refused", needsCurl: true) { store in
      let policy = POSTPolicy(bucket: store.bucket, key: "k", expiresIn: .seconds(60))
      let arguments = try store.form(policy).map { $0 == "key=k" ? "key=l" : $0 }
      try await refused("AccessDenied", arguments)
    },
    LiveCheck("a form without a field of its conditions is refused", needsCurl: true) { store in
      var policy = POSTPolicy(bucket: store.bucket, key: "k", expiresIn: .seconds(60))
      policy.conditions = [.startsWith(field: "x-amz-meta-color", prefix: "gr")]
      try await refused("AccessDenied", store.form(policy))
    },
    LiveCheck("a form that has expired is refused", needsCurl: true) { store in
      let policy = POSTPolicy(bucket: store.bucket, key: "k", expiresIn: .seconds(60))
      try await refused("AccessDenied", store.form(policy, date: Date().addingTimeInterval(-3600)))
    },
    LiveCheck("a form with another signature is refused", needsCurl: true) { store in
      let policy = POSTPolicy(bucket: store.bucket, key: "k", expiresIn: .seconds(60))
      let other = Credentials(accessKeyId: try store.server.key.accessKeyId, secretAccessKey: "another secret")
      try await refused("SignatureDoesNotMatch", store.form(policy, key: other))
    },
  ]
}

extension LiveStore {
  /// The arguments of curl that send a form with the file `file.txt`.
  fileprivate func form(_ policy: POSTPolicy, key: Credentials? = nil, date: Date = Date()) throws -> [String] {
    let signer = SigV4Signer(service: "s3", region: LiveServer.region)
    let signed = try signer.sign(policy, credentials: key ?? server.key, date: date)
    let fields = signed.fields.flatMap { ["--form-string", "\($0.name)=\($0.value)"] }
    return fields + ["-F", "file=content;filename=file.txt", "\(try server.endpoint)/\(bucket)"]
  }
}
