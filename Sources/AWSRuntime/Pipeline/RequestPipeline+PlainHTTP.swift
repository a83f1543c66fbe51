import AWSCore
package import AWSCredentials
import HTTPTypes
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
    guard request.authentication != .anonymous, let authority = exposedAuthority(of: request) else { return }
    if request.authentication == .token { return try refuseToken(of: request, to: authority) }
    guard signs(request), shared.plainHTTPWarning.take() else { return }
    configuration.logger.warning(
      """
      Signed requests go over plain http to another machine. The signature protects them from changes, but everybody on \
      the way can read them and the responses; use https.
      """,
      metadata: ["aws.service": "\(service.name)", "server.address": "\(authority.printable(limit: 120))"])
  }

  /// Refuses an `Authorization` that an interceptor gave an unsigned request, by the same rule as a token.
  ///
  /// - Parameter fields: The header fields of the attempt.
  /// - Throws: ``ServiceError``.
  func checkPlainHTTP(_ fields: HTTPFields, of request: ServiceRequest) throws(ServiceError) {
    guard fields.contains(.authorization), let authority = exposedAuthority(of: request) else { return }
    try refuseToken(of: request, to: authority)
  }

  /// Where a request goes, if everybody on the way can read it; `nil` if not.
  private func exposedAuthority(of request: ServiceRequest) -> String? {
    guard request.scheme == "http" else { return nil }
    let authority = reroutedAuthority ?? request.authority
    return LoopbackHost.contains(LoopbackHost.host(ofAuthority: authority)) ? nil : authority
  }

  private func refuseToken(of request: ServiceRequest, to authority: String) throws(ServiceError) {
    guard !configuration.plainHTTPTokenHosts.contains(LoopbackHost.host(ofAuthority: authority)) else { return }
    throw ServiceError(
      .invalidRequest, code: "PlainHTTP",
      message: """
        The endpoint is http://\(authority.printable(limit: 120)), and a token may not go over plain http to another \
        machine; use https, or allow the host in the program with plainHTTPTokenHosts.
        """,
      operation: operationName(request))
  }
}
