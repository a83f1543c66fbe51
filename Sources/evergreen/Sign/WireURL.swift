import AWSCore
import AWSCredentials

/// A URL cut into the parts of a request, byte by byte: nothing is decoded, encoded or normalised.
///
/// Bytes that are not ASCII stay as they are, as they would on the wire.
struct WireURL {
  let scheme: String
  let authority: String
  let target: String

  init(_ text: String) throws(SignInputError) {
    let parts = AddressText(text)
    guard let scheme = parts.scheme, scheme == "https" || scheme == "http" else {
      throw SignInputError(message: "The field url must begin with https:// or http://.")
    }
    self.scheme = scheme
    authority = String(parts.authority)
    target = String(parts.target)
  }
}
