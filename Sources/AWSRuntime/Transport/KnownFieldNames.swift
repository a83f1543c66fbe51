import AWSCore
package import HTTPTypes

/// The names of header fields that responses have had: a server sends the same names again and again, and to make one checks
/// each of its characters.
package final class KnownFieldNames: Sendable {
  // A server could make names up.
  private static let most = 64
  private static let longest = 64

  private let names = Locked<[HTTPField.Name]>([])

  /// How many names are kept.
  package var count: Int { names.withLock { $0.count } }

  package init() {}

  /// The header fields of a response. A field whose name is none is left out.
  package func fields(_ headers: some Collection<(name: String, value: String)>) -> HTTPFields {
    let known = names.withLock { $0 }
    var fields = HTTPFields()
    fields.reserveCapacity(headers.count)
    var new: [HTTPField.Name] = []
    // Usually the fields come in the order of the response before.
    var next = 0
    for (text, value) in headers {
      if let index = Self.index(of: text, in: known, from: next) {
        fields.append(HTTPField(name: known[index], value: value))
        next = index + 1
      } else if let name = HTTPField.Name(text) {
        fields.append(HTTPField(name: name, value: value))
        if known.count + new.count < Self.most, text.utf8.count <= Self.longest { new.append(name) }
      }
    }
    if !new.isEmpty { add(new) }
    return fields
  }

  private static func index(of text: String, in names: [HTTPField.Name], from next: Int) -> Int? {
    // Names are ASCII: a text of as many bytes is equal only if it has the same bytes.
    func isName(_ index: Int) -> Bool {
      names[index].rawName.utf8.count == text.utf8.count && names[index].rawName == text
    }
    if next < names.count, isName(next) { return next }
    return names.indices.first(where: isName)
  }

  private func add(_ new: [HTTPField.Name]) {
    names.withLock { names in
      for name in new where names.count < Self.most && !names.contains(where: { $0.rawName == name.rawName }) {
        names.append(name)
      }
    }
  }
}
