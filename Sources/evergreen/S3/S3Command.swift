import AWSCore
import AWSCredentials
import AWSRuntime
import AWSS3Client
import ArgumentParser

/// `evergreen s3`: buckets and objects.
struct S3Command: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "s3",
    abstract: "List, copy, move, delete and synchronise files and objects of Amazon S3.",
    discussion: """
      Subcommands, arguments, options, lines of output and exit statuses are those of aws s3, as far as it has them. An object is \
      named as s3://bucket/key, a prefix as s3://bucket/prefix/; the key is taken as it stands, not percent-decoded. In place of \
      the bucket's name there may be the ARN or alias of an access point.

      The exit status is 0 if everything was done, 1 if a transfer or deletion failed, 2 if files or objects were left out with a \
      warning, 252 for a line that is not taken, 253 if there are no usable settings or credentials, 254 if S3 refused a request, \
      and 255 for other failures. A signal ends the process as always, but unfinished uploads and files are removed first.
      """,
    subcommands: [
      S3CatCommand.self, S3CopyCommand.self, S3ListCommand.self, S3MakeBucketCommand.self, S3MoveCommand.self,
      S3PresignCommand.self, S3RemoveBucketCommand.self, S3RemoveCommand.self, S3StatCommand.self, S3SyncCommand.self,
    ]
  )
}

/// The exit statuses of `evergreen s3`, which are those of the AWS CLI ("Command line return codes in the AWS CLI").
enum S3Status: Int32, Sendable {
  case success = 0
  /// A transfer failed, or a list is empty.
  case failed = 1
  /// Files or objects were left out with a warning.
  case skipped = 2
  /// The command line is not taken.
  case usage = 252
  /// Settings or credentials are missing or wrong.
  case configuration = 253
  /// The service refused a request.
  case service = 254
  case other = 255

  /// The status for an error that ends a command.
  init(of error: any Error) {
    switch error {
    case is ValidationError: self = .usage
    case is CredentialError: self = .configuration
    // That of the settings; S3 has errors of its own.
    case is ServiceError: self = .configuration
    case let error as S3Error:
      switch error.kind {
      case .service, .rejectedCredentials: self = .service
      case .credentials: self = .configuration
      case .invalidRequest: self = error.operation == "configuration" ? .configuration : .usage
      default: self = .other
      }
    default: self = .other
    }
  }
}

/// A subcommand of `evergreen s3`.
protocol S3Subcommand: AsyncParsableCommand, Sendable {
  /// Does what the command line says.
  func perform() async throws -> S3Status
}

extension S3Subcommand {
  func run() async throws {
    let status: S3Status
    do {
      status = try await Interruption.watching { try await perform() }
    } catch let error as ValidationError {
      // Its usage is printed, too.
      throw error
    } catch {
      try StandardError.send("Error: \(error)\n")
      throw ExitCode(S3Status(of: error).rawValue)
    }
    if status != .success { throw ExitCode(status.rawValue) }
  }
}
