import AWSCredentials
import AWSTesting
import HTTPTypes
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

struct InstanceMetadataExtendedTests {
  private let clock = SelfAdvancingClock()
  private let extended = "/latest/meta-data/iam/security-credentials-extended/"
  private let legacy = "/latest/meta-data/iam/security-credentials/"

  private func provider(_ transport: ScriptedTransport, _ variables: [String: String] = [:])
    -> InstanceMetadataCredentialProvider
  {
    let context = CredentialProviderContext(
      environment: ProcessEnvironment(variables), fileSystem: InMemoryFileSystem(), transport: ScriptedTransport(),
      metadataTransport: transport, clock: clock)
    return InstanceMetadataCredentialProvider(context: context, credentialPath: .extended)
  }

  private func document(_ account: String) -> ScriptedTransport.Response {
    .text(
      """
      {"Code":"Success","AccessKeyId":"ASIAEXAMPLE","SecretAccessKey":"hush","Token":"hush-token",
       "Expiration":"2026-01-31T12:00:00Z","AccountId":"\(account)"}
      """)
  }

  @Test func anInstanceWithoutARoleSaysNothingAboutThePath() async throws {
    let transport = ScriptedTransport([
      .text("t"), .status(404), .status(404), .text("role"), document("1"), document("2"),
    ])
    let provider = provider(transport)
    let error = await #expect(throws: CredentialError.self) { try await provider.credentials() }
    #expect(error?.message.contains("no role attached") == true)
    #expect(try await provider.credentials().accountId == "1")
    #expect(try await provider.credentials().accountId == "2")
    #expect(
      transport.requests.dropFirst().map(\.head.path)
        == [extended, legacy, extended, extended + "role", extended + "role"])
  }

  @Test func anOutageDoesNotLeadToTheOlderPath() async throws {
    let transport = ScriptedTransport([
      .text("t"), .status(500), .status(500), .status(500), .status(403), .text("role"), document("1"),
    ])
    let provider = provider(transport)
    for _ in 1...2 { await #expect(throws: CredentialError.self) { try await provider.credentials() } }
    #expect(try await provider.credentials().accountId == "1")
    #expect(transport.requests.allSatisfy { $0.head.path?.hasPrefix(legacy) == false })
  }

  @Test func copiesOfAProviderRememberTogether() async throws {
    let transport = ScriptedTransport([
      .text("t"), .status(404), .text("role"), document("1"), document("2"),
    ])
    let provider = provider(transport)
    let copy = provider
    _ = try await provider.credentials()
    #expect(try await copy.credentials().accountId == "2")
    #expect(transport.requests.last?.head.path == legacy + "role")
  }

  @Test(.enabled(if: SharedVectors.has("credentials/imds-extended-tests.json"), "\(SharedVectors.absence)"))
  func vectors() async throws {
    let data = try #require(SharedVectors.data("credentials/imds-extended-tests.json"))
    let cases = try JSONDecoder().decode([Case].self, from: data)
    for test in cases {
      let transport = ScriptedTransport([.text("token")])
      for expected in test.expectations {
        transport.enqueue(.status(expected.response.status, body: try expected.response.body?.text() ?? ""))
      }
      var variables = test.config.envVars ?? [:]
      variables["AWS_EC2_INSTANCE_PROFILE_NAME"] = test.config.ec2InstanceProfileName
      let provider = provider(transport, variables)
      for outcome in test.outcomes {
        do {
          let found = try await provider.credentials()
          #expect(outcome.result == "credentials", "\(test.summary)")
          #expect(found.accountId == outcome.accountId, "\(test.summary)")
          #expect(found.accessKeyId == "ASIAIOSFODNN7EXAMPLE", "\(test.summary)")
        } catch {
          let isDisabled = variables["AWS_EC2_METADATA_DISABLED"] != nil
          #expect(["no credentials", "invalid profile"].contains(outcome.result), "\(test.summary): \(error)")
          #expect(error.code == (isDisabled ? .notConfigured : .failed), "\(test.summary)")
        }
      }
      // The list of roles is asked for with a slash at its end, which the vectors leave out.
      let asked = transport.requests.dropFirst().compactMap(\.head.path).map { path in
        path.hasSuffix("/") ? String(path.dropLast()) : path
      }
      #expect(asked == test.expectations.map(\.get), "\(test.summary)")
    }
    print("extended instance metadata: \(cases.count) cases")
    #expect(cases.count == 14)
  }
}

// MARK: - The shape of the vectors

extension InstanceMetadataExtendedTests {
  fileprivate struct Case: Decodable {
    let summary: String
    let config: Config
    let expectations: [Expectation]
    let outcomes: [Outcome]
  }

  fileprivate struct Config: Decodable {
    let ec2InstanceProfileName: String?
    let envVars: [String: String]?
  }

  fileprivate struct Expectation: Decodable {
    let get: String
    let response: Response
  }

  fileprivate struct Response: Decodable {
    let status: Int
    let body: Body?
  }

  fileprivate enum Body: Decodable {
    case text(String)
    case members([String: Member])

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let text = try? container.decode(String.self) {
        self = .text(text)
      } else {
        self = .members(try container.decode([String: Member].self))
      }
    }

    func text() throws -> String {
      switch self {
      case .text(let text): text
      case .members(let members): String(decoding: try JSONEncoder().encode(members), as: UTF8.self)
      }
    }
  }

  fileprivate enum Member: Codable {
    case text(String)
    case members([String: String])

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let text = try? container.decode(String.self) {
        self = .text(text)
      } else {
        self = .members(try container.decode([String: String].self))
      }
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .text(let text): try container.encode(text)
      case .members(let members): try container.encode(members)
      }
    }
  }

  fileprivate struct Outcome: Decodable {
    let result: String
    let accountId: String?
  }
}
