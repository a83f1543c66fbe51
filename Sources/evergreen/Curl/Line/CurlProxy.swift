import AWSCore
import AWSRuntime
import ArgumentParser

/// The value of `--proxy`.
enum CurlProxy {
  /// Reads `[http://]host[:port]`; the port is 1080 unless it is given, as with curl.
  static func route(_ text: String) throws -> AsyncHTTPClientTransport.Route {
    let endpoint: Endpoint
    do throws(EndpointError) {
      endpoint = try Endpoint(text.contains("://") ? text : "http://" + text)
    } catch {
      throw ValidationError("--proxy: \(error)")
    }
    guard endpoint.scheme == "http" else { throw ValidationError("--proxy takes an HTTP proxy: http://host:port.") }
    return .proxy(host: endpoint.host, port: endpoint.port ?? (text.hasSuffix(":80") ? 80 : 1080))
  }
}
