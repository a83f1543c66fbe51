/// The conditions that a caller must meet to assume a role through the emulated STS. If none are set for a role, every
/// caller may assume it.
public struct EmulatedRoleTrust: Sendable, Hashable {
  /// The `ExternalId` that a call of `AssumeRole` must contain; `nil` if none is required.
  public var externalId: String?
  /// The serial number or the ARN of the multi-factor device whose code a call of `AssumeRole` must contain; `nil` if
  /// none is required. See ``Emulator/registerMultiFactorDevice(serialNumber:tokenCode:)``.
  public var mfaSerialNumber: String?
  /// The subject (`sub`) that a web identity token must have; `nil` for any.
  public var webIdentitySubject: String?
  /// The audience (`aud`) that a web identity token must have. The default is `sts.amazonaws.com`.
  public var webIdentityAudience: String

  /// Makes the conditions for assuming a role.
  ///
  /// - Parameters:
  ///   - externalId: The external id that a call of `AssumeRole` must contain; `nil` if none is required.
  ///   - mfaSerialNumber: The serial number or the ARN of the multi-factor device whose code a call of `AssumeRole`
  ///     must contain; `nil` if none is required.
  ///   - webIdentitySubject: The subject (`sub`) that a web identity token must have; `nil` for any.
  ///   - webIdentityAudience: The audience (`aud`) that a web identity token must have.
  public init(
    externalId: String? = nil, mfaSerialNumber: String? = nil, webIdentitySubject: String? = nil,
    webIdentityAudience: String = Self.defaultAudience
  ) {
    self.externalId = externalId
    self.mfaSerialNumber = mfaSerialNumber
    self.webIdentitySubject = webIdentitySubject
    self.webIdentityAudience = webIdentityAudience
  }

  /// The default of ``webIdentityAudience``: `sts.amazonaws.com`, the audience of tokens for STS.
  public static let defaultAudience = "sts.amazonaws.com"
}

extension EmulatedRoleTrust: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// A text that lists the conditions. The value of the external id is left out.
  public var description: String {
    let asked = [
      externalId.map { _ in "an external id" }, mfaSerialNumber.map { "a code of \($0)" },
      webIdentitySubject.map { "the subject \($0)" },
    ].compactMap { $0 }
    return "RoleTrust(\(asked.isEmpty ? "open" : asked.joined(separator: ", ")))"
  }

  /// The same as ``description``.
  public var debugDescription: String { description }
  /// A mirror with the conditions. The value of the external id is left out.
  public var customMirror: Mirror { Mirror(self, children: ["trust": description], displayStyle: .struct) }
}
