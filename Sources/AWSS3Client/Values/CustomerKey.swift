import AWSCore
import AWSRuntime

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension S3 {
  /// A key of the caller's with which S3 encrypts an object and which S3 does not keep (SSE-C). Each request for the
  /// object needs it. Printing it shows `<redacted>`.
  public struct CustomerKey: Sendable, Hashable {
    /// The value of the header field with the key: the key in Base64.
    let headerValue: String
    /// The MD5 hash of the key in Base64; `nil` to send none.
    let md5: String?
    /// The algorithm that S3 uses the key with.
    var algorithm: String { "AES256" }

    /// Makes a key of its bytes.
    ///
    /// - Parameter bytes: The 32 bytes of the key.
    public init(_ bytes: [UInt8]) {
      headerValue = Data(bytes).base64EncodedString()
      md5 = Data(BodyChecksum.md5.checksum(of: bytes)).base64EncodedString()
    }

    /// Makes a key of what the header fields hold.
    ///
    /// - Parameters:
    ///   - headerValue: The key in Base64. The text is sent as it is.
    ///   - md5: The MD5 hash of the key in Base64; `nil` to send none.
    public init(headerValue: String, md5: String?) {
      self.headerValue = headerValue
      self.md5 = md5
    }
  }
}

extension S3.CustomerKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// `<redacted>`.
  public var description: String { Redacted.mark }

  /// `<redacted>`.
  public var debugDescription: String { Redacted.mark }

  /// A mirror without the key.
  public var customMirror: Mirror { Mirror(self, children: [:], displayStyle: .struct) }
}
