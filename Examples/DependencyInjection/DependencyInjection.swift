import AWSElasticClient
import AWSEmulator
import AWSRuntime
import AWSS3Client
import Hummingbird
import Logging
import ServiceLifecycle
import UnixSignals

/// A small web service that is handed its clients, and that closes its connections in order when it is told to stop.
///
/// Against the emulator it is sent some requests, with a rotation of the key in between, and then stopped. `--serve` lets it
/// run until SIGTERM or SIGINT instead, as it always does against AWS.
@main
struct DependencyInjection {
  static func main() async throws {
    var logger = Logger(label: "notes")
    logger.logLevel = .warning
    let transport = AsyncHTTPClientTransport()
    if let surroundings = try await Surroundings.fromEnvironment(transport: transport) {
      try await serve(surroundings, transport: transport, logger: logger, port: 8080, demonstration: nil)
      return
    }
    var configuration = EmulatorConfiguration()
    configuration.logger = logger
    try await Emulator.withEmulator(configuration) { emulator in
      let surroundings = try await Surroundings.emulated(emulator, transport: transport)
      let isServing = CommandLine.arguments.contains("--serve")
      try await serve(
        surroundings, transport: transport, logger: logger, port: isServing ? 8080 : 0,
        demonstration: isServing
          ? nil : Demonstration(emulator: emulator, credentials: surroundings.configuration.credentials))
    }
  }

  private static func serve(
    _ surroundings: Surroundings, transport: AsyncHTTPClientTransport, logger: Logger, port: Int,
    demonstration: Demonstration?
  ) async throws {
    let configuration = surroundings.configuration
    let notes = NoteService(
      bucket: surroundings.bucket, s3: S3Client(configuration: configuration),
      elastic: ElasticClient(configuration: configuration, endpoint: surroundings.elasticEndpoint))
    let router = Router()
    notes.addRoutes(to: router)
    let listening = AsyncStream<Int>.makeStream()
    let application = Application(
      router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
      onServerRunning: { channel in
        listening.continuation.yield(channel.localAddress?.port ?? port)
        listening.continuation.finish()
      },
      logger: logger)

    // The transport comes first, so it is stopped last: requests in flight still have their connections.
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: [.init(service: transport), .init(service: application)],
        gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
    try await withThrowingTaskGroup { tasks in
      tasks.addTask { try await group.run() }
      for await port in listening.stream {
        print("notes are served on http://127.0.0.1:\(port)")
        guard let demonstration else { break }
        try await demonstration.run(port: port, notes: notes)
        await group.triggerGracefulShutdown()
      }
      try await tasks.waitForAll()
    }
    print("stopped")
  }
}
