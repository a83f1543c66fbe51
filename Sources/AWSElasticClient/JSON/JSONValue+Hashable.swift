import AWSCore
import AWSCredentials

extension JSONValue: Hashable {
  /// Whether both values are the same. Numbers are compared as they are written, so `1` and `1.0` are different.
  /// Strings are compared byte for byte.
  public static func == (left: JSONValue, right: JSONValue) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let left), .bool(let right)): left == right
    case (.number(let left), .number(let right)): left == right
    case (.string(let left), .string(let right)): left.exact == right.exact
    case (.array(let left), .array(let right)): left == right
    case (.object(let left), .object(let right)):
      left.count == right.count
        && left.allSatisfy { name, value in
          guard let index = right.index(forKey: name) else { return false }
          return right[index].key.exact == name.exact && right[index].value == value
        }
    default: false
    }
  }

  /// Hashes the value. Strings are hashed by their bytes.
  public func hash(into hasher: inout Hasher) {
    switch self {
    case .null: hasher.combine(0)
    case .bool(let bool): hasher.combine(bool)
    case .number(let number): hasher.combine(number)
    case .string(let text): hasher.combine(text.exact)
    case .array(let elements):
      hasher.combine(elements.count)
      for element in elements { hasher.combine(element) }
    case .object(let members):
      // In whatever order they are: the sum of what each contributes.
      var sum = 0
      for (name, value) in members {
        var member = hasher
        member.combine(name.exact)
        member.combine(value)
        sum &+= member.finalize()
      }
      hasher.combine(sum)
    }
  }
}
