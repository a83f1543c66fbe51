import AWSCore
import AWSCredentials
import AWSSigV4

/// The URL query parameters of a request, such as `["refresh": "wait_for", "pretty": ""]`.
///
/// The parameters are sent in sorted order. All characters except letters, digits, `-`, `.`, `_` and `~` are
/// percent-encoded, as the signature requires.
public struct ElasticParameters: Sendable, Hashable, ExpressibleByDictionaryLiteral {
  private var items: [Item] = []

  private struct Item: Sendable, Hashable {
    // Values may be ids or routing, which are bytes.
    let name: ExactText
    let value: ExactText
  }

  /// Makes parameters from names and values that are not percent-encoded.
  public init(dictionaryLiteral elements: (String, String)...) {
    items = elements.map { Item(name: $0.0.exact, value: $0.1.exact) }
  }

  /// Adds a parameter.
  ///
  /// - Parameters:
  ///   - name: The name, not percent-encoded.
  ///   - value: The value, not percent-encoded. If `nil`, no parameter is added.
  public mutating func add(_ name: String, _ value: String?) {
    if let value { items.append(Item(name: name.exact, value: value.exact)) }
  }

  /// The names of all parameters.
  var names: [String] { items.map(\.name.text) }

  /// The values of a parameter, in the order in which they were added.
  func values(of name: String) -> [String] { items.filter { $0.name == name.exact }.map(\.value.text) }

  func adding(_ other: ElasticParameters) -> ElasticParameters {
    var sum = self
    sum.items += other.items
    return sum
  }

  /// The query's final bytes, without the question mark.
  var encoded: String {
    if items.isEmpty { return "" }
    return
      items
      .map { (PercentEncoding.encode($0.name.text), PercentEncoding.encode($0.value.text)) }
      .sorted { $0 < $1 }
      .map { "\($0.0)=\($0.1)" }
      .joined(separator: "&")
  }
}
