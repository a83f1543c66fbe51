#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The resident memory of this process in kB, as Linux reports it; 0 elsewhere.
enum ResidentMemory {
  static var now: Int { read("VmRSS:") }
  /// The largest since the start or the last ``resetPeak()``.
  static var peak: Int { read("VmHWM:") }

  /// Begins to look for the peak anew (proc(5), `clear_refs`).
  static func resetPeak() {
    let file = unsafe open("/proc/self/clear_refs", O_WRONLY)
    guard file >= 0 else { return }
    _ = unsafe write(file, "5", 1)
    close(file)
  }

  private static func read(_ name: String) -> Int {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return 0 }
    for line in status.split(separator: "\n") where line.hasPrefix(name) {
      return line.dropFirst(name.count).split(whereSeparator: { $0 == " " || $0 == "\t" }).first.flatMap { Int($0) }
        ?? 0
    }
    return 0
  }
}
