#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension S3.PresignedURL {
  /// The same URL as ``url``, as a Foundation `URL`; `nil` if Foundation would change it.
  ///
  /// Printing a `URL` shows the session token and the signature. Printing a ``S3/PresignedURL`` does not.
  public var foundationURL: URL? {
    URL(string: url, encodingInvalidCharacters: false).flatMap { $0.absoluteString == url ? $0 : nil }
  }
}
