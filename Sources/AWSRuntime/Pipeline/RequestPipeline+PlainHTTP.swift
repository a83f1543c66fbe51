import AWSCore
package import AWSCredentials
import Logging

/// A transport that sends to another host than the one that requests name and are signed for.
package protocol ReroutingTransport: HTTPTransport {
  /// Where requests really go.
  var authority: String { get }
}

extension RequestPipeline {
  /// What may go over plain `http` to another machine, where everybody on the way reads it.
  ///
  /// Anybody who reads a token can use it, so a request that carries one is refused, unless the program has allowed the
  /// host. A signature is worth nothing to others, so a signed request goes; that its content and the response can be
  /// read is said once.
  ///
  /// - Throws: ``ServiceError`` for a request with a token.
  func checkPlainHTTP(_ request: ServiceRequest) throws(ServiceError) {
    guard request.scheme == "http" else { return }
    let authority = (configuration.transport as? any ReroutingTransport)?.authority ?? request.authority
    let host = LoopbackHost.host(ofAuthority: authority)
    guard !LoopbackHost.contains(host) else { return }
    switch request.authentication {
    case .anonymous: return
    case .token:
      guard !configuration.plainHTTPTokenHosts.contains(host) else { return }
      throw ServiceError(
        .invalidRequest, code: "PlainHTTP",
        message: """
          The endpoint is http://\(authority.printable(limit: 120)), and a token may not go over plain http to another \
          machine; use https, or allow the host in the program with plainHTTPTokenHosts.
          """,
        operation: operationName(request))
    case .signed:
      guard signs(request), shared.plainHTTPWarning.take() else { return }
      configuration.logger.warning(
        """
        Signed requests go over plain http to another machine. The signature protects them from changes, but everybody on \
        the way can read them and the responses; use https.
        """,
        metadata: ["aws.service": "\(service.name)", "server.address": "\(authority.printable(limit: 120))"])
    }
  }
}
