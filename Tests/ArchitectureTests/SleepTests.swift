import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What CONTRIBUTING says of time in tests.
struct SleepTests {
  /// Where something sleeps, and why no test waits for it.
  private static let reasons = [
    "AWSCredentialsTests/TestingKit/ConformanceTests.swift": "providers that hang, to be cancelled by the kit's limit",
    "AWSIdentityTests/ImpatientClock.swift": "a limit that is not to pass, cancelled with what it limits",
    "AWSRuntimeTests/Pipeline/RawListener.swift": "a server that sends a byte at a time",
    "Trials/BulkTrial/Trial.swift": "a program of its own, whose keys are revoked in real time",
    "Trials/StreamTrial/StreamTrial.swift": "a program of its own, whose reader is slow",
    "RealServerTests/ElasticsearchTests.swift": "a real server's credentials rotate in real time",
    "RealServerTests/Live/LiveCheck+Access.swift": "a real server's credentials expire in real time",
  ]

  @Test func noTestWaitsForTimeToPass() throws {
    let words = ["Task.sleep", "Thread.sleep", "usleep(", "nanosleep(", "Clock().sleep"]
    let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2).joined(separator: "/")
    let files = try FileManager.default.subpathsOfDirectory(atPath: root).filter { $0.hasSuffix(".swift") }
    #expect(files.count > 50)
    for file in files where !file.hasSuffix("SleepTests.swift") {
      let bytes = try #require(FileManager.default.contents(atPath: root + "/" + file))
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(!words.contains { text.contains($0) } || Self.reasons[file] != nil, "\(file) sleeps")
    }
  }
}
