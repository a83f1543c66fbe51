#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How this process was to treat signals when it began: what a command that it starts or becomes has to inherit.
///
/// Later it is too late to ask: threads of Dispatch block all signals, and SwiftNIO ignores SIGPIPE.
struct InheritedSignals: Sendable {
  /// Read when it is first used, which has to be in the process's first thread.
  static let atStart = InheritedSignals()

  private static let numbers: ClosedRange<CInt> = 1...31

  private let blocked: Set<CInt>
  private let ignored: Set<CInt>

  private init() {
    var mask = sigset_t()
    _ = unsafe pthread_sigmask(SIG_SETMASK, nil, &mask)
    let blocked = Self.numbers.filter { unsafe sigismember(&mask, $0) == 1 }
    self.blocked = Set(blocked)
    ignored = Set(Self.numbers.filter(Self.isIgnored))
  }

  private static func isIgnored(_ number: CInt) -> Bool {
    var action = sigaction()
    guard unsafe sigaction(number, nil, &action) == 0 else { return false }
    #if canImport(Darwin)
      let handler = unsafe action.__sigaction_u.__sa_handler
    #elseif canImport(Glibc)
      let handler = unsafe action.__sigaction_handler.sa_handler
    #else
      let handler = unsafe action.__sa_handler.sa_handler
    #endif
    // SIG_IGN is a number that C declares as a pointer to a function.
    return unsafe unsafeBitCast(handler, to: Int.self) == 1
  }

  /// Whether a signal was to be ignored.
  func ignores(_ number: CInt) -> Bool { ignored.contains(number) }

  /// The signals that were blocked.
  var blockedSet: sigset_t { Self.set(of: blocked) }

  /// The signals that were not ignored, so that a command that is started must not ignore them.
  var unignoredSet: sigset_t { Self.set(of: Set(Self.numbers).subtracting(ignored)) }

  /// Gives this process back what it began with, for a program that replaces it.
  func restore() {
    for number in Self.numbers where number != SIGKILL && number != SIGSTOP {
      _ = signal(number, ignored.contains(number) ? SIG_IGN : SIG_DFL)
    }
    var mask = blockedSet
    _ = unsafe pthread_sigmask(SIG_SETMASK, &mask, nil)
  }

  private static func set(of numbers: Set<CInt>) -> sigset_t {
    var set = sigset_t()
    _ = unsafe sigemptyset(&set)
    for number in numbers { _ = unsafe sigaddset(&set, number) }
    return set
  }
}
