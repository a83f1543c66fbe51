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
    #expect(!parts("").isEmpty && !parts("\n\n\n\n\n\n\n").isEmpty)
  }

  @Test func tokensAreNotShown() {
    let text = "\(SignatureMismatch(signed: Self.ours, read: Self.ours.replacing("TOKEN-ONE", with: "TOKEN-THREE")))"
    #expect(!text.contains("TOKEN-") && text.contains("a token of 9 characters") && text.contains("11 characters"))
    let same = "\(SignatureMismatch(signed: Self.ours, read: Self.ours))"
    #expect(same.contains("secret key is not the one"))
  }

  @Test func bothServicesErrorsAreRead() {
    let xml =
      "<Error><Code>SignatureDoesNotMatch</Code><CanonicalRequest>GET\n/a&amp;b\n&lt;&#10;x</CanonicalRequest></Error>"
    #expect(SignatureMismatch.canonicalRequest(inError: xml) == "GET\n/a&b\n<\nx")
    let json =
      #"{"message":"The request signature we calculated does not match. The Canonical String for this request should have been\n'GET\n/it's\n\nhost:h\n\nhost\nabc'\n\nThe String-to-Sign should have been\n'AWS4'\n"}"#
    #expect(SignatureMismatch.canonicalRequest(inError: json) == "GET\n/it's\n\nhost:h\n\nhost\nabc")
    for other in ["", "<CanonicalRequest>", "The Canonical String for this request should have been", "{}"] {
      #expect(SignatureMismatch.canonicalRequest(inError: other) == nil)
    }
  }
}
