package import AWSCredentials
import AWSCore
import HTTPTypes

extension HTTPTransportResponse {
  /// Reads the body into memory, unpacked if the response says that it is packed: for documents, never for objects, which are
  /// stored and returned in whatever encoding their owner chose.
  package func collectDocument(upTo limit: Int) async throws -> [UInt8] {
    try await body.collectDocument(head, upTo: limit)
  }
}

extension AWSHTTPBody {
  fileprivate func collectDocument(_ head: HTTPResponse, upTo limit: Int) async throws -> [UInt8] {
    let bytes = try await collect(upTo: limit)
    // Some proxies unpack a body and leave the field, and what the pipeline has inspected is unpacked already. No document
    // begins with gzip's magic number.
    guard let encoding = head.headerFields.value(of: .contentEncoding)?.trimmingASCIIWhitespace().lowercased(),
      encoding == "gzip" || encoding == "x-gzip", bytes.starts(with: [0x1F, 0x8B])
    else { return bytes }
    do throws(Gzip.Failure) {
      return try Gzip.unpacked(bytes, upTo: limit)
    } catch {
      switch error {
      case .malformed: throw error
      case .tooLarge: throw AWSHTTPBodyError.tooLarge(limit: limit)
      }
    }
  }
}
