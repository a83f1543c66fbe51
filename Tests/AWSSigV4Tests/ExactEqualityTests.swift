import AWSCredentials
import AWSSigV4
import Testing

/// What goes into signatures is bytes, and is compared so.
@Suite struct ExactEqualityTests {
  @Test(
    "Keys, tokens and fields that look alike are not the same",
    arguments: [("e\u{301}", "\u{E9}"), ("\u{212A}", "K"), (";", "\u{37E}")])
  func equality(one: String, other: String) {
    let policies = [one, other, one].map { POSTPolicy(bucket: "b", key: $0, expiresIn: .seconds(60)) }
    #expect(policies[0] != policies[1] && policies[0] == policies[2] && Set(policies).count == 2)
    #expect(POSTPolicy.Condition.equal(field: "a", value: one) != .equal(field: "a", value: other))
    #expect(POSTPolicy.Condition.startsWith(field: "a", prefix: one) != .startsWith(field: "a", prefix: other))
    let sets = [one, other, one].map {
      Credentials(accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "fake", sessionToken: $0)
    }
    #expect(sets[0] != sets[1] && sets[0] == sets[2] && Set(sets).count == 2)
    #expect(!sets[0].isSameKey(as: sets[1]) && sets[0].isSameKey(as: sets[2]))
  }

  // Who adds a member has to add it to `==`.
  @Test func whatIsComparedByBytesComparesAllItsMembers() {
    let policy = POSTPolicy(bucket: "b", key: "k", expiresIn: .seconds(60))
    #expect(Mirror(reflecting: policy).children.compactMap(\.label) == ["bucket", "key", "expiresIn", "conditions"])
    var other = policy
    other.conditions = [.contentLength(1...2)]
    #expect(policy != other)
    let long = Credentials(accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "fake")
    let account = Credentials(accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "fake", accountId: "1")
    let named = Credentials(accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "fake", provider: "other")
    let secret = Credentials(accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "fake2")
    #expect(Set([long, account, named, secret]).count == 4)
  }
}
