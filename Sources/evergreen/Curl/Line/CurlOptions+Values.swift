import AWSCore
import AWSCredentials
import ArgumentParser

/// The values of options, checked when the line is read: what no request can have is a mistake in the line, and nothing is sent.
extension CurlOptions {
  /// A value that has to be text.
  static func text(_ bytes: [UInt8], of option: String) throws -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ValidationError(
        "The value of \(option), '\(String(decoding: bytes, as: UTF8.self).printable(limit: 200))', is not valid UTF-8."
      )
    }
    return text
  }

  /// A URL. Bytes that are not UTF-8 are percent-encoded, as all bytes are that no URL may hold.
  static func url(_ bytes: [UInt8]) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    var encoded: [UInt8] = []
    for byte in bytes { if byte < 0x80 { encoded.append(byte) } else { encoded.append(percentEncoded: byte) } }
    return String(decoding: encoded, as: UTF8.self)
  }

  /// The name of a file or a directory.
  static func path(_ bytes: [UInt8], of option: String) throws -> FilePath {
    guard !bytes.isEmpty else { throw invalid(option, "needs a name") }
    return FilePath(bytes)
  }

  /// A header, or the file that holds several.
  static func header(_ bytes: [UInt8]) throws -> CurlHeaders.Argument {
    if let path = CurlData.path(bytes) { return .file(path) }
    let text = try text(bytes, of: "--header")
    do throws(HeaderLine.Problem) {
      return .line(try HeaderLine(text, takesEmpty: true))
    } catch {
      throw invalid("--header", error.problem)
    }
  }

  /// The value of a header that has an option of its own.
  static func headerValue(_ text: String, of option: String) throws -> String {
    guard !text.holdsForbiddenControl else {
      throw invalid(option, "has a line end or another control character in it")
    }
    return text
  }

  static func service(_ text: String, of option: String) throws -> String {
    if let problem = RequestWords.problem(ofService: text) { throw invalid(option, problem) }
    return text
  }

  static func region(_ text: String, of option: String) throws -> String {
    guard AWSRegion(text) != nil else { throw ValidationError(AWSRegion.refusal(of: text, from: option)) }
    return text
  }

  static func signingHost(_ text: String) throws -> Authority {
    do throws(Authority.Invalid) {
      return try Authority(text)
    } catch {
      throw invalid("--signing-host", "takes a host with an optional port: \(error.reason)")
    }
  }
}
