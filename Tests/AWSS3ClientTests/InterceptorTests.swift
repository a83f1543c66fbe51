import AWSCredentials
import AWSRuntime
import AWSS3Client
import AWSTesting
import HTTPTypes
import Testing

/// The sample of ``RequestInterceptor``.
private struct TenantTag: RequestInterceptor {
  let tenant: String

  func modifyBeforeSigning(_ attempt: inout InterceptedAttempt) async throws {
    if let name = HTTPField.Name("x-tenant") { attempt.headerFields[name] = tenant }
  }

  func readAfterAttempt(_ result: InterceptedResult) async throws {
    print(result.attempt.operation, result.attempt.number, result.statusCode ?? 0, result.duration)
  }
}

@Suite struct InterceptorTests {
  private struct Broken: RequestInterceptor {
    func readAfterAttempt(_ result: InterceptedResult) async throws { throw CancellationError() }
  }

  @Test func theSampleSendsItsField() async throws {
    let transport = ScriptedTransport([.text("x")])
    var configuration = S3Fixture.configuration(transport)
    configuration.interceptors.append(TenantTag(tenant: "blue"))
    let s3 = S3Client(configuration: configuration)
    _ = try await s3.get(bucket: "site", key: "index.html")
    let name = try #require(HTTPField.Name("x-tenant"))
    #expect(transport.requests.first?.head.headerFields[name] == "blue")
  }

  @Test func itsErrorIsThatOfTheClient() async throws {
    var configuration = S3Fixture.configuration(ScriptedTransport([.text("x")]))
    configuration.interceptors.append(Broken())
    let s3 = S3Client(configuration: configuration)
    // The task is not cancelled, so the call was not either.
    let error = await S3Error.of { try await s3.put("x", bucket: "site", key: "k") }
    #expect(error?.code == .interceptor && error?.kind == S3Error.Kind.interceptor && error?.mayHaveTakenEffect == true)
    #expect(error?.cause is CancellationError)
  }
}
