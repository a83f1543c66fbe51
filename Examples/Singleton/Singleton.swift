import AWSElasticClient
import AWSEmulator
import AWSRuntime
import AWSS3Client

/// `AWS.shared.s3` and `AWS.shared.es`, used from many tasks while the role's credentials rotate.
@main
struct Singleton {
  static func main() async throws {
    if let surroundings = try await Surroundings.fromEnvironment() {
      Surroundings.choose(surroundings)
      try await work(bucket: "evergreen-singleton-\(UInt32.random(in: 0...UInt32.max))") {}
      return
    }
    try await Emulator.withEmulator { emulator in
      let surroundings = try await Surroundings.emulated(emulator)
      Surroundings.choose(surroundings)
      try await work(bucket: "evergreen-singleton") {
        // What happens every few hours on EC2: a new key, and the old one is refused.
        emulator.rotateCredentials()
        emulator.revokeOldCredentials()
      }
    }
  }

  private static func work(bucket: String, rotate: () -> Void) async throws {
    try await AWS.shared.s3.createBucket(bucket)
    try await greet(bucket)
    rotate()
    try await greet(bucket)
    for name in 0..<8 { try await AWS.shared.s3.delete(bucket: bucket, key: "greeting \(name)") }
    try await AWS.shared.s3.deleteBucket(bucket)
    try await AWS.shared.es.deleteIndex(bucket)
    print("sets of credentials used by the same clients: \(AWS.shared.generation)")
  }

  private static func greet(_ bucket: String) async throws {
    try await withThrowingTaskGroup { group in
      for name in 0..<8 {
        group.addTask {
          _ = try await AWS.shared.s3.put("Hello, \(name)!", bucket: bucket, key: "greeting \(name)")
          try await AWS.shared.es.index(bucket, id: "greeting \(name)", body: ["name": name])
        }
      }
      try await group.waitForAll()
    }
    let text = try await AWS.shared.s3.get(bucket: bucket, key: "greeting 7", as: String.self)
    try await AWS.shared.es.refresh(bucket)
    print("S3 says \"\(text)\"; Elasticsearch has \(try await AWS.shared.es.count(bucket)) greetings")
  }
}
