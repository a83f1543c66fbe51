import AWSCredentials
import AWSElasticClient
import AWSIdentity
import AWSRuntime
import AWSS3Client
import HTTPTypes

// The samples of doc comments. Each stands between a line that names its file and a line "// End", and `SampleTests` holds the two
// against each other: what is shown is what is compiled here.

func callOverrides(
  _ s3: S3Client, _ es: ElasticClient, tenant: CredentialCache, query: ElasticBody
) async throws {
  // Sources/AWSS3Client/S3Client+Overrides.swift
  let page = try await s3.with(timeout: .seconds(5)).get(bucket: "site", key: "index.html")
  let theirs = s3.with(credentials: tenant, region: "eu-west-1")
  let open = s3.with(credentials: .anonymous)
  let once = s3.with(retry: RetryPolicy(maxAttempts: 1))
  // End
  // Sources/AWSElasticClient/ElasticClient+Overrides.swift
  let found = try await es.with(timeout: .seconds(2)).search("books", body: query, as: Book.self)
  let local = es.with(credentials: .anonymous)
  let patient = es.with(retry: RetryPolicy(maxAttempts: 5))
  // End
  // Sources/AWSRuntime/Pipeline/CallOverrides.swift
  let quick = s3.with(CallOverrides(timeout: .seconds(5), retry: RetryPolicy(maxAttempts: 1)))
  // End
  _ = (page, theirs, open, once, found, local, patient, quick)
}

func applicationId() async throws {
  // Sources/AWSRuntime/Pipeline/ClientConfiguration.swift
  var configuration = try await ClientConfiguration.standard()
  configuration.applicationId = "orders"
  let s3 = S3Client(configuration: configuration)
  // End
  _ = s3
}

func interceptor(_ standard: ClientConfiguration) {
  var configuration = standard
  // Sources/AWSRuntime/Pipeline/RequestInterceptor.swift
  struct TenantTag: RequestInterceptor {
    let tenant: String

    func modifyBeforeSigning(_ attempt: inout InterceptedAttempt) async throws {
      if let name = HTTPField.Name("x-tenant") { attempt.headerFields[name] = tenant }
    }

    func readAfterAttempt(_ result: InterceptedResult) async throws {
      print(result.attempt.operation, result.attempt.number, result.statusCode ?? 0, result.duration)
    }
  }

  configuration.interceptors.append(TenantTag(tenant: "blue"))
  let s3 = S3Client(configuration: configuration)
  // End
  _ = s3
}

struct Tenant {
  let name: String
  let role: String
  let externalId: String
  let bucket: String
}

func rolesOfTenants(_ s3: S3Client, _ tenant: Tenant) async throws {
  // Sources/AWSIdentity/STS/CredentialCachePool.swift
  let tenants = CredentialCachePool(client: try STSClient.standard(), capacity: 500)
  let role = STSClient.AssumeRoleInput(roleArn: tenant.role, sessionName: tenant.name, externalId: tenant.externalId)
  let report = try await s3.with(credentials: tenants.credentials(for: role)).get(bucket: tenant.bucket, key: "report")
  // End
  _ = report
}

/// A client with the shape of PostgresNIO's: it works while its `run()` is running.
final class PostgresClient: Sendable {
  struct Configuration: Sendable {
    let password: String
  }

  init(configuration: Configuration) {}
  func run() async {}
  func query(_ statement: String) async throws -> [String] { [] }
}

func clientThatRuns(
  _ credentials: CredentialCache,
  configuration: @escaping @Sendable (Credentials) throws -> PostgresClient.Configuration
) async throws {
  // Sources/AWSRuntime/Factory/ServiceClientFactory.swift
  let databases = ServiceClientFactory(credentials: credentials) { snapshot in
    PostgresClient(configuration: try configuration(snapshot.credentials))
  } run: { client in
    await client.run()
  }
  let rows = try await databases.withClient { client in try await client.query("SELECT 1") }
  // End
  _ = rows
}
