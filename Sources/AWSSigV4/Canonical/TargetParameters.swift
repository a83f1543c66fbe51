import AWSCore
import AWSCredentials

// The query of a target, cut at bytes: in a string a combining mark may make a `?` or a `&` part of another character.
extension String {
  /// A target with one parameter more, at the end of its query.
  func appending(parameter name: String, value: String) -> String {
    let separator: String
    switch utf8.last {
    case UInt8(ascii: "?"): separator = ""
    default: separator = utf8.contains(UInt8(ascii: "?")) ? "&" : "?"
    }
    return "\(self)\(separator)\(name)=\(PercentEncoding.encode(value))"
  }

  /// A URL without what is in its query, to be shown.
  var withoutQuery: String {
    guard let mark = utf8.firstIndex(of: UInt8(ascii: "?")) else { return self }
    return "\(self[..<mark])?…"
  }
}

extension SigningRequest {
  /// Refuses a parameter that only a signer may set.
  ///
  /// - Parameter name: Its name in lowercase.
  func refuseParameter(_ name: String) throws(SigV4Error) {
    guard let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) else { return }
    for parameter in target.utf8[mark...].dropFirst().split(separator: UInt8(ascii: "&")) {
      let written = WirePath.decodedParameter(parameter.prefix { $0 != UInt8(ascii: "=") })
      guard written.map(\.lowercasedASCII).elementsEqual(name.utf8) else { continue }
      throw SigV4Error(
        .alreadySigned,
        message: "The request's query already holds \(name), a parameter of a presigned URL. Remove the X-Amz-… "
          + "parameters before signing.")
    }
  }
}
