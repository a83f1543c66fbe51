import AWSCore
import AWSS3Client
import ArgumentParser

/// A key of the caller's with which objects are encrypted (SSE-C).
struct S3CustomerKeyOptions: ParsableArguments, Sendable {
  @Option(
    name: .customLong("sse-c"),
    help: ArgumentHelp("Encrypt with, or decrypt with, a key of yours: AES256.", valueName: "algorithm"))
  var algorithm: String?

  @Option(
    name: .customLong("sse-c-key"),
    help: ArgumentHelp(
      "The 32 bytes of the key, not in Base64; fileb://PATH for those of a file, which no list of processes shows.",
      valueName: "key"))
  var key: String?

  func validate() throws { try Self.check(algorithm, key, "--sse-c") }

  var customerKey: S3.CustomerKey? {
    get throws { try Self.customerKey(key, "--sse-c-key") }
  }

  static func check(_ algorithm: String?, _ key: String?, _ option: String) throws {
    if let algorithm, algorithm != "AES256" {
      throw ValidationError("\(option) is '\(algorithm.printable(limit: 80))'; S3 knows AES256 alone.")
    }
    guard (algorithm == nil) == (key == nil) else {
      throw ValidationError("\(option) and \(option)-key stand together: the algorithm and the key.")
    }
  }

  static func customerKey(_ text: String?, _ option: String) throws -> S3.CustomerKey? {
    guard let text else { return nil }
    var bytes = Array(text.utf8)
    for scheme in ["fileb://", "file://"] where text.hasPrefix(scheme) {
      let path = FilePath(String(text.dropFirst(scheme.count)))
      do throws(FileDescriptor.Failure) {
        bytes = try FileDescriptor(path, FileDescriptor.reading).read(upTo: 64)
      } catch {
        throw ValidationError("\(option): the file \(path.shown) cannot be read: \(FileReason(error.code)).")
      }
    }
    guard bytes.count == 32 else {
      throw ValidationError(
        "\(option) has \(bytes.count == 64 ? "more than 63" : "\(bytes.count)") bytes; a key has 32.")
    }
    return S3.CustomerKey(bytes)
  }
}
