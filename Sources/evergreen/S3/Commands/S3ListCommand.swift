import AWSCore
import AWSS3Client
import ArgumentParser

/// `evergreen s3 ls`.
struct S3ListCommand: S3Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "ls",
    abstract: "List buckets, or the objects and folders below a prefix.",
    discussion: """
      Without an argument, the buckets are listed. The prefix is compared as it stands: s3://bucket/log lists log1 and log2/ as \
      well. Times are in the time zone of this machine. The exit status is 1 if nothing begins with the prefix.
      """)

  @Flag(
    name: [.customLong("recursive"), .customShort("r")], help: "List everything below the prefix, with whole keys.")
  var isRecursive = false

  @Flag(name: .customLong("human-readable"), help: "Show sizes in KiB, MiB, …")
  var isHumanReadable = false

  @Flag(help: "Show how many objects there are, and how many bytes they have together.")
  var summarize = false

  @Option(
    name: .customLong("page-size"),
    help: ArgumentHelp("How many keys S3 returns with each page of the list, at most 1000.", valueName: "number"))
  var pageSize: Int?

  @Option(
    name: .customLong("bucket-name-prefix"),
    help: ArgumentHelp("List the buckets alone whose names begin with this.", valueName: "prefix"))
  var bucketPrefix: String?

  @Option(
    name: .customLong("bucket-region"),
    help: ArgumentHelp("List the buckets of a region alone.", valueName: "region"))
  var bucketRegion: String?

  @OptionGroup var access: S3ClientOptions

  @Argument(help: ArgumentHelp("The bucket or prefix: s3://bucket/prefix (default: all buckets).", valueName: "url"))
  var target: String?

  func validate() throws {
    try S3FilterOptions.check(pageSize: pageSize)
    let isOfBuckets = try url() == nil
    for (name, value) in [("--bucket-name-prefix", bucketPrefix), ("--bucket-region", bucketRegion)]
    where value != nil && !isOfBuckets {
      throw ValidationError("\(name) is for the list of buckets, and the line names one.")
    }
  }

  /// What is listed; `nil` for the buckets.
  private func url() throws -> S3URL? {
    guard let target, target != S3URL.scheme else { return nil }
    // The AWS CLI takes bucket/prefix as well.
    return try S3URL(target.hasPrefix(S3URL.scheme) ? target : S3URL.scheme + target)
  }

  func perform() async throws -> S3Status {
    let client = try await access.client()
    let lines = S3Lines(.lines, clock: access.clock)
    return try await lines.showing(nil) {
      guard let url = try url() else { return try await listBuckets(client, lines) }
      return try await listObjects(url, client, lines)
    }
  }

  private func listBuckets(_ client: S3Client, _ lines: S3Lines) async throws -> S3Status {
    var input = S3.ListBucketsInput(prefix: bucketPrefix, maxBuckets: pageSize)
    input.bucketRegion = bucketRegion
    for try await page in PagesAhead(client.listBucketsPages(input)) {
      for bucket in page.buckets {
        lines.result("\(LocalTime.text(bucket.creationDate)) \(bucket.name.asLine)")
      }
    }
    return .success
  }

  private func listObjects(_ url: S3URL, _ client: S3Client, _ lines: S3Lines) async throws -> S3Status {
    var input = S3.ListObjectsV2Input(bucket: url.bucket, prefix: url.key.nilIfEmpty)
    if !isRecursive { input.delimiter = "/" }
    input.maxKeys = pageSize
    var count = 0
    var bytes: Int64 = 0
    var folders = 0
    for try await page in PagesAhead(client.listObjectsV2Pages(input)) {
      for folder in page.commonPrefixes {
        folders += 1
        let name = S3URL(bucket: "", key: String(folder.prefix.dropLast())).lastPart
        lines.result(String(repeating: " ", count: 27) + "PRE " + name.asLine + "/")
      }
      for object in page.contents {
        count += 1
        bytes += object.size
        let name = isRecursive ? object.key : S3URL(bucket: "", key: object.key).lastPart
        lines.result("\(LocalTime.text(object.lastModified)) \(size(object.size, width: 10)) \(name.asLine)")
      }
    }
    if summarize {
      lines.result("\nTotal Objects: \(count)")
      lines.result("   Total Size: \(size(bytes, width: 0))")
    }
    return !url.key.isEmpty && count == 0 && folders == 0 ? .failed : .success
  }

  private func size(_ bytes: Int64, width: Int) -> String {
    let text = isHumanReadable ? ByteSize.text(bytes) : String(bytes)
    return String(repeating: " ", count: max(0, width - text.utf8.count)) + text
  }
}
