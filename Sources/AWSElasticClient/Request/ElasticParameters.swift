import AWSCore
import AWSCredentials
import AWSSigV4

/// The query parameters of a request: `["refresh": "wait_for", "pretty": ""]`.
///
/// They are sent sorted, with everything but unreserved characters percent-encoded, as the signature requires.
public struct ElasticParameters: Sendable, Hashable, ExpressibleByDictionaryLiteral {
  private var items: [Item] = []

  private struct Item: Sendable, Hashable {
    // Values may be ids or routing, which are bytes.
    let name: ExactText
    let value: ExactText
  }

  /// Parameters, not yet encoded.
  public init(dictionaryLiteral elements: (String, String)...) {
    items = elements.map { Item(name: $0.0.exact, value: $0.1.exact) }
  }

  /// Adds a parameter.
  ///
  /// - Parameters:
  ///   - name: Its name, not yet encoded.
  ///   - value: Its value, not yet encoded; `nil` adds nothing.
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
    items
      .map { (PercentEncoding.encode($0.name.text), PercentEncoding.encode($0.value.text)) }
      .sorted { $0 < $1 }
      .map { "\($0.0)=\($0.1)" }
      .joined(separator: "&")
  }
}
