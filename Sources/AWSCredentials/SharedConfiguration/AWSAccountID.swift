/// The id of an AWS account: twelve digits, and never anything else.
package struct AWSAccountID: Sendable, Hashable, CustomStringConvertible {
  /// The digits.
  package let digits: String

  /// Takes a text as an account's id.
  ///
  /// - Returns: `nil` if it is not twelve digits of ASCII.
  package init?(_ text: some StringProtocol) {
    guard text.utf8.count == 12, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    digits = String(text)
  }

  /// The digits.
  package var description: String { digits }
}
