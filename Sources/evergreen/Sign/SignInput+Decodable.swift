import AWSCore

// A field of the wrong type is named, with what it has to be. A decoding error's own text may quote the value, which may be a
// secret, and of a number that does not fit it does not say the field.
extension SignInput: Decodable {
  enum CodingKeys: String, CodingKey, CaseIterable {
    case method, url, headers, bodyBase64, service, region, timestamp, credentials, kind, payloadMode, expiresIn
    case signedBodyHeader, chunkSize, trailers, policyBase64
  }

  init(from decoder: any Decoder) throws {
    let fields: KeyedDecodingContainer<CodingKeys>
    do {
      fields = try decoder.container(keyedBy: CodingKeys.self)
    } catch {
      throw SignInputError(message: "The line is not a JSON object.")
    }
    try Self.refuseMisspelt(in: decoder)
    let line = SignFields(fields)
    method = try line.optional(.method, "a string")
    url = try line.optional(.url, "a string")
    headers = try line.optional(.headers, "a list of headers, each a name and a value", as: [Header].self)?.map(\.pair)
    bodyBase64 = try line.optional(.bodyBase64, "a string")
    service = try line.required(.service, "a string")
    region = try line.required(.region, "a string")
    timestamp = try line.optional(.timestamp, "a string")
    credentials = try line.optional(.credentials, "an object")
    kind = try line.choice(.kind)
    payloadMode = try line.choice(.payloadMode)
    expiresIn = try line.optional(.expiresIn, "a whole number of seconds")
    signedBodyHeader = try line.choice(.signedBodyHeader)
    chunkSize = try line.optional(.chunkSize, "a whole number of bytes")
    trailers = try line.optional(.trailers, "an object of names and values", as: Trailers.self)?.values
    policyBase64 = try line.optional(.policyBase64, "a string")
  }

  /// Refuses a field that is almost one of ours: without it the line would be signed with other credentials or another time
  /// than the caller means. Any other field is the caller's own and is left alone.
  private static func refuseMisspelt(in decoder: any Decoder) throws {
    let given = Set(try decoder.container(keyedBy: AnyName.self).allKeys.map(\.stringValue))
    let known = Set(CodingKeys.allCases.map(\.stringValue))
    let missing = known.subtracting(given).sorted()
    for name in given.subtracting(known).sorted() {
      guard let meant = missing.first(where: { SpellingDistance.isClose(name, $0) }) else { continue }
      throw SignInputError(
        message: "The field \(name.printable(limit: 60)) is not known. Did you mean \(meant)?")
    }
  }

  /// The name of any field.
  private struct AnyName: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  /// One header of the list.
  private struct Header: Decodable {
    var pair: [String]

    init(from decoder: any Decoder) throws {
      let name = "headers[\(decoder.codingPath.last?.intValue ?? 0)]"
      do {
        pair = try [String](from: decoder)
      } catch {
        throw SignInputError(message: "The field \(name) must be a list of two strings, a name and a value.")
      }
      guard pair.count == 2 else {
        throw SignInputError(message: "The field \(name) must be a name and a value; it has \(pair.count) parts.")
      }
    }
  }

  /// The trailers, each of which has to be text.
  private struct Trailers: Decodable {
    var values: [String: String] = [:]

    init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: AnyName.self)
      for name in fields.allKeys {
        values[name.stringValue] = try SignFields(fields, below: "trailers.").required(name, "a string")
      }
    }
  }
}

extension SignInput.Keys: Decodable {
  enum CodingKeys: String, CodingKey { case accessKeyId, secretAccessKey, sessionToken }

  init(from decoder: any Decoder) throws {
    let keys = SignFields(try decoder.container(keyedBy: CodingKeys.self), below: "credentials.")
    accessKeyId = try keys.required(.accessKeyId, "a string")
    secretAccessKey = try keys.required(.secretAccessKey, "a string")
    sessionToken = try keys.optional(.sessionToken, "a string")
  }
}

/// The fields of an object, with an error for each that says which one it is.
private struct SignFields<Key: CodingKey> {
  let fields: KeyedDecodingContainer<Key>
  let parent: String

  init(_ fields: KeyedDecodingContainer<Key>, below parent: String = "") {
    self.fields = fields
    self.parent = parent
  }

  /// A field that may be missing or `null`.
  func optional<Value: Decodable>(
    _ key: Key, _ expected: String, as type: Value.Type = Value.self
  ) throws(SignInputError) -> Value? {
    do {
      return try fields.decodeIfPresent(type, forKey: key)
    } catch let error as SignInputError {
      // What is wrong is in a part of the field.
      throw error
    } catch {
      throw SignInputError(message: "The field \(parent)\(key.stringValue) must be \(expected).")
    }
  }

  /// A field that has to be there.
  func required<Value: Decodable>(_ key: Key, _ expected: String) throws(SignInputError) -> Value {
    guard let value: Value = try optional(key, expected) else {
      throw SignInputError(message: "The field \(parent)\(key.stringValue) is missing.")
    }
    return value
  }

  /// A field that is one of a few words.
  func choice<Choice: RawRepresentable<String> & CaseIterable>(_ key: Key) throws(SignInputError) -> Choice? {
    let expected = "one of " + Choice.allCases.map(\.rawValue).joined(separator: ", ")
    guard let text: String = try optional(key, expected) else { return nil }
    guard let choice = Choice(rawValue: text) else {
      throw SignInputError(message: "The field \(parent)\(key.stringValue) must be \(expected).")
    }
    return choice
  }
}
