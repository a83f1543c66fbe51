import AWSEmulator
import Testing

/// An emulator hands out credentials to everybody who reaches it: nobody but this machine, unless it is meant.
@Suite
struct ExposureTests {
  private func configuration(_ host: String) -> EmulatorConfiguration {
    var configuration = EmulatorConfiguration()
    configuration.services = [.sts]
    configuration.host = host
    return configuration
  }

  @Test(arguments: ["0.0.0.0", "0", "0x0", "::", "192.0.2.1", "10.0.0.1", "255.255.255.255", "::ffff:10.0.0.1"])
  func anAddressThatOthersReachIsRefused(_ host: String) async throws {
    let error = await #expect(throws: EmulatorError.self) { _ = try await Emulator.start(configuration(host)) }
    #expect(error?.code == .invalidConfiguration, "\(host): \(String(describing: error))")
    let message = try #require(error?.message)
    #expect(message.contains(host) && message.contains("loopback") && message.contains(".exposed"))
  }

  @Test(arguments: ["127.0.0.1", "localhost", "127.0.0.2"]) func loopbackIsFine(_ host: String) async throws {
    try await Emulator.withEmulator(configuration(host)) { emulator in
      #expect(emulator.stsEndpoint.hasPrefix("http://\(host):"))
    }
  }

  @Test func whoMeansItSaysSo() async throws {
    var configuration = configuration("0.0.0.0")
    configuration.exposure = .exposed
    try await Emulator.withEmulator(configuration) { emulator in
      // The address that stands for all of them is none to connect to.
      #expect(emulator.stsEndpoint.hasPrefix("http://127.0.0.1:"))
    }
  }

  @Test(arguments: ["", "not-an-address.invalid", "127.0.0.1:80", "http://127.0.0.1"])
  func whatIsNoAddressCannotBeListenedOn(_ host: String) async throws {
    let error = await #expect(throws: EmulatorError.self) { _ = try await Emulator.start(configuration(host)) }
    #expect(error?.code == .cannotListen, "\(host): \(String(describing: error))")
  }
}
