import AWSCore
import AWSCredentials
import AWSSigV4
import AWSTesting
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Requests signed by botocore, and the signatures AWS documents, read from `../shared/vectors`.
@Suite struct OracleTests {
  @Test(.enabled(if: SharedVectors.has("sigv4-oracle/botocore-s3-es-sts.json"), "\(SharedVectors.absence)"))
  func serviceRequestsOfBotocore() throws {
    let file: ServiceFile = try TestFiles.vectors("sigv4-oracle/botocore-s3-es-sts.json")
    for test in file.cases { try test.check() }
    #expect(file.cases.count == 47)
    for policy in file.postPolicies { try policy.check() }
    #expect(file.postPolicies.count == 1)
    print("sigv4: \(file.cases.count) botocore cases, \(file.postPolicies.count) POST policy")
  }

  @Test(.enabled(if: SharedVectors.has("sigv4-oracle/botocore-es-wire.json"), "\(SharedVectors.absence)"))
  func elasticsearchRequestsOfBotocore() throws {
    let file: WireFile = try TestFiles.vectors("sigv4-oracle/botocore-es-wire.json")
    for test in file.vectors {
      try test.check(accessKeyId: file.access_key, secretAccessKey: file.secret_key)
    }
    #expect(file.vectors.count == 17)
    print("sigv4: \(file.vectors.count) botocore wire cases")
  }

  @Test(.enabled(if: SharedVectors.has("s3/sigv4-s3-docs-examples.json"), "\(SharedVectors.absence)"))
  func documentedExamplesOfS3() throws {
    let file: DocumentedFile = try TestFiles.vectors("s3/sigv4-s3-docs-examples.json")
    for test in file.requests { try test.check(in: file) }
    let count =
      try file.requests.count + file.streamingSigned.check(in: file) + file.streamingSignedTrailer.check(in: file)
    #expect(count == 14)
    print("sigv4: \(count) documented S3 signatures")
  }
}

private struct ServiceFile: Decodable {
  var cases: [ServiceCase]
  var postPolicies: [PolicyCase]
}

private struct PolicyCase: Decodable {
  var name: String
  var region: String
  var timestamp: String
  var credentials: ServiceCase.Keys
  var policyBase64: String
  var fields: [String: String]

  func check() throws {
    let keys = Credentials(
      accessKeyId: credentials.accessKeyId, secretAccessKey: credentials.secretAccessKey,
      sessionToken: credentials.sessionToken)
    let signature = try SigV4Signer(service: "s3", region: region).sign(
      policy: policyBase64, credentials: keys, date: try #require(ISO8601.date(from: timestamp)))
    for (name, value) in signature.fields { #expect(fields[name] == value, "\(self.name)") }
    #expect(!"\(signature)".contains(policyBase64))
  }
}

private struct ServiceCase: Decodable {
  struct Keys: Decodable {
    var accessKeyId: String
    var secretAccessKey: String
    var sessionToken: String?
  }
  struct Request: Decodable {
    var method: String
    var url: String
    var headers: [[String]]
    var bodyBase64: String
  }
  var name: String
  var kind: String
  var service: String
  var region: String
  var timestamp: String
  var payloadMode: String
  var credentials: Keys
  var request: Request
  var canonicalRequest: String
  var stringToSign: String
  var signature: String
  var signedHeaders: [[String]]?
  var signedUrl: String?
  var expiresSeconds: Int64?

  func check() throws {
    var options = SigV4Options.standard(for: service)
    // botocore leaves the header out for Elasticsearch; a client of ours sends it always.
    if !canonicalRequest.contains("x-amz-content-sha256") { options.signedBodyHeader = .none }
    let signer = SigV4Signer(service: service, region: region, options: options)
    let request = try SigningRequest(method: request.method, url: request.url, headers: request.headers)
    let credentials = Credentials(
      accessKeyId: credentials.accessKeyId, secretAccessKey: credentials.secretAccessKey,
      sessionToken: credentials.sessionToken)
    let expectation = Expectation(
      name: name, canonicalRequest: canonicalRequest, stringToSign: stringToSign, signature: signature)
    let date = try time(timestamp)
    let body = [UInt8](try #require(Data(base64Encoded: self.request.bodyBase64)))
    if kind == "presign" {
      let signed = try signer.presign(
        request, payload: .unsigned, expiresIn: .seconds(try #require(expiresSeconds)), credentials: credentials,
        date: date)
      expectation.check(signed)
      #expect(signed.url == signedUrl, "\(name)")
    } else {
      let payload: PayloadHash = payloadMode == "trailer" ? .streamingUnsignedTrailer : .bytes(body)
      let signed = try signer.signThrice(request, payload: payload, credentials: credentials, date: date)
      expectation.check(signed)
      let headers = signed.applied(to: request.headers)
      let expected = try #require(signedHeaders)
      #expect(
        headers.map { "\($0.name.lowercased()): \($0.value)" }.sorted()
          == expected.map { "\($0[0].lowercased()): \($0[1])" }.sorted(), "\(name)")
    }
  }
}

private struct WireFile: Decodable {
  var access_key: String
  var secret_key: String
  var vectors: [WireCase]
}

private struct WireCase: Decodable {
  var name: String
  var method: String
  var path: String
  var query: String
  var service: String
  var region: String
  var host: String
  var headers: [String: String]
  var token: String?
  var content_sha256: String
  var amz_date: String
  var canonical_request: String
  var string_to_sign: String
  var signature: String

  func check(accessKeyId: String, secretAccessKey: String) throws {
    let request = SigningRequest(
      method: method, authority: host, target: query.isEmpty ? path : "\(path)?\(query)",
      headers: headers.map { ($0.key, $0.value) })
    let signed = try SigV4Signer(service: service, region: region).signThrice(
      request, payload: .sha256(hex: content_sha256),
      credentials: Credentials(accessKeyId: accessKeyId, secretAccessKey: secretAccessKey, sessionToken: token),
      date: try time(amz_date))
    Expectation(
      name: name, canonicalRequest: canonical_request, stringToSign: string_to_sign, signature: signature
    ).check(signed)
  }
}

private struct DocumentedFile: Decodable {
  struct Keys: Decodable {
    var accessKeyId: String
    var secretAccessKey: String
  }
  var credentials: Keys
  var region: String
  var service: String
  var date: String
  var requests: [DocumentedCase]
  var streamingSigned: DocumentedStream
  var streamingSignedTrailer: DocumentedStream
}

/// The documented upload in chunks: 66,560 times the letter a.
private struct DocumentedStream: Decodable {
  struct Seed: Decodable {
    var method: String
    var path: String
    var headers: [String: String]
    var canonicalRequest: String
    var stringToSign: String
    var signature: String
  }
  struct Chunk: Decodable {
    var length: Int
    var signature: String
  }
  var seed: Seed
  var chunks: [Chunk]
  var chunkSize: Int
  var trailer: String?
  var trailerSignature: String?

  /// Compares every signature and the length of the whole; returns how many signatures there were.
  func check(in file: DocumentedFile) throws -> Int {
    let credentials = Credentials(
      accessKeyId: file.credentials.accessKeyId, secretAccessKey: file.credentials.secretAccessKey)
    // The documentation signs Content-Length where it says one.
    let signer = SigV4Signer(
      service: file.service, region: file.region,
      options: SigV4Options(
        pathNormalization: .preserved, pathEncoding: .once, signedBodyHeader: .xAmzContentSha256,
        headers: .allEndToEnd))
    let date = try time(file.date)
    let line = trailer.map { $0.split(whereSeparator: { ":\n".contains($0) }).map(String.init) }
    let encoding = try ChunkedEncoding(
      decodedLength: chunks.reduce(0) { $0 + $1.length }, chunkSize: chunkSize,
      trailers: line.map { [$0[0]: $0[1].utf8.count] } ?? [:])
    let request = SigningRequest(
      method: seed.method, authority: try #require(seed.headers["host"]), target: seed.path,
      headers: seed.headers.filter { $0.key != "host" }.map { ($0.key, $0.value) })
    let signed = try signer.signThrice(request, payload: encoding.payload, credentials: credentials, date: date)
    Expectation(
      name: "seed", canonicalRequest: seed.canonicalRequest, stringToSign: seed.stringToSign,
      signature: seed.signature
    ).check(signed)
    for (name, value) in encoding.headers {
      if let documented = seed.headers[name] { #expect(documented == value, "\(name)") }
    }
    var writer = try ChunkSigner(encoding, seed: signed)
    var bytes: [UInt8] = []
    for chunk in chunks {
      let part =
        try chunk.length > 0
        ? writer.chunk([UInt8](repeating: 0x61, count: chunk.length))
        : writer.end(trailers: line.map { [(name: $0[0], value: $0[1])] } ?? [])
      #expect(String(decoding: part.prefix(100), as: UTF8.self).contains(";chunk-signature=\(chunk.signature)\r\n"))
      bytes += part
    }
    #expect(bytes.count == encoding.encodedLength)
    guard let trailerSignature, let line else { return 1 + chunks.count }
    let end = "\r\n\(line[0]):\(line[1])\r\nx-amz-trailer-signature:\(trailerSignature)\r\n\r\n"
    #expect(String(decoding: bytes.suffix(end.utf8.count), as: UTF8.self) == end)
    return 2 + chunks.count
  }
}

private struct DocumentedCase: Decodable {
  var name: String
  var method: String
  var path: String
  var query: String
  var headers: [String: String]
  var payloadHash: String
  var canonicalRequest: String
  var stringToSign: String
  var signature: String

  func check(in file: DocumentedFile) throws {
    // The documentation signs Date.
    var options = SigV4Options.standard(for: file.service)
    options.headers = .allEndToEnd
    let signer = SigV4Signer(service: file.service, region: file.region, options: options)
    let credentials = Credentials(
      accessKeyId: file.credentials.accessKeyId, secretAccessKey: file.credentials.secretAccessKey)
    let date = try time(file.date)
    let expectation = Expectation(
      name: name, canonicalRequest: canonicalRequest, stringToSign: stringToSign, signature: signature)
    var request = SigningRequest(
      method: method, authority: try #require(headers["host"]), target: path,
      headers: headers.map { ($0.key, $0.value) })
    if query.contains("X-Amz-Algorithm") {
      expectation.check(
        try signer.presign(
          request, payload: .unsigned, expiresIn: .seconds(86_400), credentials: credentials, date: date))
    } else {
      if !query.isEmpty { request.target += "?\(query)" }
      expectation.check(
        try signer.signThrice(request, payload: .sha256(hex: payloadHash), credentials: credentials, date: date))
    }
  }
}
