import AWSEmulator
import Testing

@Suite struct CanonicalRequestTests {
  @Test(arguments: [
    ("", "/"), ("/a b", "/a%20b"), ("/a+b", "/a%2Bb"), ("/a//b/./../c", "/a//b/./../c"), ("/a%2fb", "/a%2Fb"),
    ("/%7Ea%41", "/~aA"), ("/%zz%4", "/%25zz%254"), ("/\u{D55C}", "/%ED%95%9C"), ("/a%252Fb", "/a%252Fb"),
  ])
  func `an object's path is encoded once and never normalised`(raw: String, canonical: String) {
    #expect(EmulatedCanonicalRequest.path(raw, rule: .objectKey) == canonical)
  }

  @Test(arguments: [
    ("", "/"), ("/", "/"), ("/a//b", "/a/b"), ("/a/./b/../c/", "/a/c/"), ("/..", "/"), ("/a%2Fb", "/a%252Fb"),
    ("/a*,-b", "/a%2A%2C-b"), ("/%ED%95%9C", "/%25ED%2595%259C"), ("/a/%2E%2E", "/a/%252E%252E"),
  ])
  func `any other path is normalised and encoded again`(raw: String, canonical: String) {
    #expect(EmulatedCanonicalRequest.path(raw, rule: .normalizedAndEncodedAgain) == canonical)
  }

  @Test(arguments: [
    ("", ""), ("acl", "acl="), ("b=2&a=1", "a=1&b=2"), ("key1=1&key=2&key-2=3", "key=2&key-2=3&key1=1"),
    ("a=b&a=B&a=", "a=&a=B&a=b"), ("q=a+b%20c%2B", "q=a%20b%20c%2B"), ("A=1&a=1&%41=0", "A=0&A=1&a=1"),
    ("x=1&X-Amz-Signature=ff", "x=1"), ("p=%ed%95%9c/", "p=%ED%95%9C%2F"), ("a==b", "a=%3Db"),
  ])
  func `a query is sorted by name, then value`(raw: String, canonical: String) {
    #expect(EmulatedCanonicalRequest.query(raw) == canonical)
  }

  @Test func `header values are trimmed, joined in order, and sorted by name`() {
    let request = EmulatedCanonicalRequest(
      method: "GET", path: "/", query: "",
      headers: [("x-amz-b", ["  2  3\t4 ", "1"]), ("host", ["h"])], payloadHash: "hash", pathRule: .objectKey)
    #expect(request.text == "GET\n/\n\nhost:h\nx-amz-b:2 3 4,1\n\nx-amz-b;host\nhash")
  }
}
