import AWSCore
import AWSCredentials
import AWSRuntime
import ArgumentParser

/// A URL in the form in which it is signed and sent: nothing in its path and query is changed.
struct CurlTarget {
  let endpoint: Endpoint
  /// Path and query.
  let path: String

  /// Reads a URL.
  ///
  /// - Parameter data: What is put behind its query.
  init(_ text: String, adding data: [UInt8] = []) throws {
    let url = AddressText(text)
    // Without a scheme curl takes http.
    let scheme = url.scheme ?? "https"
    guard scheme == "https" || scheme == "http" else {
      throw ValidationError("The URL begins with '\(scheme)://'; requests are sent by https:// and http:// alone.")
    }
    endpoint = try Endpoint("\(scheme)://\(url.authority)")
    var target = Array(url.target.utf8.prefix { $0 != UInt8(ascii: "#") })
    if !data.isEmpty { target += [UInt8(ascii: target.contains(UInt8(ascii: "?")) ? "&" : "?")] + data }
    if let fault = WirePath.fault(inTarget: target) {
      throw ValidationError(
        "The URL's path or query holds \(fault). What is sent has to be what is signed.")
    }
    let path = String(decoding: target, as: UTF8.self)
    self.path = path.utf8.first == UInt8(ascii: "/") ? path : "/" + path
  }
}

/// What a signature is for.
struct CurlScope {
  let service: String
  let region: String
}
