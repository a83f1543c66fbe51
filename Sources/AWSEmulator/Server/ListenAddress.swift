import NIOCore

/// The address that an emulator listens on.
struct ListenAddress: Sendable {
  /// The address in numbers.
  let address: String
  /// The host in the addresses that the emulator tells.
  let host: String
  let isLoopback: Bool

  /// Works out the address, and whether it is one that the settings allow.
  ///
  /// A name is looked up before anything listens: what counts is the address that would be bound.
  init(_ configuration: EmulatorConfiguration) throws(EmulatorError) {
    let found: SocketAddress
    do {
      found = try SocketAddress.makeAddressResolvingHost(configuration.host, port: 0)
    } catch {
      throw EmulatorError(
        .cannotListen, "Cannot listen on \(configuration.host): use a loopback address of this machine.", cause: error)
    }
    guard let address = found.ipAddress else {
      throw EmulatorError(.cannotListen, "Cannot listen on \(configuration.host): it is no address of the network.")
    }
    self.address = address
    isLoopback = address == "::1" || address.hasPrefix("127.")
    guard isLoopback || configuration.exposure == .exposed else {
      throw EmulatorError(
        .invalidConfiguration,
        """
        The setting host is \(configuration.host), which is no loopback address: everybody who reaches this machine could ask the emulator \
        for credentials, and read and change what it stores, over plain http. Use 127.0.0.1 or ::1, or set exposure to .exposed \
        to allow that on purpose.
        """)
    }
    // Nobody connects to the address that stands for all of them.
    switch address {
    case "0.0.0.0": host = "127.0.0.1"
    case "::": host = "[::1]"
    default: host = configuration.host.contains(":") ? "[\(configuration.host)]" : configuration.host
    }
  }
}
