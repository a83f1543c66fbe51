import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What AWS's model of S3 marks as sensitive has a type in the generated code that prints nothing.
@Suite struct GeneratedSecrecyTests {
  /// The types that print nothing; of both there is a value in ``SecretValues``.
  private static let silent: Set<String> = ["SecretText", "CustomerKey"]

  /// The structures and members of the model, and which shapes are sensitive.
  private struct Model {
    var sensitive: Set<String> = []
    var members: [(structure: String, name: String, shape: String)] = []

    init(_ text: String) {
      for line in text.split(separator: "\n") {
        let words = line.split(separator: " ").map(String.init)
        if words[0] == "sensitive" { sensitive = Set(words.dropFirst()) }
        guard words[0] == "structure" else { continue }
        for word in words.dropFirst(2) {
          let parts = word.prefix { $0 != "," }.split(separator: ":").map(String.init)
          members.append((words[1], parts[0], parts[1]))
        }
      }
    }
  }

  @Test func sensitiveMembersPrintNothing() throws {
    let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4).joined(separator: "/")
    let data = try #require(FileManager.default.contents(atPath: root + "/Sources/S3Generator/Models/s3.txt"))
    let model = Model(String(decoding: data, as: UTF8.self))
    #expect(model.sensitive.isSuperset(of: ["SSECustomerKey", "SessionCredentialValue"]))
    let names = Set(
      model.members.filter { model.sensitive.contains($0.shape) }.map { $0.name.lowercased() })
    #expect(names.count >= 8, "\(names)")
    let files = try PublicTypes.files(of: "AWSS3Client").filter { $0.path.contains("/Generated/") }
    var silent = 0
    for type in PublicStructure.all(in: files.map(\.text)) {
      for property in type.properties + type.computed where names.contains(property.name.lowercased()) {
        let words = property.type.split { !$0.isLetter }.map(String.init)
        // A name may be sensitive in one structure, and something else in another.
        let isSensitive = model.members.contains { member in
          member.name.lowercased() == property.name.lowercased() && model.sensitive.contains(member.shape)
            && Self.isSame(member.structure, type.name)
        }
        guard isSensitive else { continue }
        #expect(words.allSatisfy(Self.silent.contains), "\(type.name).\(property.name) is a \(property.type)")
        silent += 1
      }
    }
    let expected = model.members.count { model.sensitive.contains($0.shape) }
    #expect(silent == expected, "of \(expected) sensitive members \(silent) were found")
  }

  // Inputs and outputs have other endings in the model.
  private static func isSame(_ structure: String, _ type: String) -> Bool {
    func stem(_ name: String, _ endings: [String]) -> String {
      endings.first(where: name.hasSuffix).map { String(name.dropLast($0.count)) + "." } ?? name
    }
    let name = String(type.split(separator: ".").last ?? "")
    return stem(structure, ["Request"]) == stem(name, ["Input", "Request"])
      || stem(structure, ["Output", "Response"]) == stem(name, ["Output", "Response"])
  }
}
