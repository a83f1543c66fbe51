#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Android)
  import Android
#elseif canImport(Darwin)
  import Darwin
#endif

/// The resident memory of this process in bytes, as Linux reports it (proc(5)); 0 elsewhere.
package enum ResidentMemory {
  /// What it is now.
  package static var now: Int { value("VmRSS:") }
  /// The most it was since the process began, or since ``resetPeak()``.
  package static var peak: Int { value("VmHWM:") }

  /// Begins to look for the peak anew.
  package static func resetPeak() {
    let file = unsafe open("/proc/self/clear_refs", O_WRONLY)
    guard file >= 0 else { return }
    _ = unsafe write(file, "5", 1)
    close(file)
  }

  private static func value(_ name: String) -> Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix(name) } ?? ""
    return (line.split { $0 == " " || $0 == "\t" }.dropFirst().first.flatMap { Int($0) } ?? 0) << 10
  }
}
