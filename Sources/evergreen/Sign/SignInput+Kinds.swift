import AWSCredentials
import AWSSigV4

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

// The kinds of signature beside those of a request in one region: SigV4a, chunks, and upload forms.
extension SignInput {
  /// A request signed by SigV4a, in its URL if that is to expire; the field region holds the regions, joined by commas.
  func signedInRegions() throws -> SignAnswer {
    let request = try request()
    let regions = region.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    let signer = SigV4aSigner(service: service, regionSet: regions, options: options)
    guard let expiresIn else {
      let signed = try signer.sign(request, payload: payload(), credentials: keys, date: date())
      return SignAnswer(signed, of: request, url: url)
    }
    let signed = try signer.presign(
      request, payload: payload(), expiresIn: .seconds(expiresIn), credentials: keys, date: date())
    return SignAnswer(signed, of: request)
  }

  /// A request whose body goes in chunks, and that body.
  func signedInChunks() throws -> SignAnswer {
    let body = try body()
    let trailers = try trailerList()
    let encoding = try ChunkedEncoding(
      decodedLength: body.count, chunkSize: chunkSize ?? 65_536,
      trailers: lengths(of: trailers), signing: (payloadMode ?? .signed) == .signed ? .signed : .unsigned)
    var request = try request()
    request.headers = Self.headers(of: encoding, replacing: request.headers)
    var options = options
    options.signedBodyHeader = .xAmzContentSha256
    let signer = SigV4Signer(service: service, region: region, options: options)
    let (credentials, date) = (keys, try date())
    let seed = try signer.sign(request, payload: encoding.payload, credentials: credentials, date: date)
    var chunks = try ChunkSigner(encoding, seed: seed, signer: signer, credentials: credentials, date: date)
    var encoded = Data(capacity: encoding.encodedLength)
    for start in stride(from: 0, to: body.count, by: encoding.chunkSize) {
      encoded += try chunks.chunk(Array(body[start..<min(start + encoding.chunkSize, body.count)]))
    }
    encoded += try chunks.end(trailers: trailers)
    var answer = SignAnswer(seed, of: request, url: url)
    answer.bodyBase64 = encoded.base64EncodedString()
    return answer
  }

  /// The caller's headers with those of the encoding; an encoding of the body itself stays, after that of the chunks.
  private static func headers(
    of encoding: ChunkedEncoding, replacing callers: [(name: String, value: String)]
  ) -> [(name: String, value: String)] {
    let names = Set(encoding.headers.map(\.name))
    let encodings = callers.filter { $0.name.lowercased() == "content-encoding" }.map(\.value)
    return callers.filter { !names.contains($0.name.lowercased()) }
      + encoding.headers.map { name, value in
        guard name == "content-encoding", !encodings.isEmpty else { return (name, value) }
        let others = encodings.filter { !$0.lowercased().hasPrefix(value) }
        return (
          name,
          others.count < encodings.count ? encodings.joined(separator: ",") : ([value] + others).joined(separator: ",")
        )
      }
  }

  private func lengths(of trailers: [(name: String, value: String)]) throws(SignInputError) -> [String: Int] {
    var lengths: [String: Int] = [:]
    for (name, value) in trailers {
      guard lengths.updateValue(value.utf8.count, forKey: name.lowercased()) == nil else {
        throw SignInputError(message: "The field trailers holds a name twice.")
      }
    }
    return lengths
  }

  /// The fields of an upload form; the body is its policy.
  func signedForm() throws -> SignAnswer {
    guard try !body().isEmpty, let bodyBase64 else {
      throw SignInputError(message: "The field bodyBase64 must hold the form's policy.")
    }
    return SignAnswer(try signer.sign(policy: bodyBase64, credentials: keys, date: date()), url: url)
  }
}
