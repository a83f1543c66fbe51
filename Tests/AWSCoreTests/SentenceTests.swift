import AWSCore
import Testing

struct SentenceTests {
  @Test func aTextBecomesASentence() {
    #expect("no region is set".sentence == "No region is set.")
    #expect("Done.".sentence == "Done." && "really?".sentence == "Really?" && "".sentence == "")
    #expect("'x' is none".sentence == "'x' is none." && "한글".sentence == "한글.")
    #expect("hits.total should be a number".withFullStop == "hits.total should be a number.")
  }
}
