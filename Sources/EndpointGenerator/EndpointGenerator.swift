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

/// Writes the tables of partitions and endpoints and the endpoint rules of Amazon S3:
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
    let models = root + "/Sources/EndpointGenerator/Models/"
    let files =
      try read(EndpointModel.self, from: models + "endpoints.json").files
      + read(S3EndpointRuleModel.self, from: models + "s3-endpoint-rules.json").files()
    for file in files {
      let target = root + "/" + file.path
      guard !arguments.isEmpty else {
        let url = URL(filePath: target)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(file.text.utf8).write(to: url)
        continue
      }
      guard FileManager.default.contents(atPath: target) == Data(file.text.utf8) else {
        throw Failure(description: "\(file.path) is not what the model says. Run: swift run EndpointGenerator")
      }
    }
    print("\(files.count) files \(arguments.isEmpty ? "written" : "are what the models say")")
  }

  private static func read<Model: Decodable>(_ type: Model.Type, from path: String) throws -> Model {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Failure(description: "\(path) cannot be read.")
    }
    return try JSONDecoder().decode(type, from: data)
  }
}
