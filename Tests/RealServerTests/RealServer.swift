import AWSCore
import AWSCredentials
import AWSRuntime

/// A server that `Tests/Servers/servers` starts and tells of in the environment.
enum RealServer {
  /// The part of a test's name for a server that is not running.
  static func reason(_ name: String) -> String {
    "\(name) is not running: start it with Tests/Servers/servers start, then eval \"$(Tests/Servers/servers env)\""
  }

  static func isRunning(_ variable: String) -> Bool { ProcessEnvironment.current[variable] != nil }

  static func value(_ variable: String) throws -> String {
    guard let value = ProcessEnvironment.current[variable] else { throw Missing(variable: variable) }
    return value
  }

  struct Missing: Error, CustomStringConvertible {
    let variable: String
    var description: String { "\(variable) is not set; is the server's environment complete?" }
  }
}

/// Counts what concurrent tasks do.
final class Tally: Sendable {
  private let counts = Locked<[String: Int]>([:])
  private let notes = Locked<[String]>([])

  func count(_ what: String) { counts.withLock { $0[what, default: 0] += 1 } }

  /// Counts one more, and returns how many there are now.
  func counted(_ what: String) -> Int {
    counts.withLock { counts in
      counts[what, default: 0] += 1
      return counts[what] ?? 0
    }
  }

  func note(_ text: String) { notes.withLock { $0.append(text) } }

  subscript(_ what: String) -> Int { counts.withLock { $0[what] ?? 0 } }

  var problems: [String] { notes.withLock { $0 } }
}
