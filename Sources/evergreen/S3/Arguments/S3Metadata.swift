import AWSCore
import ArgumentParser

/// The value of `--metadata`: `name=value,name=value`, or an object of JSON.
enum S3Metadata {
  static func read(_ text: String) throws(ValidationError) -> [String: String] {
    let pairs = text.trimmingASCIIWhitespace().hasPrefix("{") ? try json(text) : try shorthand(text)
    for (name, value) in pairs {
      guard !name.isEmpty, name.utf8.allSatisfy(\.isTokenCharacter) else {
        throw ValidationError(
          "--metadata has the name '\(name.printable(limit: 80))'; a name consists of letters, digits and !#$%&'*+-.^_`|~ alone."
        )
      }
      guard !value.holdsForbiddenControl else {
        throw ValidationError("--metadata has a line end or another control character in the value of \(name).")
      }
    }
    return pairs
  }

  private static func json(_ text: String) throws(ValidationError) -> [String: String] {
    guard let fields = (try? JSONNode(parsing: Array(text.utf8)))?.fields else {
      throw ValidationError("--metadata is no object of JSON, as {\"name\": \"value\"} is one.")
    }
    var pairs: [String: String] = [:]
    for member in fields.all {
      guard let value = member.value.string else {
        throw ValidationError("--metadata: the value of '\(member.name.printable(limit: 80))' is no text.")
      }
      pairs[member.name] = value
    }
    return pairs
  }

  /// The shorthand of the AWS CLI, in which a value with commas stands in quotes.
  private static func shorthand(_ text: String) throws(ValidationError) -> [String: String] {
    var pairs: [String: String] = [:]
    var rest = text[...]
    while !rest.isEmpty {
      guard let equals = rest.firstIndex(of: "=") else {
        throw ValidationError(
          "--metadata takes name=value,name=value; '\(String(rest).printable(limit: 80))' has no '='.")
      }
      let name = String(rest[..<equals])
      rest = rest[rest.index(after: equals)...]
      var value = ""
      if let quote = rest.first, quote == "\"" || quote == "'" {
        rest = rest.dropFirst()
        while let next = rest.first, next != quote {
          if next == "\\", rest.dropFirst().first == quote { rest = rest.dropFirst() }
          value.append(rest.removeFirst())
        }
        guard !rest.isEmpty else {
          throw ValidationError(
            "--metadata: the quote before the value of '\(name.printable(limit: 80))' is not closed.")
        }
        rest = rest.dropFirst()
      } else {
        while let next = rest.first, next != "," { value.append(rest.removeFirst()); _ = next }
      }
      if rest.first == "," {
        rest = rest.dropFirst()
      } else if !rest.isEmpty {
        throw ValidationError("--metadata: a comma is missing behind the value of '\(name.printable(limit: 80))'.")
      }
      pairs[name] = value
    }
    return pairs
  }
}
