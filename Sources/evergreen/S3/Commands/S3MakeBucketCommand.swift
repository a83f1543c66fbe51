import AWSCore
import AWSS3Client
import ArgumentParser

/// `evergreen s3 mb`.
struct S3MakeBucketCommand: S3Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "mb", abstract: "Make a bucket, in the region of --region or of the settings.")

  @OptionGroup var access: S3ClientOptions

  @Argument(help: ArgumentHelp("The bucket: s3://bucket.", valueName: "url"))
  var bucket: String

  func validate() throws { _ = try S3BucketArgument.name(bucket) }

  func perform() async throws -> S3Status {
    let name = try S3BucketArgument.name(bucket)
    let client = try await access.client()
    do {
      try await client.createBucket(name)
      try StandardOutput.send("make_bucket: \(name.asLine)\n")
      return .success
    } catch let error as S3Error {
      try StandardError.send("make_bucket failed: \(S3URL.scheme)\(name.asLine) \(error)\n")
      return .failed
    }
  }
}

/// `evergreen s3 rb`.
struct S3RemoveBucketCommand: S3Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "rb",
    abstract: "Delete a bucket, which has to be empty.",
    discussion: """
      With --force all objects are deleted first. Versions of objects, and uploads in parts that somebody else has begun, are not: S3 \
      refuses to delete the bucket then.
      """)

  @Flag(help: "Delete all objects of the bucket first.")
  var force = false

  @OptionGroup var access: S3ClientOptions

  @Argument(help: ArgumentHelp("The bucket: s3://bucket.", valueName: "url"))
  var bucket: String

  func validate() throws { _ = try S3BucketArgument.name(bucket) }

  func perform() async throws -> S3Status {
    let name = try S3BucketArgument.name(bucket)
    let client = try await access.client()
    if force {
      let removal = S3Removal(client: client, lines: S3Lines(.progress, clock: access.clock), isDryRun: false)
      guard try await removal.all(below: S3URL(bucket: name, key: ""), .all, pageSize: nil) == .success else {
        try StandardError.send(
          "remove_bucket failed: Not all objects of \(S3URL.scheme)\(name.asLine) were deleted, so that the bucket stays.\n"
        )
        return .other
      }
    }
    do {
      try await client.deleteBucket(name)
      try StandardOutput.send("remove_bucket: \(name.asLine)\n")
      return .success
    } catch let error as S3Error {
      try StandardError.send("remove_bucket failed: \(S3URL.scheme)\(name.asLine) \(error)\n")
      return .failed
    }
  }
}

/// A bucket as an argument.
enum S3BucketArgument {
  static func name(_ text: String) throws -> String {
    guard let url = try S3URL(text) else {
      throw ValidationError("'\(text.printable(limit: 200))' is no bucket: write s3://bucket.")
    }
    guard url.key.isEmpty else {
      throw ValidationError("'\(url.text)' names more than a bucket: write \(S3URL.scheme)\(url.bucket.asLine).")
    }
    return url.bucket
  }
}
