import AWSCore

#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

/// A value that can be written inside a JSON literal: a string, a number, a Boolean, a date, a ``JSONValue``, or an
/// optional of one of them.
///
/// ```swift
/// let found = try await es.search("books", body: ["query": ["match": ["title": title]], "size": pageSize])
/// ```
///
/// Make a type of your own conform to use its values in literals. To use an array or a dictionary that is a variable,
/// such as `tags`, write `JSONValue(tags)`.
///
/// The keys of an object in a literal must be different: as with every dictionary literal of Swift, the program stops
/// if an inner object has two equal keys. If the keys come from input, make the object with
/// ``JSONValue/object(_:)-swift.enum.case``.
public protocol JSONConvertible: Sendable {
  /// The value as JSON.
  var jsonValue: JSONValue { get }
}

extension JSONValue: JSONConvertible {
  /// This value itself.
  public var jsonValue: JSONValue { self }
}

extension String: JSONConvertible {
  /// This text as a JSON string.
  public var jsonValue: JSONValue { .string(self) }
}

extension Substring: JSONConvertible {
  /// This text as a JSON string.
  public var jsonValue: JSONValue { .string(String(self)) }
}

extension Bool: JSONConvertible {
  /// This Boolean as the JSON value `true` or `false`.
  public var jsonValue: JSONValue { .bool(self) }
}

extension Double: JSONConvertible {
  /// This `Double` as a JSON number. Infinity and NaN, which JSON cannot represent, become `null`.
  public var jsonValue: JSONValue { JSONValue(self) }
}

extension Float: JSONConvertible {
  /// This `Float` as a JSON number, with as few digits as are needed to read the same `Float` again. Infinity and NaN
  /// become `null`.
  public var jsonValue: JSONValue { isFinite ? JSONNumber("\(self)").map { .number($0) } ?? .null : .null }
}

extension JSONNumber: JSONConvertible {
  /// This number, with its digits unchanged.
  public var jsonValue: JSONValue { .number(self) }
}

extension Date: JSONConvertible {
  /// This date as a JSON string in ISO 8601, in UTC and with milliseconds: the format of
  /// ``ElasticCoding/Dates-swift.enum/iso8601``. A date outside of the years 0 to 9999 becomes `null`.
  public var jsonValue: JSONValue {
    var bytes: [UInt8] = []
    guard ElasticCoding.Dates.iso8601.append(self, to: &bytes) else { return .null }
    return JSONValue(json: bytes) ?? .null
  }
}

extension UUID: JSONConvertible {
  /// This UUID as a JSON string, in upper case.
  public var jsonValue: JSONValue { .string(uuidString) }
}

extension Int: JSONConvertible {
  /// This integer as a JSON number.
  public var jsonValue: JSONValue { JSONValue(self) }
}

extension Int8: JSONConvertible {
  /// This integer as a JSON number.
  public var jsonValue: JSONValue { JSONValue(self) }
}

extension Int16: JSONConvertible {
  /// This integer as a JSON number.
  public var jsonValue: JSONValue { JSONValue(self) }
}

extension Int32: JSONConvertible {
  /// This integer as a JSON number.
  public var jsonValue: JSONValue { JSONValue(self) }
}

extension Int64: JSONConvertible {
  /// This integer as a JSON number.
  public var jsonValue: JSONValue { JSONValue(self) }
}

extension UInt: JSONConvertible {
  /// This integer as a JSON number.
  public var jsonValue: JSONValue { JSONValue(self) }
}

extension UInt8: JSONConvertible {
  /// This integer as a JSON number.
  public var jsonValue: JSONValue { JSONValue(self) }
}

extension UInt16: JSONConvertible {
  /// This integer as a JSON number.
  public var jsonValue: JSONValue { JSONValue(self) }
}

extension UInt32: JSONConvertible {
  /// This integer as a JSON number.
  public var jsonValue: JSONValue { JSONValue(self) }
}

extension UInt64: JSONConvertible {
  /// This integer as a JSON number.
  public var jsonValue: JSONValue { JSONValue(self) }
}

extension Array: JSONConvertible where Element == (any JSONConvertible)? {
  /// The elements as a JSON array. An element that is `nil` becomes `null`.
  public var jsonValue: JSONValue { .array(map { $0?.jsonValue ?? .null }) }
}

extension Dictionary: JSONConvertible where Key == String, Value == (any JSONConvertible)? {
  /// The entries as a JSON object. A value that is `nil` becomes `null`.
  public var jsonValue: JSONValue { .object(mapValues { $0?.jsonValue ?? .null }) }
}

extension JSONValue {
  /// Makes a JSON array from the elements of a sequence.
  public init(_ elements: some Sequence<some JSONConvertible>) { self = .array(elements.map(\.jsonValue)) }

  /// Makes a JSON object from the entries of a dictionary.
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
