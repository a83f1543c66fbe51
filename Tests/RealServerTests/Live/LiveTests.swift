import Testing

/// Ceph's object gateway and each row of the tables of checks.
@Suite(.enabled(if: RealServer.isRunning("EVERGREEN_RGW_ENDPOINT"), "\(RealServer.reason("Ceph RGW"))"))
struct CephLiveTests {
  @Test(.serialized, .timeLimit(.minutes(5)), arguments: LiveCheck.short) func check(_ check: LiveCheck) async throws {
    try await check.run(on: .ceph)
  }

  @Test(.serialized, .timeLimit(.minutes(5)), arguments: LiveCheck.long) func long(_ check: LiveCheck) async throws {
    try await check.run(on: .ceph)
  }
}

/// OpenStack Swift's S3 interface and each row of the tables of checks.
@Suite(.enabled(if: RealServer.isRunning("EVERGREEN_SWIFT_ENDPOINT"), "\(RealServer.reason("OpenStack Swift"))"))
struct OpenStackSwiftLiveTests {
  @Test(.serialized, .timeLimit(.minutes(5)), arguments: LiveCheck.short) func check(_ check: LiveCheck) async throws {
    try await check.run(on: .openStackSwift)
  }

  @Test(.serialized, .timeLimit(.minutes(5)), arguments: LiveCheck.long) func long(_ check: LiveCheck) async throws {
    try await check.run(on: .openStackSwift)
  }
}

/// The tables themselves.
struct LiveTableTests {
  @Test func namesAreUsedOnce() {
    let names = LiveCheck.all.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(names.count >= 120)
  }

  @Test func whatIsLackingIsChecked() {
    let names = Set(LiveCheck.all.map(\.name))
    for lacks in [LiveLack.ceph, LiveLack.openStackSwift] {
      for lack in lacks { #expect(names.contains(lack.check), "\(lack.check)") }
      #expect(Set(lacks.map(\.check)).count == lacks.count)
    }
  }
}
