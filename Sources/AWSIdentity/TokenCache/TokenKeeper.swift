import AWSCredentials
import Logging

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A token in a file that this program shares with the official tools.
protocol CachedToken: Sendable {
  /// When the token stops working.
  var expiresAt: Date { get }
  /// What tells this token from the next, and may be refused by a service.
  var identity: String { get }

  /// Reads the content of the file.
  static func parse(_ bytes: [UInt8]) throws(TokenFileProblem) -> Self
  /// The content of the file with this token in it, members this program does not know included.
  func encoded() -> [UInt8]
  /// This token in a file that another program has changed meanwhile.
  func placed(in other: Self) -> Self
  /// Why the token cannot be refreshed; `nil` if it can.
  func obstacle(at now: Date) -> String?
}

/// What is wrong with the content of a token file, without any value from it.
enum TokenFileProblem: Error, Sendable, Hashable {
  /// It is not a JSON object: perhaps another program is writing it at this moment.
  case malformed
  /// A member is missing or not of its type.
  case member(String)
}

/// Reads a token from its file, refreshes it before it expires, and writes it back without destroying what others wrote.
///
/// The rules are those of the AWS SDKs: a refresh when less than five minutes are left, at most one attempt in thirty
/// seconds, the file read anew first because another process may have refreshed, and a token that still works is used
/// though its refresh failed. Calls at the same time share one look and one refresh.
final class TokenKeeper<Token: CachedToken>: Sendable {
  typealias Refresh = @Sendable (Token) async throws(CredentialError) -> Token

  private struct State {
    /// A token that could not be written, and the content of the file it is newer than.
    var unwritten: (token: Token, base: [UInt8])?
    var lastAttempt: (time: Date, failure: CredentialError?)?
    var flight: Task<Result<Token, CredentialError>, Never>?
  }

  private let source: String
  private let path: String
  private let advice: String
  private let context: CredentialSourceContext
  private let refresh: Refresh
  private let state = Locked(State())

  /// The path of the file, and whether it is there.
  var location: String { SourceInspection.file(path, in: context.fileSystem) }

  private var window: TimeInterval { 5 * 60 }
  private var pause: TimeInterval { 30 }

  /// Makes a keeper.
  ///
  /// - Parameters:
  ///   - source: The name of the source, for messages.
  ///   - path: The path of the file.
  ///   - advice: What to do when there is no token that works, as a sentence.
  ///   - context: File system, clock and logger.
  ///   - refresh: Gets a new token.
  init(
    source: String, path: String, advice: String, context: CredentialSourceContext, refresh: @escaping Refresh
  ) {
    self.source = source
    self.path = path
    self.advice = advice
    self.context = context
    self.refresh = refresh
  }

  /// A token that works.
  ///
  /// - Parameter refused: The identity of a token that the service did not accept; another one is got then.
  func token(refused: String? = nil) async throws(CredentialError) -> Token {
    let task = state.withLock { state in
      if let flight = state.flight, refused == nil { return flight }
      let previous = state.flight
      // Not a child of the caller's task: one caller that gives up must not end the refresh of the others.
      let task = Task { () -> Result<Token, CredentialError> in
        _ = await previous?.value
        let result = await self.look(refused: refused)
        return result
      }
      state.flight = task
      return task
    }
    let result = await task.value
    state.withLock { state in if state.flight == task { state.flight = nil } }
    return try result.get()
  }

  private func look(refused: String?) async -> Result<Token, CredentialError> {
    do throws(CredentialError) {
      let (token, base) = try current()
      let now = context.clock.now()
      let isRefused = token.identity == refused
      if !isRefused, token.expiresAt.timeIntervalSince(now) > window { return .success(token) }
      let works = !isRefused && token.expiresAt > now
      if let obstacle = token.obstacle(at: now) {
        if works { return .success(token) }
        let state = isRefused ? "was not accepted" : "has expired"
        throw error(.rejected, "the token in \(path) \(state) and cannot be refreshed: \(obstacle)")
      }
      if let last = state.withLock({ state in state.lastAttempt }), now.timeIntervalSince(last.time) < pause,
        now >= last.time
      {
        if works { return .success(token) }
        throw last.failure
          ?? error(isRefused ? .rejected : .failed, "the token in \(path) was refreshed a moment ago and does not work")
      }
      return .success(try await refreshed(token, base: base, works: works, at: now))
    } catch {
      return .failure(error)
    }
  }

  private func refreshed(
    _ token: Token, base: [UInt8], works: Bool, at now: Date
  ) async throws(CredentialError) -> Token {
    state.withLock { state in state.lastAttempt = (now, nil) }
    let new: Token
    do throws(CredentialError) {
      new = try await refresh(token)
    } catch {
      // Whoever refreshed first may have used up the refresh token; then their token is in the file.
      if let (other, _) = try? current(), other.identity != token.identity, other.expiresAt > context.clock.now() {
        return other
      }
      state.withLock { state in state.lastAttempt = (now, error) }
      guard works, token.expiresAt > context.clock.now() else { throw error }
      context.logger.warning(
        "A token could not be refreshed; the one at hand is used until it expires.",
        metadata: [
          "aws.source": "\(source)", "aws.expiration": "\(ISO8601.string(from: token.expiresAt))",
          "error": "\(error.message)",
        ])
      return token
    }
    return save(new, base: base)
  }

  /// Writes a token, unless the file holds a newer one by now.
  ///
  /// - Returns: The token to use: the newer of the two.
  private func save(_ new: Token, base: [UInt8]) -> Token {
    tokenFileWrites.withLock { _ in
      do throws(FileSystemError) {
        let found = try context.fileSystem.read(path, limit: tokenFileLimit)
        var token = new
        if found != base {
          // Another program's file. One that is not readable is left alone: it may be half written.
          guard let other = try? Token.parse(found) else { return new }
          if other.expiresAt >= new.expiresAt { return other }
          token = new.placed(in: other)
        }
        try context.fileSystem.replace(path, with: token.encoded())
        state.withLock { state in state.unwritten = nil }
      } catch {
        // Whoever removed the file has logged out, and it must not come back.
        guard error.code != .notFound else { return new }
        state.withLock { state in state.unwritten = (new, base) }
        context.logger.warning(
          "A refreshed token could not be written; it is used from memory.",
          metadata: ["aws.source": "\(source)", "error": "\(error)"])
      }
      return new
    }
  }

  /// The newest token there is, and the content of the file.
  private func current() throws(CredentialError) -> (token: Token, base: [UInt8]) {
    let bytes: [UInt8]
    do throws(FileSystemError) {
      bytes = try context.fileSystem.read(path, limit: tokenFileLimit)
    } catch {
      guard error.code != .notFound else { throw self.error(.rejected, "there is no token: \(path) does not exist") }
      throw self.error(.invalidConfiguration, "the token file cannot be read: \(error)")
    }
    let unwritten = state.withLock { state in
      if let unwritten = state.unwritten, unwritten.base != bytes { state.unwritten = nil }
      return state.unwritten
    }
    if let unwritten { return (unwritten.token, bytes) }
    do throws(TokenFileProblem) {
      return (try Token.parse(bytes), bytes)
    } catch {
      switch error {
      case .malformed: throw self.error(.invalidConfiguration, "\(path) is not a JSON object")
      case .member(let name): throw self.error(.rejected, "\(name) in \(path) is missing or not valid")
      }
    }
  }

  private func error(_ code: CredentialError.Code, _ message: String) -> CredentialError {
    CredentialError(code, source: source, message: "\(message). \(advice)")
  }
}

extension TokenKeeper: CustomStringConvertible, CustomReflectable {
  /// The path of the file.
  var description: String { "TokenKeeper(\(path))" }
  var customMirror: Mirror { Mirror(self, children: ["path": path], displayStyle: .class) }
}

/// The most bytes a token file may have.
private let tokenFileLimit = 1024 * 1024

/// Comparing and replacing is one step for all keepers of this process.
private let tokenFileWrites = Locked(())
