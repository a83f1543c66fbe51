import AWSCore
import Testing

/// The one builder of the descriptions of errors.
struct ErrorDescriptionTests {
  private struct Foreign: Error, CustomStringConvertible { let description: String }
  private struct Ours: PrintableError, CustomStringConvertible {
    var description: String { ErrorDescription("x", message: "No.", facts: ["a"]).caused(by: nil).description }
  }

  @Test func partsAreJoinedOnlyWhereThereAreTwo() {
    #expect(
      ErrorDescription("s failed", code: "C", message: "M.", facts: ["f", nil, "g"]).line == "s failed: C. M. (f, g)")
    // What somebody else began with a small letter follows a colon.
    #expect(ErrorDescription("s failed", code: "C", message: "m").line == "s failed: C: m.")
    #expect(ErrorDescription("s failed", code: "C", message: "'m' is none").line == "s failed: C. 'm' is none.")
    #expect(ErrorDescription("s failed", code: "C", message: "").line == "s failed: C.")
    #expect(ErrorDescription("s failed", message: "", facts: ["f"]).line == "s failed. (f)")
    #expect(ErrorDescription(code: "C", message: "m").line == "C: m.")
    #expect(ErrorDescription(message: "m").line == "M.")
    #expect(ErrorDescription(message: "", facts: ["f"]).line == "Failed. (f)")
    #expect(ErrorDescription("", code: "", message: "m", facts: ["", nil]).line == "M.")
  }

  @Test(arguments: [
    ("M", "M."), ("M.", "M."), ("M?", "M?"), ("M!", "M!"), ("M…", "M…"), ("M:", "M."), ("M; ", "M."), ("M;.", "M."),
    ("M (x)", "M (x)."), ("M (x.)", "M (x.)"), ("M 'x.'", "M 'x.'."), ("M...", "M..."), ("M\n", "M."), (" M. \t", "M."),
  ])
  func aMessageEndsWithOneFullStop(text: String, sentence: String) {
    #expect(ErrorDescription("s", message: text, facts: ["f"]).line == "s. \(sentence) (f)")
  }

  @Test func whatStandsBeforeAColonHasNoFullStop() {
    #expect(ErrorDescription("s failed.", code: "C: ", message: "M.").line == "s failed: C. M.")
  }

  @Test func onlyACallBeginsWithItsOperation() {
    #expect(
      ErrorDescription(failed: "s3.Get", target: "of b", code: "C", message: "M.", facts: ["f"]).line
        == "s3.Get of b failed: C. M. (f)")
    #expect(ErrorDescription(failed: "s3.Get", code: nil, message: "M.").line == "s3.Get failed. M.")
    #expect(ErrorDescription(failed: "region", code: "C", message: "M.", facts: ["f"]).line == "M. (C, region, f)")
  }

  @Test(arguments: [
    ("No such file", "no such file"), ("I see", "I see"), ("NSError x", "NSError x"), ("A", "A"), ("", ""),
    ("no", "no"),
    ("Foo(x)", "Foo(x)"), ("Élan is", "Élan is"), ("Expected", "expected"),
  ])
  func theEndOfASentenceBeginsSmall(text: String, clause: String) { #expect(text.clause == clause) }

  @Test func linesBelowAreIndentedSentences() {
    let description = ErrorDescription("s", message: "M.")
      .explained(by: nil).explained(by: "").explained(by: "it is so").explained(by: "t: r", label: "Root cause")
      .explained(by: "a\nb").listing(ErrorDescription("o", message: "n", facts: ["f"])).caused(by: nil).caused(
        by: Ours())
    #expect(
      description.description
        == "s. M.\n  It is so.\n  Root cause: t: r.\n  A\n  b.\n  - o: n. (f)\n  Caused by: x. No. (a)")
  }

  @Test func foreignTextAddsNoLines() {
    let cause = Foreign(description: "broken\npipe\u{1B}[0m")
    let description = ErrorDescription("a\nb", code: "c\rd", message: "m\nn", facts: ["f\ng"]).caused(by: cause)
    #expect(description.description == "a b: c d: m n. (f g)\n  Caused by: broken pipe\\u{1B}[0m.")
  }

  @Test func textsBecomeSentencesOneAfterTheOther() {
    #expect(
      ["expecting 'us-east-1'", "", "The bucket is there.", "Why:"].sentences
        == "expecting 'us-east-1'. The bucket is there. Why.")
    // A secret may be looked for afterwards, so nothing is taken away from one text.
    #expect("token &#x3d;".withFullStop == "token &#x3d;." && "token &#x3d;".sentence == "Token &#x3d;.")
  }
}
