import AWSCore

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The JSON object in which the metadata services hand out credentials or explain why not.
///
/// Names of members are compared without regard to case, as AWS's SDKs do: the services differ. If a member is there in
/// several spellings, AWS's own wins. Members that are not strings are kept only as being there.
struct CredentialDocument: Decodable {
  private var exact: [String: String] = [:]
  private var strings: [String: String] = [:]
  private var otherMembers: Set<String> = []

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    // In an order of their own, not the random one of a dictionary: the same response always gives the same credentials.
    for key in container.allKeys.sorted(by: { $0.stringValue < $1.stringValue }) {
      let name = key.stringValue.lowercased()
      if let text = try? container.decode(String.self, forKey: key) {
        exact[key.stringValue] = text
        strings[name] = strings[name] ?? text
      } else if try !container.decodeNil(forKey: key) {
        otherMembers.insert(name)
      }
    }
  }

  /// Reads a document; `nil` if the bytes are not a JSON object.
  init?(json bytes: [UInt8]) {
    guard let document = try? JSONDecoder().decode(CredentialDocument.self, from: Data(bytes)) else { return nil }
    self = document
  }

  /// A member that is a string and not blank.
  subscript(name: String) -> String? { (exact[name] ?? strings[name.lowercased()])?.nilIfBlank }

  /// What no message may show, should the service quote it.
  var secrets: [String] { [self["SecretAccessKey"], self["Token"]].compactMap(\.self) }

  /// What a service says when it has no credentials to give: its code and message, where there are any.
  var failure: (code: String?, message: String?)? {
    guard let code = self["Code"] else { return self["AccessKeyId"] == nil ? self["Message"].map { (nil, $0) } : nil }
    return code.lowercased() == "success" ? nil : (code, self["Message"])
  }

  /// Makes credentials of the document.
  ///
  /// - Throws: ``CredentialError/Code/invalidResponse`` that names the first member missing or wrong.
  func credentials(provider: String) throws(CredentialError) -> Credentials {
    let key = try required("AccessKeyId", provider)
    let secret = try required("SecretAccessKey", provider)
    let token = try required("Token", provider)
    let end = try required("Expiration", provider)
    guard let expiration = ISO8601.date(from: end) else {
      throw invalid("The response's Expiration \(ISO8601.problem(in: end) ?? "").", provider)
    }
    return Credentials(
      accessKeyId: key, secretAccessKey: secret, sessionToken: token, expiration: expiration,
      accountId: self["AccountId"], provider: provider)
  }

  private func required(_ name: String, _ provider: String) throws(CredentialError) -> String {
    guard let value = self[name] else {
      let isOther = otherMembers.contains(name.lowercased())
      throw invalid("The response's \(name) is \(isOther ? "not a string" : "missing").", provider)
    }
    guard !value.holdsControlCharacter else {
      throw invalid("The response's \(name) holds a control character.", provider)
    }
    return value
  }

  private func invalid(_ message: String, _ provider: String) -> CredentialError {
    CredentialError(.invalidResponse, provider: provider, message: message)
  }
}
