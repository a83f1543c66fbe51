public import AWSCore
import AWSCredentials

#if canImport(FoundationEssentials)
  package import FoundationEssentials
#else
  package import Foundation
#endif

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The error that is thrown if a file cannot be read to send it, or a received body cannot be written to a file.
public struct FileTransferError: Error, Sendable, CustomStringConvertible, PrintableError {
  /// The path of the file that could not be read or written.
  public let path: String
  /// What could not be done, and the reason.
  public let message: String
  /// The error that caused this one; `nil` if there is none.
  public let cause: (any Error)?

  init(path: String, message: String, cause: (any Error)? = nil) {
    self.path = path
    self.message = message
    self.cause = cause
  }

  /// The file's path, what could not be done, and the reason.
  public var description: String {
    ErrorDescription("The file '\(path.printable())' cannot be used", message: message).description
  }
}

extension FileTransferError {
  /// Whether there is no such file or directory.
  package var isMissing: Bool { (cause as? any SystemFailure)?.number == ENOENT }

  /// Whether there is no such file or directory, or this user may not use it.
  ///
  /// - Parameter cause: The cause of an error.
  package static func isUnavailable(_ cause: (any Error)?) -> Bool {
    guard let number = (cause as? any SystemFailure)?.number else { return false }
    return [ENOENT, EACCES, EPERM].contains(number)
  }

  /// The path of a file, for its URL.
  package static func path(of url: URL) throws(FileTransferError) -> String {
    guard url.isFileURL else {
      throw FileTransferError(
        path: AddressText(url.absoluteString).shown, message: "The URL must begin with file://.")
    }
    return url.path(percentEncoded: false)
  }
}

/// An error that is a number of the operating system's.
protocol SystemFailure: Error {
  var number: CInt { get }
}

extension FileTransferError: CancellableError {
  package var isCancellation: Bool { cause is CancellationError && Task.isCancelled }
}
