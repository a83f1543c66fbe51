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
    let numbers = InheritedSignals.atStart.ignores(SIGHUP) ? [SIGINT, SIGTERM] : [SIGINT, SIGTERM, SIGHUP]
    sources = numbers.map { number in
      _ = signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { continuation.yield(number) }
      source.resume()
      return source
    }
  }

  /// Stops looking out for them.
  func cancel() {
    for source in sources { source.cancel() }
  }
}
