import AWSRuntime
import Testing

/// Which texts are endpoints, and what the others give away.
@Suite struct EndpointTests {
  @Test(arguments: [
    ("https://Example.com", "https://example.com"), ("example.com:8443/a/b/", "https://example.com:8443/a/b"),
    ("http://localhost:9200", "http://localhost:9200"), ("HTTPS://h:443", "https://h"), ("http://h:80", "http://h"),
    ("http://h:0080/", "http://h"), ("http://h:443", "http://h:443"), (" \thttp://h\n", "http://h"),
    ("http://[::1]:9000", "http://[::1]:9000"), ("http://[FD00:EC2::254]", "http://[fd00:ec2::254]"),
    ("http://[::ffff:10.0.0.1]", "http://[::ffff:10.0.0.1]"), ("http://10.0.0.1:9000", "http://10.0.0.1:9000"),
    ("http://my_service:9000", "http://my_service:9000"), ("https://example.com.", "https://example.com."),
    ("https://xn--bcher-kva.example", "https://xn--bcher-kva.example"), ("http://h/a%20b", "http://h/a%20b"),
    ("localhost", "https://localhost"), ("h/a://b", "https://h/a://b"),
    ("http://1password.example", "http://1password.example"),
  ])
  func whatIsOne(text: String, url: String) throws { #expect(try Endpoint(text).description == url) }

  @Test(arguments: [
    "", " ", "http://", "https:///x", "http://:80", "http://?x", "http://#x", "://h",
    // Ports.
    "http://h:", "http://h:0", "http://h:65536", "http://h:99999999999999999999", "http://h:+80", "http://h:8 0",
    "http://h:80x", "http://h:\u{FF18}\u{FF10}", "h:80:80", "a:b:80",
    // Addresses.
    "http://::1", "http://::1:8080", "http://[::1", "http://::1]", "http://[::1]x", "http://[::1]:", "http://[evil]",
    "http://[]", "http://[127.0.0.1]", "http://[::1::2]", "http://[12345::]", "http://[fe80::1%25eth0]",
    "http://[fe80::1%eth0]", "http://[v1.fe]", "http://127.1", "http://2130706433", "http://0x7f.0.0.1",
    "http://1.2.3.256", "http://1.2.3.4.5", "http://01.2.3.4", "http://[::1]:80:80",
    // Names.
    "http://%zz", "http://%68ost", "http://h%00", "http://a b", "http://a\tb", "http://a\\b", "http://a\u{0}b",
    "http://b\u{FC}cher.example", "http://h\u{E9}", "http://a..b", "http://.a", "http://.", "http://a,b", "http://a;b",
    "http://a'b", "http://<a>", "http://a|b", "http://\u{D55C}\u{AD6D}.example", "http://\u{212A}.example",
    "http://" + String(repeating: "a", count: 64), "http://" + String(repeating: "a.", count: 130) + "a",
    // Everything else.
    "ftp://h", "s3://bucket", "http//h", "http:/h", "http:h", "http://user@h", "http://user:pw@h", "http://h?x=1",
    "http://h/#x", "http://h/a b", "http://h/a\\b", "http://h/%zz", "http://h/\u{E9}", "http://h\r\nx: y",
    "http://h/\r\nx", "http://h@", "http://@h",
  ])
  func whatIsNone(text: String) throws {
    let error = #expect(throws: EndpointError.self, "\(text.debugDescription)") { try Endpoint(text) }
    #expect(error?.problem.isEmpty == false)
  }

  /// An error shows a scheme and a host, and of the rest nothing.
  @Test(arguments: [
    "https://user:hunter2@example.com", "https://user:hunter2", "user:hunter2@example.com", "https://hunter2@h",
    "https://example.com/k?X-Amz-Signature=hunter2", "https://example.com:hunter2", "https://example.com/hunter2?x",
    "https://example.com/#hunter2", "https://example.com/a b/hunter2", "https://user:hunter2/x@example.com",
    "https://user:a?hunter2@example.com", "https://example.com:80:hunter2", "https://[hunter2]", "https://[::1]hunter2",
    "https://hunter2 x", "https://hunter2\\x", "https://user%3Ahunter2%40h", "http:\\\\user:hunter2@h",
    "example.com/hunter2://x?", "https://user:hunter2@[::1]", "https://h\u{E9}hunter2", "https://ex.com:1/hunter2?a@b",
  ])
  func noErrorGivesASecretAway(text: String) throws {
    let error = try #require(throws: EndpointError.self) { try Endpoint(text) }
    var dumped = ""
    dump(error, to: &dumped)
    for shown in ["\(error)", String(reflecting: error), dumped, error.endpoint, error.problem] {
      #expect(!shown.contains("hunter2"), "\(shown)")
    }
  }

  @Test(arguments: [
    ("https://example.com/k?X-Amz-Signature=1", "https://example.com"), ("http://localhost:0/", "http://localhost"),
    ("ftp://example.com", "ftp"), ("http://::1", "brackets"), ("http://b\u{FC}cher.example", "xn--"),
  ])
  func anErrorSaysWhatHelps(text: String, part: String) throws {
    let error = try #require(throws: EndpointError.self) { try Endpoint(text) }
    #expect("\(error)".contains(part), "\(error)")
  }
}
