import AWSCore
import AWSCredentials

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The JSON object that a `credential_process` prints.
///
/// Names of members are compared without regard to case, as several of AWS's SDKs do; the exact spelling goes first.
struct ProcessCredentialDocument: Decodable {
  private enum Member {
    case text(String)
    case number(Int)
    case other
  }

  /// Why a document holds no credentials.
  struct Failure: Error {
    /// What the program printed, as the end of a sentence after "printed", with its full stop.
    let what: String
    var isExpired = false
  }

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  private static let names = ["Version", "AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration", "AccountId"]
  /// The most bytes a member may have: far more than any token AWS has issued.
  private static let memberLimit = 64 * 1024

  private var members: [String: Member] = [:]

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    for key in container.allKeys {
      guard let name = Self.names.first(where: { $0.lowercased() == key.stringValue.lowercased() }),
        key.stringValue == name || members[name] == nil, try !container.decodeNil(forKey: key)
      else { continue }
      if let text = try? container.decode(String.self, forKey: key) {
        members[name] = .text(text)
      } else if let number = try? container.decode(Int.self, forKey: key) {
        members[name] = .number(number)
      } else {
        members[name] = .other
      }
    }
  }

  /// Reads a document; `nil` if the bytes are not a JSON object.
  init?(json bytes: [UInt8]) {
    guard let document = try? JSONDecoder().decode(Self.self, from: Data(bytes)) else { return nil }
    self = document
  }

  /// Makes credentials of the document.
  ///
  /// - Throws: ``Failure`` that names the first member that is missing or wrong, never a value but that of `Version` and
  ///   `Expiration`.
  func credentials(now: Date, accountId: String?, provider: String) throws(Failure) -> Credentials {
    switch members["Version"] {
    case .number(1)?: break
    case .number(let version)?: throw Failure(what: "Version \(version); only 1 is known.")
    case .text?, .other?: throw Failure(what: "a Version that is not a whole number; it must be 1.")
    case nil: throw Failure(what: "no Version; it must be 1.")
    }
    let key = try required("AccessKeyId")
    let secret = try required("SecretAccessKey")
    let token = try optional("SessionToken")?.nilIfBlank
    let account = try optional("AccountId")?.nilIfBlank ?? accountId
    var expiration: Date?
    if let text = try optional("Expiration") {
      guard let date = ISO8601.date(from: text) else {
        throw Failure(what: "an Expiration that \(ISO8601.problem(in: text) ?? "").")
      }
      guard date > now else {
        throw Failure(
          what: "credentials that expired at \(ISO8601.string(from: date)); it is \(ISO8601.string(from: now)).",
          isExpired: true)
      }
      expiration = date
    }
    return Credentials(
      accessKeyId: key, secretAccessKey: secret, sessionToken: token, expiration: expiration, accountId: account,
      provider: provider)
  }

  private func required(_ name: String) throws(Failure) -> String {
    guard let value = try optional(name) else { throw Failure(what: "no \(name).") }
    guard let text = value.nilIfBlank else { throw Failure(what: "an empty \(name).") }
    return text
  }

  private func optional(_ name: String) throws(Failure) -> String? {
    guard let member = members[name] else { return nil }
    guard case .text(let text) = member else { throw Failure(what: "an \(name) that is not a string.") }
    guard text.utf8.count <= Self.memberLimit else {
      throw Failure(what: "an \(name) of more than \(Self.memberLimit) bytes.")
    }
    guard !text.holdsControlCharacter else { throw Failure(what: "an \(name) with a control character.") }
    return text
  }
}
