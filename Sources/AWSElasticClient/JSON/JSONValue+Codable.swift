#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension JSONValue: Codable {
  /// Decodes any JSON value. Whole numbers keep every digit; other numbers are decoded as decimals of up to 38 digits.
  public init(from decoder: any Decoder) throws {
    if (try? decoder.container(keyedBy: JSONKey.self)) != nil {
      // As a dictionary, whose names no strategy of the decoder changes: they are data.
      self = .object(try decoder.singleValueContainer().decode([String: JSONValue].self))
      return
    }
    if var container = try? decoder.unkeyedContainer() {
      var elements: [JSONValue] = []
      while !container.isAtEnd { elements.append(try container.decode(JSONValue.self)) }
      self = .array(elements)
      return
    }
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let bool = try? container.decode(Bool.self) {
      self = .bool(bool)
    } else if let string = try? container.decode(String.self) {
      self = .string(string)
    } else if let integer = try? container.decode(Int64.self) {
      self = .number(JSONNumber(integer))
    } else if let integer = try? container.decode(UInt64.self) {
      self = .number(JSONNumber(integer))
    } else if let decimal = try? container.decode(Decimal.self), let number = JSONNumber("\(decimal)") {
      self = .number(number)
    } else {
      let double = try container.decode(Double.self)
      self = JSONNumber(double).map { .number($0) } ?? .null
    }
  }

  /// Encodes the value.
  ///
  /// The encoder of ``ElasticClient`` writes every number with its digits unchanged. With another encoder, a number is
  /// encoded as an integer, a `Decimal` or the nearest `Double`. For example, `JSONEncoder` writes `1.0` as `1`.
  public func encode(to encoder: any Encoder) throws {
    if let slot = encoder as? JSONSlot { return try slot.encode(self) }
    switch self {
    case .object(let members):
      var container = encoder.singleValueContainer()
      try container.encode(members)
    case .array(let elements):
      var container = encoder.unkeyedContainer()
      for element in elements { try container.encode(element) }
    case .null:
      var container = encoder.singleValueContainer()
      try container.encodeNil()
    case .bool(let bool):
      var container = encoder.singleValueContainer()
      try container.encode(bool)
    case .string(let string):
      var container = encoder.singleValueContainer()
      try container.encode(string)
    case .number(let number):
      var container = encoder.singleValueContainer()
      if let integer = number.int64 {
        try container.encode(integer)
      } else if let integer = number.uint64 {
        try container.encode(integer)
      } else if let decimal = number.decimal {
        try container.encode(decimal)
      } else {
        try container.encode(number.double)
      }
    }
  }
}
