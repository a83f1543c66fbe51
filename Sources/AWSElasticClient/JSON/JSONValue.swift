import AWSCore

/// Any JSON value: for queries and mappings written as literals, and for parts of a response that have no fixed
/// structure.
///
/// ```swift
/// let query: JSONValue = ["query": ["match": ["title": "swift"]], "size": 20, "sort": [["year": "desc"]]]
/// let average = response.aggregations?["price"]?["value"]?.double
/// ```
///
/// The order of an object's members is not kept: members are written in the order of their keys. If the order matters,
/// use bytes.
///
/// Two strings are equal if their bytes are equal: a composed and a decomposed accent are different.
public enum JSONValue: Sendable {
  /// `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A number, with the digits in which it was written.
  case number(JSONNumber)
  /// A JSON string.
  case string(String)
  /// A JSON array.
  case array([JSONValue])
  /// A JSON object: its members by their key.
  case object([String: JSONValue])

  /// The member of an object with a key; `nil` if there is no such member or this is not an object.
  public subscript(key: String) -> JSONValue? { object?[key] }

  /// The element of an array at a position; `nil` if there is no such element or this is not an array.
  public subscript(index: Int) -> JSONValue? {
    guard let array, array.indices.contains(index) else { return nil }
    return array[index]
  }

  /// The members; `nil` if this is not an object.
  public var object: [String: JSONValue]? { if case .object(let members) = self { members } else { nil } }
  /// The elements; `nil` if this is not an array.
  public var array: [JSONValue]? { if case .array(let elements) = self { elements } else { nil } }
  /// The text; `nil` if this is not a string.
  public var string: String? { if case .string(let text) = self { text } else { nil } }
  /// The Boolean; `nil` if this is not `true` or `false`.
  public var bool: Bool? { if case .bool(let bool) = self { bool } else { nil } }
  /// The number; `nil` if this is not a number.
  public var number: JSONNumber? { if case .number(let number) = self { number } else { nil } }
  /// The number as an `Int`; `nil` if this is not a whole number or it is out of range.
  public var int: Int? { number?.int64.flatMap { Int(exactly: $0) } }
  /// The number as the nearest floating-point number; `nil` if this is not a number.
  public var double: Double? { number?.double }
  /// Whether this is `null`.
  public var isNull: Bool { self == .null }
}

extension JSONValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByStringInterpolation, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  /// Makes `null` from the literal `nil`.
  public init(nilLiteral: ()) { self = .null }
  /// Makes a Boolean from a literal.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  /// Makes a number from a literal without a fraction.
  public init(integerLiteral value: Int64) { self = .number(JSONNumber(value)) }
  /// Makes a number from a literal with a fraction. One that is too large for a `Double` becomes `null`.
  public init(floatLiteral value: Double) { self = JSONNumber(value).map { .number($0) } ?? .null }
  /// Makes a string from a literal.
  public init(stringLiteral value: String) { self = .string(value) }
  /// Makes an array from a literal.
  public init(arrayLiteral elements: (any JSONConvertible)?...) {
    self = .array(elements.map { $0?.jsonValue ?? .null })
  }
  /// Makes an object from a literal. If a key occurs several times, the last value is used.
  public init(dictionaryLiteral elements: (String, (any JSONConvertible)?)...) {
    self.init(members: elements)
  }

  /// Makes an object from the members of a literal. If a key occurs several times, the last value is used.
  init(members: [(String, (any JSONConvertible)?)]) {
    self = .object(Dictionary(members.lazy.map { ($0, $1?.jsonValue ?? .null) }, uniquingKeysWith: { $1 }))
  }
}

extension JSONValue {
  /// Makes a number from an integer.
  public init(_ value: some FixedWidthInteger) { self = .number(JSONNumber(value)) }
  /// Makes a string.
  public init(_ value: some StringProtocol) { self = .string(String(value)) }
  /// Makes a Boolean.
  public init(_ value: Bool) { self = .bool(value) }
  /// Makes a number from a `Double`. Infinity and NaN, which JSON cannot represent, become `null`.
  public init(_ value: Double) { self.init(floatLiteral: value) }

  /// Parses a JSON text.
  ///
  /// - Parameter json: The bytes of the text. If they are not valid JSON, the result is `nil`.
  public init?(json: [UInt8]) {
    guard let node = try? JSONNode(parsing: json) else { return nil }
    self = node.value
  }

  /// The bytes of the value as JSON text.
  public var json: [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(json: self)
    return bytes
  }
}

extension JSONValue: CustomStringConvertible {
  /// The value as JSON text.
  public var description: String { String(decoding: json, as: UTF8.self) }
}

extension JSONValue {
  /// Whether no more than a number of arrays and objects are in one another.
  func fits(within levels: Int) -> Bool {
    switch self {
    case .array(let elements): levels > 0 && elements.allSatisfy { $0.fits(within: levels - 1) }
    case .object(let members): levels > 0 && members.values.allSatisfy { $0.fits(within: levels - 1) }
    default: true
    }
  }
}
