#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The monotonic clock and the processor time of this process, in microseconds.
package struct Instants: Sendable {
  package let wall = Self.now(CLOCK_MONOTONIC)
  package let processor = Self.now(CLOCK_PROCESS_CPUTIME_ID)

  /// Reads both clocks.
  package init() {}

  private static func now(_ clock: clockid_t) -> Double {
    var time = timespec()
    _ = unsafe clock_gettime(clock, &time)
    return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1e3
  }
}
