import AWSCredentials
import AWSSigV4
import AsyncHTTPClient
import Foundation
import HTTPTypes
import NIOCore
import NIOHTTP1

/// Requests of the libraries that a program uses are signed in place.
func checkSigning(_ credentials: Credentials, region: String, url: URL, _ client: HTTPClient) async throws {
  let signer = SigV4Signer(service: "es", region: region)
  let document = ByteBuffer(string: #"{"title":"Signed"}"#)
  var request = HTTPClientRequest(url: url.appending(path: "signed/_doc/1").absoluteString)
  request.method = .PUT
  request.headers.add(name: "content-type", value: "application/json")
  request.body = .bytes(document)
  try signer.sign(&request, payload: .body(document), credentials: credentials, date: .now)
  let response = try await client.execute(request, timeout: .seconds(10))
  try expect(response.status == .created, "a signed HTTPClientRequest: \(response.status)")

  let host = "\(url.host ?? ""):\(url.port ?? 80)"
  var plain = HTTPRequest(method: .get, scheme: "http", authority: host, path: "/signed/_doc/1")
  try signer.sign(&plain, payload: .empty, credentials: credentials, date: .now)
  try expect(plain.headerFields[.authorization]?.hasPrefix("AWS4-HMAC-SHA256") == true, "a signed HTTPRequest")
  let signing = try SigningRequest(method: "GET", url: url)
  _ = try signer.sign(signing, payload: .empty, credentials: credentials, date: .now)
}
