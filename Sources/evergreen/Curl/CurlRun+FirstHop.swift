import AWSCore
import AWSCredentials
import AWSRuntime
import ArgumentParser

extension CurlRun {
  /// A request that the command line asks for.
  func firstHop(
    _ element: CurlRequestList.Element, _ body: CurlBody, _ shared: CurlShared
  ) async throws -> CurlTransfer.Hop {
    let target = try target(element, shared.query + (options.usesGet ? [shared.data] : []))
    let signingHost = options.signingHost
    if target.isPresigned, !options.isUnsigned, options.isVerbose {
      try streams.errors("* The URL holds a signature, so no other is added.\n")
    }
    return CurlTransfer.Hop(
      target: target, method: options.method ?? (options.isHead ? "HEAD" : body.defaultMethod), body: body,
      scope: try await scope(of: target, signingHost), signingHost: signingHost)
  }

  private func target(_ element: CurlRequestList.Element, _ query: [[UInt8]]) throws -> CurlTarget {
    try CurlTarget(element.url ?? "", adding: query, pathAsIs: options.pathAsIs).naming(element.uploadFile)
  }

  /// Refuses URLs that cannot be asked, if there are several: one of them may be a value whose option is missing, and then nothing
  /// should be sent.
  func checkTargets(adding query: [[UInt8]]) async throws {
    let list = options.requests.list
    guard list.count > 1 else { return }
    for element in list {
      let reason: String
      do {
        _ = try await scope(of: try target(element, query), options.signingHost)
        continue
      } catch let error as CurlFailure {
        reason = error.message
      } catch let error as ValidationError {
        reason = error.message
      }
      throw ValidationError(
        "There are \(list.count) URLs, of which '\((element.url ?? "").printable(limit: 80))' may be a value whose option is missing, or "
          + "that needs quotes. \(reason)")
    }
  }

  /// What the request is signed for; `nil` if it is not signed.
  private func scope(of target: CurlTarget, _ signingHost: Authority?) async throws -> CurlScope? {
    if options.isUnsigned { return nil }
    // A service refuses two signatures; that of the URL is the one that was meant.
    if target.isPresigned { return nil }
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
