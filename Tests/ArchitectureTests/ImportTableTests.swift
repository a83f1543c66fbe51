import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Each target imports only what the table below allows: the compiler lets transitive imports through.
struct ImportTableTests {
  /// Modules of the toolchain, which every target may use.
  private static let toolchain: Set<String> = [
    "Foundation", "FoundationEssentials", "Synchronization", "Glibc", "Musl", "Android", "Darwin", "Dispatch",
  ]

  /// A target's folder, the targets of this package it may import, and the modules of others.
  private static let table: [(folder: String, own: Set<String>, others: Set<String>)] = [
    ("Sources/RequiredTraits", [], []),
    ("Sources/AWSCore", [], []),
    ("Sources/AWSCredentials", ["AWSCore"], ["HTTPTypes", "Logging"]),
    ("Sources/AWSSigV4", ["AWSCore", "AWSCredentials"], ["Crypto"]),
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
      "Sources/evergreen", ["AWSCore", "AWSCredentials", "AWSSigV4", "AWSRuntime", "AWSIdentity"],
      ["ArgumentParser", "HTTPTypes", "Logging"]
    ),
    ("Sources/EndpointGenerator", [], []),
  ]

  private static let root: String = {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
    return parts.joined(separator: "/")
  }()

  @Test func everyImportIsInTheTable() throws {
    for row in Self.table {
      let files = Self.swiftFiles(in: row.folder)
      #expect(!files.isEmpty, "\(row.folder) has no source files")
      for file in files {
        for module in try Self.imports(in: file) where !Self.toolchain.contains(module) {
          #expect(row.own.union(row.others).contains(module), "\(file) imports \(module)")
        }
      }
    }
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
