import AWSCredentials
import AWSTesting
import HTTPTypes
import Testing

/// A recorder stands between a provider and its transport without being in the way of settings.
struct ConfiguredRecorderTests {
  private struct Sender: ConfigurableTransport {
    let base = ScriptedTransport([.text("{}"), .text("{}")])
    var name = "unconfigured"

    func configured(_ settings: ConnectionSettings) throws(CredentialError) -> any HTTPTransport {
      var result = self
      result.name = settings.proxies?.https?.host ?? "none"
      return result
    }

    func send(_ request: HTTPTransportRequest) async throws(HTTPTransportError) -> HTTPTransportResponse {
      var response = try await base.send(request)
      response.head.headerFields[.eTag] = name
      return response
    }
  }

  private let request = HTTPTransportRequest(
    head: HTTPRequest(method: .get, scheme: "https", authority: "host", path: "/"), body: AWSHTTPBody([]))

  private func context(_ transport: any HTTPTransport) -> CredentialProviderContext {
    CredentialProviderContext(environment: ["HTTPS_PROXY": "http://proxy.example:1"], transport: transport)
  }

  @Test func settingsReachTheTransportThatSends() async throws {
    let recorder = RecordingTransport(Sender())
    let transport = try context(recorder).serviceTransport()
    let response = try await transport.send(request)
    #expect(response.head.headerFields[.eTag] == "proxy.example")
    _ = try await recorder.send(request)
    #expect(recorder.recording.exchanges.count == 2)
  }

  @Test func oneWithoutSettingsStaysAsItIs() async throws {
    let recorder = RecordingTransport(ScriptedTransport([.text("{}")]))
    let transport = try context(recorder).serviceTransport()
    #expect(transport as? RecordingTransport === recorder)
  }
}
