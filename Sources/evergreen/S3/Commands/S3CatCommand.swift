import AWSCore
import AWSS3Client
import ArgumentParser

/// `evergreen s3 cat`.
struct S3CatCommand: S3Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "cat", abstract: "Write the content of objects to the standard output, one after the other.")

  @Option(
    name: .customLong("version-id"), help: ArgumentHelp("The version of the object, if there is one.", valueName: "id"))
  var version: String?

  @OptionGroup var customer: S3CustomerKeyOptions
  @OptionGroup var access: S3ClientOptions

  @Argument(help: ArgumentHelp("The objects: s3://bucket/key.", valueName: "url"))
  var objects: [String]

  func validate() throws {
    for object in objects { _ = try S3ObjectArgument.url(object) }
    if version != nil, objects.count > 1 {
      throw ValidationError("--version-id is for one object, and the line has several.")
    }
  }

  func perform() async throws -> S3Status {
    let client = try await access.client()
    let key = try customer.customerKey
    var status = S3Status.success
    for object in objects {
      let url = try S3ObjectArgument.url(object)
      var input = S3.GetObjectInput(bucket: url.bucket, key: url.key)
      input.versionId = version
      input.sseCustomerKey = key
      do {
        try await S3Output.write(input, client: client, into: FileDescriptor(1, closes: false))
      } catch let error as S3Error {
        try StandardError.send("download failed: \(url.text) to - \(error)\n")
        status = .failed
      }
    }
    return status
  }
}

/// An object as an argument.
enum S3ObjectArgument {
  static func url(_ text: String) throws -> S3URL {
    guard let url = try S3URL(text) else {
      throw ValidationError("'\(text.printable(limit: 200))' is not in S3: write s3://bucket/key.")
    }
    guard !url.key.isEmpty else { throw ValidationError("'\(url.text)' names no object: write s3://bucket/key.") }
    return url
  }
}
