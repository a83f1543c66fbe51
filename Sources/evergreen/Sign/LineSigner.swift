package import AWSCredentials

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Signs lines of `evergreen sign`, and finds what they leave out.
package struct LineSigner {
  /// For how long a search that found nothing is not repeated.
  private static let memory: TimeInterval = 10

  private let clock: any WallClock
  private let makeCache: () throws -> CredentialCache
  /// The credentials found here, once a line needs them.
  private var cache: CredentialCache?
  /// Why none were found, and when. Searching again for each of many lines would take long, or ask a person many times.
  private var failure: (error: any Error, date: Date)?

  init(in context: CredentialProviderContext) {
    self.init(clock: context.clock) { try .tool(in: context) }
  }

  /// Makes a signer whose credentials come from a cache.
  package init(clock: any WallClock, makeCache: @escaping () throws -> CredentialCache) {
    self.clock = clock
    self.makeCache = makeCache
  }

  /// The response to a line.
  mutating func response(to line: [UInt8]) async throws -> SignResponse {
    let input = try SignInput.parse(line)
    let date = try input.date()
    if let keys = input.credentials {
      let credentials = Credentials(
        accessKeyId: keys.accessKeyId, secretAccessKey: keys.secretAccessKey, sessionToken: keys.sessionToken,
        provider: "standard input")
      return try SignResponse(to: input, signedWith: credentials, at: date ?? clock.now())
    }
    let credentials = try await found()
    // The time is read after the credentials are there, which may take a while.
    return try SignResponse(to: input, signedWith: credentials, at: date ?? clock.now())
  }

  /// The credentials found here.
  package mutating func found() async throws -> Credentials {
    if let failure, clock.now() < failure.date.addingTimeInterval(Self.memory) { throw failure.error }
    failure = nil
    do {
      let cache = try self.cache ?? makeCache()
      self.cache = cache
      return try await cache.snapshot(at: clock.now()).credentials
    } catch {
      // A refresh that fails is the cache's business: it asks again when it is time.
      if cache?.currentSnapshot == nil { failure = (error, clock.now()) }
      throw error
    }
  }
}
