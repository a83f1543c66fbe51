import AWSCore
import AWSCredentials
import AWSRuntime

/// Decodes what S3 encodes in lists: as in HTML forms, `%XX` is a byte and `+` a space.
enum FormDecoding {
  /// Decodes a text. A `%` without two hexadecimal digits stands for itself.
  ///
  /// - Throws: A problem that shows the text as it was sent, if the bytes are not UTF-8: with a byte replaced, a key would be
  ///   another key.
  static func decode(_ text: String) throws(S3Problem) -> String {
    guard text.utf8.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else { return text }
    guard let decoded = String(validating: WirePath.decodedParameter(text.utf8), as: UTF8.self) else {
      throw S3Problem(
        .invalidResponse, code: .invalidResponse,
        message: """
          The list has a key that is not UTF-8, which this client cannot hold: \(text.oneLine(limit: 200)) as the server \
          encodes it. Narrow the list by a prefix or startAfter, or rename the object with another tool.
          """)
    }
    return decoded
  }
}
