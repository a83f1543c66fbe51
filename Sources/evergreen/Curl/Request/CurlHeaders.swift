import AWSCore
import AWSCredentials
import AWSSigV4
import ArgumentParser
import HTTPTypes

/// The headers of a request of `evergreen curl`: the caller's, and those that curl sends unless told otherwise.
struct CurlHeaders: Sendable {
  /// What `--header` is given.
  enum Argument: Sendable {
    case line(HeaderLine)
    /// A file of headers, one a line.
    case file(FilePath)
  }

  /// The headers that the caller gives with `--header`, read from files where these are named.
  struct Given: Sendable {
    private(set) var lines: [HeaderLine] = []

    init(_ options: CurlOptions) throws {
      for argument in options.headers {
        switch argument {
        case .line(let line): lines.append(line)
        case .file(let path): lines += try Self.lines(of: path)
        }
      }
    }

    private static func lines(of path: FilePath) throws -> [HeaderLine] {
      let lines = try InputFile(path).bytes().split(whereSeparator: { $0 == 0x0A || $0 == 0x0D })
      return try lines.enumerated().map { number, bytes in
        let place = "Line \(number + 1) of the headers in \(path.shown)"
        guard let text = String(validating: bytes, as: UTF8.self) else {
          throw ValidationError("\(place) is not valid UTF-8.")
        }
        do throws(HeaderLine.Problem) {
          return try HeaderLine(text, takesEmpty: true)
        } catch {
          throw CurlOptions.invalid(place, error.problem)
        }
      }
    }
  }

  var list: [(name: String, value: String)] = []

  /// - Parameters:
  ///   - given: The caller's headers.
  ///   - contentType: The type of the body if the caller gives none; `nil` for no body.
  ///   - isSigned: Whether a signature is added.
  init(_ given: Given, _ options: CurlOptions, contentType: String?, isSigned: Bool) throws {
    var own: [(name: String, value: String)] = []
    if options.userAgent != "" { own.append(("user-agent", options.userAgent ?? "evergreen-curl")) }
    // To curl, --json gives two headers, whatever becomes of the data.
    let isJSON = options.data.contains { $0.form == .json }
    own.append(("accept", isJSON ? "application/json" : "*/*"))
    if let type = isJSON ? "application/json" : contentType { own.append(("content-type", type)) }
    if let range = options.range { own.append(("range", "bytes=\(range)")) }
    if let referer = options.referer, !referer.isEmpty { own.append(("referer", referer)) }
    if !options.cookies.isEmpty { own.append(("cookie", options.cookies.joined(separator: ";"))) }
    // The one packing that is unpacked here.
    if options.isCompressed { own.append(("accept-encoding", "gzip")) }
    for line in given.lines {
      try Self.check(line.name, isSigned: isSigned)
      own.removeAll { $0.name == line.name }
      if !line.isRemoval { list.append((line.name, line.value)) }
    }
    list = own + list
    guard isSigned, let other = list.first(where: { !$0.value.utf8.allSatisfy { $0 < 0x80 } }) else { return }
    throw ValidationError(
      "The value of the header \(other.name) holds a character that is not ASCII, which clients and servers read differently: it "
        + "cannot be signed.")
  }

  private static func check(_ name: String, isSigned: Bool) throws {
    switch name {
    case "authorization" where isSigned:
      throw ValidationError(
        "The Authorization header is that of the signature: leave it out, or send your own without a signature by "
          + "--no-sign-request.")
    case "x-amz-date" where isSigned, "x-amz-security-token" where isSigned:
      throw ValidationError(
        "The header \(name) is part of the signature, which is made with the credentials found here: leave it out.")
    case "host":
      throw ValidationError("The Host header is that of the URL; to sign for another host, give --signing-host.")
    case "content-length": throw ValidationError("The length of the body is set by the tool.")
    case "transfer-encoding":
      throw ValidationError("AWS takes no chunked transfer coding: the tool sends the body with its length.")
    default: break
    }
  }

  /// Whether the caller asks that the body is not part of the signature, as Amazon S3 allows.
  var leavesBodyUnsigned: Bool { list.contains { $0.name == "x-amz-content-sha256" && $0.value == "UNSIGNED-PAYLOAD" } }

  /// The headers that may go to a host that is not the service's.
  func withoutSecrets() -> [(name: String, value: String)] {
    list.filter { !SecretNames.contains($0.name) && !$0.name.hasPrefix("x-amz-") }
  }

  /// The request as it is sent.
  ///
  /// - Parameter authority: Where it is sent; the `Host` header names what it is signed for.
  static func wire(
    _ request: SigningRequest, to authority: String, headers: [(name: String, value: String)], body: AWSHTTPBody
  ) throws -> HTTPTransportRequest {
    guard let method = HTTPRequest.Method(request.method) else {
      throw ValidationError("'\(request.method.printable())' is not a method.")
    }
    var head = HTTPRequest(method: method, scheme: request.scheme, authority: authority, path: request.target)
    if authority != request.authority, let host = HTTPField.Name("host") {
      head.headerFields[host] = request.authority
    }
    for header in headers {
      guard let name = HTTPField.Name(header.name) else {
        throw ValidationError("'\(header.name.printable())' is not the name of a header.")
      }
      guard HTTPField.isValidValue(header.value) else {
        throw ValidationError("The value of the header \(header.name) holds a control character.")
      }
      head.headerFields.append(HTTPField(name: name, value: header.value))
    }
    return HTTPTransportRequest(head: head, body: body)
  }
}
