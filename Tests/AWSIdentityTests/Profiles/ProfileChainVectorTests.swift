import AWSCredentials
import AWSIdentity
import AWSTesting
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The profile chains shared between AWS's SDKs, when they lie beside the package.
struct ProfileChainVectorTests {
  struct Case: Decodable {
    let docs: String
    let input: Input
    let output: Output

    struct Input: Decodable {
      let profiles: [String: [String: String]]
      let sso_sessions: [String: [String: String]]?
      let selected_profile: String
    }

    struct Output: Decodable {
      let ProfileChain: [[String: Step]]?
      let Error: String?
    }

    /// Either the members of a step or the name of a provider.
    enum Step: Decodable, Hashable {
      case members([String: String])
      case name(String)

      init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let name = try? container.decode(String.self) {
          self = .name(name)
        } else {
          self = .members(try container.decode([String: String].self))
        }
      }
    }
  }

  /// Where a sentence of ours says the same as a vector's in other words.
  private let mapped = [
    "profile missing aws_secret_access_key": "no aws_secret_access_key",
    "profile missing aws_access_key_id": "no aws_access_key_id",
    "profile formed an infinite loop": "infinite loop",
  ]

  @Test(.enabled(if: SharedVectors.has("credentials/assume-role-tests.json"), "\(SharedVectors.absence)"))
  func vectors() throws {
    let data = try #require(SharedVectors.data("credentials/assume-role-tests.json"))
    let cases = try JSONDecoder().decode([Case].self, from: data)
    for test in cases {
      let selected = ActiveProfile(test.input.selected_profile, environment: [:])
      do {
        let chain = try ProfileChain(profile: selected, configuration: try configuration(test.input))
        let expected = try #require(test.output.ProfileChain, "\(test.docs): expected an error")
        #expect(steps(chain) == expected, "\(test.docs)")
      } catch let error as CredentialError {
        let expected = try #require(test.output.Error, "\(test.docs): \(error)")
        #expect(error.message.contains(mapped[expected] ?? expected), "\(test.docs): \(error)")
        #expect(error.message.contains("/config"), "\(test.docs): \(error)")
        let isNowhere = test.input.profiles.isEmpty || expected.hasSuffix("did not contain credential information")
        #expect(isNowhere || error.message.contains("line "), "\(test.docs): \(error)")
      }
    }
    print("profile chains: \(cases.count) cases")
    #expect(cases.count == 28)
  }

  private func configuration(_ input: Case.Input) throws -> SharedConfiguration {
    let sections =
      input.profiles.map { ("profile \($0.key)", $0.value) }
      + (input.sso_sessions ?? [:]).map { ("sso-session \($0.key)", $0.value) }
    let text = sections.map { header, properties in
      "[\(header)]\n" + properties.map { "\($0.key) = \($0.value)\n" }.joined()
    }
    return try SharedConfiguration.load(
      SharedConfigurationFiles(config: "/config", credentials: "/credentials"),
      fileSystem: InMemoryFileSystem(["/config": text.joined()]))
  }

  private func steps(_ chain: ProfileChain) -> [[String: Case.Step]] {
    let base: [String: Case.Step] =
      switch chain.base {
      case .staticKeys(let keys):
        [
          "AccessKey": .members(
            members([
              "access_key_id": keys.accessKeyId, "secret_access_key": keys.secretAccessKey,
              "session_token": keys.sessionToken, "account_id": keys.accountId,
            ]))
        ]
      case .named(let provider): ["NamedSource": .name(provider.rawValue)]
      case .webIdentity(let identity):
        [
          "WebIdentityToken": .members(
            members([
              "role_arn": identity.roleArn, "web_identity_token_file": identity.tokenFile,
              "role_session_name": identity.sessionName,
            ]))
        ]
      case .singleSignOn(let signOn):
        [
          "Sso": .members(
            members([
              "sso_session": signOn.sessionName, "sso_region": signOn.region, "sso_start_url": signOn.startURL,
              "sso_account_id": signOn.accountId, "sso_role_name": signOn.roleName,
            ]))
        ]
      case .login(let login): ["Login": .name(login.session)]
      case .process(let commandLine, _): ["Process": .name(commandLine)]
      }
    return [base]
      + chain.roles.map { role in
        [
          "AssumeRole": .members(
            members([
              "role_arn": role.roleArn, "role_session_name": role.sessionName, "external_id": role.externalId,
            ]))
        ]
      }
  }

  private func members(_ all: [String: String?]) -> [String: String] { all.compactMapValues { $0 } }
}
