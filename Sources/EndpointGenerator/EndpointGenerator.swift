#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Android)
  import Android
#elseif canImport(Darwin)
  import Darwin
#endif

/// Writes the tables of partitions and endpoints:
///
///     swift run EndpointGenerator            writes them
///     swift run EndpointGenerator --check    fails if they are not what it would write
@main enum EndpointGenerator {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  static func main() {
    do {
      try run()
    } catch {
      print("EndpointGenerator: \(error)")
      exit(1)
    }
  }

  private static func run() throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard arguments.isEmpty || arguments == ["--check"] else {
      throw Failure(description: "Usage: swift run EndpointGenerator [--check]")
    }
    // This file is Sources/EndpointGenerator/EndpointGenerator.swift.
    let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
    let path = root + "/Sources/EndpointGenerator/Models/endpoints.json"
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Failure(description: "\(path) cannot be read.")
    }
    let model = try JSONDecoder().decode(EndpointModel.self, from: data)
    for file in model.files {
      let target = root + "/" + file.path
      guard !arguments.isEmpty else {
        try Data(file.text.utf8).write(to: URL(filePath: target))
        continue
      }
      guard FileManager.default.contents(atPath: target) == Data(file.text.utf8) else {
        throw Failure(description: "\(file.path) is not what the model says. Run: swift run EndpointGenerator")
      }
    }
    print("\(model.files.count) files \(arguments.isEmpty ? "written" : "are what the model says")")
  }
}
