extension JSONNode {
  /// The value as JSON in which no object has two members of one name: the last counts, as when a value is set twice.
  package var withoutRepeatedNames: [UInt8] {
    var bytes: [UInt8] = []
    appendWithoutRepeatedNames(to: &bytes)
    return bytes
  }

  private func appendWithoutRepeatedNames(to bytes: inout [UInt8]) {
    if let fields {
      var positions: [[UInt8]: Int] = [:]
      var members: [(key: String, value: JSONNode)] = []
      for member in fields.all {
        let name = Array(member.name.utf8)
        if let position = positions[name] {
          members[position].value = member.value
        } else {
          positions[name] = members.count
          members.append((member.name, member.value))
        }
      }
      bytes.append(object: members) { bytes, value in value.appendWithoutRepeatedNames(to: &bytes) }
    } else if let elements {
      bytes.append(array: elements) { bytes, element in element.appendWithoutRepeatedNames(to: &bytes) }
    } else {
      bytes += raw
    }
  }
}
