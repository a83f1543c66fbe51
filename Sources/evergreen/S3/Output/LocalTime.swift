#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Times as `ls` shows them: in the time zone of this machine (`TZ`).
enum LocalTime {
  /// A time as `2026-11-28 05:00:00`, and spaces if there is none.
  static func text(_ date: Date?) -> String {
    let nothing = String(repeating: " ", count: 19)
    guard let date, abs(date.timeIntervalSince1970) < 1e11 else { return nothing }
    var seconds = time_t(date.timeIntervalSince1970.rounded(.down))
    var parts = unsafe tm()
    guard unsafe localtime_r(&seconds, &parts) != nil else { return nothing }
    let day = unsafe "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
    let time = unsafe "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))"
    return day + " " + time
  }

  private static func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
