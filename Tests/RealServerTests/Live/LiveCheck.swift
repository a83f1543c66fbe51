import AWSRuntime
import AWSS3Client
import Testing

/// One thing that an S3 server does, and our client with it: a row of the tables in `LiveCheck+….swift`.
struct LiveCheck: Sendable, CustomTestStringConvertible {
  /// Which bucket a check gets. To make and remove one takes longer than most checks.
  enum Bucket: Sendable {
    /// An empty bucket that other checks used before, and will use after it has been emptied.
    case used
    /// A new bucket, because the check changes how it works, or lists its uploads.
    case new
  }

  let name: String
  let bucket: Bucket
  /// Whether it takes seconds: such checks are made beside the others.
  let isLong: Bool
  /// Whether the program `curl` is needed.
  let needsCurl: Bool
  /// Throws when the server or the client does something else: an ``S3Error``, or a ``LiveDifference``.
  let steps: @Sendable (LiveStore) async throws -> Void

  init(
    _ name: String, bucket: Bucket = .used, isLong: Bool = false, needsCurl: Bool = false,
    _ steps: @escaping @Sendable (LiveStore) async throws -> Void
  ) {
    self.name = name
    self.bucket = bucket
    self.isLong = isLong
    self.needsCurl = needsCurl
    self.steps = steps
  }

  var testDescription: String { name }

  /// All checks.
  static let all =
    objects + keys + metadata + multipart + conditions + ranges + copies + batches + lists + versions + presigned
    + forms
    + encryption + checksums + configuration + locks + access

  /// Those that can be made on this machine.
  static let runnable = all.filter { !$0.needsCurl || Curl.isInstalled }
  static let short = runnable.filter { !$0.isLong }
  static let long = runnable.filter(\.isLong)
}

extension LiveCheck {
  /// Makes the check on a server, in a bucket that no other check uses meanwhile, and holds the outcome against what the server is known to
  /// lack.
  func run(on server: LiveServer) async throws {
    let lack = LiveLack.of(server, name)
    let store = try await LiveStore.opened(server, bucket)
    let outcome: LiveLack.Outcome
    do {
      try await steps(store)
      outcome = .done
    } catch let error as S3Error {
      outcome = .refused(error.statusCode, error.code.rawValue)
      if lack == nil { Issue.record("\(server.title): \(name): \(error)") }
    } catch let difference as LiveDifference {
      outcome = difference.outcome
      if lack == nil { Issue.record("\(server.title): \(name): \(difference)") }
    }
    await store.close(bucket)
    LiveTally.of(server).finished(isLacking: lack != nil)
    guard let lack, !lack.explains(outcome) else { return }
    let advice = outcome == .done ? "The server can do it now: take it out of LiveLack." : ""
    Issue.record("\(server.title): \(name): the outcome is \(outcome), and \(lack.outcome) is listed. \(advice)")
  }
}

/// How many checks were made on a server. The last one prints the count.
final class LiveTally: Sendable {
  private let server: LiveServer
  private let tally = Tally()

  private init(_ server: LiveServer) { self.server = server }

  private static let ceph = LiveTally(.ceph)
  private static let openStackSwift = LiveTally(.openStackSwift)

  static func of(_ server: LiveServer) -> LiveTally {
    switch server {
    case .ceph: ceph
    case .openStackSwift: openStackSwift
    }
  }

  func finished(isLacking: Bool) {
    if isLacking { tally.count("lacking") }
    guard tally.counted("checks") == LiveCheck.runnable.count else { return }
    print("\(server.title): \(tally["checks"]) checks, \(tally["lacking"]) refused or different as listed")
    let omitted = LiveCheck.all.count - LiveCheck.runnable.count
    if omitted > 0 { print("\(server.title): \(omitted) checks left out, because curl is not installed") }
  }
}
