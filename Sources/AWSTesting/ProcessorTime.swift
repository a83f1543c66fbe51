#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Android)
  import Android
#elseif canImport(Darwin)
  import Darwin
#endif

#if !os(Windows)
  /// The processor time of this thread, by which a test tells linear work from work that grows faster.
  ///
  /// Compare two measurements of one run, of sizes far enough apart that no busy machine hides the difference.
  package enum ProcessorTime {
    /// The least that some work took in a few runs: whatever else happens on the thread only adds.
    ///
    /// - Returns: The time in seconds.
    package static func least<Failure: Error>(of runs: Int = 3, _ body: () throws(Failure) -> Void) throws(Failure)
      -> Double
    {
      var least = Double.infinity
      for _ in 0..<runs {
        let start = now()
        try body()
        least = min(least, now() - start)
      }
      return least
    }

    private static func now() -> Double {
      var time = timespec()
      _ = unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
      return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
  }
#endif
