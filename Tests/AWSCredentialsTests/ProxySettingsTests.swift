import AWSCredentials
import Testing

struct ProxySettingsTests {
  private static let password = "p%40ss-word"

  @Test func theVariablesAndTheirOrder() throws {
    let both = try ProxySettings(environment: [
      "HTTPS_PROXY": "http://upper:1", "https_proxy": "http://lower:2", "HTTP_PROXY": "plain:3128", "NO_PROXY": "a",
      "no_proxy": "b",
    ])
    #expect(both.https == Proxy(host: "lower", port: 2, origin: "https_proxy"))
    #expect(both.http == Proxy(host: "plain", port: 3128, origin: "HTTP_PROXY"))
    #expect(both.exceptions.text == "b")
    #expect(both.proxy(scheme: "https", authority: "x.example")?.host == "lower")
    #expect(both.proxy(scheme: "http", authority: "x.example:80")?.host == "plain")
    #expect(both.proxy(scheme: "https", authority: "b") == nil)
    #expect(try ProxySettings(environment: ["HTTPS_PROXY": " "]).isEmpty)
    #expect(try ProxySettings(environment: ["ALL_PROXY": "http://x:1"]).isEmpty)
  }

  @Test func aCGIProgramDoesNotTakeItsClientsWord() throws {
    let environment: ProcessEnvironment = ["REQUEST_METHOD": "GET", "HTTP_PROXY": "http://evil.example:1"]
    #expect(try ProxySettings(environment: environment).isEmpty)
    let own: ProcessEnvironment = [
      "REQUEST_METHOD": "GET", "http_proxy": "http://own:1", "HTTPS_PROXY": "http://own:2",
    ]
    let settings = try ProxySettings(environment: own)
    #expect(settings.http?.host == "own" && settings.https?.port == 2)
  }

  @Test(
    arguments: [
      ("proxy", "proxy", 80, nil), ("proxy:3128", "proxy", 3128, nil), ("http://proxy/", "proxy", 80, nil),
      ("HTTP://Proxy.Example:1/path?q", "proxy.example", 1, nil), ("http://[::1]:3128", "::1", 3128, nil),
      ("http://[fd00::2]", "fd00::2", 80, nil), ("http://user@proxy:1", "proxy", 1, .init(user: "user", password: "")),
      ("http://us%65r:p%40s:s%2F@10.0.0.1:8", "10.0.0.1", 8, .init(user: "user", password: "p@s:s/")),
      ("user:p@ss@proxy:1", "proxy", 1, .init(user: "user", password: "p@ss")),
    ] as [(String, String, Int, Proxy.Login?)])
  func addresses(_ text: String, _ host: String, _ port: Int, _ login: Proxy.Login?) throws {
    let proxy = try #require(try ProxySettings(environment: ["HTTPS_PROXY": text]).https)
    #expect(proxy.host == host && proxy.port == port && proxy.login == login)
  }

  @Test(
    arguments: [
      "https://proxy:1", "socks5://user:\(password)@proxy:1", "http://user:\(password)@", "http://:\(password)@proxy",
      "http://user:\(password)@proxy:99999", "http://user:\(password)@pro xy", "http://user:\(password)%00@proxy",
      "http://a%3Ab:\(password)@proxy", "ftp://\(password)", "http://user:\(password)@[::1",
    ])
  func whatIsNoneIsAnErrorWithoutTheValue(_ text: String) throws {
    for variable in ["HTTPS_PROXY", "http_proxy"] {
      let error = #expect(throws: CredentialError.self) {
        try ProxySettings(environment: ProcessEnvironment([variable: text]))
      }
      #expect(error?.code == .invalidConfiguration && error?.message.contains(variable) == true)
      #expect(error.map { "\($0)".contains("ss-word") } == false, "\(String(describing: error))")
    }
  }

  @Test func aPasswordIsNotPrinted() throws {
    let settings = try ProxySettings(environment: ["HTTPS_PROXY": "http://someone:\(Self.password)@proxy:1"])
    #expect(settings.https?.login?.password == "p@ss-word")
    var dumped = ""
    dump(settings, to: &dumped)
    for text in ["\(settings)", String(reflecting: settings), dumped, "\(String(describing: settings.https))"] {
      #expect(!text.contains("ss-word") && !text.contains("someone"), "\(text)")
      #expect(text.contains("proxy"))
    }
  }

  @Test(
    arguments: [
      ("*", "x.example", 443, true), ("example.com", "example.com", 443, true),
      ("example.com", "a.example.com", 1, true),
      ("example.com", "notexample.com", 443, false), (".example.com", "a.b.example.com", 443, true),
      (".example.com", "example.com", 443, true), ("*.example.com", "example.com", 443, false),
      ("*.example.com", "a.example.com", 443, true), ("EXAMPLE.com", "Example.COM.", 443, true),
      ("example.com.", "example.com", 443, true), ("example.com:8080", "example.com", 8080, true),
      ("example.com:8080", "example.com", 443, false), (".example.com:443", "a.example.com", 443, true),
      ("10.0.0.0/8", "10.1.2.3", 443, true), ("10.0.0.0/8", "11.1.2.3", 443, false),
      ("10.0.0.0/8", "10.example.com", 443, false), ("192.168.1.128/25", "192.168.1.129", 1, true),
      ("192.168.1.128/25", "192.168.1.127", 1, false), ("0.0.0.0/0", "8.8.8.8", 1, true),
      ("10.0.0.1", "10.0.0.1", 1, true),
      ("10.0.0.1", "10.0.0.11", 1, false), ("10.0.0.1:80", "10.0.0.1", 80, true),
      ("10.0.0.1:80", "10.0.0.1", 81, false),
      ("fd00::/8", "[fd12::1]", 1, true), ("fd00::/8", "[fe80::1]", 1, false), ("::1", "[::1]", 1, true),
      ("[2001:db8::1]", "[2001:DB8:0:0::1]", 1, true), ("[2001:db8::1]:8443", "[2001:db8::1]", 8443, true),
      ("[2001:db8::1]:8443", "[2001:db8::1]", 443, false), ("a, b\tc,,d", "c", 1, true), ("a b", "b", 1, true),
      ("10.0.0.0/33,x", "10.0.0.1", 1, false), ("10.0.0.0/x", "10.0.0.0", 1, false), ("/8", "8", 1, false),
      (",", "x", 1, false), ("", "x", 1, false), (".", "x", 1, false), ("exa*", "example.com", 1, false),
    ] as [(String, String, Int, Bool)])
  func exceptions(_ list: String, _ host: String, _ port: Int, _ isDirect: Bool) {
    #expect(ProxyExceptions(list).contains(host: host, port: port) == isDirect)
  }

  @Test func thePortOfTheRequestCounts() throws {
    let settings = try ProxySettings(environment: [
      "https_proxy": "p:1", "http_proxy": "p:1", "no_proxy": "a.example:443, b.example:8080, [::1]:80, c.example:80",
    ])
    for (scheme, authority, isDirect) in [
      ("https", "a.example", true), ("https", "a.example:8443", false), ("http", "a.example:443", true),
      ("https", "b.example:8080", true), ("http", "[::1]", true), ("https", "[::1]", false),
      ("http", "c.example", true),
      ("https", "c.example", false),
    ] { #expect((settings.proxy(scheme: scheme, authority: authority) == nil) == isDirect, "\(scheme) \(authority)") }
  }
}
