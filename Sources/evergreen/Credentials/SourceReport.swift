import AWSCredentials

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What each source of a chain says, and which one a program would use.
struct SourceReport {
  private struct Line {
    let source: String
    let outcome: String
    let detail: String
    let milliseconds: Int
  }

  private var lines: [Line] = []
  private var verdict = "No source is configured: a program would find no credentials."

  static func make(for chain: CredentialChain) async throws -> SourceReport {
    var report = SourceReport()
    var isDecided = false
    for source in chain.sources {
      let clock = ContinuousClock()
      let start = clock.now
      let line: (outcome: String, detail: String)
      do throws(CredentialError) {
        let credentials = try await source.credentials()
        let isExpired = credentials.isExpired(at: Date())
        line = (isExpired ? "expired" : "found", "\(credentials)")
        if !isDecided {
          report.verdict =
            isExpired
            ? "A program would fail: the credentials of \(source.name) have expired."
            : "A program would use the credentials of: \(source.name)."
        }
        isDecided = true
      } catch {
        line = ("\(error.code)", error.message)
        if error.code != .notConfigured {
          if !isDecided {
            report.verdict = "A program would fail with the error of: \(source.name). Later sources are not asked then."
          }
          isDecided = true
        }
      }
      report.lines.append(
        Line(
          source: source.name, outcome: line.outcome, detail: line.detail,
          milliseconds: Int((clock.now - start) / .milliseconds(1))))
    }
    return report
  }

  var text: String {
    var text = ""
    for (index, line) in lines.enumerated() {
      text += "\(index + 1). \(line.source): \(line.outcome) (\(line.milliseconds) ms)\n   \(line.detail)\n"
    }
    return text + verdict + "\n"
  }
}
