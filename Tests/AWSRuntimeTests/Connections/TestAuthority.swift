import Crypto
import NIOSSL

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A certificate authority made for one test: X.509 (RFC 5280) by hand, with keys of P-256.
struct TestAuthority {
  let name: String
  private let key = P256.Signing.PrivateKey()

  init(_ name: String) { self.name = name }

  /// The authority's own certificate in PEM.
  func certificate() throws -> String {
    // CA: true; it signs certificates.
    let extensions = DER.sequence(
      Self.extension([0x55, 0x1D, 0x13], isCritical: true, DER.sequence(DER.boolean(true))),
      Self.extension([0x55, 0x1D, 0x0F], isCritical: true, [0x03, 0x02, 0x02, 0x04]))
    return Self.pem(try certificate(subject: name, publicKey: key.publicKey, extensions: extensions))
  }

  /// A server's certificate and key, both in PEM.
  func server(names: [String] = ["localhost"], addresses: [[UInt8]] = [[127, 0, 0, 1]]) throws -> (
    certificate: String, key: String
  ) {
    let own = P256.Signing.PrivateKey()
    let alternatives =
      names.map { DER.tagged(0x82, Array($0.utf8)) } + addresses.map { DER.tagged(0x87, $0) }
    let extensions = DER.sequence(
      Self.extension([0x55, 0x1D, 0x11], isCritical: false, DER.tagged(0x30, alternatives.flatMap { $0 })))
    let made = try certificate(subject: names.first ?? "server", publicKey: own.publicKey, extensions: extensions)
    return (Self.pem(made), own.pemRepresentation)
  }

  private func certificate(
    subject: String, publicKey: P256.Signing.PublicKey, extensions: [UInt8]
  ) throws -> [UInt8] {
    // ecdsa-with-SHA256.
    let algorithm = DER.sequence(DER.tagged(0x06, [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02]))
    let body = DER.sequence(
      DER.tagged(0xA0, DER.tagged(0x02, [2])), DER.tagged(0x02, [1] + (0..<7).map { _ in UInt8.random(in: 0...127) }),
      algorithm, Self.distinguished(name),
      DER.sequence(
        DER.tagged(0x18, Array("20200101000000Z".utf8)), DER.tagged(0x18, Array("20990101000000Z".utf8))),
      Self.distinguished(subject), Array(publicKey.derRepresentation), DER.tagged(0xA3, extensions))
    let signature = Array(try key.signature(for: body).derRepresentation)
    return DER.sequence(body, algorithm, DER.tagged(0x03, [0] + signature))
  }

  private static func distinguished(_ name: String) -> [UInt8] {
    DER.sequence(
      DER.tagged(
        0x31, DER.sequence(DER.tagged(0x06, [0x55, 0x04, 0x03]), DER.tagged(0x0C, Array(name.utf8)))))
  }

  private static func `extension`(_ identifier: [UInt8], isCritical: Bool, _ value: [UInt8]) -> [UInt8] {
    DER.sequence(
      DER.tagged(0x06, identifier), isCritical ? DER.boolean(true) : [], DER.tagged(0x04, value))
  }

  private static func pem(_ bytes: [UInt8]) -> String {
    let text = Array(Data(bytes).base64EncodedString())
    let lines = stride(from: 0, to: text.count, by: 64).map { String(text[$0..<min($0 + 64, text.count)]) }
    return "-----BEGIN CERTIFICATE-----\n\(lines.joined(separator: "\n"))\n-----END CERTIFICATE-----\n"
  }
}

/// Distinguished encoding rules, as far as a certificate needs them (ITU-T X.690).
enum DER {
  static func tagged(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
    var length: [UInt8] = []
    var rest = content.count
    while rest > 0 {
      length.insert(UInt8(rest & 0xFF), at: 0)
      rest >>= 8
    }
    if content.count < 0x80 { return [tag, UInt8(content.count)] + content }
    return [tag, 0x80 | UInt8(length.count)] + length + content
  }

  static func sequence(_ parts: [UInt8]...) -> [UInt8] { tagged(0x30, parts.flatMap { $0 }) }

  static func boolean(_ value: Bool) -> [UInt8] { tagged(0x01, [value ? 0xFF : 0]) }
}
