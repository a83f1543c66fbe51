import AWSCore
import AWSCredentials

extension ChunkedEncoding {
  /// The headers to sign and send the request with: those given and those of the encoding, which replace headers of
  /// the same name.
  ///
  /// A `content-encoding` of the body itself, such as `gzip`, stays, after `aws-chunked`, as Amazon S3 requires. The
  /// `content-length` of the body before encoding and a `transfer-encoding` are removed.
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
