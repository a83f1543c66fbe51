import AWSIdentity
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Android)
  import Android
#elseif canImport(Darwin)
  import Darwin
#endif

/// To read a token file and to change it costs what it is long.
@Suite("Token files, work", .serialized)
struct JSONMembersWorkTests {
  /// The least processor time of the thread in a few runs, in seconds.
  private static func work(_ body: () throws -> Void) rethrows -> Double {
    var least = Double.infinity
    for _ in 0..<3 {
      let start = seconds()
      try body()
      least = min(least, seconds() - start)
    }
    return least
  }

  private static func seconds() -> Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  private static func file(_ count: Int, _ name: (Int) -> String) -> [UInt8] {
    Array(("{" + (0..<count).map { "\"\(name($0))\": \"\($0)\"" }.joined(separator: ",") + "}").utf8)
  }

  @Test func aNameThatIsThereManyTimes() throws {
    func change(_ file: [UInt8]) throws {
      var members = try #require(JSONMembers(file))
      members.set("a", "new")
      #expect(members.encoded() == Array(#"{"a": "new"}"#.utf8))
    }
    let few = Self.file(1000) { _ in "a" }
    let many = Self.file(16_000) { _ in "a" }
    let times = (try Self.work { try change(few) }, try Self.work { try change(many) })
    #expect(times.1 < times.0 * 80, "\(times)")
  }

  @Test func depthCostsNothing() throws {
    func file(_ levels: Int) -> [UInt8] {
      let text = String(repeating: "x", count: 100_000)
      return Array(
        (String(repeating: "{\"a\":", count: levels) + "\"\(text)\"" + String(repeating: "}", count: levels)).utf8)
    }
    let flat = Self.work { #expect(JSONMembers(file(1)) != nil) }
    let deep = Self.work { #expect(JSONMembers(file(400)) != nil) }
    #expect(deep < flat * 40, "flat: \(flat) s, deep: \(deep) s")
  }
}
