/// What the emulated STS requires of a caller that assumes a role. Without a trust, every caller may assume the role.
public struct EmulatedRoleTrust: Sendable, Hashable {
  /// The `ExternalId` that a call of `AssumeRole` has to name; `nil` if none is required.
  public var externalId: String?
  /// The multi-factor device whose code `AssumeRole` has to carry; see
  /// ``Emulator/registerMultiFactorDevice(serialNumber:tokenCode:)``.
  public var mfaSerialNumber: String?
  /// The subject that a web identity token has to name.
  public var webIdentitySubject: String?
  /// The audience that a web identity token has to name. The default is `sts.amazonaws.com`.
  public var webIdentityAudience: String

  /// Describes who may assume a role.
  ///
  /// - Parameters:
  ///   - externalId: The external id that a call has to name; `nil` if none is required.
  ///   - mfaSerialNumber: The serial number or the ARN of the multi-factor device whose code a call has to carry; `nil` if
  ///     none is required.
  ///   - webIdentitySubject: The subject that a web identity token has to name; `nil` for any.
  ///   - webIdentityAudience: The audience that a web identity token has to name.
  public init(
    externalId: String? = nil, mfaSerialNumber: String? = nil, webIdentitySubject: String? = nil,
    webIdentityAudience: String = Self.defaultAudience
  ) {
    self.externalId = externalId
    self.mfaSerialNumber = mfaSerialNumber
    self.webIdentitySubject = webIdentitySubject
    self.webIdentityAudience = webIdentityAudience
  }

  /// The audience of tokens that are meant for STS.
  public static let defaultAudience = "sts.amazonaws.com"
}

extension EmulatedRoleTrust: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Which conditions there are, without the external id.
  public var description: String {
    let asked = [
      externalId.map { _ in "an external id" }, mfaSerialNumber.map { "a code of \($0)" },
      webIdentitySubject.map { "the subject \($0)" },
    ].compactMap { $0 }
    return "RoleTrust(\(asked.isEmpty ? "open" : asked.joined(separator: ", ")))"
  }

  /// The same as ``description``.
  public var debugDescription: String { description }
  /// A mirror without the external id.
  public var customMirror: Mirror { Mirror(self, children: ["trust": description], displayStyle: .struct) }
}
