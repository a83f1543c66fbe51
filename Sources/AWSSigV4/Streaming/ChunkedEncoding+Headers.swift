import AWSCore
import AWSCredentials

extension ChunkedEncoding {
  /// The headers to sign and send the request with: the request's own headers and those of the encoding (see
  /// ``headers``). A header of the encoding replaces a header of the request that has the same name.
  ///
  /// If the request has a `content-encoding`, such as `gzip`, it becomes `aws-chunked,gzip`, as Amazon S3 requires. A
  /// `transfer-encoding` is removed. The `content-length` becomes the length of the encoded body.
  ///
  /// - Parameter callers: The headers of the request before the encoding.
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
