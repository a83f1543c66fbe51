import AWSCore
import AWSS3Client
import ArgumentParser

/// `evergreen s3 stat`.
struct S3StatCommand: S3Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "stat", abstract: "Show what S3 knows of an object or a bucket.")

  @Option(
    name: .customLong("version-id"), help: ArgumentHelp("The version of the object, if there is one.", valueName: "id"))
  var version: String?

  @OptionGroup var customer: S3CustomerKeyOptions
  @OptionGroup var access: S3ClientOptions

  @Argument(help: ArgumentHelp("The object or bucket: s3://bucket/key.", valueName: "url"))
  var target: String

  func validate() throws {
    let url = try url()
    if url.key.isEmpty, version != nil {
      throw ValidationError("--version-id is for an object, and '\(url.text)' is a bucket.")
    }
  }

  private func url() throws -> S3URL {
    guard let url = try S3URL(target) else {
      throw ValidationError("'\(target.printable(limit: 200))' is not in S3: write s3://bucket/key.")
    }
    return url
  }

  func perform() async throws -> S3Status {
    let url = try url()
    let client = try await access.client()
    let facts = url.key.isEmpty ? try await bucket(url, client) : try await object(url, client)
    let width = facts.map(\.name.count).max() ?? 0
    for (name, value) in facts {
      try StandardOutput.send(name + String(repeating: " ", count: width - name.count + 2) + value.asLine + "\n")
    }
    return .success
  }

  private typealias Facts = [(name: String, value: String)]

  private func bucket(_ url: S3URL, _ client: S3Client) async throws -> Facts {
    let output = try await client.headBucket(S3.HeadBucketInput(bucket: url.bucket))
    return Self.present([
      ("bucket", url.bucket), ("region", output.bucketRegion),
      ("access point", output.accessPointAlias == true ? "yes" : nil),
    ])
  }

  private func object(_ url: S3URL, _ client: S3Client) async throws -> Facts {
    var input = S3.HeadObjectInput(bucket: url.bucket, key: url.key)
    input.versionId = version
    input.sseCustomerKey = try customer.customerKey
    input.checksumMode = .enabled
    let output = try await client.headObject(input)
    let size = output.contentLength.map { $0 < 1024 ? "\($0)" : "\($0) (\(ByteSize.text($0)))" }
    var facts = Self.present([
      ("bucket", url.bucket), ("key", url.key), ("size", size),
      ("last modified", output.lastModified.map { LocalTime.text($0) }), ("ETag", output.etag.map { "\($0)" }),
      ("version", output.versionId), ("content type", output.contentType),
      ("content encoding", output.contentEncoding), ("content language", output.contentLanguage),
      ("content disposition", output.contentDisposition), ("cache control", output.cacheControl),
      ("expires", output.expires), ("storage class", output.storageClass?.rawValue ?? "STANDARD"),
      ("archive status", output.archiveStatus?.rawValue), ("restore", output.restore),
      ("expiration", output.expiration), ("encryption", output.serverSideEncryption?.rawValue),
      ("KMS key", output.sseKMSKeyId?.value), ("customer key", output.sseCustomerAlgorithm),
      ("CRC64NVME", output.checksumCRC64NVME), ("CRC32", output.checksumCRC32), ("CRC32C", output.checksumCRC32C),
      ("SHA1", output.checksumSHA1), ("SHA256", output.checksumSHA256),
      ("parts", output.partsCount.map { "\($0)" }), ("tags", output.tagCount.map { "\($0)" }),
      ("replication", output.replicationStatus?.rawValue), ("object lock", output.objectLockMode?.rawValue),
      ("retained until", output.objectLockRetainUntilDate.map { LocalTime.text($0) }),
      ("legal hold", output.objectLockLegalHoldStatus?.rawValue),
      ("website redirect", output.websiteRedirectLocation),
    ])
    for (name, value) in output.metadata.sorted(by: { $0.key < $1.key }) {
      facts.append(("metadata", "\(name)=\(value)"))
    }
    return facts
  }

  private static func present(_ facts: [(String, String?)]) -> Facts {
    facts.compactMap { name, value in value.map { (name, $0) } }
  }
}
