import AWSCore

extension JSONNode {
  var number: JSONNumber? { numberText.map { JSONNumber(checked: $0) } }

  /// The value, built; the last of equal names counts.
  var value: JSONValue {
    if isObject {
      var members: [String: JSONValue] = [:]
      for child in children { members[name(of: child)] = child.value.value }
      return .object(members)
    }
    if isArray { return .array(children.map(\.value.value)) }
    if let string { return .string(string) }
    if let number { return .number(number) }
    if let bool { return .bool(bool) }
    return .null
  }
}

extension [UInt8] {
  /// Appends a value as JSON, the members of objects in the order of their names.
  mutating func append(json value: JSONValue) {
    switch value {
    case .null: append(text: "null")
    case .bool(let bool): append(text: bool ? "true" : "false")
    case .number(let number): append(text: number.text)
    case .string(let string): append(jsonString: string)
    case .array(let elements):
      append(array: elements) { bytes, element in bytes.append(json: element) }
    case .object(let members):
      append(object: members.sorted { $0.key < $1.key }) { bytes, value in bytes.append(json: value) }
    }
  }
}
