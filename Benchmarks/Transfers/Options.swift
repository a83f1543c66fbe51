#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What the command line asks for.
struct Options: Sendable {
  enum Mode: Sendable {
    case measure
    case turns
    case count(Subject, Int)
  }

  var mode = Mode.measure
  var isJSON = false
  /// Scheme, host and port.
  var server = ""
  var region = "ap-northeast-2"
  /// Where files are written.
  var folder = FileManager.default.temporaryDirectory.path
  /// With how many tasks the small requests are sent.
  var tasks = [1, 8, 32]
  var rounds = 9
  /// How many small requests one round of a case sends, by all tasks together.
  var requests = 640
  /// How many transfers of 64 MiB one round of a case makes.
  var transfers = 2
  /// How many keys the bucket has that is listed.
  var keys = 100_000
  var subjects = Subject.allCases

  init(_ arguments: [String]) throws {
    var rest = arguments[...]
    func value() throws -> String {
      guard let value = rest.popFirst() else { throw UsageError() }
      return value
    }
    func number() throws -> Int {
      guard let number = Int(try value()), number > 0 else { throw UsageError() }
      return number
    }
    func subject(_ name: some StringProtocol) throws -> Subject {
      guard let subject = Subject(rawValue: String(name)) else { throw UsageError() }
      return subject
    }
    while let argument = rest.popFirst() {
      switch argument {
      case "--server": server = try value()
      case "--region": region = try value()
      case "--folder": folder = try value()
      case "--json": isJSON = true
      case "--rounds": rounds = try number()
      case "--requests": requests = try number()
      case "--transfers": transfers = try number()
      case "--keys": keys = try number()
      case "--tasks":
        tasks = try value().split(separator: ",").map {
          guard let number = Int($0), number > 0 else { throw UsageError() }
          return number
        }
      case "--cases": subjects = try value().split(separator: ",").map(subject)
      case "--count": mode = .count(try subject(value()), try number())
      case "--turns": mode = .turns
      default: throw UsageError()
      }
    }
    guard server.hasPrefix("http://") || server.hasPrefix("https://"), !tasks.isEmpty, !subjects.isEmpty else {
      throw UsageError()
    }
    while server.hasSuffix("/") { server.removeLast() }
  }
}

/// The command line is not understood.
struct UsageError: Error, CustomStringConvertible {
  var description: String {
    let subjects = Subject.allCases.map(\.rawValue).joined(separator: ",")
    return """
      usage: Transfers --server URL [--region NAME] [--folder PATH] [--json] [--tasks 1,8,32] [--rounds 9]
                       [--requests 640] [--transfers 2] [--keys 100000] [--cases LIST] [--turns | --count CASE N]
        LIST: \(subjects)
      """
  }
}
