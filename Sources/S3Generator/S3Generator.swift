import SwiftSource

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

/// Writes the operations of Amazon S3, their shapes, paginators and waiters:
///
///     swift run S3Generator                     writes them
///     swift run S3Generator --check             fails if they are not what it would write
///     swift run S3Generator --convert FOLDER    writes the model, from the folder of S3 in botocore's data
@main enum S3Generator {
  static let command = "swift run S3Generator"
  static let modelPath = "Sources/S3Generator/Models/s3.txt"

  static func main() {
    do {
      try run(Array(CommandLine.arguments.dropFirst()))
    } catch {
      print("S3Generator: \(error)")
      exit(1)
    }
  }

  private static func run(_ arguments: [String]) throws {
    // This file is Sources/S3Generator/S3Generator.swift.
    let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
    switch arguments {
    case []: try write(below: root)
    case ["--check"]: try check(below: root)
    case _ where arguments.count == 2 && arguments[0] == "--convert": try convert(arguments[1], below: root)
    default: throw Failure(description: "Usage: \(command) [--check | --convert FOLDER]")
    }
  }

  private static func model(below root: String) throws -> S3Model {
    try S3Model(text: String(decoding: try read(root + "/" + modelPath), as: UTF8.self))
  }

  private static func read(_ path: String) throws -> Data {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Failure(description: "\(path) cannot be read.")
    }
    return data
  }

  private static func write(below root: String) throws {
    let files = try S3Files(try model(below: root)).all
    // What is not generated any more goes.
    for folder in S3Files.folders { try? FileManager.default.removeItem(atPath: root + "/" + folder) }
    for (path, text) in files {
      let url = URL(filePath: root + "/" + path)
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url)
    }
    print("\(files.count) files written")
  }

  private static func check(below root: String) throws {
    let files = try S3Files(try model(below: root)).all
    for (path, text) in files {
      guard FileManager.default.contents(atPath: root + "/" + path) == Data(text.utf8) else {
        throw Failure(description: "\(path) is not what the model says. Run: \(command)")
      }
    }
    let expected = Set(files.map(\.path))
    for folder in S3Files.folders {
      let paths = (try? FileManager.default.subpathsOfDirectory(atPath: root + "/" + folder)) ?? []
      for path in paths where path.hasSuffix(".swift") && !expected.contains(folder + "/" + path) {
        throw Failure(description: "\(folder)/\(path) is not in the model. Run: \(command)")
      }
    }
    print("\(files.count) files are what the model says")
  }

  private static func convert(_ folder: String, below root: String) throws {
    func bytes(_ part: String) throws -> [UInt8] {
      // botocore's own files, or the same without their documentation.
      let names = [part + ".json", "s3-" + part + ".json", "s3-" + part + ".nodocs.json"]
      guard let data = names.lazy.compactMap({ FileManager.default.contents(atPath: folder + "/" + $0) }).first else {
        throw Failure(description: "\(folder) has no \(names[0]).")
      }
      return Array(data)
    }
    let model = try S3Model(
      service: bytes("service-2"), paginators: bytes("paginators-1"), waiters: bytes("waiters-2"))
    let head = """
      # The facts of the Amazon S3 API (2006-03-01), one line for each operation, shape, paginator and waiter.
      # Written by `\(command) --convert FOLDER` from the service model in botocore.

      """
    try Data((head + model.text).utf8).write(to: URL(filePath: root + "/" + modelPath))
    print("\(model.operations.count) operations, \(model.shapes.count) shapes")
  }
}
