/// What STS asks of who takes on a role. A role without one is open to everyone.
public struct EmulatedRoleTrust: Sendable, Hashable {
  /// The `ExternalId` that `AssumeRole` has to name.
  public var externalId: String?
  /// The multi-factor device whose code `AssumeRole` has to carry; see
  /// ``Emulator/registerMultiFactorDevice(serialNumber:tokenCode:)``.
  public var mfaSerialNumber: String?
  /// The subject that a web identity token has to name.
  public var webIdentitySubject: String?
  /// The audience that a web identity token has to name. The default is `sts.amazonaws.com`.
  public var webIdentityAudience: String

  /// Makes a trust.
  ///
  /// - Parameters:
  ///   - externalId: The external id; `nil` for none.
  ///   - mfaSerialNumber: The serial number or the ARN of a multi-factor device; `nil` for none.
  ///   - webIdentitySubject: The subject; `nil` for any.
  ///   - webIdentityAudience: The audience.
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
  /// What is asked for, without the external id.
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
