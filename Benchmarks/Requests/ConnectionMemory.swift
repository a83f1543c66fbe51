import AWSCredentials
import AWSRuntime
import AWSS3Client
import AsyncHTTPClient
import Benchmarking
import HTTPTypes
import NIOCore

/// The resident memory of a process with many connections, in kB.
struct ConnectionMemory: Sendable {
  /// Before the first request.
  let start: Int
  /// The responses have begun and nobody reads them.
  let open: Int
  /// The largest while all of them are read as fast as they arrive.
  let busy: Int
  /// All have ended, and their connections are kept for later requests.
  let idle: Int

  var json: String { "{\"startKB\":\(start),\"openKB\":\(open),\"busyKB\":\(busy),\"idleKB\":\(idle)}" }

  /// Reads an object of 64 MiB over each of so many connections, all at once.
  static func measure(_ way: Way, connections: Int, _ clients: Clients) async throws -> ConnectionMemory {
    switch way {
    case .ours:
      return try await measure(connections) {
        try await clients.s3.getObject(S3.GetObjectInput(bucket: Target.bucket, key: Target.large)).body
      } read: { body in
        var count = 0
        for try await chunk in body { count += chunk.count }
        return count
      }
    case .buffers:
      return try await measure(connections) {
        try await clients.s3.getObject(S3.GetObjectInput(bucket: Target.bucket, key: Target.large)).body.buffers
      } read: { buffers in
        var count = 0
        for try await chunk in buffers { count += chunk.readableBytes }
        return count
      }
    case .same, .plain, .hash:
      let recorder = RecordingTransport(clients.transport)
      let s3 = S3Client(
        configuration: Clients.configuration(recorder), endpoint: try .init(clients.server), addressing: .pathStyle)
      _ = try await s3.head(bucket: Target.bucket, key: Target.large)
      var recorded = try recorder.request
      recorded.head.method = .get
      let (client, request) = try await clients.bare(way, recorded)
      return try await measure(connections) {
        try await Clients.execute(request, with: client).body
      } read: { body in
        var count = 0
        for try await chunk in body { count += chunk.readableBytes }
        return count
      }
    }
  }

  private static func measure<Body: Sendable>(
    _ connections: Int, open: @escaping @Sendable () async throws -> Body,
    read: @escaping @Sendable (Body) async throws -> Int
  ) async throws -> ConnectionMemory {
    let start = ResidentMemory.now >> 10
    var bodies = try await withThrowingTaskGroup { group in
      for _ in 0..<connections { group.addTask { try await open() } }
      var bodies: [Body] = []
      for try await body in group { bodies.append(body) }
      return bodies
    }
    let opened = ResidentMemory.now >> 10
    ResidentMemory.resetPeak()
    try await withThrowingTaskGroup { group in
      for body in bodies { group.addTask { try require(await read(body), is: Subject.largeSize) } }
      try await group.waitForAll()
    }
    let busy = ResidentMemory.peak >> 10
    bodies = []
    return ConnectionMemory(start: start, open: opened, busy: busy, idle: ResidentMemory.now >> 10)
  }
}
