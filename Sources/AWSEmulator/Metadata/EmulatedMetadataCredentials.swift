/// At which paths an instance's metadata has the credentials of its role.
public enum EmulatedMetadataCredentials: Sendable, Hashable {
  /// At `iam/security-credentials`, as everywhere on EC2.
  case legacy
  /// At `iam/security-credentials-extended`, where they name their account.
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
