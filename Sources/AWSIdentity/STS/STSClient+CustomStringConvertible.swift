import AWSCore
import AWSCredentials

// The code of an MFA device and an external id prove something to AWS, a token and an assertion are as good as a password:
// no way of printing shows them.

extension STSClient.AssumeRoleInput: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The role, the session's name and the MFA device. The external id and the MFA code are left out; only their
  /// presence is shown.
  public var description: String {
    var text = "AssumeRoleInput(\(roleArn.printable()), \(sessionName.printable())"
    if externalId != nil { text += ", externalId: \(Redacted.mark)" }
    if let mfaSerial { text += ", mfaSerial: \(mfaSerial.printable())" }
    if tokenCode != nil { text += ", tokenCode: \(Redacted.mark)" }
    return text + ")"
  }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// A mirror of all values except the external id and the MFA code, of which only their presence is shown.
  public var customMirror: Mirror {
    Mirror(
      self,
      children: [
        "roleArn": roleArn, "sessionName": sessionName, "duration": duration as Any,
        "externalId": externalId == nil ? "none" : Redacted.mark, "permissions": permissions, "tags": tags,
        "transitiveTagKeys": transitiveTagKeys, "sourceIdentity": sourceIdentity ?? "none",
        "mfaSerial": mfaSerial ?? "none", "tokenCode": tokenCode == nil ? "none" : Redacted.mark,
      ] as KeyValuePairs<String, Any>, displayStyle: .struct)
  }
}

extension STSClient.WebIdentity: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The ARN of the role and the session's name. The token is left out.
  public var description: String {
    "WebIdentity(\(roleArn.printable()), \(sessionName.printable()), token: \(Redacted.mark))"
  }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// A mirror with the ARN of the role only. The token is left out.
  public var customMirror: Mirror { Mirror(self, children: ["roleArn": roleArn], displayStyle: .struct) }
}

extension STSClient.SAMLIdentity: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The ARN of the role and the ARN of the SAML provider. The assertion is left out.
  public var description: String {
    "SAMLIdentity(\(roleArn.printable()), \(principalArn.printable()), assertion: \(Redacted.mark))"
  }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// A mirror with the ARN of the role only. The assertion is left out.
  public var customMirror: Mirror { Mirror(self, children: ["roleArn": roleArn], displayStyle: .struct) }
}

extension STSClient: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The endpoint of STS that the client calls.
  public var description: String { "STSClient(\(place))" }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// A mirror with the endpoint of STS that the client calls.
  public var customMirror: Mirror { Mirror(self, children: ["endpoint": place], displayStyle: .struct) }
}

extension AssumeRoleCredentialProvider: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The provider's name, which contains the role's ARN.
  public var description: String { "AssumeRoleCredentialProvider(\(name))" }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// A mirror with the name and the role, without the external id and the MFA code.
  public var customMirror: Mirror { Mirror(self, children: ["name": name, "role": role], displayStyle: .struct) }
}
