import AWSRuntime

extension S3Problem {
  /// A file that could not be read or written.
  init(_ error: FileTransferError) {
    self.init(.body, code: .file, message: error.description, cause: error.cause)
  }
}
