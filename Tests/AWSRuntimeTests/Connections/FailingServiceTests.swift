import AWSCredentials
import AWSEmulator
import AWSIdentity
import AWSRuntime
import AWSS3Client
import AWSTesting
import Logging
import ServiceLifecycle
import Testing

/// A service group in which one service fails: its own error is what the group throws, and nothing else is said of it.
struct FailingServiceTests {
  private struct Breakdown: Error {}

  /// Uses a client until the transport has connections, and fails.
  private struct Failing: Service {
    let s3: S3Client

    func run() async throws {
      try await s3.createBucket("greetings")
      throw Breakdown()
    }
  }

  @Test("A service that fails leaves no noise in the log, and the connections are closed")
  func noNoise() async throws {
    let log = RecordedLog(threshold: .info)
    var configuration = EmulatorConfiguration()
    configuration.logger = Logger(label: "emulator") { _ in SwiftLogNoOpLogHandler() }
    try await Emulator.withEmulator(configuration) { emulator in
      let transport = AsyncHTTPClientTransport()
      let context = CredentialProviderContext(
        environment: ProcessEnvironment(emulator.environment), transport: transport, logger: log.logger)
      let s3 = try await S3Client(in: context, logger: log.logger)
      let factory = ServiceClientFactory(credentials: s3.configuration.credentials) { _ in s3 }
      let group = ServiceGroup(services: [transport, factory, Failing(s3: s3)], logger: log.logger)
      await #expect(throws: Breakdown.self) { try await group.run() }
      #expect(log.lines.isEmpty, "\(log.lines)")
      let error = await #expect(throws: S3Error.self) { try await s3.delete(bucket: "greetings", key: "k") }
      #expect(error?.kind == .transport)
    }
  }

  /// Asks for credentials that do not come.
  private struct Waiting: Service {
    let s3: S3Client

    func run() async throws { try await s3.createBucket("greetings") }
  }

  /// Fails when the other service waits.
  private struct FailingLater: Service {
    let isReady: @Sendable () -> Bool

    func run() async throws {
      try await eventually("a request for credentials") { isReady() }
      throw Breakdown()
    }
  }

  @Test("A fetch of credentials that the end of a group breaks off leaves no noise either")
  func noNoiseOfAFetch() async throws {
    let log = RecordedLog(threshold: .info)
    var configuration = EmulatorConfiguration()
    configuration.logger = Logger(label: "emulator") { _ in SwiftLogNoOpLogHandler() }
    try await Emulator.withEmulator(configuration) { emulator in
      let hanging = emulator.faults.add(EmulatedFaultRule(.hang, service: .instanceMetadata))
      let transport = AsyncHTTPClientTransport()
      // On a busy machine the provider's own time limit would end the request first, and send another one.
      let variables = emulator.environment.merging(["AWS_METADATA_SERVICE_TIMEOUT": "600"]) { $1 }
      let context = CredentialProviderContext(
        environment: ProcessEnvironment(variables), transport: transport, logger: log.logger)
      let s3 = try await S3Client(in: context, logger: log.logger)
      let events = s3.configuration.credentials.eventStream
      let group = ServiceGroup(
        services: [
          transport, Waiting(s3: s3), FailingLater { emulator.faults.strikes(of: hanging) > 0 },
        ], logger: log.logger)
      await #expect(throws: Breakdown.self) { try await group.run() }
      for await event in events {
        if case .refreshFailed(let error, _) = event.kind {
          #expect(error.code == .cancelled)
          break
        }
      }
      #expect(log.lines.isEmpty, "\(log.lines)")
    }
  }

  @Test("An emulator is a service like the others")
  func noNoiseOfAnEmulator() async throws {
    let log = RecordedLog(threshold: .notice)
    var configuration = EmulatorConfiguration()
    configuration.logger = log.logger
    let emulator = try await Emulator.start(configuration)
    let s3 = try await S3Client(environment: emulator.environment, logger: log.logger)
    let group = ServiceGroup(services: [emulator, Failing(s3: s3)], logger: log.logger)
    await #expect(throws: Breakdown.self) { try await group.run() }
    #expect(log.lines.isEmpty, "\(log.lines)")
  }
}
