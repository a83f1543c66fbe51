import Dispatch

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The signals by which somebody asks the process to end: SIGINT, SIGTERM and SIGHUP. From its making on they do nothing
/// else. SIGHUP counts only if the process was not told to ignore it, as `nohup` does.
struct TerminationSignals {
  /// The number of each that arrives.
  let arrivals: AsyncStream<CInt>
  private let sources: [any DispatchSourceSignal]

  init() {
    let (stream, continuation) = AsyncStream.makeStream(of: CInt.self)
    arrivals = stream
    sources = Self.sources {
      continuation.yield($0)
    } isCounted: {
      $0 != SIGHUP || !InheritedSignals.atStart.ignores($0)
    }
  }

  /// Looks out for the signals with a handler, which runs on a thread of its own.
  ///
  /// - Parameter unlessIgnored: Whether each signal counts only if the process was not told to ignore it.
  init(unlessIgnored: Bool, handler: @escaping @Sendable (CInt) -> Void) {
    arrivals = AsyncStream { $0.finish() }
    sources = Self.sources(handler) { !unlessIgnored || !InheritedSignals.atStart.ignores($0) }
  }

  private static func sources(
    _ handler: @escaping @Sendable (CInt) -> Void, isCounted: (CInt) -> Bool
  ) -> [any DispatchSourceSignal] {
    [SIGINT, SIGTERM, SIGHUP].filter(isCounted).map { number in
      _ = signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { handler(number) }
      source.resume()
      return source
    }
  }

  /// Ends this process by a signal, so that whoever waits for it learns which one it was.
  static func endProcess(by number: CInt) {
    _ = signal(number, SIG_DFL)
    var set = sigset_t()
    _ = unsafe sigemptyset(&set)
    _ = unsafe sigaddset(&set, number)
    _ = unsafe pthread_sigmask(SIG_UNBLOCK, &set, nil)
    _ = raise(number)
  }

  /// Stops looking out for them.
  func cancel() {
    for source in sources { source.cancel() }
  }
}
