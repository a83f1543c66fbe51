import AWSCore
import AWSCredentials
import AWSElasticClient
import AWSIdentity
import AWSRuntime
import AWSS3Client
import AWSSigV4
import AWSTesting
import HTTPTypes

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Keeps what interceptors are shown, with secrets of its own in it.
private final class KeepingInterceptor: RequestInterceptor {
  private let kept = Locked<[InterceptedResult]>([])
  var results: [InterceptedResult] { kept.withLock { $0 } }

  func modifyBeforeSigning(_ attempt: inout InterceptedAttempt) async throws {
    for field in SecretValues.secretFields where field.name.canonicalName == "x-echo" {
      attempt.headerFields[field.name] = field.value
    }
  }

  func readAfterAttempt(_ result: InterceptedResult) async throws { kept.withLock { $0.append(result) } }
}

extension SecretValues {
  mutating func addSigner() throws {
    let signer = SigV4Signer(service: "s3", region: "us-east-1")
    let request = SigningRequest(
      method: "PUT", scheme: "https", authority: "example.com", target: "/a?X-Amz-Meta=1",
      headers: Self.secretFields.filter { $0.name != .authorization && $0.name.canonicalName != "x-amz-security-token" }
        .map { ($0.name.canonicalName, $0.value) })
    let signature = try signer.sign(
      request, payload: .bytes(Array(Self.secret.utf8)), credentials: Self.credentials, date: Self.date)
    let presigned = try signer.presign(
      request, payload: .unsigned, expiresIn: .seconds(60), credentials: Self.credentials, date: Self.date)
    let policy = try signer.sign(
      policy: Data(#"{"expiration":"2026-01-01T01:00:00Z","conditions":[]}"#.utf8).base64EncodedString(),
      credentials: Self.credentials, date: Self.date)
    let encoding = try ChunkedEncoding(decodedLength: 10)
    let streaming = try signer.sign(
      request, payload: encoding.payload, credentials: Self.credentials, date: Self.date)
    let token = try IAMAuthToken.rds(
      host: "db.example.com", port: 3306, user: "u", region: "us-east-1", credentials: Self.credentials, date: Self.date
    )
    let verifier = SigV4Verifier(service: "s3", region: "us-east-1") { _ in .init(secretAccessKey: "x") }
    secrets += [signature.signature, presigned.signature, streaming.signature, token.value]
    let signed = SigningRequest(
      method: "PUT", scheme: "https", authority: "example.com", target: "/a?X-Amz-Meta=1",
      headers: signature.applied(to: request.headers))
    do { _ = try verifier.verify(signed, body: .unread, at: Self.date) } catch { values.append(error) }
    let mismatch = SignatureMismatch(
      signed: signature.canonicalRequest,
      read: signature.canonicalRequest.replacing("PUT", with: "GET").replacing("Signature=", with: "Signature=1"))
    values += [
      signer, request, signature, presigned, policy, token, PayloadHash.bytes(Array(Self.secret.utf8)),
      SigningKeyCache.init(capacity: 1), try ChunkSigner(encoding, seed: streaming),
      EventStreamSigner(signer, seed: signature), verifier,
      SigV4Verifier.Key(secretAccessKey: Self.secret, sessionToken: Self.token),
      SigV4Verifier.Body.bytes(Array(Self.secret.utf8)), SigV4aSigner(service: "s3"),
      SigV4Error(.invalidRequest, message: "m"), mismatch,
    ]
    values += mismatch.differences
  }

  mutating func addClients() async throws {
    let cache = CredentialCache(
      provider: StaticCredentialProvider(Self.credentials), clock: ManualClock(start: Self.date))
    let answer = HTTPTransportResponse(
      head: HTTPResponse(status: .ok, headerFields: Self.secretFields), body: AWSHTTPBody("{}"))
    let transport = ScriptedTransport(Array(repeating: .response(answer), count: 4))
    var configuration = ClientConfiguration(
      credentials: cache, region: "us-east-1", transport: transport, clock: ManualClock(start: Self.date))
    let interceptor = KeepingInterceptor()
    configuration.interceptors = [interceptor]
    let s3 = S3Client(configuration: configuration)
    let endpoint = try ElasticEndpoint("https://search-x.us-east-1.es.amazonaws.com")
    let elastic = ElasticClient(configuration: configuration, endpoint: endpoint)
    let factory = ServiceClientFactory(credentials: cache) { $0.credentials }
    var rebuilds = factory.rotations.makeAsyncIterator()
    let lease = try await factory.lease()
    if let rotation = await rebuilds.next() { values.append(rotation) }
    let presigned = try await s3.presign(S3.GetObjectInput(bucket: "bucket", key: "k"), expiresIn: .seconds(60))
    let form = try await s3.presignPost(bucket: "bucket", key: "k", expiresIn: .seconds(60))
    let object = try await s3.getObject(S3.GetObjectInput(bucket: "bucket", key: "k"))
    let fields = Self.secretFields
    for result in interceptor.results { values += [result, result.attempt] as [Any] }
    values += [
      configuration, CredentialSource.static(Self.credentials), CallOverrides(credentials: cache, region: "eu-west-1"),
      configuration.endpoints, s3, endpoint,
      elastic, factory, lease, presigned, form, object, object.chunks(), object.buffers.makeAsyncIterator(),
      object.attributes,
      try Endpoint("https://example.com"), RegionResolver(context: Self.context()),
      RejectionDiagnosis(
        credentials: Self.credentials, isRejection: true, code: "InvalidToken", skew: 0, now: Self.date),
      try await elastic.perform(.get, ["a"], body: .json(Self.secret)), ElasticBody.json(Self.secret),
      S3.GetObjectInput(bucket: "b", key: "k", additionalHeaders: fields),
      S3.HeadObjectInput(bucket: "b", key: "k", additionalHeaders: fields),
      S3.DeleteObjectInput(bucket: "b", key: "k", additionalHeaders: fields),
      S3.PutObjectInput(bucket: "b", key: "k", body: AWSHTTPBody(Self.secret), additionalHeaders: fields),
      S3.CopyObjectInput(
        bucket: "b", key: "k", source: S3.CopySource(bucket: "b", key: "k"), additionalHeaders: fields),
      S3.ListBucketsInput(additionalHeaders: fields),
      S3.ListObjectsV2Input(bucket: "b", additionalHeaders: fields),
      s3.listObjectsV2Pages(S3.ListObjectsV2Input(bucket: "b", additionalHeaders: fields)),
      s3.objects(in: "b"), S3.RequestDefaults(kmsKeyId: S3.SecretText(Self.secret)),
      S3.SecretText(Self.secret), S3.CustomerKey(Array(Self.secret.utf8)),
      S3.CustomerKey(headerValue: Self.secret, md5: nil), Self.inputOfGeneratedOperation,
    ]
  }

  private static var inputOfGeneratedOperation: S3.UploadPartInput {
    var input = S3.UploadPartInput(bucket: "b", key: "k", partNumber: 1, uploadId: "u")
    input.sseCustomerKey = S3.CustomerKey(Array(secret.utf8))
    input.additionalHeaders = secretFields
    return input
  }

  /// The errors of a service that sends back all that it was sent, in one escaping or another.
  mutating func addErrors() async throws {
    let cache = CredentialCache(
      provider: StaticCredentialProvider(Self.credentials), clock: ManualClock(start: Self.date))
    let spelt = Self.token.utf8.map { "\\u00" + String($0, radix: 16) }.joined()
    let echo = "\(Self.token) \(Self.token.lowercased()) \(Data(Self.token.utf8).base64EncodedString())"
    let xml = "<Error><Code>InvalidToken</Code><Message>\(echo)</Message></Error>"
    let all = "<Error><Code>InvalidToken</Code><Message>\(echo) \(Self.code) \(Self.external)</Message></Error>"
    let json = #"{"error":{"type":"x","reason":"\#(echo) \#(spelt)","root_cause":[{"type":"y","reason":"\#(echo)"}]}}"#
    func configuration(_ body: String) -> ClientConfiguration {
      let head = HTTPResponse(status: .badRequest, headerFields: Self.secretFields)
      let answer = HTTPTransportResponse(head: head, body: AWSHTTPBody(body))
      return ClientConfiguration(
        credentials: cache, region: "us-east-1",
        transport: ScriptedTransport(Array(repeating: .response(answer), count: 9)),
        clock: ManualClock(start: Self.date))
    }
    let s3 = S3Client(configuration: configuration(xml))
    do { _ = try await s3.getObject(S3.GetObjectInput(bucket: "bucket", key: "k")) } catch { values.append(error) }
    let elastic = ElasticClient(
      configuration: configuration(json), endpoint: try ElasticEndpoint("https://search-x.us-east-1.es.amazonaws.com"))
    do { _ = try await elastic.info() } catch {
      values.append(error)
      values += (error as? ElasticError)?.rootCauses ?? []
    }
    let sts = try STSClient(configuration: configuration(all))
    let role = STSClient.AssumeRoleInput(
      roleArn: "a", sessionName: "s", externalId: Self.external, mfaSerial: "m", tokenCode: Self.code)
    do { _ = try await sts.assumeRole(role) } catch { values.append(error) }
    let web = STSClient.WebIdentity(roleArn: "a", sessionName: "s", token: Self.token)
    let anonymous = try STSClient(configuration: configuration(xml))
    do { _ = try await anonymous.assumeRole(with: web) } catch { values.append(error) }
    let provider = AssumeRoleCredentialProvider(role: role, client: sts)
    do { _ = try await provider.credentials() } catch { values.append(error) }
    do { _ = try Endpoint("https://user:\(Self.password)@example.com") } catch { values.append(error) }
    do { _ = try await AWSHTTPBody.file("/no/such/file") } catch { values.append(error) }
    let answer = """
      <AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIAX</AccessKeyId><SecretAccessKey>\(Self.secret)\
      </SecretAccessKey><SessionToken>\(Self.token)</SessionToken><Expiration>2999-01-01T00:00:00Z</Expiration>\
      </Credentials></AssumeRoleResult></AssumeRoleResponse>
      """
    let good = try STSClient(
      configuration: ClientConfiguration(
        credentials: cache, region: "us-east-1", transport: ScriptedTransport([.text(answer)]),
        clock: ManualClock(start: Self.date)))
    values.append(try await good.assumeRole(role))
  }
}
