import AWSCore
public import AWSCredentials

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// The policy of an HTML form with which a browser uploads to Amazon S3: what may be uploaded, and until when (Amazon
/// S3 API Reference, "Creating an HTML form", "POST policy").
///
/// ```swift
/// var policy = POSTPolicy(bucket: "photos", key: "user/${filename}", expiresIn: .seconds(900))
/// policy.conditions = [.startsWith(field: "Content-Type", prefix: "image/"), .contentLength(1...10_000_000)]
/// let form = try signer.sign(policy, credentials: credentials, date: date)
/// ```
public struct POSTPolicy: Sendable {
  /// A requirement on a field of the form, or on the uploaded file.
  public enum Condition: Sendable {
    /// The field with this name must have this value. The form that ``SigV4Signer/sign(_:credentials:date:)`` returns
    /// includes the field.
    case equal(field: String, value: String)
    /// The value of the field with this name must begin with this prefix; with an empty prefix it may be anything. The
    /// program has to add the field to the form itself: the signed form does not include it.
    case startsWith(field: String, prefix: String)
    /// The length of the file must be in this range, in bytes.
    case contentLength(ClosedRange<Int>)
  }

  /// The bucket that the form uploads to.
  public var bucket: String
  /// The key of the object that the form creates. If the key ends with `${filename}`, S3 replaces that by the name of
  /// the uploaded file, as the browser sends it.
  public var key: String
  /// How long after the time of signing the form can be used: 1 second to 7 days; fractions of a second are dropped.
  public var expiresIn: Duration
  /// Requirements on the form's fields and on the uploaded file, besides the bucket and the key. The default is none.
  public var conditions: [Condition]

  /// Makes the policy of an upload by an HTML form.
  ///
  /// - Parameters:
  ///   - bucket: The bucket that the form uploads to.
  ///   - key: The key of the object; it may end with `${filename}`.
  ///   - expiresIn: How long after the time of signing the form can be used: 1 second to 7 days.
  ///   - conditions: Requirements on the form's fields and on the uploaded file, besides the bucket and the key; by
  ///     default none.
  public init(bucket: String, key: String, expiresIn: Duration, conditions: [Condition] = []) {
    self.bucket = bucket
    self.key = key
    self.expiresIn = expiresIn
    self.conditions = conditions
  }
}

// Keys and the values of fields are bytes: `String` would compare them as text.
extension POSTPolicy: Hashable {
  /// Whether two policies have the same bucket, key, lifetime and conditions. Texts are compared byte for byte.
  public static func == (left: POSTPolicy, right: POSTPolicy) -> Bool {
    left.bucket.exact == right.bucket.exact && left.key.exact == right.key.exact && left.expiresIn == right.expiresIn
      && left.conditions == right.conditions
  }

  /// Hashes the policy's bucket, key and conditions.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(bucket.exact)
    hasher.combine(key.exact)
    hasher.combine(conditions)
  }
}

extension POSTPolicy.Condition: Hashable {
  private enum Exact: Hashable {
    case equal(ExactText, ExactText)
    case startsWith(ExactText, ExactText)
    case contentLength(ClosedRange<Int>)
  }

  private var exact: Exact {
    switch self {
    case .equal(let field, let value): .equal(field.exact, value.exact)
    case .startsWith(let field, let prefix): .startsWith(field.exact, prefix.exact)
    case .contentLength(let range): .contentLength(range)
    }
  }

  /// Whether two conditions are of the same kind and have the same field, value, prefix or range. Texts are compared
  /// byte for byte.
  public static func == (left: Self, right: Self) -> Bool { left.exact == right.exact }

  /// Hashes all parts of the condition: its kind, its field, and its value, prefix or range.
  public func hash(into hasher: inout Hasher) { hasher.combine(exact) }
}

extension SigV4Signer {
  /// Signs the policy of a browser's upload form. The signed policy also requires the object's key and the fields of
  /// the signature, with the session token if there is one.
  ///
  /// - Parameters:
  ///   - policy: What may be uploaded.
  ///   - credentials: The credentials to sign with. The form stops working when they expire, even if the policy allows
  ///     longer.
  ///   - date: The time of signing.
  /// - Returns: The fields of the form: the `key`, the field of each ``POSTPolicy/Condition/equal(field:value:)``
  ///   condition, the `policy`, and the fields of the signature, such as `x-amz-signature`.
  /// - Throws: ``SigV4Error`` if the policy, the credentials or the date are not valid.
  public func sign(
    _ policy: POSTPolicy, credentials: Credentials, date: Date
  ) throws(SigV4Error) -> PolicySignature {
    let lifetime = policy.expiresIn.components.seconds
    guard (1...604_800).contains(lifetime) else {
      throw SigV4Error(.invalidExpiration, message: "A form works from 1 second to 7 days (604800 seconds).")
    }
    try policy.check()
    let (_, timestamp) = try plainKey(for: "The policies of forms", credentials: credentials, date: date)
    let end = Date(timeIntervalSince1970: Double(timestamp.second)) + Double(lifetime)
    var conditions = policy.conditions.map(\.json)
    conditions.append(PolicyText.object("bucket", policy.bucket))
    if let prefix = policy.keyPrefix {
      conditions.append(PolicyText.array(["starts-with", "$key", prefix]))
    } else {
      conditions.append(PolicyText.object("key", policy.key))
    }
    conditions += signatureFields(credentials, timestamp).map { PolicyText.object($0.name, $0.value) }
    let text =
      "{\"expiration\": \(ISO8601.string(from: end).asciiJSON), "
      + "\"conditions\": [\(conditions.joined(separator: ", "))]}"
    let fields = policy.conditions.compactMap { condition -> (name: String, value: String)? in
      guard case .equal(let field, let value) = condition else { return nil }
      return (field, value)
    }
    return try sign(
      policy: Data(text.utf8).base64EncodedString(), fields: fields + [("key", policy.key)],
      expiration: credentials.expiration.map { min($0, end) } ?? end, credentials: credentials, date: date)
  }
}

extension POSTPolicy {
  private static let filename = "${filename}"
  // What the policy demands anyway, or what stands beside it in the form.
  private static let own: Set<String> = [
    "bucket", "key", "policy", "file", "x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-security-token",
    "x-amz-signature",
  ]

  /// What stands before the browser's name of the file, if that ends the key.
  fileprivate var keyPrefix: String? {
    key.hasSuffix(Self.filename) ? String(key.dropLast(Self.filename.count)) : nil
  }

  fileprivate func check() throws(SigV4Error) {
    func invalid(_ message: String) -> SigV4Error { SigV4Error(.invalidRequest, message: message) }
    guard !bucket.isEmpty, !key.isEmpty else { throw invalid("A form's policy needs a bucket and a key.") }
    guard !(keyPrefix ?? key).contains(Self.filename) else {
      throw invalid("The browser's name of the file can only be the end of a form's key.")
    }
    for condition in conditions {
      switch condition {
      case .contentLength(let range):
        guard range.lowerBound >= 0 else { throw invalid("A file cannot have \(range.lowerBound) bytes.") }
      case .equal(let field, _), .startsWith(let field, _):
        guard !field.isEmpty else { throw invalid("A condition of a form's policy names no field.") }
        guard !Self.own.contains(field.lowercasedASCII) else {
          throw SigV4Error(
            .conflictingHeader,
            message: "A form's policy already says what the field \(field) has to be. Leave the condition out.")
        }
      }
    }
  }
}

extension POSTPolicy.Condition {
  fileprivate var json: String {
    switch self {
    case .equal(let field, let value): PolicyText.object(field, value)
    case .startsWith(let field, let prefix): PolicyText.array(["starts-with", "$" + field, prefix])
    case .contentLength(let range): "[\"content-length-range\", \(range.lowerBound), \(range.upperBound)]"
    }
  }
}

/// The little of JSON that a policy needs, in ASCII alone: Amazon S3 does not say how it reads anything else.
private enum PolicyText {
  static func object(_ name: String, _ value: String) -> String { "{\(name.asciiJSON): \(value.asciiJSON)}" }

  static func array(_ texts: [String]) -> String { "[" + texts.map(\.asciiJSON).joined(separator: ", ") + "]" }
}
