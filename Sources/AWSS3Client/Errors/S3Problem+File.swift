import AWSRuntime

extension S3Error {
  /// Whether a file is not there, or this user may not use it.
  package var isUnavailableFile: Bool { code == .file && FileTransferError.isUnavailable(cause) }
}

extension S3Problem {
  /// A file that could not be read or written.
  init(_ error: FileTransferError) {
    self.init(.body, code: .file, message: error.description, cause: error.cause)
  }
}
