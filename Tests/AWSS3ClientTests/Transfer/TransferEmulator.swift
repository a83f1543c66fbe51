import AWSCredentials
import AWSEmulator
import AWSRuntime
import AWSS3Client
import AWSTesting
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#endif
import Foundation

/// Transfers between a directory of a test's own and a bucket of the emulator's.
struct TransferEmulator: Sendable {
  let emulator: Emulator
  let s3: S3Client
  /// The path of an empty directory.
  let directory: String

  static let bucket = "bucket"

  /// Runs a test with an empty bucket and an empty directory.
  ///
  /// - Parameter clock: What the client tells the time by.
  static func run(
    _ configuration: EmulatorConfiguration = EmulatorConfiguration(), clock: any WallClock = SystemWallClock(),
    _ body: (TransferEmulator) async throws -> Void
  ) async throws {
    let directory = FileManager.default.temporaryDirectory.appending(path: "transfer-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    try await Emulator.withEmulator(configuration) { emulator in
      let s3 = try Self.client(emulator, clock: clock)
      try await s3.createBucket(bucket)
      try await body(
        TransferEmulator(emulator: emulator, s3: s3, directory: directory.path(percentEncoded: false)))
    }
  }

  /// A client whose credentials rotate as the emulator's do.
  static func client(
    _ emulator: Emulator, transport: any HTTPTransport = AsyncHTTPClientTransport.shared,
    clock: any WallClock = SystemWallClock()
  ) throws -> S3Client {
    let provider = ScriptedCredentialProvider { _ in
      let issued = emulator.fetchCredentials()
      return Credentials(
        accessKeyId: issued.accessKeyId, secretAccessKey: issued.secretAccessKey, sessionToken: issued.sessionToken,
        expiration: issued.expiration)
    }
    return S3Client(
      configuration: ClientConfiguration(
        credentials: CredentialCache(provider: provider, clock: clock), region: emulator.configuration.region,
        transport: transport, retry: RetryPolicy(baseDelay: .zero, throttlingBaseDelay: .zero), clock: clock),
      endpoint: try Endpoint(emulator.s3Endpoint))
  }

  static func content(_ count: Int) -> [UInt8] {
    TestContent.bytes(count)
  }

  /// Writes a file below the directory.
  @discardableResult
  func write(_ bytes: [UInt8], _ name: String, modified: Date? = nil) throws -> String {
    let path = directory + "/" + name
    try FileManager.default.createDirectory(
      atPath: String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]), withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(filePath: path))
    if let modified { try FileManager.default.setAttributes([.modificationDate: modified], ofItemAtPath: path) }
    return path
  }

  func read(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: directory + "/" + name))) }

  /// The names of all files below the directory.
  func files() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: directory).filter { name in
      let attributes = try FileManager.default.attributesOfItem(atPath: directory + "/" + name)
      return attributes[.type] as? FileAttributeType == .typeRegular
    }.sorted()
  }

  /// The keys of the bucket.
  func keys(_ prefix: String? = nil) async throws -> [String] {
    var keys: [String] = []
    for try await object in s3.objects(in: Self.bucket, prefix: prefix) { keys.append(object.key) }
    return keys
  }

  /// How many multipart uploads have begun and are not completed.
  func openUploads() async throws -> Int {
    try await s3.listMultipartUploads(S3.ListMultipartUploadsInput(bucket: Self.bucket)).uploads.count
  }
}
