public import AWSCredentials
import HTTPTypes

extension HostileResponse {
  /// Makes hostile responses of an endpoint that returns XML, such as AWS STS.
  ///
  /// - Parameter document: A complete and valid response, from which the damaged ones are made. It has to contain
  ///   ``secretAccessKey`` and ``sessionToken``.
  public static func xml(_ document: String) -> [HostileResponse] {
    let deep = 100_000
    let entities = """
      <!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">\
      <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>
      """
    return damaged(Array(document.utf8)) + transportLike(document) + [
      HostileResponse("100,000 open elements", String(repeating: "<a>", count: deep)),
      HostileResponse(
        "100,000 elements, closed", String(repeating: "<a>", count: deep) + String(repeating: "</a>", count: deep)),
      HostileResponse("entities that grow", entities + "<a>&d;</a>"),
      HostileResponse("an external entity", "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>"),
      HostileResponse("an element that ends as another", "<a><b></a></b>"),
      HostileResponse("an empty element", "<a/>"),
      HostileResponse("a comment only", "<!-- nothing -->"),
    ]
  }

  /// The response as an ``/AWSCredentials/HTTPTransport`` returns it.
  public func response() -> HTTPTransportResponse {
    HTTPTransportResponse(
      head: HTTPResponse(status: HTTPResponse.Status(code: status), headerFields: headers), body: AWSHTTPBody(body))
  }

  /// The response as an entry of the script of a ``ScriptedTransport``.
  public var scripted: ScriptedTransport.Response { .response(response()) }

  /// Bodies that are not what they should be, whatever the format.
  static func damaged(_ document: [UInt8]) -> [HostileResponse] {
    let large = 10 * 1024 * 1024
    let padded = document + [UInt8](repeating: 0x20, count: large)
    return [
      HostileResponse("no body", ""),
      HostileResponse("white space", " \r\n\t "),
      HostileResponse("garbage", body: (0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 197 &+ 31) }),
      HostileResponse("zeros", body: [UInt8](repeating: 0, count: 4096)),
      HostileResponse("half of it", body: Array(document.prefix(document.count / 2))),
      HostileResponse("all but the last byte", body: Array(document.dropLast())),
      HostileResponse("a page of HTML", "<html><body><h1>502 Bad Gateway</h1><p>\(sessionToken)</p></body></html>"),
      HostileResponse("10 MB of it", body: padded),
      HostileResponse("10 MB of one letter", body: [UInt8](repeating: 0x61, count: large)),
      HostileResponse("invalid UTF-8", body: invalidUTF8(document)),
      HostileResponse("UTF-16", body: [0xFF, 0xFE] + document.flatMap { [$0, 0] }, .refusedOrWhole),
    ]
  }

  /// Statuses that bring no credentials.
  static func transportLike(_ document: String) -> [HostileResponse] {
    [
      HostileResponse("status 204", status: 204),
      HostileResponse("status 206", status: 206, document),
      HostileResponse("status 304", status: 304),
      HostileResponse("a redirect", status: 302, headers: [.location: "http://127.0.0.1:1/elsewhere"], document),
      HostileResponse("a redirect to itself", status: 307, headers: [.location: "/"]),
      HostileResponse("status 400 with credentials", status: 400, document),
      HostileResponse("status 403", status: 403),
      HostileResponse("status 418", status: 418, "<\(sessionToken)>"),
      HostileResponse("status 429", status: 429),
      HostileResponse("status 500 with credentials", status: 500, document),
      HostileResponse("status 503", status: 503),
      HostileResponse("status 999", status: 999),
    ]
  }

  /// The document with bytes that no UTF-8 text has, inside the session token.
  private static func invalidUTF8(_ document: [UInt8]) -> [UInt8] {
    guard let range = document.firstRange(of: Array(sessionToken.utf8)) else { return [0xC3, 0x28] + document }
    return Array(document[..<range.upperBound]) + [0xC3, 0x28, 0xFF] + Array(document[range.upperBound...])
  }
}
