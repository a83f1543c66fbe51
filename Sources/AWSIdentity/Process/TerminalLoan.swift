import AWSCore
import AWSCredentials

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Android)
  import Android
#endif

#if os(Windows) || !canImport(Subprocess)
  /// Terminals are not lent here.
  final class TerminalLoan: Sendable {
    let includesInput = false
    init?() { return nil }
    func end() {}
    func show(_ bytes: [UInt8]) {}
    func programEnded(_ status: ProcessOutcome.Status) {}
  }
#else
  /// Lends the terminal of this process to a program that it runs, as a shell does for a foreground job (POSIX, General
  /// Terminal Interface, 11.1).
  ///
  /// The program is in a process group of its own, so that it can be ended with what it started; only the group that is the
  /// terminal's foreground group may read from it. The terminal goes back in the state in which it was lent.
  final class TerminalLoan: Sendable {
    /// Whether standard input is the terminal, so that the program can read from it.
    let includesInput: Bool
    private let showsErrors: Bool
    private let descriptor: Int32
    private let settings: termios?
    private let borrower = Locked<pid_t?>(nil)
    /// Only one program has the terminal at a time.
    private static let isLent = Locked(false)

    /// Borrows the terminal from whoever started this process; `nil` if there is none, or this process is not in its
    /// foreground, or another program has it.
    init?() {
      let descriptor = unsafe open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
      guard descriptor >= 0 else { return nil }
      let isFree =
        tcgetpgrp(descriptor) == getpgrp()
        && Self.isLent.withLock { isLent in
          defer { isLent = true }
          return !isLent
        }
      guard isFree else {
        _ = close(descriptor)
        return nil
      }
      self.descriptor = descriptor
      includesInput = isatty(STDIN_FILENO) == 1
      showsErrors = isatty(STDERR_FILENO) == 1
      var settings = termios()
      self.settings = unsafe tcgetattr(descriptor, &settings) == 0 ? settings : nil
    }

    /// Lends the terminal to the group of a program.
    func begin(for id: pid_t) {
      borrower.withLock { $0 = id }
      lend(to: id)
    }

    /// Takes the terminal back for good.
    func end() {
      takeBack()
      _ = close(descriptor)
      Self.isLent.withLock { $0 = false }
    }

    /// Shows what the program wrote to standard error: it may be a question.
    func show(_ bytes: [UInt8]) {
      guard showsErrors else { return }
      withoutStopping {
        var rest = bytes[...]
        while !rest.isEmpty {
          let count = unsafe rest.withUnsafeBytes { bytes in unsafe write(STDERR_FILENO, bytes.baseAddress, bytes.count)
          }
          if count < 0, errno == EINTR { continue }
          guard count > 0 else { return }
          rest = rest.dropFirst(count)
        }
      }
    }

    /// Ctrl-C reached the program only; it is meant for this process too.
    func programEnded(_ status: ProcessOutcome.Status) {
      guard case .signalled(let signal) = status, signal == Int(SIGINT) || signal == Int(SIGQUIT) else { return }
      takeBack()
      _ = kill(0, Int32(signal))
    }

    /// Goes on with a program that was stopped: because it read before the terminal was its own, or by Ctrl-Z, which stops this
    /// process as well until somebody continues it.
    func programStopped(by signal: Int32) {
      guard let id = borrower.withLock({ $0 }) else { return }
      let isWaiting = signal == SIGTTIN || signal == SIGTTOU
      let isForeground = [id, getpgrp()].contains(tcgetpgrp(descriptor))
      if !isWaiting || !isForeground {
        takeBack()
        _ = kill(0, SIGTSTP)
      }
      lend(to: id)
    }

    private func lend(to id: pid_t) {
      if tcgetpgrp(descriptor) == getpgrp() { withoutStopping { _ = tcsetpgrp(descriptor, id) } }
      _ = kill(-id, SIGCONT)
    }

    private func takeBack() {
      guard let id = borrower.withLock({ $0 }), isHeld(by: id) else { return }
      withoutStopping {
        _ = tcsetpgrp(descriptor, getpgrp())
        if var settings { _ = unsafe tcsetattr(descriptor, TCSADRAIN, &settings) }
      }
    }

    /// Whether the terminal is still the borrower's: not if somebody has put another program into the foreground meanwhile.
    /// A group that has ended altogether is told by some systems by another number.
    private func isHeld(by id: pid_t) -> Bool {
      let holder = tcgetpgrp(descriptor)
      return holder == id || (holder > 1 && holder != getpgrp() && kill(-holder, 0) != 0 && errno == ESRCH)
    }

    /// Does what the system would stop a process for that is not in the foreground.
    private func withoutStopping(_ body: () -> Void) {
      var blocked = sigset_t()
      var previous = sigset_t()
      _ = unsafe sigemptyset(&blocked)
      _ = unsafe sigaddset(&blocked, SIGTTOU)
      _ = unsafe pthread_sigmask(SIG_BLOCK, &blocked, &previous)
      body()
      _ = unsafe pthread_sigmask(SIG_SETMASK, &previous, nil)
    }
  }

  /// Processes that were stopped and not ended.
  enum StoppedProcess {
    /// The signal by which a child of this process was stopped; `nil` if it is running or has ended. Its end is not taken
    /// notice of, so whoever waits for it still learns of it.
    static func signal(of id: pid_t) -> Int32? {
      var information = unsafe siginfo_t()
      guard unsafe waitid(P_PID, id_t(id), &information, WSTOPPED | WNOHANG | WNOWAIT) == 0,
        unsafe information.si_signo == SIGCHLD
      else { return nil }
      #if canImport(Darwin)
        return unsafe information.si_status
      #elseif canImport(Glibc)
        return unsafe information._sifields._sigchld.si_status
      #else
        return SIGTTIN
      #endif
    }
  }
#endif
