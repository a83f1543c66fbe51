import AWSCore
import AWSCredentials
import Logging

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Several processes share one file, and the token in it can often be refreshed once only.
///
/// Processes of this library take turns by an advisory lock on the file, and whoever comes later finds the new token there.
/// Others, such as the AWS CLI, take no lock, and some file systems have none: a process whose refresh is refused waits for
/// the winner's token for a while before it believes that the login has ended.
extension TokenKeeper {
  /// What a process does when a token is due.
  enum Turn {
    /// This process refreshes the token, while it holds the lock; `nil` if there is no lock.
    case refresh(FileLock?)
    /// This process uses the given token, because another process is refreshing it or has just refreshed it.
    case use(Token)
  }

  /// How long to wait for a process that holds the lock. It may have been stopped, and must not stop the others.
  private var longestTurn: Duration { .seconds(5) }

  /// Waits for this process's turn to refresh.
  ///
  /// - Parameters:
  ///   - token: The token that is due.
  ///   - works: Whether it still works; then nobody needs to wait.
  func turn(to token: Token, works: Bool) async -> Turn {
    var waited = Duration.zero
    while true {
      switch context.fileSystem.tryLock(file.path) {
      case .held(let lock): return .refresh(lock)
      case .unsupported: return .refresh(nil)
      case .busy:
        if works { return .use(token) }
        if case .new(let other) = look(for: token) { return .use(other) }
      }
      guard waited < longestTurn else {
        context.logger.info(
          "Another process holds the lock on a token file for long; the token is refreshed without it.",
          metadata: ["aws.provider": "\(provider)", "path": "\(file.path)"])
        return .refresh(nil)
      }
      let step = Duration.milliseconds(50)
      guard await wait(for: step) else { return .refresh(nil) }
      waited += step
    }
  }

  /// The token that another process has written in place of one that cannot be refreshed.
  ///
  /// - Parameters:
  ///   - token: The token that could not be refreshed.
  ///   - patience: How long to wait for it.
  func tokenOfAnother(insteadOf token: Token, patience: Duration) async -> Token? {
    var waited = Duration.zero
    while true {
      switch look(for: token) {
      case .new(let other): return other
      case .gone: return nil
      case .old: break
      }
      guard waited < patience else { return nil }
      let step = min(Duration.milliseconds(100), patience - waited)
      guard await wait(for: step) else { return nil }
      waited += step
    }
  }

  /// The newest token there is, and the content of the file.
  ///
  /// Some programs, such as the AWS CLI, empty the file before they write it: one that is no JSON is looked at again in a moment.
  func settled() async throws(CredentialError) -> (token: Token, base: [UInt8]) {
    let patience = min(context.tokenFileWait, .milliseconds(500))
    var waited = Duration.zero
    while true {
      do throws(CredentialError) {
        return try file.current()
      } catch {
        let step = Duration.milliseconds(50)
        guard case .malformed? = error.cause as? TokenFileProblem, waited < patience, await wait(for: step) else {
          throw error
        }
        waited += step
      }
    }
  }

  /// What is in the file in place of a token.
  private enum Successor {
    case new(Token)
    case old
    /// The token file no longer exists: the user has logged out.
    case gone
  }

  private func look(for token: Token) -> Successor {
    do throws(CredentialError) {
      let (other, _) = try file.current()
      return other.identity.exact != token.identity.exact && other.expiresAt > context.clock.now() ? .new(other) : .old
    } catch {
      return error.cause.map { ($0 as? FileSystemError)?.code == .notFound } == true ? .gone : .old
    }
  }

  /// Waits a little.
  ///
  /// Other processes go by real time, so the wait is never longer than that, though the program's clock stand still.
  ///
  /// - Returns: Whether the task goes on.
  private func wait(for duration: Duration) async -> Bool {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { try? await self.context.clock.sleep(for: duration) }
      group.addTask { try? await Task.sleep(for: duration) }
      await group.next()
      group.cancelAll()
    }
    return !Task.isCancelled
  }
}
