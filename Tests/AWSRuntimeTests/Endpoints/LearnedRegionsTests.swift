import AWSRuntime
import Testing

@Suite struct LearnedRegionsTests {
  @Test func theLatestAreRemembered() {
    let regions = LearnedRegions(capacity: 3)
    #expect(regions["a"] == nil)
    for name in ["a", "b", "c"] { regions.learn("r-" + name, of: name) }
    regions.learn("other", of: "a")
    #expect(regions["a"] == "other" && regions["b"] == "r-b" && regions["c"] == "r-c" && regions.count == 3)
    regions.learn("r-d", of: "d")
    #expect(regions["a"] == nil && regions["b"] == "r-b" && regions["d"] == "r-d" && regions.count == 3)
  }

  @Test func whatIsForgottenMakesRoom() {
    let regions = LearnedRegions(capacity: 2)
    regions.forget("a")
    regions.learn("r", of: "a")
    regions.learn("r", of: "b")
    regions.forget("a")
    #expect(regions["a"] == nil && regions.count == 1)
    regions.learn("r", of: "c")
    #expect(regions["b"] == "r" && regions["c"] == "r" && regions.count == 2)
    for number in 0..<1000 { regions.learn("r", of: "\(number)") }
    #expect(regions.count == 2)
  }
}
