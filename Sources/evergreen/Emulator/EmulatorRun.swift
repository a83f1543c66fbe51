#if Emulator
  import AWSEmulator
  import ArgumentParser

  #if canImport(Darwin)
    import Darwin
  #elseif canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #endif

  /// One run of `evergreen emulator`.
  struct EmulatorRun {
    let command: EmulatorCommand

    /// What would make a program use other credentials than the emulator's, or send its requests elsewhere. Endpoints of single
    /// services are removed too.
    private static let removed = [
      "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN",
      "AWS_CREDENTIAL_EXPIRATION", "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN",
      "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI",
      "AWS_CONTAINER_AUTHORIZATION_TOKEN", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "AWS_ENDPOINT_URL",
      "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT", "AWS_CA_BUNDLE",
    ]

    /// Runs until the command ends, or a signal comes where there is no command.
    func run() async throws {
      let descriptors = OpenDescriptors.atStart
      // Whoever reads the environment may end this process at once.
      let signals = TerminationSignals()
      defer { signals.cancel() }
      let emulator: Emulator
      do {
        emulator = try await Emulator.start(try configuration())
      } catch let error as EmulatorError {
        throw CommandFailure(.failed, error.message)
      }
      let status: Int32
      do {
        status = try await serve(emulator, descriptors, signals)
      } catch {
        await emulator.stop()
        if let failure = error as? CommandFailure { throw try failure.reported() }
        throw error
      }
      await emulator.stop()
      if status != 0 { throw ExitCode(status) }
    }

    private func serve(
      _ emulator: Emulator, _ descriptors: OpenDescriptors, _ signals: TerminationSignals
    ) async throws -> Int32 {
      let variables = Self.variables(of: emulator)
      guard !command.command.isEmpty else {
        try StandardOutput.send(EnvironmentScript(variables).text)
        if isatty(STDOUT_FILENO) == 1 { try StandardError.send("The emulator runs until Ctrl-C.\n") }
        for await _ in signals.arrivals { break }
        return 0
      }
      var environment = CommandEnvironment.current
      for (name, value) in variables { try environment.set(name, to: value) }
      let process = try CommandProgram(RawArguments.end(command.command), environment).start(keeping: descriptors)
      return await RunningCommand(process: process).status(passingOn: signals)
    }

    private func configuration() throws -> EmulatorConfiguration {
      var configuration = EmulatorConfiguration()
      configuration.logger = SilentLog.logger
      if let region = command.region { configuration.region = region }
      if let interval = command.rotate?.duration {
        configuration.credentialLifetime = interval * 2
        configuration.rotation = .lifetimeFraction(0.5)
      }
      let names = try EmulatorServices.read(command.services)
      configuration.services = []
      for (index, name) in names.enumerated() {
        guard let service = EmulatorService.all.first(where: { $0.name == name }) else { continue }
        configuration.services.insert(service)
        if let first = command.port { configuration.ports[service] = first + index }
      }
      return configuration
    }

    /// The emulator's environment, sorted by name, behind what has to be removed for it.
    private static func variables(of emulator: Emulator) -> [(name: String, value: String?)] {
      let current = CommandEnvironment.current
      var environment = emulator.environment
      // Requests to this machine must not go to a proxy.
      for name in ["NO_PROXY", "no_proxy"] {
        environment[name] = ([current[name] ?? ""] + ["127.0.0.1", "localhost"]).filter { !$0.isEmpty }.joined(
          separator: ",")
      }
      let endpoints = current.names.filter { $0.hasPrefix("AWS_ENDPOINT_URL_") }.sorted()
      let others = (removed + endpoints).filter { environment[$0] == nil }.map { (name: $0, value: String?.none) }
      return others + environment.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
    }
  }
#endif
