import AWSCore
import AWSCredentials
import AWSS3Client
import ArgumentParser

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `evergreen s3 presign`.
struct S3PresignCommand: S3Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "presign",
    abstract: "Print a URL with which anybody can read an object until it expires.",
    discussion: "evergreen presign makes URLs for other requests, and signs header fields with them.")

  @Option(
    name: .customLong("expires-in"), parsing: .unconditional,
    help: ArgumentHelp("How long the URL works: 1 to 604800 seconds, which is 7 days.", valueName: "seconds"))
  var lifetime = 3600

  @OptionGroup var access: S3ClientOptions

  @Argument(help: ArgumentHelp("The object: s3://bucket/key.", valueName: "url"))
  var object: String

  func validate() throws {
    // The AWS CLI takes bucket/key as well.
    _ = try S3ObjectArgument.url(object.hasPrefix(S3URL.scheme) ? object : S3URL.scheme + object)
    guard (1...604_800).contains(lifetime) else {
      throw ValidationError("--expires-in is \(lifetime); a URL works for 1 to 604800 seconds, which is 7 days.")
    }
  }

  func perform() async throws -> S3Status {
    let url = try S3ObjectArgument.url(object.hasPrefix(S3URL.scheme) ? object : S3URL.scheme + object)
    let client = try await access.client()
    let end = access.clock.now().addingTimeInterval(Double(lifetime))
    let signed = try await client.presignGet(bucket: url.bucket, key: url.key, expiresIn: .seconds(lifetime))
    // The date of a signature is in whole seconds.
    if signed.expiration.addingTimeInterval(2) < end {
      try StandardError.send(
        "Warning: The URL works until \(ISO8601.string(from: signed.expiration)) only, because the credentials expire then. That is "
          + "earlier than the \(lifetime) s that it was to work.\n")
    }
    try StandardOutput.send(signed.url + "\n")
    return .success
  }
}
