import SwiftSource

/// The files that are made from a model.
struct S3Files {
  let api: S3API

  init(_ model: S3Model) throws {
    api = S3API(model)
    try api.validate()
  }

  /// The folders that hold generated files and nothing else.
  static let folders = [
    "Sources/AWSS3Client/Generated/Operations", "Sources/AWSS3Client/Generated/Shapes",
    "Sources/AWSS3Client/Generated/Errors", "Tests/AWSS3ClientTests/Generated",
  ]

  /// Paths below the root of the package, and texts.
  var all: [(path: String, text: String)] {
    let operations = api.model.operations.map { operation in
      let path = Self.folders[0] + "/\(operation.name).swift"
      return (path: path, text: OperationFile(api: api, operation: operation).text)
    }
    let shapes = api.sharedShapes.map { shape in
      (path: Self.folders[1] + "/\(api.typeName(shape)).swift", text: ShapeFile(api: api, shape: shape).text)
    }
    let errors = [(path: Self.folders[2] + "/S3Error+ModelledCodes.swift", text: ErrorCodesFile(api: api).text)]
    let tests = VectorFiles(api: api).all.map { (path: Self.folders[3] + "/" + $0.path, text: $0.text) }
    return operations + shapes + errors + tests
  }
}
