import AWSCore
import AWSCredentials
import Logging

/// The file that holds a token, and what this process could not write into it.
final class TokenFile<Token: CachedToken>: Sendable {
  let path: String
  private let provider: String
  private let advice: String
  private let context: CredentialProviderContext
  /// A token that could not be written, and the content of the file it is newer than.
  private let unwritten = Locked<(token: Token, base: [UInt8])?>(nil)

  /// The most bytes a token file may have.
  private var limit: Int { 1024 * 1024 }

  init(provider: String, path: String, advice: String, context: CredentialProviderContext) {
    self.provider = provider
    self.path = path
    self.advice = advice
    self.context = context
  }

  /// The newest token there is, and the content of the file.
  func current() throws(CredentialError) -> (token: Token, base: [UInt8]) {
    let bytes: [UInt8]
    do throws(FileSystemError) {
      bytes = try context.fileSystem.read(path, limit: limit)
    } catch {
      guard error.code != .notFound else {
        throw self.error(.rejected, "There is no token: \(path) does not exist.", cause: error)
      }
      throw self.error(.invalidConfiguration, "The token file \(path) cannot be read: \(error.reason)".withFullStop)
    }
    let kept = unwritten.withLock { unwritten in
      if let found = unwritten, found.base != bytes { unwritten = nil }
      return unwritten
    }
    if let kept { return (kept.token, bytes) }
    do throws(TokenFileProblem) {
      return (try Token.parse(bytes), bytes)
    } catch {
      switch error {
      case .malformed: throw self.error(.invalidConfiguration, "\(path) is not a JSON object.", cause: error)
      case .member(let name): throw self.error(.rejected, "\(name) in \(path) is missing or not valid.")
      case .timestamp(let name, let problem): throw self.error(.rejected, "\(name) in \(path) \(problem)".withFullStop)
      }
    }
  }

  /// Writes a token, unless the file holds a newer one by now.
  ///
  /// - Parameters:
  ///   - new: The token.
  ///   - base: The content of the file that the token was made from.
  /// - Returns: The token to use: the newer of the two.
  func save(_ new: Token, base: [UInt8]) async -> Token {
    let isOurTurn = await TokenFileWrites.enter(path)
    defer { if isOurTurn { TokenFileWrites.leave(path) } }
    do throws(FileSystemError) {
      let found = try context.fileSystem.read(path, limit: limit)
      var token = new
      if found != base {
        // Another program's file. One that is not readable is left alone: it may be half written.
        guard let other = try? Token.parse(found) else { return new }
        if other.expiresAt >= new.expiresAt { return other }
        token = new.placed(in: other)
      }
      try context.fileSystem.replace(path, with: token.encoded())
      unwritten.withLock { $0 = nil }
    } catch {
      // Whoever removed the file has logged out, and it must not come back.
      guard error.code != .notFound else { return new }
      unwritten.withLock { $0 = (new, base) }
      context.logger.warning(
        "A refreshed token could not be written; it is used from memory.",
        metadata: ["aws.provider": "\(provider)", "error": "\(error)"])
    }
    return new
  }

  func error(_ code: CredentialError.Code, _ message: String, cause: (any Error)? = nil) -> CredentialError {
    CredentialError(code, provider: provider, message: "\(message) \(advice)", cause: cause)
  }
}

/// The token files that this process is writing: comparing and replacing is one step for all who write the same file.
///
/// No lock is held meanwhile, because file systems and loggers may be the program's own code.
private enum TokenFileWrites {
  private struct Waiter {
    let id: UInt64
    let continuation: CheckedContinuation<Bool, Never>
  }

  private struct State {
    /// Who waits for each file that is being written.
    var waiters: [String: [Waiter]] = [:]
    var nextID: UInt64 = 0
  }

  private static let state = Locked(State())
  /// A write takes a fraction of this; whoever waits longer goes on, because a file system that hangs must not stop all.
  private static let longestWait = Duration.seconds(1)

  /// Waits until nobody in this process writes the file.
  ///
  /// - Returns: Whether it is the caller's turn now, to be given back by ``leave(_:)``; `false` after the longest wait.
  static func enter(_ path: String) async -> Bool {
    await withCheckedContinuation { continuation in
      let id = state.withLock { state -> UInt64? in
        guard state.waiters[path] != nil else {
          state.waiters[path] = []
          return nil
        }
        state.nextID += 1
        state.waiters[path]?.append(Waiter(id: state.nextID, continuation: continuation))
        return state.nextID
      }
      guard let id else { return continuation.resume(returning: true) }
      // By real time: the others are not slower or faster for a clock that the program has put in its place.
      Task.detached {
        try? await Task.sleep(for: longestWait)
        giveUp(id, path)
      }
    }
  }

  /// Gives the turn to whoever has waited longest.
  static func leave(_ path: String) {
    let next = state.withLock { state -> Waiter? in
      guard let waiters = state.waiters[path], !waiters.isEmpty else {
        state.waiters[path] = nil
        return nil
      }
      return state.waiters[path]?.removeFirst()
    }
    next?.continuation.resume(returning: true)
  }

  private static func giveUp(_ id: UInt64, _ path: String) {
    let waiter = state.withLock { state -> Waiter? in
      guard let index = state.waiters[path]?.firstIndex(where: { $0.id == id }) else { return nil }
      return state.waiters[path]?.remove(at: index)
    }
    waiter?.continuation.resume(returning: false)
  }
}
