import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What a package trait leaves out is left out everywhere: one use without a condition, and everybody fetches the package.
struct PackageTraitTests {
  /// The packages that every consumer needs: those of AWSCredentials and AWSSigV4.
  private static let always: Set<String> = ["swift-crypto", "swift-http-types", "swift-log"]
  /// The trait of each package that does not come with `Clients`.
  private static let own = ["hummingbird": "Emulator", "swift-argument-parser": "CommandLine"]

  private static let manifest: String = {
    let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
    return FileManager.default.contents(atPath: root + "/Package.swift").map { String(decoding: $0, as: UTF8.self) }
      ?? ""
  }()

  /// The text between a call's parentheses, for each call.
  private static func calls(of name: String, in text: String) -> [String] {
    text.split(separator: name + "(").dropFirst().map { rest in
      var depth = 1
      return String(
        rest.prefix { character in
          if character == "(" { depth += 1 }
          if character == ")" { depth -= 1 }
          return depth > 0
        })
    }
  }

  /// The text in the quotes after a label.
  private static func argument(_ label: String, of call: String) -> String? {
    guard let start = call.firstRange(of: label + ": \"") else { return nil }
    return String(call[start.upperBound...].prefix { $0 != "\"" })
  }

  @Test func everyProductOfAnotherPackageHasItsTrait() throws {
    let products = Self.calls(of: ".product", in: Self.manifest)
    #expect(products.count > 12)
    for product in products {
      let package = try #require(Self.argument("package", of: product), "\(product)")
      let trait = Self.own[package] ?? "Clients"
      let has = product.contains("condition: with\(trait)") || product.contains("traits: [\"\(trait)\"]")
      #expect(has != Self.always.contains(package), "\(product)")
    }
  }

  @Test func aConditionNamesOneTrait() {
    let conditions = Self.calls(of: ".when", in: Self.manifest).filter { $0.contains("traits:") }
    #expect(conditions.count > 2)
    for condition in conditions {
      let traits = condition.split(separator: "traits:").last ?? ""
      #expect(traits.split(separator: "\"").count == 3, "\(condition)")
    }
  }

  @Test func eachTraitHasATargetThatMissesIt() throws {
    for trait in ["Clients", "Emulator", "CommandLine"] {
      #expect(Self.manifest.contains("path: \"Sources/RequiredTraits/\(trait)\""))
      #expect(Self.manifest.contains("requires\(trait), "), "no target depends on \(trait)Trait")
    }
  }
}
