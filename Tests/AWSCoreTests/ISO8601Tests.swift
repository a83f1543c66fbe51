import AWSCore
import Testing

/// What is said of a text that is not a timestamp.
struct ISO8601Tests {
  @Test(arguments: [
    "2026-01-31T12:00:00", "2026-01-31 12:00:00", "2026-01-31T12:00:00.123456", " 2026-01-31t12:00:00 ",
  ])
  func aMissingTimeZoneIsTold(_ text: String) {
    #expect(ISO8601.date(from: text) == nil)
    #expect(ISO8601.problem(in: text)?.contains("has no time zone; `Z`") == true)
  }

  @Test(arguments: ["2026-01-31T12:00:00Z", "2026-01-31T12:00:00+09:00", "2026-01-31 12:00:00.5-0300"])
  func aTimestampHasNoProblem(_ text: String) {
    #expect(ISO8601.date(from: text) != nil && ISO8601.problem(in: text) == nil)
  }

  @Test func otherTextsAreNamedForWhatTheyAre() {
    #expect(ISO8601.problem(in: "2026-01-31")?.contains("a date without a time") == true)
    for text in ["", "soon", "1769860800", "2026-02-30T12:00:00", "2026-01-31T12:00", "20260131T120000Z", "hush"] {
      let problem = ISO8601.problem(in: text)
      #expect(problem == "is not an ISO 8601 timestamp such as 2026-01-31T12:00:00Z", "\(text)")
    }
  }
}
