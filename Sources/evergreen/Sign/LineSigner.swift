import AWSCredentials

/// Signs lines of `evergreen sign`, and finds what they leave out.
struct LineSigner {
  private let context: CredentialProviderContext
  /// The credentials found here, once a line needs them.
  private var cache: CredentialCache?
  /// Why there are none. Asking again for each of many lines would take long, or ask a person many times.
  private var failure: (any Error)?

  init(in context: CredentialProviderContext) { self.context = context }

  /// The response to a line.
  mutating func response(to line: [UInt8]) async throws -> SignResponse {
    let input = try SignInput.parse(line)
    let date = try input.date()
    if let keys = input.credentials {
      let credentials = Credentials(
        accessKeyId: keys.accessKeyId, secretAccessKey: keys.secretAccessKey, sessionToken: keys.sessionToken,
        provider: "standard input")
      return try SignResponse(to: input, signedWith: credentials, at: date ?? context.clock.now())
    }
    let credentials = try await found()
    // The time is read after the credentials are there, which may take a while.
    return try SignResponse(to: input, signedWith: credentials, at: date ?? context.clock.now())
  }

  private mutating func found() async throws -> Credentials {
    if let failure { throw failure }
    do {
      let cache = try self.cache ?? .tool(in: context)
      self.cache = cache
      return try await cache.snapshot().credentials
    } catch {
      failure = error
      throw error
    }
  }
}
