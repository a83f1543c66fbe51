import AWSCore
import AWSCredentials

extension ChunkedEncoding {
  /// The headers the request is to be signed and sent with: the caller's, those of the encoding in place of any of the same
  /// name.
  ///
  /// A `content-encoding` of the body itself, such as `gzip`, stays, after that of the chunks, as Amazon S3 wants it; a
  /// `content-length` of the body before encoding does not, and neither does a `transfer-encoding`.
  ///
  /// - Parameter callers: The headers of the request.
  public func applied(to callers: [(name: String, value: String)]) -> [(name: String, value: String)] {
    let headers = headers
    let names = Set(headers.map(\.name) + ["x-amz-trailer", "transfer-encoding"])
    let encodings = callers.filter { $0.name.lowercasedASCII == "content-encoding" }.map(\.value)
      .filter { !$0.trimmingASCIIWhitespace().isEmpty }
    let isChunked = encodings.flatMap { $0.split(separator: ",") }
      .contains { String($0).trimmingASCIIWhitespace().lowercasedASCII == "aws-chunked" }
    return callers.filter { !names.contains($0.name.lowercasedASCII) }
      + headers.map { name, value in
        guard name == "content-encoding" else { return (name, value) }
        return (name, ((isChunked ? [] : [value]) + encodings).joined(separator: ","))
      }
  }
}
