public import AWSCore
public import AWSCredentials
public import HTTPTypes

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// HTTP exchanges (requests with their responses) that were recorded, or written by hand. They can be stored in a JSON
/// file:
///
/// ```json
/// {"exchanges": [
///   {"request": {"method": "GET", "url": "http://169.254.169.254/latest/meta-data/iam/security-credentials/"},
///    "response": {"status": 200, "headers": {"content-type": "text/plain"}, "body": "my-role"}},
///   {"request": {"method": "POST", "url": "https://sts.us-east-1.amazonaws.com/", "action": "AssumeRole"},
///    "failure": {"code": "timeout", "message": "no response"}}
/// ]}
/// ```
///
/// A body that is not text is in `bodyBase64` instead of `body`. If a body was not recorded, `bodyLeftOut` says why.
public struct HTTPRecording: Sendable, Hashable {
  /// One recorded request, and the response or failure that it got.
  public struct Exchange: Sendable, Hashable {
    /// The HTTP method of the request, for example `GET`.
    public var method: String
    /// The whole URL of the request. If it was recorded, its secrets are replaced by placeholders.
    public var url: String
    /// The value of `Action` in a request of AWS STS's Query protocol, which names the operation; `nil` for other
    /// requests.
    public var action: String?
    /// The response that the request got, or the error of the transport.
    public var outcome: Outcome
    /// Why the body of the response was not recorded; `nil` if the body was recorded.
    public var leftOut: String?

    /// Makes an exchange from the method, URL and action of a request and its outcome.
    public init(method: String, url: String, action: String? = nil, outcome: Outcome) {
      self.method = method
      self.url = url
      self.action = action
      self.outcome = outcome
    }
  }

  /// What a recorded request got: a response or a failure.
  public enum Outcome: Sendable, Hashable {
    /// The request got a response with this status code, these header fields and this body.
    case response(status: Int, headers: HTTPFields, body: [UInt8])
    /// The request got no response: the transport failed with an error that has this code and message.
    case failure(HTTPTransportError.Code, message: String)
  }

  /// The exchanges, in the order in which a replay expects the requests.
  public var exchanges: [Exchange]

  /// Makes a recording of the given HTTP exchanges.
  public init(exchanges: [Exchange] = []) { self.exchanges = exchanges }

  /// Reads a recording from JSON.
  ///
  /// - Parameters:
  ///   - bytes: The JSON.
  ///   - name: The name of the recording that errors show, such as the path of its file.
  /// - Throws: ``HTTPRecordingError`` if the recording cannot be used. The error says which exchange is wrong and why.
  public init(bytes: [UInt8], name: String) throws(HTTPRecordingError) {
    let file: File
    do {
      file = try JSONDecoder().decode(File.self, from: Data(bytes))
    } catch let error as DecodingError {
      throw HTTPRecordingError(file: name, reason: Self.reason(error))
    } catch {
      throw HTTPRecordingError(file: name, reason: "it is not JSON")
    }
    var exchanges: [Exchange] = []
    for (index, entry) in file.exchanges.enumerated() {
      do throws(Invalid) {
        exchanges.append(try Self.exchange(entry))
      } catch {
        throw HTTPRecordingError(file: name, reason: "exchange \(index + 1): \(error.reason)")
      }
    }
    self.exchanges = exchanges
  }

  /// Reads a recording from a file of at most 64 MiB.
  ///
  /// - Parameters:
  ///   - path: The path of the file.
  ///   - fileSystem: The file system that has the file; by default that of this machine.
  /// - Throws: ``HTTPRecordingError`` if the file cannot be used. The error names the file and says what is wrong with
  ///   it.
  public init(file path: String, fileSystem: any CredentialFileSystem = SystemFileSystem()) throws(HTTPRecordingError) {
    let bytes: [UInt8]
    do {
      bytes = try fileSystem.read(path, limit: 64 << 20)
    } catch {
      throw HTTPRecordingError(file: path, reason: error.reason)
    }
    try self.init(bytes: bytes, name: path)
  }

  /// Returns the recording as JSON. Members are sorted and on lines of their own, so that versions of the file can be
  /// compared line by line.
  public func encoded() -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    // Nothing in the model can fail to encode: strings, numbers and their containers.
    let data = (try? encoder.encode(File(exchanges: exchanges.map(Self.entry)))) ?? Data()
    return Array(data) + [UInt8(ascii: "\n")]
  }
}

/// The error that is thrown if a recording cannot be used.
public struct HTTPRecordingError: Error, Sendable, Hashable, CustomStringConvertible, PrintableError {
  /// The path of the recording's file, or, if the recording was not read from a file, the name that it was given.
  public let file: String
  /// What is wrong with the recording.
  public let reason: String

  /// The path or name of the recording, and what is wrong with it.
  public var description: String {
    ErrorDescription("The recording \(file) cannot be used", message: reason).description
  }
}

// MARK: - The file

extension HTTPRecording {
  private struct Invalid: Error { let reason: String }

  private struct File: Codable { var exchanges: [Entry] }

  private struct Entry: Codable {
    struct Request: Codable {
      var method: String
      var url: String
      var action: String?
    }
    struct Response: Codable {
      var status: Int
      var headers: [String: [String]]?
      var body: String?
      var bodyBase64: String?
      var bodyLeftOut: String?

      enum CodingKeys: CodingKey { case status, headers, body, bodyBase64, bodyLeftOut }

      init(status: Int) { self.status = status }

      /// A header field may be one text or a list of them.
      init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        status = try members.decode(Int.self, forKey: .status)
        body = try members.decodeIfPresent(String.self, forKey: .body)
        bodyBase64 = try members.decodeIfPresent(String.self, forKey: .bodyBase64)
        bodyLeftOut = try members.decodeIfPresent(String.self, forKey: .bodyLeftOut)
        if let single = try? members.decodeIfPresent([String: String].self, forKey: .headers) {
          headers = single.mapValues { [$0] }
        } else {
          headers = try members.decodeIfPresent([String: [String]].self, forKey: .headers)
        }
      }
    }
    struct Failure: Codable {
      var code: String
      var message: String?
    }
    var request: Request
    var response: Response?
    var failure: Failure?
  }

  private static let failureCodes: [(String, HTTPTransportError.Code)] = [
    ("connect", .connect), ("connectTimeout", .connectTimeout), ("untrustedCertificate", .untrustedCertificate),
    ("timeout", .timeout), ("connectionClosed", .connectionClosed), ("invalidRequest", .invalidRequest),
    ("body", .body), ("cancelled", .cancelled), ("other", .other),
  ]

  private static func exchange(_ entry: Entry) throws(Invalid) -> Exchange {
    let request = entry.request
    guard HTTPRequest.Method(request.method) != nil else { throw Invalid(reason: "request.method is not a method") }
    guard RecordedURL(request.url) != nil else { throw Invalid(reason: "request.url is not an absolute HTTP URL") }
    let outcome: Outcome
    switch (entry.response, entry.failure) {
    case (let response?, nil): outcome = try self.outcome(response)
    case (nil, let failure?):
      guard let code = failureCodes.first(where: { $0.0 == failure.code })?.1 else {
        let known = failureCodes.map(\.0).joined(separator: ", ")
        throw Invalid(reason: "failure.code is not one of \(known)")
      }
      outcome = .failure(code, message: failure.message ?? "A recorded failure.")
    default: throw Invalid(reason: "there has to be either a response or a failure")
    }
    var exchange = Exchange(method: request.method, url: request.url, action: request.action, outcome: outcome)
    exchange.leftOut = entry.response?.bodyLeftOut
    return exchange
  }

  private static func outcome(_ response: Entry.Response) throws(Invalid) -> Outcome {
    guard (100...999).contains(response.status) else { throw Invalid(reason: "response.status is not a status") }
    var headers = HTTPFields()
    for (text, values) in (response.headers ?? [:]).sorted(by: { $0.key < $1.key }) {
      guard let name = HTTPField.Name(text) else { throw Invalid(reason: "response.headers has a name that is none") }
      for value in values {
        guard HTTPField.isValidValue(value) else { throw Invalid(reason: "the value of \(text) is not one") }
        headers.append(HTTPField(name: name, value: value))
      }
    }
    switch (response.body, response.bodyBase64) {
    case (let text, nil): return .response(status: response.status, headers: headers, body: Array((text ?? "").utf8))
    case (nil, let text?):
      guard let data = Data(base64Encoded: text) else { throw Invalid(reason: "response.bodyBase64 is not base64") }
      return .response(status: response.status, headers: headers, body: Array(data))
    default: throw Invalid(reason: "response has both a body and a bodyBase64")
    }
  }

  private static func entry(_ exchange: Exchange) -> Entry {
    var entry = Entry(
      request: Entry.Request(method: exchange.method, url: exchange.url, action: exchange.action))
    switch exchange.outcome {
    case .response(let status, let headers, let body):
      var response = Entry.Response(status: status)
      if let text = String(validating: body, as: UTF8.self) {
        response.body = text
      } else {
        response.bodyBase64 = Data(body).base64EncodedString()
      }
      response.headers = Dictionary(grouping: headers, by: \.name.canonicalName).mapValues { $0.map(\.value) }
      response.bodyLeftOut = exchange.leftOut
      if exchange.leftOut != nil { response.body = nil }
      entry.response = response
    case .failure(let code, let message):
      let name = failureCodes.first { $0.1 == code }?.0 ?? "other"
      entry.failure = Entry.Failure(code: name, message: message)
    }
    return entry
  }

  private static func reason(_ error: DecodingError) -> String {
    func place(_ path: [any CodingKey]) -> String {
      let parts = path.map { key in key.intValue.map { "\($0 + 1)" } ?? key.stringValue }
      return parts.isEmpty ? "" : " at \(parts.joined(separator: " "))"
    }
    return switch error {
    case .keyNotFound(let key, let context): "\(key.stringValue) is missing\(place(context.codingPath))"
    case .typeMismatch(_, let context): "there is a value of the wrong kind\(place(context.codingPath))"
    case .valueNotFound(_, let context): "there is a null\(place(context.codingPath))"
    default: "it is not JSON"
    }
  }
}
