import AWSCore
import AWSCredentials
public import HTTPTypes

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension S3 {
  /// A URL that contains a signature: anybody who has the URL can send the signed request until the URL expires.
  ///
  /// The query contains the session token and the signature, so treat the URL like a password. Printing a value shows
  /// neither of them; ``url`` is the complete URL.
  public struct PresignedURL: Sendable, Hashable {
    /// The complete URL. Use it unchanged, because any change makes the signature invalid.
    public let url: String
    /// The HTTP method that the URL is signed for.
    public let method: HTTPRequest.Method
    /// The header fields that whoever uses the URL must send with the request, because they are signed.
    public let headers: HTTPFields
    /// When the URL expires: at the end of its lifetime, or when the credentials that signed the URL expire, if that is
    /// earlier.
    public let expiration: Date
  }
}

extension S3.PresignedURL: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  private static let secrets = [
    "x-amz-signature", "x-amz-security-token", "x-amz-s3session-token", "x-amz-credential",
  ]

  /// A text with the method, the URL and the expiration. The access key id, the session token and the signature are
  /// left out of the URL.
  public var description: String { "\(method) \(redactedURL) (until \(ISO8601.string(from: expiration)))" }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// A mirror of the value. The access key id, the session token and the signature are left out. Values of header
  /// fields are not shown, because they may contain a customer's encryption key.
  public var customMirror: Mirror {
    Mirror(
      self,
      children: [
        "method": method.rawValue, "url": redactedURL, "headers": headers.map(\.name.rawName),
        "expiration": ISO8601.string(from: expiration),
      ],
      displayStyle: .struct)
  }

  private var redactedURL: String {
    guard let mark = url.firstIndex(of: "?") else { return url }
    let items = url[url.index(after: mark)...].split(separator: "&").map { item -> Substring in
      let name = item.prefix { $0 != "=" }
      return Self.secrets.contains(name.lowercased()) ? name + "=<redacted>" : item
    }
    return url[...mark] + items.joined(separator: "&")
  }
}
