/// The paths at which the instance metadata service serves credentials.
public enum EmulatedMetadataCredentials: Sendable, Hashable {
  /// Credentials are served at `iam/security-credentials`, the path that every EC2 instance has.
  case legacy
  /// Credentials are served at `iam/security-credentials-extended`, where the response includes the account id.
  case extended
  /// Credentials are served at both paths.
  case both

  /// What follows `iam/security-credentials` in the paths.
  var paths: [String] {
    switch self {
    case .legacy: [""]
    case .extended: ["-extended"]
    case .both: ["-extended", ""]
    }
  }
}
