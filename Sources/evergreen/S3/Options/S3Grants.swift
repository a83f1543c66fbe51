import AWSCore
import ArgumentParser

/// The values of `--grants`: who may do what with an object, as header fields have it.
struct S3Grants: Sendable {
  private(set) var read: String?
  private(set) var readACL: String?
  private(set) var writeACL: String?
  private(set) var full: String?

  /// Reads grants such as `read=uri=URI,id=ID`.
  init(_ texts: [String]) throws(ValidationError) {
    for text in texts {
      guard let equals = text.firstIndex(of: "=") else { throw Self.refusal(text) }
      var grantees: [String] = []
      for grantee in text[text.index(after: equals)...].split(separator: ",", omittingEmptySubsequences: false) {
        let parts = grantee.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2, ["id", "uri", "emailaddress"].contains(parts[0].lowercased()),
          !parts[1].holdsForbiddenControl, !parts[1].contains("\"")
        else { throw Self.refusal(text) }
        grantees.append("\(parts[0])=\"\(parts[1])\"")
      }
      let value = grantees.joined(separator: ",")
      switch text[..<equals] {
      case "read": read = value
      case "readacl": readACL = value
      case "writeacl": writeACL = value
      case "full": full = value
      default: throw Self.refusal(text)
      }
    }
  }

  private static func refusal(_ text: String) -> ValidationError {
    ValidationError(
      "--grants is '\(text.printable(limit: 120))'; it takes read, readacl, writeacl or full with id=ID or uri=URI, as "
        + "read=uri=http://acs.amazonaws.com/groups/global/AllUsers,id=ID.")
  }
}
