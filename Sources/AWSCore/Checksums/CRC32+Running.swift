extension CRC32 {
  /// The checksum of bytes that arrive in chunks.
  package struct Running: Sendable {
    private var state: UInt32 = ~0

    package init() {}

    /// Takes the next bytes.
    package mutating func update(_ bytes: [UInt8]) { state = CRC32.state(after: bytes, from: state) }

    /// The checksum of all bytes so far.
    package var value: UInt32 { ~state }
  }
}
