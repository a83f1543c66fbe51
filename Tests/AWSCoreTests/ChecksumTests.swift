import AWSCore
import Testing

@Suite struct ChecksumTests {
  private static let algorithms: [(CRC, check: UInt64, polynomial: UInt64)] = [
    (.crc32, 0xCBF4_3926, 0x04C1_1DB7), (.crc32c, 0xE306_9283, 0x1EDC_6F41),
    (.crc64NVME, 0xAE8B_1486_0A79_9888, 0xAD93_D235_94C9_3659),
  ]

  /// The definition, a bit at a time; the polynomial is not reflected.
  private static func slow(_ bytes: [UInt8], width: Int, polynomial: UInt64) -> UInt64 {
    func reflected(_ value: UInt64) -> UInt64 {
      (0..<UInt64(width)).reduce(0) { $0 << 1 | value >> $1 & 1 }
    }
    let polynomial = reflected(polynomial)
    let ones = UInt64.max >> UInt64(64 - width)
    return ones
      ^ bytes.reduce(ones) { state, byte in
        (0..<8).reduce(state ^ UInt64(byte)) { value, _ in value & 1 == 1 ? value >> 1 ^ polynomial : value >> 1 }
      }
  }

  @Test("The check values: the checksums of the digits from 1 to 9")
  func checkValues() {
    for (algorithm, check, polynomial) in Self.algorithms {
      #expect(algorithm.checksum(of: "123456789".utf8) == check)
      #expect(Self.slow(Array("123456789".utf8), width: algorithm.width, polynomial: polynomial) == check)
    }
  }

  @Test("Long and short runs give what the definition gives, wherever they are cut")
  func definition() {
    var generator = SystemRandomNumberGenerator()
    let bytes = (0..<5000).map { _ in UInt8.random(in: 0...255, using: &generator) }
    let lengths = Array(0...130) + [255, 256, 257, 319, 320, 321, 383, 384, 1023, 1024, 4999, 5000]
    for (algorithm, _, polynomial) in Self.algorithms {
      for length in lengths {
        let run = Array(bytes.prefix(length))
        let expected = Self.slow(run, width: algorithm.width, polynomial: polynomial)
        #expect(algorithm.checksum(of: run) == expected, "\(length) bytes of \(bytes)")
        #expect(algorithm.checksum(of: run[...]) == expected)
        #expect(algorithm.checksum(of: AnySequence(run)) == expected)
        let cut = length == 0 ? 0 : Int.random(in: 0...length, using: &generator)
        var running = CRC.Running(algorithm)
        running.update(run[..<cut])
        running.update(run[cut...])
        #expect(running.value == expected, "cut at \(cut) of \(length)")
        let (first, second) = (algorithm.checksum(of: run[..<cut]), algorithm.checksum(of: run[cut...]))
        #expect(algorithm.combined(first, with: second, of: UInt64(length - cut)) == expected)
      }
    }
  }

  @Test("Runs of zeros combine up to lengths that no memory holds")
  func longRuns() {
    for (algorithm, _, _) in Self.algorithms {
      let one = algorithm.checksum(of: [UInt8](repeating: 0, count: 1024))
      // One way: a block, doubled 30 times, which is a terabyte. The other way: a terabyte less one block, and that block.
      var double = one
      for step in 0..<30 { double = algorithm.combined(double, with: double, of: 1024 << UInt64(step)) }
      var most = algorithm.checksum(of: [])
      var block = one
      for step in 0..<30 {
        most = algorithm.combined(most, with: block, of: 1024 << UInt64(step))
        block = algorithm.combined(block, with: block, of: 1024 << UInt64(step))
      }
      #expect(algorithm.combined(most, with: one, of: 1024) == double)
    }
  }

  @Test func bytesBeginWithTheHighest() {
    #expect(CRC.crc32.bytes(of: 0x0102_0304) == [1, 2, 3, 4])
    #expect(CRC.crc64NVME.bytes(of: 1) == [0, 0, 0, 0, 0, 0, 0, 1])
  }
}
