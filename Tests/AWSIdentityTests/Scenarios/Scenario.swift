#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A surrounding in which a program looks for credentials, and what it has to find: an entry of `default-chain.json`.
struct Scenario: Decodable, Sendable, CustomStringConvertible {
  var name: String
  /// The profile the program names.
  var profile: String?
  var environment: [String: String]
  var files: [String: String]?
  var filesBase64: [String: String]?
  var unreadable: [String]?
  /// What a person who is asked for the code of a device types.
  var tokenCode: String?
  var processes: [Program]?
  /// The requests that are made, all of them and in this order.
  var http: [Exchange]?
  var expect: Expectation

  var description: String { name }

  struct Program: Decodable, Sendable {
    var program: String
    var arguments: [String]
    var status: Int?
    var standardOutput: String?
    var standardError: String?
    var error: String?
  }

  struct Exchange: Decodable, Sendable {
    /// Method and the beginning of the URL.
    var match: String
    /// What the rest of the URL holds.
    var target: [String]?
    /// What the body of the request holds.
    var contains: [String]?
    /// Header fields of the request.
    var header: [String: String]?
    /// The key that signed the request.
    var signedBy: String?
    /// The session token it carries.
    var token: String?
    /// That it is not signed.
    var unsigned: Bool?
    var status: Int?
    var headers: [String: String]?
    var body: String?
    var error: String?
  }

  struct Expectation: Decodable, Sendable {
    var accessKeyId: String?
    var secretAccessKey: String?
    var sessionToken: String?
    var accountId: String?
    var expiration: String?
    /// Part of the name of the provider.
    var provider: String?
    /// The code of the error.
    var error: String?
    /// What the error says.
    var contains: [String]?
    /// What it must not say.
    var lacks: [String]?
  }

  struct Collection: Decodable {
    var now: String
    var scenarios: [Scenario]
  }

  /// The scenarios of the file beside this one.
  static let collection: Collection = {
    let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "default-chain.json")
    guard let data = try? Data(contentsOf: url), let read = try? JSONDecoder().decode(Collection.self, from: data)
    else { return Collection(now: "", scenarios: []) }
    return read
  }()
}
