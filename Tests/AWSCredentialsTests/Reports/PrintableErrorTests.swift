import AWSCredentials
import Testing

struct PrintableErrorTests {
  /// All C0 and C1 controls, DEL, the marks of direction, the separators of lines, and other invisible marks.
  static let hostile: [Unicode.Scalar] =
    (Array(0x00...0x1F) + Array(0x7F...0x9F) + Array(0x202A...0x202E) + Array(0x2066...0x2069)
    + [0x061C, 0x200E, 0x200F, 0x2028, 0x2029, 0xFEFF, 0x00AD, 0x2060, 0xE0001, 0xE0041, 0xFFF9])
    .compactMap { Unicode.Scalar($0) }

  /// Whoever puts foreign text into an error gets it printable, in its message and in every way of printing it.
  @Test func errorsArePrintable() {
    let hostile = "x" + String(String.UnicodeScalarView(Self.hostile)) + "y" + String(repeating: "z", count: 100_000)
    struct Foreign: Error, CustomStringConvertible { let description: String }
    let errors: [any Error] = [
      CredentialError(.failed, provider: hostile, message: hostile, cause: Foreign(description: hostile)),
      HTTPTransportError(.other, message: hostile), ProcessError(.notFound, message: hostile),
      FileSystemError(.failed, path: hostile, reason: hostile),
      CredentialError(
        .failed, provider: "a", message: "b", cause: HTTPTransportError(.other, message: hostile),
        attempts: [CredentialError(.failed, provider: hostile, message: hostile)]),
    ]
    for error in errors { expectPrintable("\(error)") }
    expectPrintable("\(ActiveProfile(hostile, environment: [:]))")
    expectPrintable("\(Credentials(accessKeyId: hostile, secretAccessKey: "s", accountId: hostile, provider: hostile))")
    expectPrintable("\(ProcessEnvironment([hostile: "x"]))")
    expectPrintable("\(ProcessCommand(program: hostile))")
  }

  private func expectPrintable(_ text: String, _ place: SourceLocation = #_sourceLocation) {
    // Line feeds are those of our own lists.
    let isPrintable = text.unicodeScalars.allSatisfy { $0 == "\n" || ($0.value >= 0x20 && !Self.hostile.contains($0)) }
    #expect(isPrintable, "\(text.prefix(200).debugDescription)", sourceLocation: place)
    #expect(text.utf8.count < 20_000, sourceLocation: place)
  }
}
