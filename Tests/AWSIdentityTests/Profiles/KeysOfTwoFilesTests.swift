import AWSCredentials
import AWSIdentity
import AWSTesting
import Testing

/// Key, secret and token are a set: parts from different files are not mixed with a pair that is whole.
struct KeysOfTwoFilesTests {
  private func configuration(_ config: String, _ credentials: String) throws -> SharedConfiguration {
    try SharedConfiguration.load(
      SharedConfigurationFiles(config: "/c", credentials: "/k"),
      fileSystem: InMemoryFileSystem(["/c": "[profile a]\n" + config, "/k": "[a]\n" + credentials]))
  }

  private func base(_ configuration: SharedConfiguration) throws -> ProfileChain.Base {
    try ProfileChain(profile: ActiveProfile("a", environment: [:]), configuration: configuration).base
  }

  /// Key, secret and token, in short.
  private func keys(_ configuration: SharedConfiguration) throws -> [String?] {
    guard case .staticKeys(let found) = try base(configuration) else { return [] }
    return [found.accessKeyId, found.secretAccessKey, found.sessionToken]
  }

  private func text(key: String? = nil, secret: String? = nil, token: String? = nil) -> String {
    let lines = [("aws_access_key_id", key), ("aws_secret_access_key", secret), ("aws_session_token", token)]
    return lines.compactMap { name, value in value.map { "\(name) = \($0)\n" } }.joined()
  }

  @Test func aWholePairBringsItsOwnTokenOrNone() throws {
    let long = text(key: "LONG", secret: "long")
    let temporary = text(key: "TEMP", secret: "temp", token: "token")
    #expect(try keys(configuration(temporary, long)) == ["LONG", "long", nil])
    #expect(try keys(configuration(long, temporary)) == ["TEMP", "temp", "token"])
    #expect(try configuration(temporary, long).warnings.isEmpty)
    #expect(try configuration(long, temporary).warnings.isEmpty)
    let older = text(key: "TEMP", secret: "temp") + "aws_security_token = old\n"
    #expect(try keys(configuration(temporary, older)) == ["TEMP", "temp", "old"])
    #expect(try keys(configuration(older, text(key: "K", secret: "s"))) == ["K", "s", nil])
  }

  @Test func aTokenAloneInTheOtherFileIsLeftOutWithAWarning() throws {
    let loaded = try configuration(text(token: "token"), text(key: "K", secret: "s"))
    #expect(try keys(loaded) == ["K", "s", nil])
    let warning = try #require(loaded.warnings.first)
    for part in ["'a'", "keys in /k are used", "session token (/c, line 2) is not"] {
      #expect(warning.contains(part), "\(warning)")
    }
  }

  @Test func halfAPairDoesNotReplaceHalfOfAWholeOne() throws {
    let loaded = try configuration(text(key: "WHOLE", secret: "whole"), text(key: "HALF"))
    #expect(try keys(loaded) == ["WHOLE", "whole", nil])
    #expect(loaded.warnings.count == 1 && loaded.warnings[0].contains("aws_access_key_id (/k, line 2)"))
    let other = try configuration(text(secret: "half", token: "token"), text(key: "WHOLE", secret: "whole"))
    #expect(try keys(other) == ["WHOLE", "whole", nil])
    #expect(other.warnings.count == 1)
  }

  @Test func aPairThatNoFileHasIsPutTogetherWithAWarningThatNamesBoth() throws {
    let loaded = try configuration(text(secret: "s", token: "t"), text(key: "K"))
    #expect(try keys(loaded) == ["K", "s", "t"])
    let warning = try #require(loaded.warnings.first)
    #expect(loaded.warnings.count == 1)
    for part in ["'a'", "aws_access_key_id (/k, line 2)", "aws_secret_access_key (/c, line 2)", "(/c, line 3)"] {
      #expect(warning.contains(part), "\(warning)")
    }
    #expect(!loaded.warnings.joined().contains("= s"))
  }

  @Test func theAccountMayStandInTheOtherFile() throws {
    let loaded = try configuration("aws_account_id = 123456789012\nregion = x\n", text(key: "K", secret: "s"))
    guard case .staticKeys(let found) = try base(loaded) else { return #expect(Bool(false)) }
    #expect(found.accountId == "123456789012" && loaded.warnings.isEmpty)
  }

  @Test func aBlankValueIsNone() throws {
    let loaded = try configuration(text(key: "K", secret: "s", token: "t"), "aws_session_token =\n")
    #expect(try keys(loaded) == ["K", "s", "t"])
  }

  // MARK: The order in one profile

  private let process = "credential_process = p\n"
  private let login = "login_session = l\n"
  private let signOn = "sso_account_id = 1\nsso_role_name = r\nsso_region = x\nsso_start_url = u\n"
  private let webIdentity = "role_arn = arn:aws:iam::123456789012:role/r\nweb_identity_token_file = /t\n"

  private func kind(_ config: String, _ credentials: String) throws -> String {
    switch try base(configuration(config, credentials)) {
    case .staticKeys: "keys"
    case .named: "named"
    case .webIdentity: "web identity"
    case .singleSignOn: "sso"
    case .login: "login"
    case .process: "process"
    }
  }

  @Test func keysOfTheCredentialsFileComeBeforeAProcessAndALogin() throws {
    let pair = text(key: "K", secret: "s")
    for other in [process, login, login + process] {
      #expect(try kind(other, pair) == "keys")
      #expect(try kind("", other + pair) == "keys")
      // In the config file they come last.
      #expect(try kind(other + pair, "region = x\n") == (other.hasPrefix("login") ? "login" : "process"))
      #expect(try kind(pair, other) == (other.hasPrefix("login") ? "login" : "process"))
    }
  }

  @Test func webIdentityAndSingleSignOnComeBeforeKeys() throws {
    let pair = text(key: "K", secret: "s")
    for rest in ["", process, login] {
      #expect(try kind(signOn + rest, pair) == "sso")
      #expect(try kind(rest, pair + signOn) == "sso")
      #expect(try kind(webIdentity + signOn + rest, pair) == "web identity")
    }
    #expect(try kind(process + login, "") == "login")
  }

  @Test func aRoleWithTwoSourcesNamesBoth() throws {
    let role = "role_arn = arn:aws:iam::123456789012:role/r\n"
    let providers = ["source_profile = b\n", "credential_source = Environment\n", "web_identity_token_file = /t\n"]
    for first in providers {
      for second in providers where first != second {
        for loaded in [try configuration(role + first + second, ""), try configuration(role + first, second)] {
          let error = #expect(throws: CredentialError.self) { try base(loaded) }
          #expect(error?.code == .invalidConfiguration)
          for name in [first, second].map({ $0.prefix { $0 != " " } }) {
            #expect(error?.message.contains("a \(name) (/") == true, "\(error as Any)")
          }
        }
      }
    }
  }
}
