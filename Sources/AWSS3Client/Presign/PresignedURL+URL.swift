#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension S3.PresignedURL {
  /// ``url`` as Foundation's type, byte for byte; `nil` if Foundation cannot hold it unchanged.
  ///
  /// Printing a `URL` shows the session token and the signature, which printing this value does not.
  public var foundationURL: URL? {
    URL(string: url, encodingInvalidCharacters: false).flatMap { $0.absoluteString == url ? $0 : nil }
  }
}
