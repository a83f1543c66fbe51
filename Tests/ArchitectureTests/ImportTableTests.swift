import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Each target imports only what the table below allows, since the compiler lets transitive imports through, and all that it
/// allows; and the manifest declares the same.
struct ImportTableTests {
  /// Modules of the toolchain, which every target may use.
  private static let toolchain: Set<String> = [
    "Foundation", "FoundationEssentials", "Synchronization", "Glibc", "Musl", "Android", "Darwin", "Dispatch",
  ]

  /// A target's folder, the targets of this package it may import, and the modules of others.
  private static let table: [(folder: String, own: Set<String>, others: Set<String>)] = [
    ("Sources/RequiredTraits", [], []),
    // In C.
    ("Sources/CAWSChecksums", [], []),
    ("Sources/AWSCore", ["CAWSChecksums"], []),
    ("Sources/AWSCredentials", ["AWSCore"], ["HTTPTypes", "Logging"]),
    ("Sources/AWSSigV4", ["AWSCore", "AWSCredentials"], ["Crypto", "HTTPTypes"]),
    (
      "Sources/AWSRuntime", ["AWSCore", "AWSCredentials", "AWSSigV4"],
      [
        "AsyncHTTPClient", "Crypto", "HTTPTypes", "Logging", "Metrics", "NIOCore", "NIOHTTP1", "NIOPosix",
        "NIOSSL", "ServiceLifecycle", "Tracing",
      ]
    ),
    (
      "Sources/AWSIdentity", ["AWSCore", "AWSCredentials", "AWSSigV4", "AWSRuntime"],
      ["Crypto", "HTTPTypes", "Logging", "Subprocess"]
    ),
    (
      "Sources/AWSS3Client", ["AWSCore", "AWSCredentials", "AWSSigV4", "AWSRuntime", "AWSIdentity"],
      ["HTTPTypes", "Logging"]
    ),
    (
      "Sources/AWSElasticClient", ["AWSCore", "AWSCredentials", "AWSSigV4", "AWSRuntime", "AWSIdentity"],
      ["HTTPTypes", "Logging"]
    ),
    ("Sources/AWSTesting", ["AWSCore", "AWSCredentials"], ["HTTPTypes", "Logging"]),
    (
      "Sources/AWSEmulator", [],
      [
        "Crypto", "HTTPTypes", "Hummingbird", "HummingbirdCore", "Logging", "NIOConcurrencyHelpers", "NIOCore",
        "ServiceLifecycle",
      ]
    ),
    (
      "Sources/evergreen",
      ["AWSCore", "AWSCredentials", "AWSSigV4", "AWSRuntime", "AWSIdentity", "AWSS3Client", "AWSEmulator"],
      ["ArgumentParser", "HTTPTypes", "Logging"]
    ),
    ("Sources/SwiftSource", [], []),
    ("Sources/EndpointGenerator", [], []),
    ("Sources/S3Generator", ["AWSCore", "SwiftSource"], []),
  ]

  /// A dependency that is only there to fail in one sentence where a trait is missing; nothing imports it.
  private static let traits: Set<String> = ["ClientsTrait", "EmulatorTrait", "CommandLineTrait"]

  private static let root: String = {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
    return parts.joined(separator: "/")
  }()

  @Test func everyImportIsInTheTable() throws {
    for row in Self.table {
      let files = Self.swiftFiles(in: row.folder)
      #expect(files.isEmpty == row.folder.hasPrefix("Sources/C"), "\(row.folder) has no source files, or not in C")
      for file in files {
        for module in try Self.imports(in: file) where !Self.toolchain.contains(module) {
          #expect(row.own.union(row.others).contains(module), "\(file) imports \(module)")
        }
      }
    }
  }

  @Test func everythingInTheTableIsImported() throws {
    for row in Self.table {
      let imported = try Self.swiftFiles(in: row.folder).reduce(into: Set<String>()) {
        try $0.formUnion(Self.imports(in: $1))
      }
      let unused = row.own.union(row.others).subtracting(imported).sorted()
      #expect(unused.isEmpty, "\(row.folder) imports nothing of \(unused)")
    }
  }

  @Test func theManifestDeclaresWhatTheTableAllows() throws {
    let manifest = try Self.text(of: "Package.swift")
    let targets = Self.dependencies(in: manifest)
    for row in Self.table where row.folder != "Sources/RequiredTraits" {
      let declared = try #require(targets[String(row.folder.dropFirst("Sources/".count))], "\(row.folder)")
      let allowed = row.own.union(row.others)
      #expect(
        declared.subtracting(Self.traits).subtracting(allowed).sorted() == [], "\(row.folder): declared, not allowed")
      #expect(allowed.subtracting(declared).sorted() == [], "\(row.folder): allowed, not declared")
    }
  }

  @Test func dependenciesAreRecognised() {
    let text = """
      let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
      // Not a target.
      let logging: Target.Dependency = .product(
        name: "Logging", package: "swift-log", condition: .when(platforms: [.macOS]))
      let trait: Target.Dependency = "ATrait"
      .target(name: "A"),
      .target(name: "B", dependencies: ["A", crypto]),
      .executableTarget(
        name: "c",
        dependencies: [
          trait, "A", "B",
          logging,
        ]),
      .testTarget(name: "D", dependencies: ["A"]),
      """
    #expect(
      Self.dependencies(in: text) == ["A": [], "B": ["A", "Crypto"], "c": ["ATrait", "A", "B", "Logging"]])
  }

  @Test func theTableNamesEveryTarget() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Self.root + "/Sources").map { "Sources/" + $0 }
    #expect(Set(folders) == Set(Self.table.map(\.folder)))
  }

  /// Full Foundation on Linux brings ICU along, some 40 MB; `import Foundation` may only stand behind `canImport`.
  @Test func foundationIsOnlyAFallback() throws {
    for row in Self.table {
      for file in Self.swiftFiles(in: row.folder) {
        let lines = try Self.text(of: file).split(separator: "\n", omittingEmptySubsequences: false)
        for (number, line) in lines.enumerated() where line.hasSuffix("import Foundation") {
          let isFallback = number > 0 && lines[number - 1].hasPrefix("#else")
          #expect(isFallback, "\(file):\(number + 1) imports Foundation unconditionally")
        }
      }
    }
  }

  @Test func nothingReexportsOrReachesInside() throws {
    for folder in ["Sources", "Tests", "Examples", "Benchmarks"] {
      for file in Self.swiftFiles(in: folder) {
        let text = try Self.text(of: file)
        for word in ["@_export" + "ed", "@test" + "able"] { #expect(!text.contains(word), "\(file) uses \(word)") }
      }
    }
  }

  @Test func importsAreRecognised() {
    let text = """
      import A
        public import B
      package import struct C.D
      internal import func E.f
      // import F
      let x = "import G"
      """
    #expect(Self.modules(in: text) == ["A", "B", "C", "E"])
  }

  private static func swiftFiles(in folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root + "/" + folder)) ?? []
    return names.sorted().flatMap { name -> [String] in
      if name.hasSuffix(".swift") { return [folder + "/" + name] }
      // What has no ending is a folder here.
      return name.contains(".") ? [] : swiftFiles(in: folder + "/" + name)
    }
  }

  private static func text(of file: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: root + "/" + file)), as: UTF8.self)
  }

  private static func imports(in file: String) throws -> Set<String> { modules(in: try text(of: file)) }

  /// The names of the modules that each library and tool of a manifest depends on.
  private static func dependencies(in manifest: String) -> [String: Set<String>] {
    var products: [String: String] = [:]
    for part in manifest.split(separator: "let ", omittingEmptySubsequences: false).dropFirst() {
      let pieces = part.split(separator: ": Target.Dependency = ", maxSplits: 1)
      if pieces.count == 2, let name = quoted(pieces[1]) { products[String(pieces[0])] = name }
    }
    var targets: [String: Set<String>] = [:]
    for start in [".target(", ".executableTarget("] {
      for part in manifest.split(separator: start, omittingEmptySubsequences: false).dropFirst() {
        // A target ends where the next one begins.
        let ends = [".target(", ".executableTarget(", ".testTarget("].compactMap { part.firstRange(of: $0)?.lowerBound }
        let call = part[..<(ends.min() ?? part.endIndex)]
        guard let name = quoted(call) else { continue }
        let list = call.split(separator: "dependencies: [", maxSplits: 1).dropFirst().first?.prefix { $0 != "]" } ?? ""
        let words = list.split { $0 == "," || $0.isWhitespace }
        targets[name] = Set(words.map { quoted($0) ?? products[String($0)] ?? String($0) })
      }
    }
    return targets
  }

  private static func quoted(_ text: Substring) -> String? {
    let parts = text.split(separator: "\"", maxSplits: 2, omittingEmptySubsequences: false)
    return parts.count == 3 ? String(parts[1]) : nil
  }

  private static func modules(in text: String) -> Set<String> {
    let access: Set<Substring> = ["public", "package", "internal", "private", "fileprivate"]
    let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "typealias", "func", "let", "var"]
    var modules: Set<String> = []
    for line in text.split(separator: "\n") {
      var words = line.split(separator: " ")[...]
      if let first = words.first, access.contains(first) { words = words.dropFirst() }
      guard words.first == "import" else { continue }
      words = words.dropFirst()
      if let kind = words.first, kinds.contains(kind) { words = words.dropFirst() }
      guard let name = words.first, let module = name.split(separator: ".").first else { continue }
      modules.insert(String(module))
    }
    return modules
  }
}
