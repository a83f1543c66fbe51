public import AWSCredentials
import HTTPTypes

extension HostileAnswers {
  /// Hostile answers of an endpoint that gives XML, as the Security Token Service does.
  ///
  /// - Parameter document: A whole and valid answer, to be damaged, with ``secretAccessKey`` and ``sessionToken`` in it.
  public static func xml(_ document: String) -> [HostileAnswers] {
    let deep = 100_000
    let entities = """
      <!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">\
      <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>
      """
    return damaged(Array(document.utf8)) + transportLike(document) + [
      HostileAnswers("100,000 open elements", String(repeating: "<a>", count: deep)),
      HostileAnswers(
        "100,000 elements, closed", String(repeating: "<a>", count: deep) + String(repeating: "</a>", count: deep)),
      HostileAnswers("entities that grow", entities + "<a>&d;</a>"),
      HostileAnswers("an external entity", "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>"),
      HostileAnswers("an element that ends as another", "<a><b></a></b>"),
      HostileAnswers("an empty element", "<a/>"),
      HostileAnswers("a comment only", "<!-- nothing -->"),
    ]
  }

  /// The answer as a transport's.
  public func response() -> HTTPTransportResponse {
    HTTPTransportResponse(
      head: HTTPResponse(status: HTTPResponse.Status(code: status), headerFields: headers), body: HTTPBody(body))
  }

  /// The answer for ``ScriptedTransport``.
  public var answer: ScriptedTransport.Answer { .response(response()) }

  /// Bodies that are not what they should be, whatever the format.
  static func damaged(_ document: [UInt8]) -> [HostileAnswers] {
    let large = 10 * 1024 * 1024
    let padded = document + [UInt8](repeating: 0x20, count: large)
    return [
      HostileAnswers("no body", ""),
      HostileAnswers("white space", " \r\n\t "),
      HostileAnswers("garbage", body: (0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 197 &+ 31) }),
      HostileAnswers("zeros", body: [UInt8](repeating: 0, count: 4096)),
      HostileAnswers("half of it", body: Array(document.prefix(document.count / 2))),
      HostileAnswers("all but the last byte", body: Array(document.dropLast())),
      HostileAnswers("a page of HTML", "<html><body><h1>502 Bad Gateway</h1><p>\(sessionToken)</p></body></html>"),
      HostileAnswers("10 MB of it", body: padded),
      HostileAnswers("10 MB of one letter", body: [UInt8](repeating: 0x61, count: large)),
      HostileAnswers("invalid UTF-8", body: invalidUTF8(document)),
      HostileAnswers("UTF-16", body: [0xFF, 0xFE] + document.flatMap { [$0, 0] }, .refusedOrWhole),
    ]
  }

  /// Statuses that bring no credentials.
  static func transportLike(_ document: String) -> [HostileAnswers] {
    [
      HostileAnswers("status 204", status: 204),
      HostileAnswers("status 206", status: 206, document),
      HostileAnswers("status 304", status: 304),
      HostileAnswers("a redirect", status: 302, headers: [.location: "http://127.0.0.1:1/elsewhere"], document),
      HostileAnswers("a redirect to itself", status: 307, headers: [.location: "/"]),
      HostileAnswers("status 400 with credentials", status: 400, document),
      HostileAnswers("status 403", status: 403),
      HostileAnswers("status 418", status: 418, "<\(sessionToken)>"),
      HostileAnswers("status 429", status: 429),
      HostileAnswers("status 500 with credentials", status: 500, document),
      HostileAnswers("status 503", status: 503),
      HostileAnswers("status 999", status: 999),
    ]
  }

  /// The document with bytes that no UTF-8 text has, inside the session token.
  private static func invalidUTF8(_ document: [UInt8]) -> [UInt8] {
    guard let range = document.firstRange(of: Array(sessionToken.utf8)) else { return [0xC3, 0x28] + document }
    return Array(document[..<range.upperBound]) + [0xC3, 0x28, 0xFF] + Array(document[range.upperBound...])
  }
}
