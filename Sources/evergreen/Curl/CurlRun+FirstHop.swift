import AWSCore
import AWSCredentials
import AWSRuntime
import ArgumentParser

extension CurlRun {
  /// The request that the command line asks for.
  func firstHop(_ body: CurlBody) async throws -> CurlTransfer.Hop {
    var query = try options.query.map { text in
      text.first == UInt8(ascii: "+") ? Array(text.dropFirst()) : try CurlData.encoded(text)
    }
    if options.usesGet { query.append(try CurlData.joined(options.data)) }
    let target = try CurlTarget(options.url, adding: query, pathAsIs: options.pathAsIs).naming(options.uploadFile)
    let signingHost = options.signingHost
    return CurlTransfer.Hop(
      target: target, method: options.method ?? (options.isHead ? "HEAD" : body.defaultMethod), body: body,
      scope: try await scope(of: target, signingHost), signingHost: signingHost)
  }

  /// What the request is signed for; `nil` if it is not signed.
  private func scope(of target: CurlTarget, _ signingHost: Authority?) async throws -> CurlScope? {
    if options.isUnsigned { return nil }
    // A service refuses two signatures; that of the URL is the one that was meant.
    if target.isPresigned {
      if options.isVerbose { try streams.errors("* The URL holds a signature, so no other is added.\n") }
      return nil
    }
    try context.requireProfile()
    return try await CurlScope(
      service: options.service, region: options.region, host: signingHost?.host ?? target.endpoint.host,
      endpoint: target.endpoint, in: context)
  }

  /// What sends the requests: the context's transport, unless options say whom to trust and which way to go.
  func transport() throws -> any HTTPTransport {
    guard options.isInsecure || options.authorityFile != nil || options.proxy != nil || options.usesNoProxy else {
      return try context.serviceTransport()
    }
    var route: AsyncHTTPClientTransport.Route?
    if options.usesNoProxy { route = .direct }
    if let proxy = options.proxy { route = proxy }
    var context = context
    let roots = options.isInsecure ? TrustRoots.anyCertificate : try options.authorityFile.map(Self.authorities)
    context.transport = AsyncHTTPClientTransport(route: route, trustRoots: roots)
    return try context.serviceTransport()
  }

  private static func authorities(_ file: String) throws -> TrustRoots {
    do throws(CredentialError) {
      return try TrustRoots(CertificateAuthorityFile(path: file, origin: "--cacert"))
    } catch {
      throw CurlFailure(.authorityFile, error.message)
    }
  }
}
