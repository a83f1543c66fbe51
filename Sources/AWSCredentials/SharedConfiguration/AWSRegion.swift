package import AWSCore

/// The name of a region, such as `us-east-1`: one label of a host name in lower case, and never anything else.
///
/// A region becomes part of host names that credentials are sent to, and of signatures, where capitals would be another region. New
/// regions need no new version of this package, so a name need not be one of the regions of a list.
package struct AWSRegion: Sendable, Hashable, CustomStringConvertible {
  /// The name as a label.
  package let label: HostLabel

  /// The name.
  package var name: String { label.text }

  /// Takes a text as the name of a region; capitals become lower case.
  ///
  /// - Returns: `nil` if it cannot be the name of one.
  package init?(_ text: some StringProtocol) {
    guard let label = HostLabel(text) else { return nil }
    self.label = label
  }

  /// The name.
  package var description: String { name }

  /// The sentence that says that a text is not the name of a region.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - origin: The setting that holds it, if one does.
  package static func refusal(of text: String, from origin: String? = nil) -> String {
    let shown = "'\(text.printable(limit: 80))'"
    guard let origin else { return "\(shown) is not the name of a region such as us-east-1." }
    return "\(origin) is \(shown), which is not the name of a region such as us-east-1."
  }
}
