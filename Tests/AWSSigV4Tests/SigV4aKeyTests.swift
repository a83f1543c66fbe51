import AWSSigV4
import Testing

/// A secret whose first candidate is refused cannot be found, so candidates are handed in.
@Suite struct SigV4aKeyTests {
  private static let orderLessTwo = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc63254f"
  private static let zeros = String(repeating: "00", count: 31)

  private func bytes(_ text: String) throws -> [UInt8] {
    try stride(from: 0, to: text.count, by: 2).map { offset in
      try #require(UInt8(text.dropFirst(offset).prefix(2), radix: 16))
    }
  }

  private func scalar(_ candidates: String...) throws -> (scalar: [UInt8]?, asked: [UInt8]) {
    let candidates = try candidates.map(bytes)
    var asked: [UInt8] = []
    let scalar = SigV4aKey.scalar { counter in
      asked.append(counter)
      return candidates[min(Int(counter), candidates.count) - 1]
    }
    return (scalar, asked)
  }

  @Test func oneIsAddedToACandidate() throws {
    #expect(try scalar(Self.zeros + "00").scalar == bytes(Self.zeros + "01"))
    #expect(try scalar(Self.zeros + "ff").scalar == bytes(String(Self.zeros.dropLast(2)) + "0100"))
    #expect(try scalar(Self.orderLessTwo).scalar == bytes(Self.orderLessTwo.dropLast(2) + "50"))
    // A smaller byte before a greater one is below the limit.
    #expect(try scalar("fffffffe" + String(repeating: "ff", count: 28)).asked == [1])
  }

  @Test(arguments: [
    orderLessTwo.dropLast(2) + "50", "ffffffff01" + zeros.dropLast(8), String(repeating: "f", count: 64),
  ])
  func aCandidateAboveTheLimitIsRefusedAndTheNextTried(above: String) throws {
    let second = try scalar(above, Self.zeros + "07")
    #expect(try second.scalar == bytes(Self.zeros + "08"))
    #expect(second.asked == [1, 2])
  }

  @Test func afterTheLastCounterThereIsNoKey() throws {
    let never = try scalar(String(repeating: "f", count: 64))
    #expect(never.scalar == nil && never.asked == Array(1...254))
    #expect(SigV4aKey.scalar { _ in [1] } == nil, "not 32 bytes")
  }
}
