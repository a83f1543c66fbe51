import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Samples that show one fact are one sample: that of an example, which is compiled and run.
struct SampleTests {
  @Test func theFactorysSampleIsThatOfTheExample() throws {
    let example = try #require(try Self.sample(in: "Examples/RDSToken/RDSToken.swift"))
    #expect(example.count > 5 && example.contains("DatabasePool {") && example.contains("await pool.close()"))
    for file in ["README.md", "Sources/AWSRuntime/Factory/ServiceClientFactory.swift"] {
      #expect(try Self.sample(in: file) == example, "\(file)")
    }
  }

  /// What a doc comment shows is compiled, with the public interface alone, by `Tests/Consumers/bridges`.
  @Test func samplesOfDocCommentsAreThoseThatAreCompiled() throws {
    var (samples, file, sample) = (0, "", [String]())
    for line in try Self.text(of: "Tests/Consumers/Bridges/Samples.swift").split(
      separator: "\n", omittingEmptySubsequences: false)
    {
      let text = String(line.drop { $0 == " " })
      if text.hasPrefix("// Sources/") {
        (file, sample) = (String(text.dropFirst(3)), [])
      } else if text == "// End" {
        #expect(try Self.docComments(in: file).contains(["```swift"] + sample + ["```"]), "\(file)")
        (samples, file) = (samples + 1, "")
      } else if !file.isEmpty {
        sample.append(text)
      }
    }
    #expect(samples == 7 && file.isEmpty)
  }

  /// The lines of a file's doc comments, without their indentation.
  private static func docComments(in file: String) throws -> [String] {
    try text(of: file).split(separator: "\n").compactMap { line in
      let text = line.drop { $0 == " " }
      return text.hasPrefix("///") ? String(text.dropFirst(3).drop { $0 == " " }) : nil
    }
  }

  /// A password that is derived once, when a pool is built, ends long before the pool does.
  @Test func noSampleKeepsAToken() throws {
    for file in try Self.texts() {
      #expect(try !Self.text(of: file).contains("DatabasePool(password:"), "\(file)")
    }
  }

  /// Whoever reads a sample chooses a provider in one line, and so does the sample: `.profile("dev")`, not a provider that
  /// is put together by hand. Samples for tests, which give a provider a transport of their own, do.
  @Test func samplesChooseProvidersInOneLine() throws {
    let named = [
      "Environment", "Static", "Anonymous", "Profile", "InstanceMetadata", "Container", "WebIdentity", "SSO",
      "AssumeRole", "Process",
    ]
    var lines = 0
    for file in try Self.texts() where !file.hasPrefix("Sources/AWSTesting/") {
      let isExample = file.hasPrefix("Examples/") || file.hasSuffix(".md")
      for line in try Self.text(of: file).split(separator: "\n") {
        guard isExample || line.drop(while: { $0 == " " }).hasPrefix("///") else { continue }
        lines += 1
        let isByHand = named.contains { line.contains("\($0)CredentialProvider(") && !line.contains("``\($0)") }
        #expect(!isByHand, "\(file): \(line)")
      }
    }
    #expect(lines > 5000)
  }

  private static func sample(in file: String) throws -> [String]? {
    let lines = try text(of: file).split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.hasPrefix("///") ? String(line.dropFirst(3).drop { $0 == " " }) : String(line.drop { $0 == " " })
    }
    // The first line may have options.
    guard let start = lines.firstIndex(where: { $0.hasPrefix("let factory = ServiceClientFactory(credentials: cred") })
    else { return nil }
    // The second closing brace on a line of its own ends the factory.
    var braces = 0
    let sample = lines[(start + 1)...].prefix { line in
      defer { braces += line == "}" ? 1 : 0 }
      return braces < 2
    }
    return Array(sample)
  }

  private static func texts() throws -> [String] {
    var found = ["README.md"]
    for folder in ["Sources", "Examples"] {
      let all = try FileManager.default.subpathsOfDirectory(atPath: root + "/" + folder)
      found += all.filter { $0.hasSuffix(".swift") || $0.hasSuffix(".md") }.map { folder + "/" + $0 }
    }
    return found
  }

  private static let root: String = {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
    return parts.joined(separator: "/")
  }()

  private static func text(of file: String) throws -> String {
    String(decoding: try #require(FileManager.default.contents(atPath: root + "/" + file)), as: UTF8.self)
  }
}
