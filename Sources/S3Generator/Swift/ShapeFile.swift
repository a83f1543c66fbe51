import SwiftSource

/// The file of a structure or an enumeration that several operations have.
struct ShapeFile {
  let api: S3API
  let shape: String

  var text: String {
    var source = SourceText(command: S3Generator.command, model: S3Generator.modelPath)
    if case .structure = api.model.shapes[shape] {
      let structure = Structure(api: api, shape: shape)
      source.line()
      source.line("import AWSCore")
      source.line("import AWSRuntime")
      if structure.properties.contains(where: \.isDate) { Self.writeFoundation(to: &source) }
    }
    source.line()
    write(to: &source)
    return source.text
  }

  /// Adds the declaration and what belongs to it.
  func write(to source: inout SourceText) {
    if case .structure = api.model.shapes[shape] {
      Structure(api: api, shape: shape).write(to: &source)
    } else {
      Enumeration(api: api, shape: shape).write(to: &source)
    }
  }

  static func writeFoundation(to source: inout SourceText) {
    source.line()
    for line in [
      "#if canImport(FoundationEssentials)", "  public import FoundationEssentials", "#else",
      "  public import Foundation", "#endif",
    ] {
      source.line(line)
    }
  }
}

/// The file with the codes of the errors in the model that have no constant written by hand.
struct ErrorCodesFile {
  let api: S3API

  /// The codes that `S3Error+Code.swift` has.
  private static let handWritten: Set<String> = [
    "AccessDenied", "BucketAlreadyExists", "BucketAlreadyOwnedByYou", "InvalidObjectState", "NoSuchBucket", "NoSuchKey",
  ]

  private static let meanings: [String: String] = [
    "EncryptionTypeMismatch": "The object exists with another type of encryption than the request names.",
    "IdempotencyParameterMismatch": "A request with the same client token had other parameters.",
    "InvalidRequest": "S3 refuses the request because of its parameters, which may not be used together.",
    "InvalidWriteOffset": "The offset of a write is not the size of the object.",
    "NoSuchUpload": "The multipart upload does not exist: it was completed or aborted, or never begun.",
    "ObjectAlreadyInActiveTierError": "The object to restore is not in an archive.",
    "ObjectNotInActiveTierError": "The source of a copy is in an archive and must be restored before it is copied.",
    "TooManyParts": "The object has as many parts as S3 allows.",
  ]

  var text: String {
    var source = SourceText(command: S3Generator.command, model: S3Generator.modelPath)
    source.line()
    source.doc("Codes of errors that the model names for single operations.")
    source.block("extension S3Error.Code {") { source in
      for name in api.model.shapeNames.sorted() where !Self.handWritten.contains(name) {
        guard case .structure(_, .error) = api.model.shapes[name] else { continue }
        source.doc(Self.meanings[name] ?? "The code `\(name)`.")
        source.line("public static let \(api.names.member(name)) = Self(rawValue: \"\(name)\")")
      }
    }
    return source.text
  }
}
