import AWSIdentity
import AWSTesting
import Testing

/// To read a token file and to change it costs what it is long.
@Suite("Token files, work", .serialized)
struct JSONMembersWorkTests {
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
    let times = (try ProcessorTime.least { try change(few) }, try ProcessorTime.least { try change(many) })
    #expect(times.1 < times.0 * 80, "\(times)")
  }

  @Test func depthCostsNothing() throws {
    func file(_ levels: Int) -> [UInt8] {
      let text = String(repeating: "x", count: 100_000)
      return Array(
        (String(repeating: "{\"a\":", count: levels) + "\"\(text)\"" + String(repeating: "}", count: levels)).utf8)
    }
    let flat = ProcessorTime.least { #expect(JSONMembers(file(1)) != nil) }
    let deep = ProcessorTime.least { #expect(JSONMembers(file(400)) != nil) }
    #expect(deep < flat * 40, "flat: \(flat) s, deep: \(deep) s")
  }
}
