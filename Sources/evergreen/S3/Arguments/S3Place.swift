import AWSCore
import ArgumentParser

/// Where something is copied from or to.
enum S3Place: Sendable, Hashable {
  /// The path of a file or directory of this machine.
  case local(String)
  /// An object or prefix.
  case objects(S3URL)
  /// The standard input or output.
  case stream

  init(_ text: String) throws(ValidationError) {
    if text == "-" {
      self = .stream
    } else if let url = try S3URL(text) {
      self = .objects(url)
    } else if text.isEmpty {
      throw ValidationError("A path is empty: write the path of a file, s3://bucket/key, or - for a standard stream.")
    } else if text.prefix(3).lowercased() == "s3:" {
      throw ValidationError(
        "'\(text.printable(limit: 200))' is no s3:// URL: it is written in small letters with two slashes, as s3://bucket/key; a file of that name is ./s3:…"
      )
    } else {
      self = .local(text)
    }
  }

  /// Reads the two places of a transfer.
  static func pair(_ source: String, _ target: String) throws(ValidationError) -> (source: S3Place, target: S3Place) {
    let (from, to) = (try S3Place(source), try S3Place(target))
    switch (from, to) {
    case (.objects, _), (_, .objects): return (from, to)
    default:
      throw ValidationError(
        "Neither '\(source.printable(limit: 100))' nor '\(target.printable(limit: 100))' is in S3: one of the two is written as "
          + "s3://bucket/key.")
    }
  }
}
