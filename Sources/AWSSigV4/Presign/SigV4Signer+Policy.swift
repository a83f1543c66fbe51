public import AWSCredentials
import Crypto

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension SigV4Signer {
  /// Signs the policy of a browser's upload form. The program has written the policy as JSON; to let this package write
  /// the JSON, use ``POSTPolicy``.
  ///
  /// The policy must itself require the algorithm, the credential, the date and, for temporary credentials, the session
  /// token that the form will send ("Authenticating Requests: Browser-Based Uploads Using POST", Amazon S3 API
  /// Reference).
  ///
  /// - Parameters:
  ///   - policy: The policy's JSON in Base64, as it is in the form's `policy` field.
  ///   - credentials: The credentials to sign with.
  ///   - date: The time of signing.
  /// - Throws: ``SigV4Error`` if the policy is not Base64, or the credentials or the date are not valid.
  public func sign(policy: String, credentials: Credentials, date: Date) throws(SigV4Error) -> PolicySignature {
    guard !policy.isEmpty, Data(base64Encoded: policy) != nil else {
      throw SigV4Error(.invalidRequest, message: "A form's policy must be given in Base64.")
    }
    return try sign(policy: policy, fields: [], expiration: nil, credentials: credentials, date: date)
  }

  func sign(
    policy: String, fields: [(name: String, value: String)], expiration: Date?, credentials: Credentials, date: Date
  ) throws(SigV4Error) -> PolicySignature {
    let (key, timestamp) = try plainKey(for: "The policies of forms", credentials: credentials, date: date)
    let signature = SHA256Hex.encode(key.authenticationCode(for: Array(policy.utf8)))
    return PolicySignature(
      fields: fields + signatureFields(credentials, timestamp) + [("policy", policy), ("x-amz-signature", signature)],
      expiration: expiration)
  }

  /// What a form sends of its signature, and its policy has to demand.
  func signatureFields(
    _ credentials: Credentials, _ timestamp: SigningTimestamp
  ) -> [(name: String, value: String)] {
    let day = timestamp.text.prefix(8)
    var fields = [
      (name: "x-amz-algorithm", value: "AWS4-HMAC-SHA256"),
      (name: "x-amz-credential", value: "\(credentials.accessKeyId)/\(day)/\(region)/\(service)/aws4_request"),
      (name: "x-amz-date", value: timestamp.text),
    ]
    if let token = credentials.sessionToken { fields.append((name: "x-amz-security-token", value: token)) }
    return fields
  }
}

/// The fields of a browser's upload form that contain the policy and its signature. If the policy is a ``POSTPolicy``,
/// also the key and the values that the policy requires.
public struct PolicySignature: Sendable {
  /// The names and values of the fields, for example `policy` and `x-amz-signature`. They include the session token if
  /// the credentials are temporary.
  public let fields: [(name: String, value: String)]
  /// When the upload form stops working: when its policy expires, or when the credentials expire if that is earlier;
  /// `nil` if the program wrote the policy itself, because such a policy is not parsed.
  public let expiration: Date?

  /// The value of the form field with this name; `nil` if there is no such field. Upper and lower case are
  /// distinguished.
  public subscript(_ name: String) -> String? { fields.first { $0.name == name }?.value }
}

extension PolicySignature: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The names of the form fields. The values are left out, because anybody who has them can upload.
  public var description: String { "PolicySignature(fields: \(fields.map(\.name)))" }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// A mirror with the names of the form fields, without their values.
  public var customMirror: Mirror { Mirror(self, children: ["fields": fields.map(\.name)], displayStyle: .struct) }
}
