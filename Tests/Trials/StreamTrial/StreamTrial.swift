import AWSCredentials
import AWSRuntime
import AWSS3Client
import Benchmarking

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Android)
  import Android
#elseif canImport(Darwin)
  import Darwin
#endif

/// How much memory a large download takes while its reader is slow.
///
/// A server in this process sends an object as fast as its bytes are taken, and needs 1 MiB for that. The reader pauses
/// after each MiB. Whatever piles up in between is seen in the largest resident memory of the process (Linux only).
@main
struct StreamTrial {
  /// The most that a download may add, in bytes.
  private static let bound = 16 << 20

  static func main() async throws {
    let arguments: Arguments
    do throws(UsageError) {
      arguments = try Arguments(Array(CommandLine.arguments.dropFirst()))
    } catch {
      print(error)
      exit(2)
    }
    let server = try ObjectServer(size: Int64(arguments.mebibytes) << 20)
    let credentials = CredentialCache(
      provider: StaticCredentialProvider(
        Credentials(accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")))
    let s3 = S3Client(
      configuration: ClientConfiguration(credentials: credentials, region: "us-east-1"),
      endpoint: try Endpoint("http://127.0.0.1:\(server.port)"))
    // What the first request of a process needs is not the download's.
    _ = try await read(s3, key: "small", arguments)
    let before = ResidentMemory.now
    ResidentMemory.resetPeak()
    let count = try await read(s3, key: ObjectServer.large, arguments)
    let added = max(0, ResidentMemory.peak - before)
    print(
      "\(count >> 20) MiB, a pause of \(arguments.pause) after each MiB: \(added >> 10) KiB more memory than before")
    guard count == server.size, added < bound else {
      print("bad: it must be \(server.size) bytes and less than \(bound >> 10) KiB")
      exit(1)
    }
    print("good: less than \(bound >> 10) KiB")
  }

  private static func read(_ s3: S3Client, key: String, _ arguments: Arguments) async throws -> Int64 {
    let object = try await s3.getObject(S3.GetObjectInput(bucket: "bucket", key: key))
    var count: Int64 = 0
    var paused: Int64 = 0
    for try await chunk in object.body {
      count += Int64(chunk.count)
      while count - paused >= 1 << 20 {
        paused += 1 << 20
        try await Task.sleep(for: arguments.pause)
      }
    }
    return count
  }
}

/// The command line.
private struct Arguments {
  private(set) var mebibytes = 1024
  private(set) var pause = Duration.milliseconds(10)

  init(_ words: [String]) throws(UsageError) {
    var words = words[...]
    while let option = words.popFirst() {
      guard let value = words.popFirst(), let number = Int(value), (1...1_000_000).contains(number) else {
        throw UsageError()
      }
      switch option {
      case "--mebibytes": mebibytes = number
      case "--pause": pause = .milliseconds(number)
      default: throw UsageError()
      }
    }
  }
}

private struct UsageError: Error, CustomStringConvertible {
  var description: String { "usage: StreamTrial [--mebibytes N] [--pause MILLISECONDS after each MiB]" }
}
