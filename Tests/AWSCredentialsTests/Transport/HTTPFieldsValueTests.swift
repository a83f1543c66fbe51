import AWSCredentials
import HTTPTypes
import Testing

/// A field's value is that of the subscript.
struct HTTPFieldsValueTests {
  @Test func isWhatTheSubscriptReturns() throws {
    var fields = HTTPFields()
    fields.append(HTTPField(name: .date, value: "Sun, 06 Nov 1994 08:49:37 GMT"))
    fields.append(HTTPField(name: .vary, value: "a"))
    fields.append(HTTPField(name: .cookie, value: "a=1"))
    fields.append(HTTPField(name: try #require(HTTPField.Name("VARY")), value: ""))
    fields.append(HTTPField(name: .eTag, value: ""))
    fields.append(HTTPField(name: .cookie, value: "b=2"))
    fields.append(HTTPField(name: .vary, value: "c"))
    for name in [HTTPField.Name.date, .vary, .cookie, .eTag, .age, try #require(HTTPField.Name("dAtE"))] {
      #expect(fields.value(of: name) == fields[name])
      #expect(fields.value(ofCanonicalName: name.canonicalName) == fields[name])
    }
    #expect(fields.value(of: .vary) == "a, , c")
    #expect(fields.value(of: .cookie) == "a=1; b=2")
    #expect(HTTPFields().value(of: .date) == nil)
  }

  @Test func theTokenOfASnapshotIsAField() {
    for token in ["FwoGZXIvYXdzEXAMPLE", "a b", nil] as [String?] {
      let credentials = Credentials(accessKeyId: "AKIDEXAMPLE", secretAccessKey: "hush", sessionToken: token)
      let snapshot = CredentialSnapshot(credentials: credentials, generation: 1)
      #expect(snapshot.tokenField?.name.rawName == token.map { _ in "x-amz-security-token" })
      #expect(snapshot.tokenField?.value == token)
    }
  }
}
