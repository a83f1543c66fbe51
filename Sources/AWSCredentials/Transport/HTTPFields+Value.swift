package import HTTPTypes

extension HTTPFields {
  /// The value of a field, as the subscript returns it: the values of several fields of the name are joined. The value of
  /// a single field, which is the usual case, is not copied.
  package func value(of name: HTTPField.Name) -> String? { value(ofCanonicalName: name.canonicalName) }

  /// The value of a field.
  ///
  /// - Parameter name: The name in lower case.
  package func value(ofCanonicalName name: String) -> String? {
    var found: String?
    for field in self where field.name.canonicalName == name {
      guard let value = found else {
        found = field.value
        continue
      }
      found = value + (name == "cookie" ? "; " : ", ") + field.value
    }
    return found
  }
}

extension HTTPField.Name {
  /// A name that the program knows, which is checked once and not for each request.
  ///
  /// - Parameter name: The name, which must be a valid one.
  package init(known name: StaticString) {
    guard let valid = HTTPField.Name("\(name)") else { preconditionFailure("\(name) is no name of a header field.") }
    self = valid
  }
}
