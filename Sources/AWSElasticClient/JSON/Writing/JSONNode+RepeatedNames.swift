extension JSONNode {
  /// The value as JSON in which no object has two members of one name: the last counts, as when a value is set twice.
  var withoutRepeatedNames: [UInt8] {
    var bytes: [UInt8] = []
    appendWithoutRepeatedNames(to: &bytes)
    return bytes
  }

  private func appendWithoutRepeatedNames(to bytes: inout [UInt8]) {
    if let fields {
      var positions: [[UInt8]: Int] = [:]
      var members: [(name: String, value: JSONNode)] = []
      for member in fields.all {
        let name = Array(member.name.utf8)
        if let position = positions[name] {
          members[position].value = member.value
        } else {
          positions[name] = members.count
          members.append(member)
        }
      }
      bytes.append(UInt8(ascii: "{"))
      for (position, member) in members.enumerated() {
        if position > 0 { bytes.append(UInt8(ascii: ",")) }
        bytes.append(jsonString: member.name)
        bytes.append(UInt8(ascii: ":"))
        member.value.appendWithoutRepeatedNames(to: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    } else if let elements {
      bytes.append(UInt8(ascii: "["))
      for (position, element) in elements.enumerated() {
        if position > 0 { bytes.append(UInt8(ascii: ",")) }
        element.appendWithoutRepeatedNames(to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    } else {
      bytes += raw
    }
  }
}
