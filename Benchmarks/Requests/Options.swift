#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What the command line asks for.
struct Options: Sendable {
  enum Mode {
    case measure
    case count(CaseName, Int)
    case peak(CaseName, Int)
    case connections(CaseName, Int)
  }

  var mode = Mode.measure
  var isJSON = false
  /// Scheme, host and port.
  var server = ""
  /// A PEM file with the only certificate to trust, for a server with TLS.
  var certificate: String?
  /// Where files are read and written.
  var folder = FileManager.default.temporaryDirectory.path
  /// With how many tasks the small requests are sent.
  var tasks = [1, 8, 32]
  var rounds = 9
  /// How many small requests one round of a case sends, by all tasks together.
  var requests = 600
  /// How many transfers of 64 MiB one round of a case makes.
  var transfers = 2
  var subjects = Subject.allCases
  /// The largest receive buffer of our transport, and what all of them may take together, in bytes.
  var receiveBuffer = 1 << 20
  var receiveMemory = 16 << 20

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
    func name() throws -> CaseName {
      guard let name = CaseName(try value()) else { throw UsageError() }
      return name
    }
    while let argument = rest.popFirst() {
      switch argument {
      case "--server": server = try value()
      case "--certificate": certificate = try value()
      case "--folder": folder = try value()
      case "--json": isJSON = true
      case "--rounds": rounds = try number()
      case "--requests": requests = try number()
      case "--transfers": transfers = try number()
      case "--receive-buffer": receiveBuffer = try number()
      case "--receive-memory": receiveMemory = try number()
      case "--tasks":
        tasks = try value().split(separator: ",").map {
          guard let number = Int($0), number > 0 else { throw UsageError() }
          return number
        }
      case "--cases":
        subjects = try value().split(separator: ",").map {
          guard let subject = Subject(rawValue: String($0)) else { throw UsageError() }
          return subject
        }
      case "--count": mode = .count(try name(), try number())
      case "--peak": mode = .peak(try name(), try number())
      case "--connections":
        mode = .connections(try name(), try number())
        guard case .connections(let name, _) = mode, name.subject == .stream, name.way != .hash else {
          throw UsageError()
        }
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
    let names = CaseName.all.map(\.description).joined(separator: ", ")
    let subjects = Subject.allCases.map(\.rawValue).joined(separator: ",")
    return """
      usage: Requests --server URL [--certificate PEM-FILE] [--folder PATH] [--json]
                      [--tasks 1,8,32] [--rounds 9] [--requests 600] [--transfers 2] [--cases \(subjects)]
                      [--receive-buffer BYTES] [--receive-memory BYTES]
                      [--count CASE N | --peak CASE N | --connections stream|stream.buffers|stream.same|stream.plain N]
        CASE: \(names)
      """
  }
}
