import Crypto

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension Emulator {
  /// Issues a web identity token, like those that EKS puts into a pod's file system. Write it to a file and name the
  /// file in `AWS_WEB_IDENTITY_TOKEN_FILE`.
  ///
  /// - Parameters:
  ///   - subject: The subject of the token (`sub`).
  ///   - audience: The audience of the token (`aud`). STS accepts the token only if this is the
  ///     ``EmulatedRoleTrust/webIdentityAudience`` of the role.
  ///   - lifetime: How long STS accepts the token.
  /// - Returns: A JSON Web Token.
  public func issueWebIdentityToken(
    subject: String = "system:serviceaccount:default:app", audience: String = EmulatedRoleTrust.defaultAudience,
    lifetime: Duration = .seconds(86_400)
  ) -> String {
    let now = clock.now().timeIntervalSince1970
    return EmulatedWebToken.make(
      .object([
        ("iss", .string(EmulatedIdentityAuthority.issuer)), ("sub", .string(subject)), ("aud", .string(audience)),
        ("iat", .int(Int(now))), ("exp", .number(String(now + lifetime.inSeconds))),
        ("jti", .string(RandomText.uuid())),
      ]), key: identities.webIdentityKey)
  }

  /// Makes STS refuse every web identity token and every SAML assertion that the emulator has issued so far, as happens
  /// when an identity provider replaces its signing keys.
  public func replaceIdentityProviderKeys() {
    identities.replaceWebIdentityKey()
    identities.revokeAssertions()
  }

  /// Issues a SAML assertion, with which `AssumeRoleWithSAML` can be called. The emulated STS accepts only assertions
  /// that the emulator has issued; their XML signature is not checked.
  ///
  /// - Parameters:
  ///   - roleArn: The ARN of the role that may be assumed with the assertion.
  ///   - principalArn: The ARN of the SAML identity provider.
  ///   - subject: The name of the user in the assertion. It becomes the name of the role session.
  ///   - lifetime: How long STS accepts the assertion.
  /// - Returns: The assertion, encoded in Base64 as STS requires.
  public func issueSAMLAssertion(
    roleArn: String, principalArn: String, subject: String = "user@example.com", lifetime: Duration = .seconds(300)
  ) -> String {
    let now = clock.now()
    let expiration = now.addingTimeInterval(lifetime.inSeconds)
    var xml = XMLText()
    xml.element("samlp:Response", attributes: "xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\"") { xml in
      xml.element("saml:Assertion", attributes: "xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\"") { xml in
        xml.element("saml:Issuer", EmulatedIdentityAuthority.issuer)
        xml.element("saml:Subject") { $0.element("saml:NameID", subject) }
        let time = "NotOnOrAfter=\"\(CivilTime(expiration).iso8601(withMilliseconds: true))\""
        xml.element("saml:Conditions", attributes: time) { $0.characters(RandomText.uuid()) }
        let name = "Name=\"https://aws.amazon.com/SAML/Attributes/Role\""
        xml.element("saml:Attribute", attributes: name) {
          $0.element("saml:AttributeValue", "\(roleArn),\(principalArn)")
        }
      }
    }
    let text = Base64.encode(Array(xml.text.utf8))
    identities.register(
      .init(roleArn: roleArn, principalArn: principalArn, subject: subject, expiration: expiration), text: text)
    return text
  }

  /// Sets the conditions that a caller must meet to assume a role through the emulated STS.
  ///
  /// - Parameters:
  ///   - trust: The conditions; `nil` lets every caller assume the role.
  ///   - roleArn: The ARN of the role.
  public func setTrust(_ trust: EmulatedRoleTrust?, of roleArn: String) { identities.setTrust(trust, of: roleArn) }

  /// Registers a multi-factor authentication device. If the device is registered already, its code is replaced.
  ///
  /// - Parameters:
  ///   - serialNumber: The serial number or the ARN of the device: the value of `mfa_serial` in a profile.
  ///   - tokenCode: The only code of the device that STS accepts from now on.
  public func registerMultiFactorDevice(serialNumber: String, tokenCode: String) {
    identities.setDevice(serialNumber, tokenCode: tokenCode)
  }

  /// Logs a user in at IAM Identity Center, as `aws sso login` does.
  ///
  /// - Parameters:
  ///   - roles: The roles that are assigned to the user.
  ///   - userName: The name of the user. It is also the name of the user's role sessions.
  ///   - tokenLifetime: How long the access portal accepts an access token, the first one and each that replaces it.
  ///   - sessionLifetime: How long new access tokens can be requested with the login.
  ///   - registrationLifetime: How long the registration of the OIDC client is valid.
  /// - Returns: The login. Its property `tokenFile` is the content of the file that the AWS CLI would write.
  public func createSSOLogin(
    roles: [EmulatedSSORoleAssignment], userName: String = "user@example.com", tokenLifetime: Duration = .seconds(3600),
    sessionLifetime: Duration = .seconds(8 * 3600), registrationLifetime: Duration = .seconds(90 * 86_400)
  ) -> EmulatedSSOLogin {
    let now = clock.now()
    var session = EmulatedIdentityAuthority.SSOSession(
      userName: userName, clientId: RandomText.documentId(), clientSecret: RandomText.base64(count: 120),
      registrationExpiration: now.addingTimeInterval(registrationLifetime.inSeconds),
      sessionExpiration: now.addingTimeInterval(sessionLifetime.inSeconds), tokenLifetime: tokenLifetime.inSeconds,
      roles: roles)
    session.refreshTokens = EmulatedRefreshTokens(reuse: configuration.refreshTokenReuse)
    let token = RandomText.base64(count: 128)
    let expiration = now.addingTimeInterval(tokenLifetime.inSeconds)
    session.accessTokens[ByteKey(token)] = expiration
    identities.register(session)
    return EmulatedSSOLogin(
      startURL: "https://emulated.awsapps.com/start", region: configuration.region, accessToken: token,
      expiration: expiration, clientId: session.clientId, clientSecret: session.clientSecret,
      refreshToken: session.refreshTokens.current, registrationExpiration: session.registrationExpiration)
  }

  /// Logs a user out at IAM Identity Center, as `aws sso logout` does. From now on, no access token or refresh token of
  /// the login is accepted.
  public func endSSOLogin(_ login: EmulatedSSOLogin) {
    identities.withSSOSession(clientId: login.clientId) { $0.isEnded = true }
  }

  /// Makes the access portal refuse all access tokens that a login has had so far. A new access token can still be
  /// requested with the login's refresh token.
  public func revokeSSOTokens(of login: EmulatedSSOLogin) {
    identities.withSSOSession(clientId: login.clientId) { $0.accessTokens.removeAll() }
  }

  /// Logs a user in at the AWS console, as `aws login` does.
  ///
  /// - Parameters:
  ///   - userName: The name of the user. A login of the same user is replaced.
  ///   - credentialLifetime: The lifetime of each set of credentials of the login. At AWS it is 15 minutes.
  ///   - sessionLifetime: How long new credentials can be requested with the login.
  /// - Returns: The login. Its property `tokenFile` is the content of the file that the AWS CLI would write.
  public func createConsoleLogin(
    userName: String = "evergreen", credentialLifetime: Duration = .seconds(900),
    sessionLifetime: Duration = .seconds(12 * 3600)
  ) -> EmulatedConsoleLogin {
    let key = P256.Signing.PrivateKey()
    let set = authority.issueUserSession(userName: userName, lifetime: credentialLifetime.inSeconds)
    var session = EmulatedIdentityAuthority.ConsoleSession(
      session: set.arn, userName: userName, clientId: "arn:aws:signin:::devtools/same-device",
      proofKey: key.publicKey, expiration: clock.now().addingTimeInterval(sessionLifetime.inSeconds),
      credentialLifetime: credentialLifetime.inSeconds)
    session.refreshTokens = EmulatedRefreshTokens(reuse: configuration.refreshTokenReuse)
    identities.register(session)
    return EmulatedConsoleLogin(
      session: set.arn, credentials: set, accountId: configuration.accountId, clientId: session.clientId,
      refreshToken: session.refreshTokens.current, proofKey: key.pemRepresentation)
  }

  /// Ends a console login: from now on, every request for new credentials of the login is refused.
  ///
  /// - Parameters:
  ///   - login: The login.
  ///   - ending: The reason that the emulated AWS Sign-In gives when it refuses the request.
  public func endConsoleLogin(_ login: EmulatedConsoleLogin, as ending: EmulatedConsoleLogin.Ending = .sessionEnded) {
    identities.endConsoleSession(login.session, as: ending)
  }
}
