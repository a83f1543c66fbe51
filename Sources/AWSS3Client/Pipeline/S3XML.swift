import AWSCore
import AWSRuntime

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A structure that requests hold in their documents.
protocol S3XMLWritable {
  /// The attributes of its element.
  var xmlAttributes: [(name: String, value: String)] { get }

  /// Writes what its element holds.
  func write(into xml: inout XMLWriter)
}

extension S3XMLWritable {
  var xmlAttributes: [(name: String, value: String)] { [] }
}

/// A structure that responses hold in their documents.
protocol S3XMLReadable {
  /// Reads it from its element.
  init(xml: XMLNode) throws(S3Problem)
}

// MARK: - Writing

extension XMLWriter {
  mutating func write(_ name: String, _ value: String?) {
    if let value { element(name, text: value) }
  }

  mutating func write(_ name: String, _ value: Int?) {
    if let value { element(name, text: "\(value)") }
  }

  mutating func write(_ name: String, _ value: Int64?) {
    if let value { element(name, text: "\(value)") }
  }

  mutating func write(_ name: String, _ value: Bool?) {
    if let value { element(name, text: value ? "true" : "false") }
  }

  mutating func write(_ name: String, _ value: (some S3.OpenEnumeration)?) {
    if let value { element(name, text: value.rawValue) }
  }

  mutating func write(_ name: String, _ value: S3.SecretText?) {
    // A text that XML cannot hold is shown in the error, which this one must not be.
    if let value { element(name, text: XMLWriter.canHold(value.value) ? value.value : "\u{0}") }
  }

  mutating func write(_ name: String, _ value: S3.ETag?) {
    if let value { element(name, text: value.text) }
  }

  mutating func write(_ name: String, iso8601 value: Date?) {
    if let value { element(name, text: ISO8601.string(from: value)) }
  }

  mutating func write(_ name: String, httpDate value: Date?) {
    if let value { element(name, text: HTTPDate.string(from: value)) }
  }

  mutating func write(_ name: String, _ value: (some S3XMLWritable)?) {
    guard let value else { return }
    begin(name, attributes: value.xmlAttributes)
    value.write(into: &self)
    end(name)
  }

  // A flattened list: one element for each item.
  mutating func write(_ name: String, _ values: [String]) {
    for value in values { write(name, value) }
  }

  mutating func write(_ name: String, _ values: [some S3.OpenEnumeration]) {
    for value in values { write(name, value) }
  }

  mutating func write(_ name: String, _ values: [some S3XMLWritable]) {
    for value in values { write(name, value) }
  }

  // A list in an element of its own, which is there for an empty list as well.
  mutating func write(_ name: String, _ values: [some S3.OpenEnumeration]?, items: String) {
    guard let values else { return }
    begin(name)
    write(items, values)
    end(name)
  }

  mutating func write(_ name: String, _ values: [some S3XMLWritable]?, items: String) {
    guard let values else { return }
    begin(name)
    write(items, values)
    end(name)
  }
}

// MARK: - Reading

extension XMLNode {
  func integer(_ name: String) -> Int? { number(name).flatMap { Int(exactly: $0) } }

  func truth(_ name: String) -> Bool? {
    switch word(name)?.lowercased() {
    case "true": true
    case "false": false
    default: nil
    }
  }

  func choice<Value: S3.OpenEnumeration>(_ name: String) -> Value? { word(name).map(Value.init(rawValue:)) }

  func secret(_ name: String) -> S3.SecretText? { text(name).map { S3.SecretText($0) } }

  func etag(_ name: String) -> S3.ETag? { opaque(name).map { S3.ETag($0) } }

  /// The token of the next page, to the byte: it may be a key that begins with a space.
  ///
  /// - Parameter isTruncated: Whether there is such a page.
  func token(_ name: String, isTruncated: Bool?) throws(S3Problem) -> String? {
    guard isTruncated == true else { return nil }
    guard let token = opaque(name) else {
      throw S3Problem(
        .invalidResponse, code: .invalidResponse, message: "The list goes on but the response does not say where.")
    }
    return token
  }

  func shape<Value: S3XMLReadable>(_ name: String) throws(S3Problem) -> Value? {
    guard let node = self[name] else { return nil }
    return try Value(xml: node)
  }

  func texts(_ name: String) -> [String] { children.filter { $0.name == name }.map(\.text) }

  func choices<Value: S3.OpenEnumeration>(_ name: String) -> [Value] { texts(name).map(Value.init(rawValue:)) }

  func shapes<Value: S3XMLReadable>(_ name: String) throws(S3Problem) -> [Value] {
    var values: [Value] = []
    for child in children where child.name == name { values.append(try Value(xml: child)) }
    return values
  }

  func attribute(_ name: String) -> String? { attributes[name] }

  /// What must be there in a response.
  func required<Value>(_ name: String, _ value: Value?) throws(S3Problem) -> Value {
    guard let value else {
      throw S3Problem(
        .invalidResponse, code: .invalidResponse,
        message: "The response has a <\(self.name.oneLine(limit: 60))> without a \(name).")
    }
    return value
  }

  /// The region that is the whole document of GetBucketLocation. Some servers put it into an element of its own.
  var location: S3.BucketLocationConstraint? {
    (text.nilIfBlank ?? text("LocationConstraint")?.nilIfBlank).map(S3.BucketLocationConstraint.init(rawValue:))
  }
}

extension XMLNode {
  private static let encoded: Set<String> = [
    "Delimiter", "Key", "KeyMarker", "Marker", "Prefix", "StartAfter",
  ]

  /// Where the next page begins.
  private static let markers: Set<String> = ["NextKeyMarker", "NextMarker"]

  /// The document of a list with its keys decoded, if it says that they are encoded.
  func withDecodedKeys() throws(S3Problem) -> XMLNode {
    // A server that does not know the parameter does not repeat it, and has encoded nothing.
    guard word("EncodingType") == "url" else { return self }
    var node = self
    try node.decodeKeys(depth: 2)
    let last = node.lastKey
    for index in node.children.indices where Self.markers.contains(node.children[index].name) {
      node.children[index].text = try Self.marker(node.children[index].text, last: last)
    }
    return node
  }

  /// The last key or common prefix of a page.
  private var lastKey: String? {
    let keys = children.compactMap { $0.name == "CommonPrefixes" ? $0.text("Prefix") : $0.text("Key") }
    return keys.max { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Where the next page begins: usually at the last key of this page.
  ///
  /// Ceph RGW and OpenStack Swift encode the keys of a list, but not the marker. Decoded, the marker `a+b` would be another key,
  /// and the next page would begin somewhere else.
  private static func marker(_ text: String, last: String?) throws(S3Problem) -> String {
    let isPlain = text.exact == last?.exact || text.utf8.contains { $0 <= UInt8(ascii: " ") || $0 >= 0x7F }
    return isPlain ? text : try FormDecoding.decode(text)
  }

  // Keys stand in the list and in its entries.
  private mutating func decodeKeys(depth: Int) throws(S3Problem) {
    for index in children.indices {
      if Self.encoded.contains(children[index].name) {
        children[index].text = try FormDecoding.decode(children[index].text)
      } else if depth > 1, !children[index].children.isEmpty {
        try children[index].decodeKeys(depth: depth - 1)
      }
    }
  }
}
