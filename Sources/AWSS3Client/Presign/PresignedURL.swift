import AWSCore
import AWSCredentials
public import HTTPTypes

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension S3 {
  /// A URL that contains its own signature: anybody who has it can send one kind of request until it expires.
  ///
  /// Its query contains the session token and the signature, so treat it like a password. Printing a value shows
  /// neither; ``url`` is the complete URL.
  public struct PresignedURL: Sendable, Hashable {
    /// The URL, to be used as it is.
    public let url: String
    /// The method to use it with.
    public let method: HTTPRequest.Method
    /// The header fields that must be sent along.
    public let headers: HTTPFields
    /// When the URL stops working: at the end of its lifetime, or when the credentials that signed it expire, if that
    /// is earlier.
    public let expiration: Date
  }
}

extension S3.PresignedURL: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  private static let secrets = ["x-amz-signature", "x-amz-security-token", "x-amz-credential"]

  /// Method and URL, without key id, token and signature.
  public var description: String { "\(method) \(redactedURL) (until \(ISO8601.string(from: expiration)))" }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// A mirror without key id, token and signature, and without the values of header fields, which may be a customer's
  /// key.
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
