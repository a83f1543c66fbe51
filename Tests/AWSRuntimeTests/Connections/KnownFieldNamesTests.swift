import AWSRuntime
import HTTPTypes
import Testing

/// The names of header fields that a transport remembers.
struct KnownFieldNamesTests {
  private typealias Headers = [(name: String, value: String)]

  private func fields(_ names: KnownFieldNames, _ headers: Headers) -> [String] {
    names.fields(headers).map { "\($0.name.rawName)=\($0.value)" }
  }

  @Test("Every response has its own fields, in their order, as they were written")
  func fields() {
    let names = KnownFieldNames()
    let responses: [Headers] = [
      [("Date", "1"), ("ETag", "2"), ("Content-Length", "3")],
      [("Date", "4"), ("ETag", "5"), ("Content-Length", "6")],
      [("Content-Length", "7"), ("date", "8"), ("DATE", "9"), ("Date", "10"), ("x-new", "11")],
      [], [("x-new", "12"), ("ETag", "13"), ("ETag", "14")],
    ]
    for response in responses {
      #expect(fields(names, response) == response.map { "\($0.name)=\($0.value)" })
      #expect(names.fields(response).map(\.name.canonicalName) == response.map { $0.name.lowercased() })
    }
  }

  @Test(
    "What is no name is left out, also if it looks like one that is known",
    arguments: ["", "a b", "\u{212A}", "a\u{301}"])
  func invalid(name: String) {
    let names = KnownFieldNames()
    _ = names.fields([("K", "1"), ("a", "2")] as Headers)
    #expect(fields(names, [(name, "3"), ("K", "4")]) == ["K=4"])
  }

  @Test("A server that makes names up gets them all, and the transport keeps few")
  func many() {
    let names = KnownFieldNames()
    for round in 0..<20 {
      let headers = (0..<50).map { (name: "x-\(round)-\($0)", value: "\($0)") }
      #expect(fields(names, headers) == headers.map { "\($0.name)=\($0.value)" })
    }
    #expect(names.count == 64)
    let long = [(name: String(repeating: "n", count: 5000), value: "v")]
    let fresh = KnownFieldNames()
    #expect(fields(fresh, long) == ["\(long[0].name)=v"] && fresh.count == 0)
  }
}
