import AWSCore
import AWSCredentials
import AWSElasticClient
import AWSRuntime
import AWSS3Client
import Benchmarking
import HTTPTypes
import NIOCore

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What the server has, and what it takes.
enum Target {
  static let bucket = "test-bucket"
  static let small = "1k"
  static let large = "64m"
  /// What is written there is read whole and dropped.
  static let sink = "sink-bucket"
  static let index = "my-index"
  static let query = Array(String(repeating: "{\"query\":{\"match\":{\"f\":\"v\"}}}   ", count: 16).utf8)
}

extension Clients {
  /// Makes a case, and does what it needs beforehand.
  func makeCase(_ name: CaseName, _ options: Options) async throws -> RequestCase {
    switch name.way {
    case .ours:
      return try await makeOurs(name, s3, elastic, options)
    case .buffers:
      return RequestCase(name: name) { [s3] in
        let output = try await s3.getObject(S3.GetObjectInput(bucket: Target.bucket, key: Target.large))
        var count = 0
        for try await chunk in output.body.buffers { count += chunk.readableBytes }
        try require(count, is: Subject.largeSize)
      }
    case .same, .plain, .hash:
      // Ours, once: what it sent is what they send.
      let recorder = RecordingTransport(transport)
      let configuration = Self.configuration(recorder)
      let ours = try await makeOurs(
        CaseName(subject: name.subject, way: .ours),
        S3Client(configuration: configuration, endpoint: try Endpoint(server), addressing: .pathStyle),
        ElasticClient(configuration: configuration, endpoint: try ElasticEndpoint(server)), options)
      try await ours.repeated(1)
      let recorded = try recorder.request
      return name.way == .hash ? try makeHash(name, recorded) : try await makeBare(name, recorded)
    }
  }

  private func makeOurs(
    _ name: CaseName, _ s3: S3Client, _ elastic: ElasticClient, _ options: Options
  ) async throws -> RequestCase {
    switch name.subject {
    case .get:
      return RequestCase(name: name) {
        try require(await s3.get(bucket: Target.bucket, key: Target.small).count, is: Subject.smallSize)
      }
    case .esPost:
      let body = ElasticBody.json(Target.query)
      return RequestCase(name: name) {
        let response = try await elastic.perform(.post, [Target.index, "_search"], body: body)
        guard response.status == 200, !response.body.isEmpty else {
          throw BenchmarkError(description: "The status is \(response.status).")
        }
      }
    case .stream:
      return RequestCase(name: name) {
        let output = try await s3.getObject(S3.GetObjectInput(bucket: Target.bucket, key: Target.large))
        var count = 0
        for try await chunk in output.body { count += chunk.count }
        try require(count, is: Subject.largeSize)
      }
    case .memory:
      return RequestCase(name: name) {
        try require(await s3.get(bucket: Target.bucket, key: Target.large).count, is: Subject.largeSize)
      }
    case .file:
      let path = Self.newPath(in: options.folder)
      return RequestCase(
        name: name,
        run: {
          let attributes = try await s3.download(bucket: Target.bucket, key: Target.large, toFile: path)
          try require(Int(attributes.contentLength ?? 0), is: Subject.largeSize)
        },
        cleanUp: { try FileManager.default.removeItem(atPath: path) })
    case .putBytes:
      let bytes = [UInt8](repeating: 0x61, count: Subject.largeSize)
      return RequestCase(name: name) {
        try await s3.put(bytes, bucket: Target.sink, key: Target.large)
      }
    case .putFile:
      let path = "\(options.folder)/\(Target.large)"
      if !FileManager.default.fileExists(atPath: path) {
        try Data(repeating: 0x61, count: Subject.largeSize).write(to: URL(filePath: path))
      }
      return RequestCase(name: name) {
        try await s3.put(file: path, bucket: Target.sink, key: Target.large)
      }
    }
  }

  private static func newPath(in folder: String) -> String {
    "\(folder)/requests-\(String(UInt64.random(in: .min ... .max), radix: 36))"
  }
}
