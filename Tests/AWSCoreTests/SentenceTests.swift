import AWSCore
import Testing

struct SentenceTests {
  @Test func aTextBecomesASentence() {
    #expect("no region is set".sentence == "No region is set.")
    for name in ["max_attempts is none.", "dpopKey is none.", "es.Search failed.", "sha256."] {
      #expect(name.sentence == name)
    }
    #expect("it's none".sentence == "It's none." && "none:".sentence == "None:.")
    #expect("Done.".sentence == "Done." && "really?".sentence == "Really?" && "".sentence == "")
    #expect("'x' is none".sentence == "'x' is none." && "한글".sentence == "한글.")
    #expect("hits.total should be a number".withFullStop == "hits.total should be a number.")
  }
}
