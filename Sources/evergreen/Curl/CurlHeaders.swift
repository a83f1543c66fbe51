import AWSCredentials
import AWSSigV4
import ArgumentParser
import HTTPTypes

/// The headers of a request of `evergreen curl`: the caller's, and those that curl sends unless told otherwise.
struct CurlHeaders {
  var list: [(name: String, value: String)] = []

  init(_ arguments: [String], body: CurlBody) throws {
    var own = [(name: "user-agent", value: "evergreen-curl"), (name: "accept", value: "*/*")]
    if body.kind == .form { own.append(("content-type", "application/x-www-form-urlencoded")) }
    for argument in arguments {
      guard let colon = argument.firstIndex(where: { $0 == ":" || $0 == ";" }) else {
        throw ValidationError("A header is written 'Name: value', or 'Name;' without a value.")
      }
      let name = argument[..<colon].lowercased()
      let value = argument[argument.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
      guard name != "host" else {
        throw ValidationError("The Host header is that of the URL; to sign for another host, give --signing-host.")
      }
      guard name != "content-length" else { throw ValidationError("The length of the body is set by the tool.") }
      own.removeAll { $0.name == name }
      if argument[colon] == ":", value.isEmpty { continue }
      list.append((name, String(value)))
    }
    list = own + list
  }

  /// The request as it is sent.
  ///
  /// - Parameter authority: Where it is sent; the `Host` header names what it is signed for.
  static func wire(
    _ request: SigningRequest, to authority: String, signature: HeaderSignature, body: AWSHTTPBody
  ) throws -> HTTPTransportRequest {
    guard let method = HTTPRequest.Method(request.method) else {
      throw ValidationError("'\(request.method)' is not a method.")
    }
    var head = HTTPRequest(method: method, scheme: request.scheme, authority: authority, path: request.target)
    if authority != request.authority, let host = HTTPField.Name("host") {
      head.headerFields[host] = request.authority
    }
    for header in signature.applied(to: request.headers) {
      guard let name = HTTPField.Name(header.name) else { continue }
      head.headerFields.append(HTTPField(name: name, value: header.value))
    }
    return HTTPTransportRequest(head: head, body: body)
  }
}
