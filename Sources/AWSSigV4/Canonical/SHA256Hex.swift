import Crypto

#if canImport(FoundationEssentials)
  package import FoundationEssentials
#else
  package import Foundation
#endif

/// SHA-256 as the lowercase hexadecimal text that signatures and `x-amz-content-sha256` use.
package enum SHA256Hex {
  /// The hash of no bytes at all.
  package static var ofNothing: String { noBytes.description }

  static var noBytes: StaticString { "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" }

  /// The hash of some bytes.
  package static func of(_ bytes: [UInt8]) -> String { encode(SHA256.hash(data: bytes)) }

  /// A hash, or a code made with one, as text.
  package static func encode(_ digest: some ContiguousBytes) -> String {
    unsafe String(unsafeUninitializedCapacity: 64) { memory in
      var writer = unsafe ByteWriter(memory)
      writer.append(hexOf: digest)
      return writer.count
    }
  }
}
