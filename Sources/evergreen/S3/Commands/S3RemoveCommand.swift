import AWSCore
import AWSS3Client
import ArgumentParser

/// `evergreen s3 rm`.
struct S3RemoveCommand: S3Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "rm",
    abstract: "Delete an object, or all objects below a prefix.",
    discussion: """
      Of an object that has versions, a delete marker hides the others. An object that does not exist counts as deleted.
      """)

  @Flag(
    name: [.customLong("recursive"), .customShort("r")],
    help:
      "Delete all objects below the prefix, which is that of a folder: s3://bucket/log does not mean s3://bucket/log2.")
  var isRecursive = false

  @Flag(name: .customLong("dryrun"), help: "Print what would be deleted, and delete nothing.")
  var isDryRun = false

  @OptionGroup var filters: S3FilterOptions
  @OptionGroup var output: S3OutputOptions
  @OptionGroup var access: S3ClientOptions

  @Argument(help: ArgumentHelp("The object, or with --recursive the prefix: s3://bucket/key.", valueName: "url"))
  var target: String

  func validate() throws { _ = try url() }

  private func url() throws -> S3URL {
    guard let url = try S3URL(target) else {
      throw ValidationError("'\(target.printable(limit: 200))' is not in S3: write s3://bucket/key.")
    }
    guard isRecursive || !url.key.isEmpty else {
      throw ValidationError("'\(url.text)' names a bucket: write a key, or add --recursive for all objects in it.")
    }
    return url
  }

  func perform() async throws -> S3Status {
    let removal = S3Removal(
      client: try await access.client(), lines: S3Lines(output.detail, clock: access.clock), isDryRun: isDryRun)
    let url = try url()
    guard isRecursive else {
      guard filters.filter.includes(url.lastPart) else { return .success }
      return try await removal.one(url)
    }
    return try await removal.all(below: url, filters.filter, pageSize: filters.pageSize)
  }
}

/// The deletion of objects, with a line for each.
struct S3Removal: Sendable {
  let client: S3Client
  let lines: S3Lines
  let isDryRun: Bool

  func one(_ url: S3URL) async throws -> S3Status {
    try await lines.showing(nil) {
      do {
        if !isDryRun { try await client.delete(bucket: url.bucket, key: url.key) }
        done(url.text)
      } catch let error as S3Error {
        lines.failure("delete failed: \(url.text) \(error)")
      }
      return lines.status
    }
  }

  func all(below url: S3URL, _ filter: S3.KeyFilter, pageSize: Int?) async throws -> S3Status {
    let progress = S3.TransferProgress()
    return try await lines.showing(progress) {
      let items = progress.items
      let start = S3URL.scheme + url.bucket + "/" + url.prefix
      async let printing: Void = {
        for await item in items {
          let text = (start + item.name).asLine
          if let error = item.error { lines.failure("delete failed: \(text) \(error)") } else { done(text) }
        }
      }()
      var options = S3.DirectoryOptions(
        filter: filter, failures: .collect, execution: isDryRun ? .dryRun : .real)
      options.pageSize = pageSize
      do {
        _ = try await client.delete(prefix: url.prefix, in: url.bucket, options: options, progress: progress)
      } catch let error as S3Error {
        await printing
        lines.failure("fatal error: \(error)")
      }
      await printing
      return lines.status
    }
  }

  private func done(_ text: String) { lines.result("\(isDryRun ? "(dryrun) " : "")delete: \(text)") }
}
