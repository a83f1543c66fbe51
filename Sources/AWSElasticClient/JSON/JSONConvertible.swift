import AWSCore

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// A value that can stand in a JSON literal: a string, a number, a Boolean, a date, a ``JSONValue``, or an optional of one of
/// them.
///
/// ```swift
/// let found = try await es.search("books", body: ["query": ["match": ["title": title]], "size": pageSize])
/// ```
///
/// Make a type of your own conform to use its values in literals. An array or a dictionary that is not a literal becomes a
/// JSON value with `JSONValue(tags)`.
///
/// The keys of a literal have to differ: as in every dictionary literal of Swift, two equal keys of an inner object end the
/// program. An object whose keys come from outside is better built as ``JSONValue/object(_:)-swift.enum.case``.
public protocol JSONConvertible: Sendable {
  /// The value as JSON.
  var jsonValue: JSONValue { get }
}

extension JSONValue: JSONConvertible {
  /// The value itself.
  public var jsonValue: JSONValue { self }
}

extension String: JSONConvertible {
  /// A JSON string.
  public var jsonValue: JSONValue { .string(self) }
}

extension Substring: JSONConvertible {
  /// A JSON string.
  public var jsonValue: JSONValue { .string(String(self)) }
}

extension Bool: JSONConvertible {
  /// `true` or `false`.
  public var jsonValue: JSONValue { .bool(self) }
}

extension Double: JSONConvertible {
  /// A JSON number. Infinity and NaN, which JSON cannot represent, become `null`.
  public var jsonValue: JSONValue { JSONValue(self) }
}

extension Float: JSONConvertible {
  /// A JSON number with the fewest digits that read as the same `Float`. Infinity and NaN become `null`.
  public var jsonValue: JSONValue { isFinite ? JSONNumber("\(self)").map { .number($0) } ?? .null : .null }
}

extension JSONNumber: JSONConvertible {
  /// The number, with its digits unchanged.
  public var jsonValue: JSONValue { .number(self) }
}

extension Date: JSONConvertible {
  /// The date in ISO 8601, in UTC and with milliseconds, as ``ElasticCoding/Dates-swift.enum/iso8601`` writes it. A date outside
  /// of the years 0 to 9999 becomes `null`.
  public var jsonValue: JSONValue {
    var bytes: [UInt8] = []
    guard ElasticCoding.Dates.iso8601.append(self, to: &bytes) else { return .null }
    return JSONValue(json: bytes) ?? .null
  }
}

extension UUID: JSONConvertible {
  /// The UUID as text, in upper case.
  public var jsonValue: JSONValue { .string(uuidString) }
}

extension Int: JSONConvertible {
  /// A JSON number.
  public var jsonValue: JSONValue { JSONValue(self) }
}

extension Int8: JSONConvertible {
  /// A JSON number.
  public var jsonValue: JSONValue { JSONValue(self) }
}

extension Int16: JSONConvertible {
  /// A JSON number.
  public var jsonValue: JSONValue { JSONValue(self) }
}

extension Int32: JSONConvertible {
  /// A JSON number.
  public var jsonValue: JSONValue { JSONValue(self) }
}

extension Int64: JSONConvertible {
  /// A JSON number.
  public var jsonValue: JSONValue { JSONValue(self) }
}

extension UInt: JSONConvertible {
  /// A JSON number.
  public var jsonValue: JSONValue { JSONValue(self) }
}

extension UInt8: JSONConvertible {
  /// A JSON number.
  public var jsonValue: JSONValue { JSONValue(self) }
}

extension UInt16: JSONConvertible {
  /// A JSON number.
  public var jsonValue: JSONValue { JSONValue(self) }
}

extension UInt32: JSONConvertible {
  /// A JSON number.
  public var jsonValue: JSONValue { JSONValue(self) }
}

extension UInt64: JSONConvertible {
  /// A JSON number.
  public var jsonValue: JSONValue { JSONValue(self) }
}

extension Array: JSONConvertible where Element == (any JSONConvertible)? {
  /// A JSON array.
  public var jsonValue: JSONValue { .array(map { $0?.jsonValue ?? .null }) }
}

extension Dictionary: JSONConvertible where Key == String, Value == (any JSONConvertible)? {
  /// A JSON object.
  public var jsonValue: JSONValue { .object(mapValues { $0?.jsonValue ?? .null }) }
}

extension JSONValue {
  /// Makes an array.
  public init(_ elements: some Sequence<some JSONConvertible>) { self = .array(elements.map(\.jsonValue)) }

  /// Makes an object.
  public init(_ members: [String: some JSONConvertible]) { self = .object(members.mapValues(\.jsonValue)) }
}

// The short forms of JSONValue's own cases, where a literal expects any value that has a form in JSON.
extension JSONConvertible where Self == JSONValue {
  /// `null`.
  @_disfavoredOverload public static var null: JSONValue { JSONValue.null }
  /// A Boolean.
  @_disfavoredOverload public static func bool(_ value: Bool) -> JSONValue { JSONValue.bool(value) }
  /// A number.
  @_disfavoredOverload public static func number(_ value: JSONNumber) -> JSONValue { JSONValue.number(value) }
  /// A string.
  @_disfavoredOverload public static func string(_ value: String) -> JSONValue { JSONValue.string(value) }
  /// An array.
  @_disfavoredOverload public static func array(_ value: [JSONValue]) -> JSONValue { JSONValue.array(value) }
  /// An object.
  @_disfavoredOverload public static func object(_ value: [String: JSONValue]) -> JSONValue { JSONValue.object(value) }
}
