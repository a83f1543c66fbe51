import AWSSigV4
import Testing

@Suite struct MismatchTests {
  private static let ours = """
    GET
    /a%20b
    q=1&x=

    """
    + "host:h\nx-amz-date:20260101T000000Z\nx-amz-security-token:TOKEN-ONE\n\nhost;x-amz-date;x-amz-security-token\nabc"

  private func parts(_ read: String) -> [String] {
    SignatureMismatch(signed: Self.ours, read: read).differences.map {
      "\($0.part)|\($0.signed ?? "-")|\($0.read ?? "-")"
    }
  }

  @Test func eachPartIsNamed() {
    #expect(parts(Self.ours) == [])
    #expect(parts(Self.ours.replacing("GET", with: "PUT")) == ["method|GET|PUT"])
    #expect(parts(Self.ours.replacing("/a%20b", with: "/a b")) == ["path|/a%20b|/a b"])
    #expect(
      parts(Self.ours.replacing("q=1&x=", with: "q=2&y=")) == [
        "query parameter q|1|2", "query parameter x||-", "query parameter y|-|",
      ])
    #expect(parts(Self.ours.replacing("host:h\n", with: "host:proxy\n")) == ["header host|h|proxy"])
    #expect(
      parts(Self.ours.replacing("host:h\n", with: "")) == ["header host|h|-"])
    #expect(parts(Self.ours.replacing("\nabc", with: "\ndef")) == ["payload hash|abc|def"])
    #expect(parts(Self.ours.replacing("\n", with: "\r\n")) == [], "line ends are no difference")
    // The same fields in another order or form are another request.
    for form in ["x=&q=1", "q=1&x", "q=1&x=&", "&q=1&x="] {
      #expect(parts(Self.ours.replacing("q=1&x=", with: form)) == ["query|q=1&x=|\(form)"])
    }
    let swapped = Self.ours.replacing(
      "host:h\nx-amz-date:20260101T000000Z", with: "x-amz-date:20260101T000000Z\nhost:h")
    #expect(
      parts(swapped) == [
        "order of the headers|host, x-amz-date, x-amz-security-token|x-amz-date, host, x-amz-security-token"
      ])
    #expect(!"\(SignatureMismatch(signed: Self.ours, read: swapped))".contains("secret key"))
  }

  @Test(arguments: ["", "GET", "\n\n\n\n\n\n\n", "GET /\nx-amz-security-token:TOKEN-TWO", "\u{308}\n\u{308}"])
  func whatIsNoCanonicalRequestIsNotQuoted(read: String) {
    let mismatch = SignatureMismatch(signed: Self.ours, read: read)
    #expect(!mismatch.isReadable && mismatch.differences.isEmpty)
    #expect("\(mismatch)".contains("cannot be compared") && !"\(mismatch)".contains("TOKEN"))
  }

  /// The names and the number of fields are the sender's to choose.
  @Test func longTextsAreComparedQuicklyAndTellOfAFew() {
    let many = (0..<20_000).map { "p\($0)=1" }.joined(separator: "&")
    let mismatch = SignatureMismatch(signed: Self.ours, read: Self.ours.replacing("q=1&x=", with: many))
    #expect(mismatch.differences.count == 20 && "\(mismatch)".utf8.count < 20_000)
    let huge = SignatureMismatch(signed: Self.ours, read: Self.ours + String(repeating: "a", count: 1 << 20))
    #expect(!huge.isReadable)
  }

  @Test func tokensAreNotShown() {
    let text = "\(SignatureMismatch(signed: Self.ours, read: Self.ours.replacing("TOKEN-ONE", with: "TOKEN-THREE")))"
    #expect(!text.contains("TOKEN-") && text.contains("(9 characters, not shown)") && text.contains("(11 characters"))
    let same = "\(SignatureMismatch(signed: Self.ours, read: Self.ours))"
    #expect(same.contains("secret key is not the one"))
  }

  @Test(arguments: [
    "x-amz-s3session-token", "X-Amz-S3session-Token", "x-amz-server-side-encryption-customer-key", "cookie",
    "x-api-key",
    "X-Amz-Signature",
  ])
  func nothingSecretIsKept(name: String) {
    for line in ["q=1&x=", "host:h"] {
      let separator = line.contains("=") ? "=" : ":"
      let (one, other) = ("\(name)\(separator)HIDDEN-ONE", "\(name)\(separator)HIDDEN-OTHER")
      let mismatch = SignatureMismatch(
        signed: Self.ours.replacing(line, with: one), read: Self.ours.replacing(line, with: other))
      var dumped = ""
      dump(mismatch, to: &dumped)
      #expect(mismatch.differences.count == 1)
      #expect(!"\(mismatch) \(mismatch.differences) \(dumped)".contains("HIDDEN"))
      // Line ends as in files of Windows, which Swift takes for one character.
      let wire = SignatureMismatch(
        signed: Self.ours, read: Self.ours.replacing(line, with: other).replacing("\n", with: "\r\n"))
      #expect(!"\(wire)".contains("HIDDEN"))
    }
  }

  @Test func aCombiningCharacterHidesNoQuotation() {
    // To a string the character before the mark is another one; a token stands behind it.
    let quoted = "The Canonical String for this request should have been\u{301} 'GET\n/\n\nx-amz-security-token:HUSH"
    #expect(SignatureMismatch.withoutCanonicalRequest("It does not match.\n\n\(quoted)") == "It does not match.")
    let xml = "<E><CanonicalRequest>\u{301}GET\n&\u{301}&amp;\u{301}</CanonicalRequest>\u{301}</E>"
    #expect(SignatureMismatch.canonicalRequest(inError: xml) == "\u{301}GET\n&\u{301}&\u{301}")
  }

  @Test func bothServicesErrorsAreRead() {
    let xml =
      "<Error><Code>SignatureDoesNotMatch</Code><CanonicalRequest>GET\n/a&amp;b\n&lt;&#10;x</CanonicalRequest></Error>"
    #expect(SignatureMismatch.canonicalRequest(inError: xml) == "GET\n/a&b\n<\nx")
    let json =
      #"{"message":"The request signature we calculated does not match. The Canonical String for this request should have been\n'GET\n/it's\n\nhost:h\n\nhost\nabc'\n\nThe String-to-Sign should have been\n'AWS4'\n"}"#
    #expect(SignatureMismatch.canonicalRequest(inError: json) == "GET\n/it's\n\nhost:h\n\nhost\nabc")
    let escaped = json.replacing("it's", with: #"it\u0027s"#).replacing("host:h", with: #"host:\u003dh\/"#)
    #expect(SignatureMismatch.canonicalRequest(inError: escaped) == "GET\n/it's\n\nhost:=h/\n\nhost\nabc")
    #expect(
      SignatureMismatch.canonicalRequest(
        inError: "<CanonicalRequest>&#x47;ET&#xA;&#39;&amp;lt;&nbsp;&</CanonicalRequest>") == "GET\n'&lt;&nbsp;&")
    let quotation = "The Canonical String for this request should have been"
    for other in [
      "", "<CanonicalRequest>", quotation, "{}", "</CanonicalRequest><CanonicalRequest>", quotation + "'",
      quotation + "'\n\nThe String-to-Sign", quotation + "'\n\nThe String-to-Sign" + quotation,
    ] {
      #expect(SignatureMismatch.canonicalRequest(inError: other) == nil)
    }
  }
}
