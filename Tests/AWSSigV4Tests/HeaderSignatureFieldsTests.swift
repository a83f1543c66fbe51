import AWSCredentials
import AWSSigV4
import HTTPTypes
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The headers of a signature, set on header fields.
struct HeaderSignatureFieldsTests {
  private let token = "FwoGZXIvYXdzEXAMPLE"

  private func signature(_ headers: [(name: String, value: String)], token: String?) throws -> HeaderSignature {
    try SigV4Signer(service: "s3", region: "us-east-1").sign(
      SigningRequest(method: "GET", authority: "example.com", target: "/a", headers: headers), payload: .unsigned,
      credentials: Credentials(
        accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", sessionToken: token),
      date: Date(timeIntervalSince1970: 1_440_938_160))
  }

  private func list(_ fields: HTTPFields) -> [String] { fields.map { "\($0.name.rawName): \($0.value)" } }

  @Test func followTheRequestsOwn() throws {
    for token in [nil, token] {
      let signature = try signature([("Range", "bytes=0-1")], token: token)
      for given in [nil, token.map { HTTPField(name: .securityToken, value: $0) }] {
        var fields: HTTPFields = [.range: "bytes=0-1"]
        signature.set(in: &fields, token: given)
        #expect(list(fields) == ["Range: bytes=0-1"] + signature.headers.map { "\($0.name): \($0.value)" })
      }
      #expect(signature.headers.contains { $0.name == "x-amz-security-token" } == (token != nil))
    }
  }

  @Test func takeThePlaceOfThoseThatAreThere() throws {
    let signature = try signature(
      [("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD"), ("X-Amz-Security-Token", token)], token: token)
    var fields = HTTPFields()
    for (name, value) in [("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD"), ("X-Amz-Security-Token", token)] {
      fields.append(HTTPField(name: try #require(HTTPField.Name(name)), value: value))
    }
    signature.set(in: &fields, token: HTTPField(name: .securityToken, value: token))
    #expect(fields.map(\.name.canonicalName).sorted() == signature.headers.map(\.name).sorted())
    for (name, value) in signature.headers { #expect(fields[values: try #require(HTTPField.Name(name))] == [value]) }
  }

  /// A field that has been made belongs to the credentials of the signature: that of others is not sent.
  @Test func theTokenIsLeftOutWhereTheSignatureHasNone() throws {
    var fields = HTTPFields()
    try signature([], token: nil).set(in: &fields, token: HTTPField(name: .securityToken, value: token))
    #expect(!fields.contains(.securityToken))
  }
}
