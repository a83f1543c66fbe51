import AWSCore
import AWSCredentials
import Logging

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Reads a token from its file, refreshes it before it expires, and writes it back without destroying what others wrote.
///
/// The rules are those of the AWS SDKs: a refresh when less than five minutes are left, at most one attempt in thirty
/// seconds, the file read anew first because another process may have refreshed, and a token that still works is used
/// though its refresh failed. Calls at the same time share one look and one refresh, which has a limit of its own.
final class TokenKeeper<Token: CachedToken>: Sendable {
  typealias Refresh = @Sendable (Token) async throws(TokenRefreshFailure) -> Token

  /// The last refresh that was begun.
  private struct Attempt {
    let number: UInt64
    /// A reading of the monotonic clock.
    let time: Duration
    var outcome: Outcome

    enum Outcome {
      /// The refresh is still running, was cancelled, or another process had refreshed first. A caller that sees this
      /// may refresh.
      case running
      case succeeded
      case failed(CredentialError)
    }
  }

  let provider: String
  let context: CredentialProviderContext
  let file: TokenFile<Token>
  private let refresh: Refresh
  private let flight: SharedFlight<Token, CredentialError>
  private let lastAttempt = Locked<Attempt?>(nil)

  /// The path of the file, and whether it is there.
  var location: String { ProviderInspection.file(file.path, in: context.fileSystem) }

  private var window: TimeInterval { 5 * 60 }
  private var pause: Duration { .seconds(30) }
  /// How long one look with its refresh may take: less than a cache waits for its provider.
  private static var limit: Duration { .seconds(20) }

  /// Makes a keeper.
  ///
  /// - Parameters:
  ///   - provider: The name of the provider, for messages.
  ///   - path: The path of the file.
  ///   - advice: What to do when there is no token that works, as a sentence.
  ///   - context: File system, clock and logger.
  ///   - refresh: Gets a new token.
  init(
    provider: String, path: String, advice: String, context: CredentialProviderContext, refresh: @escaping Refresh
  ) {
    self.provider = provider
    self.context = context
    self.refresh = refresh
    file = TokenFile(provider: provider, path: path, advice: advice, context: context)
    flight = SharedFlight(
      limit: Self.limit, clock: context.clock,
      timedOut: { limit in
        CredentialError(
          .timedOut, provider: provider,
          message: "The token in \(path) was not refreshed within \(limit.seconds) s; check that the service can be "
            + "reached.")
      },
      cancelled: {
        CredentialError(.cancelled, provider: provider, message: "The task was cancelled while it waited for a token.")
      })
  }

  /// A token that works.
  ///
  /// - Parameter refused: The identity of a token that the service did not accept; another one is got then.
  func token(refused: String? = nil) async throws(CredentialError) -> Token {
    while true {
      let (result, isOwn) = await flight.join { () async -> Result<Token, CredentialError> in
        do throws(CredentialError) {
          return .success(try await self.look(refused: refused))
        } catch {
          return .failure(error)
        }
      }
      let token = try result.get()
      // Whoever joined the look of another may have been handed the very token that was refused.
      if isOwn || token.identity.exact != refused?.exact { return token }
    }
  }

  private func look(refused: String?) async throws(CredentialError) -> Token {
    let found = try await settled()
    guard let works = try needsRefresh(found.token, refused: refused) else { return found.token }
    let lock: FileLock?
    switch await turn(to: found.token, works: works) {
    case .refresh(let held): lock = held
    case .use(let token): return token
    }
    defer { lock?.release() }
    // Whoever held the lock before may have refreshed.
    let latest = try await settled()
    guard let stillWorks = try needsRefresh(latest.token, refused: refused) else { return latest.token }
    return try await refreshed(latest.token, base: latest.base, works: stillWorks, lock: lock)
  }

  /// Whether a token has to be refreshed now.
  ///
  /// - Returns: `nil` if it is to be used as it is; otherwise whether it still works.
  private func needsRefresh(_ token: Token, refused: String?) throws(CredentialError) -> Bool? {
    let now = context.clock.now()
    let isRefused = token.identity.exact == refused?.exact
    if !isRefused, token.expiresAt.timeIntervalSince(now) > window { return nil }
    let works = !isRefused && token.expiresAt > now
    if let obstacle = token.obstacle(at: now) {
      if works { return nil }
      let state = isRefused ? "was not accepted" : "has expired"
      throw file.error(.rejected, "The token in \(file.path) \(state) and cannot be refreshed: \(obstacle).")
    }
    guard let last = lastAttempt.withLock({ $0 }), context.clock.monotonicNow() < last.time + pause else {
      return works
    }
    switch last.outcome {
    case .running: return works
    case .succeeded where works, .failed where works: return nil
    case .failed(let error): throw error
    case .succeeded:
      throw file.error(
        isRefused ? .rejected : .failed, "The token in \(file.path) was refreshed a moment ago and does not work.")
    }
  }

  private func refreshed(
    _ token: Token, base: [UInt8], works: Bool, lock: FileLock?
  ) async throws(CredentialError) -> Token {
    let number = begin()
    let new: Token
    do throws(TokenRefreshFailure) {
      new = try await refresh(token)
    } catch {
      // The others shall not wait for their turn while this process waits for the winner's token.
      lock?.release()
      let patience = error.isRefusal && !works ? context.tokenFileWait : .zero
      if let other = await tokenOfAnother(insteadOf: token, patience: patience) { return other }
      if error.error.code != .cancelled { end(number, .failed(error.error)) }
      guard works, token.expiresAt > context.clock.now() else { throw error.error }
      context.logger.warning(
        "A token could not be refreshed; the one at hand is used until it expires.",
        metadata: [
          "aws.provider": "\(provider)", "aws.expiration": "\(ISO8601.string(from: token.expiresAt))",
          "error": "\(error.error.message)",
        ])
      return token
    }
    end(number, .succeeded)
    return await file.save(new, base: base)
  }

  private func begin() -> UInt64 {
    let time = context.clock.monotonicNow()
    return lastAttempt.withLock { last in
      let number = (last?.number ?? 0) + 1
      last = Attempt(number: number, time: time, outcome: .running)
      return number
    }
  }

  private func end(_ number: UInt64, _ outcome: Attempt.Outcome) {
    lastAttempt.withLock { last in
      // One that was given up may end after the next has begun.
      guard last?.number == number else { return }
      last?.outcome = outcome
    }
  }
}

extension TokenKeeper: CustomStringConvertible, CustomReflectable {
  /// The path of the file.
  var description: String { "TokenKeeper(\(file.path))" }
  var customMirror: Mirror { Mirror(self, children: ["path": file.path], displayStyle: .class) }
}
