/// The members of an object, found by the bytes of their names: `é` in one character and in two are two names.
package struct JSONFields {
  private let text: JSONText?
  private let members: [(name: Range<Int>, value: JSONNode)]

  /// No members.
  package static let none = JSONFields()

  private init() {
    text = nil
    members = []
  }

  package init(_ text: JSONText, _ members: [(name: Range<Int>, value: JSONNode)]) {
    self.text = text
    self.members = members
  }

  /// The member with a name, the last of several.
  package subscript(name: String) -> JSONNode? {
    guard let text else { return nil }
    let quoted = name.utf8.count + 2
    return members.last { member in
      let length = member.name.count
      return (length == quoted || length > quoted && text.holdsEscapes) && text.isString(in: member.name, equalTo: name)
    }?.value
  }

  /// The member with a name, unless it is `null`: to most readers that is the same as none.
  package func present(_ name: String) -> JSONNode? {
    guard let node = self[name], !node.isNull else { return nil }
    return node
  }

  /// The only member of an object that has one; `nil` if there are none or several.
  package var only: (name: String, value: JSONNode)? {
    guard let text, members.count == 1, let member = members.first else { return nil }
    return (text.string(in: member.name), member.value)
  }

  /// The members in their order, their names decoded.
  package var all: [(name: String, value: JSONNode)] {
    guard let text else { return [] }
    return members.map { (text.string(in: $0.name), $0.value) }
  }
}
