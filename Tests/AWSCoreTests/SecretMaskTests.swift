import AWSCore
import Testing

/// What looks like a secret in the words of another program is masked, and the rest stays readable.
@Suite struct SecretMaskTests {
  @Test(arguments: [
    "Authorization: Bearer HUSH", "authorization:HUSH1", #"{"Authorization": "Basic HUSH"}"#,
    "-H 'Authorization: token HUSH'",
    "> authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/x, Signature=HUSH", "Bearer HUSH12", "basic HUSH:HUSH=",
    "Proxy-Authorization: Negotiate HUSH", "Cookie: a=1; session=HUSH", "set-cookie: HUSH1",
    "token=HUSH", "TOKEN=HUSH&x", "access_token=HUSH", "?id_token=HUSH#", "refreshToken: 'HUSH'", "x-api-key: HUSH",
    "apikey=HUSH",
    "api_key=\"HUSH\"", "AWS_SESSION_TOKEN=HUSH", "client_secret=HUSH", "--password HUSH", "password: HUSH", "pwd=HUSH",
    "\"tokens\":[\"HUSH\",\"HUSH\"]", "token%3DHUSH", "X%2DAmz%2DSecurity%2DToken=HUSH",
    "Secret\\u0041ccessKey\":\"HUSH\"",
    "https://user:HUSH@host/", "https://HUSH@host", "postgres://u:HU/SH@host:5432/db", "http%3A%2F%2Fu%3AHUSH%40proxy",
    "--token-code HUSH", "private_key = HUSH", "secret => HUSH1", "SAMLResponse=HUSH", "X-Amz-Signature=HUSH",
    "-----BEGIN PRIVATE KEY-----\nHUSH\nHUSH==\n-----END PRIVATE KEY-----",
    "-----BEGIN EC PRIVATE KEY-----\nHUSH\nHUSH",
    "HUSH\nHUSH12\n-----END RSA PRIVATE KEY-----", #"-----BEGIN PRIVATE KEY-----\nHUSH\n-----END PRIVATE KEY-----"#,
    "HUSHEvQIBADANBgkqhkiG9w0\nHUSHAAoIBAQC7VJTUt9Us8cK\nHUSH12", "HUSHwJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY12",
  ])
  func secretsAreMasked(_ text: String) {
    let masked = SecretMask.masked("note:\n\(text)")
    #expect(!masked.contains("HUSH") && !masked.contains("HU/SH"), "\(masked)")
    #expect(masked.contains("<redacted>") && masked.hasPrefix("note:\n"), "\(masked)")
  }

  @Test(arguments: [
    "could not refresh token: invalid_grant", "the session token has expired", "password incorrect",
    "bearer token missing",
    "unknown option --tokenfile", "https://host:8080/path@v1 answered 404", "user@host refused",
    "token: ExpiredTokenException",
    "An error occurred (AccessDenied) when calling the AssumeRole operation: not authorized",
    "open /etc/pki/host.pem: no such file", "arn:aws:iam::123456789012:role/Backup", "authorization failed",
    "basic setup done",
    "continuation-token=1ueGcx", "=====\n=====", "",
  ])
  func sentencesStay(_ text: String) { #expect(SecretMask.masked(text) == text) }

  @Test func whatFollowsASecretStays() {
    #expect(SecretMask.masked("token=HUSH; retry in 5 s") == "token=<redacted>; retry in 5 s")
    #expect(
      SecretMask.masked("GET https://u:p@host/a?access_token=HUSH&b=1 failed")
        == "GET https://<redacted>@host/a?access_token=<redacted>&b=1 failed")
    #expect(SecretMask.masked("Authorization: Bearer HUSH12\nstatus 401") == "Authorization: <redacted>\nstatus 401")
    #expect(
      SecretMask.masked("a\n-----BEGIN PRIVATE KEY-----\nHUSH\n-----END PRIVATE KEY-----\nb") == "a\n<redacted>\nb")
  }

  @Test(arguments: [
    ("://a:1/b://u:HUSH@h", "://a:1/b://<redacted>@h"), ("x://a@b://HUSH@c d", "x://a@b://<redacted>@c d"),
    ("cookie: x=1 cookie: \"HUSH\nHUSH\" a", "cookie: <redacted>\" a"),
    ("'cookie: HUSH1' \"cookie: HUSH2\" b", "'cookie: <redacted>' \"cookie: <redacted>\" b"),
    ("cookie: was set; authorization: Bearer HUSH1\nc", "cookie: <redacted>\nc"),
    ("cookie: was set\ncookie: HUSH1\nd", "cookie: was set\ncookie: <redacted>\nd"),
    ("cookie: \(String(repeating: "a", count: 23)) e", "cookie: \(String(repeating: "a", count: 23)) e"),
    ("cookie: e \(String(repeating: "a", count: 24))\nf", "cookie: <redacted>\nf"),
    (
      "'cookie: e \(String(repeating: "a", count: 20))'aaaa f", "'cookie: e \(String(repeating: "a", count: 20))'aaaa f"
    ),
    ("a-----BEGIN X-----HUSH-----BEGIN X-----HUSH\n-----END X-----\nb", "a<redacted>\nb"),
    ("k: HUSH\n-----END X-----\nHUSH\n-----END X-----\nb", "k: <redacted>\nb"),
    ("k: HUSH\n-----END X-----\n(c)\nHUSH\n-----END X-----\nb", "k: <redacted>\n(c)\n<redacted>\nb"),
  ])
  func shapesInsideOfOthers(_ text: String, _ masked: String) { #expect(SecretMask.masked(text) == masked) }

  @Test func namesAreRecognisedHoweverTheyAreWritten() {
    for name in [
      "X-Amz-S3session-Token", "x-amz-security-token", "X%2DAmz%2DSignature", "X%252DAmz%252DSignature",
      "SecretAccessKey",
      "secret_access_key", "Secret\\u0041ccessKey", "access_token", "accessToken", "Authorization", "X-Auth-Token",
      "Set-Cookie",
      "x-amz-server-side-encryption-customer-key", "TokenCode", "clientSecret", "PASSWORD", "id_token_hint_token",
    ] { #expect(SecretNames.contains(name), "\(name)") }
    for name in [
      "continuation-token", "NextToken", "x-amz-date", "x-amz-content-sha256", "etag", "key", "list-type",
      "accessKeyId",
      "x-aws-ec2-metadata-token-ttl-seconds", "tokenType",
    ] { #expect(!SecretNames.contains(name), "\(name)") }
  }

  @Test func headersAreShownWithoutTheSignatureOfAURLInsideThem() {
    for value in [
      "/b/k?X-Amz-Signature=HUSH&versionId=1", "/b/k%3FX-Amz-Signature%3DHUSH%26versionId%3D1",
      "https://u:HUSH@b.s3.amazonaws.com/k?X-Amz-Security-Token=HUSH",
    ] { #expect(!SecretNames.shown(value, of: "x-amz-copy-source").contains("HUSH")) }
    #expect(SecretNames.shown("/b/k?versionId=1", of: "x-amz-copy-source") == "/b/k?versionId=1")
    #expect(SecretNames.shown("HUSH", of: "X-Amz-S3session-Token") == "(4 characters, not shown)")
  }

  @Test func aLongTextTakesNoLongTime() {
    // 64 KiB, the most of standard error that is kept: what counts is that it ends within a test's patience.
    let text = String(repeating: "token token: :// - -----BEGIN \\u0041%41&#65;\n", count: 1400)
    #expect(SecretMask.masked(text).utf8.count <= text.utf8.count)
  }
}
