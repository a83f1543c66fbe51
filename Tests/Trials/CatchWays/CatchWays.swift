/// Runs every way of catching the errors of the clients, and fails if one of them does not catch what it should.
///
/// It is built and run by the checks in debug and in release, because ordinary code around a `catch … where` has crashed
/// the compiler (swiftlang/swift#89787): that a way compiles is as much the point as what it does.
@main
struct CatchWays {
  static func main() async throws {
    let clients = try Clients()
    var failures = 0
    let ways = s3Ways + elasticWays + sharedWays + structureWays
    for way in ways {
      let isCaught = (try? await way.run(clients)) ?? false
      if !isCaught {
        failures += 1
        print("FAILED: \(way.name)")
      }
    }
    print("\(ways.count) ways to catch an error, \(failures) failed")
    guard failures == 0, ways.count >= 30 else { throw Failed() }
  }
}

/// A way to catch an error: `true` if it caught the one that it names.
struct Way: Sendable {
  let name: String
  let run: @Sendable (Clients) async throws -> Bool

  init(_ name: String, _ run: @escaping @Sendable (Clients) async throws -> Bool) {
    self.name = name
    self.run = run
  }
}

struct Failed: Error {}
