import SwiftSource

/// The test code that makes each operation's input of the parameters that vectors have, by the model's names.
struct VectorFiles {
  let api: S3API

  /// File names, and texts.
  var all: [(path: String, text: String)] {
    [("VectorStructures.swift", structures), ("VectorInputs.swift", inputs), ("VectorCalls.swift", calls)]
  }

  private func begin(_ modules: [String]) -> SourceText {
    var source = SourceText(command: S3Generator.command, model: S3Generator.modelPath)
    source.line()
    for module in modules { source.line("import \(module)") }
    return source
  }

  private var structures: String {
    var source = begin(["AWSS3Client"])
    let ends = Set(api.model.operations.map(\.input))
    for name in api.model.shapeNames where api.written.contains(name) && !ends.contains(name) {
      guard case .structure = api.model.shapes[name], S3API.external[name] == nil else { continue }
      let properties = Structure(api: api, shape: name).properties
      source.line()
      source.block("extension S3.\(api.typeName(name)): VectorShape {") { source in
        write(properties, to: &source)
      }
    }
    return source.text
  }

  private var inputs: String {
    var source = begin(["AWSS3Client"])
    for operation in api.model.operations {
      source.line()
      source.block("extension S3.\(api.inputName(operation)): VectorShape {") { source in
        write(OperationFile(api: api, operation: operation).declared, to: &source)
      }
    }
    return source.text
  }

  private func write(_ properties: [Property], to source: inout SourceText) {
    let initial = properties.filter { $0.isInitial && !$0.member.isStreaming }
    let rest = properties.filter { !$0.isInitial || $0.member.isStreaming }
    source.block("init(vector: VectorNode) throws {") { source in
      let arguments = initial.map { property in
        "\(property.name): try vector.required(\"\(property.member.name)\").\(reader(of: property.kind))"
      }
      source.list("self.init(", arguments, ")")
      for property in rest {
        let assignment = "self.\(property.name) = try node.\(reader(of: property.kind))"
        let head = "if let node = vector[\"\(property.member.name)\"] {"
        if head.utf8.count + assignment.utf8.count + 3 <= source.room {
          source.line("\(head) \(assignment) }")
        } else {
          source.block(head) { $0.line(assignment) }
        }
      }
    }
  }

  private func reader(of kind: Property.Kind) -> String {
    switch kind {
    case .text: "text"
    case .etag: "etag"
    case .byteRange: "range"
    case .contentRange: "text"
    case .secret: "secret"
    case .customerKey: "customerKey"
    case .copySource: "copySource"
    case .enumeration: "choice()"
    case .integer: "integer"
    case .long: "long"
    case .flag: "flag"
    case .structure, .eventStream: "shape()"
    case .map: "map"
    case .body: "body"
    case .date: "date"
    case .list(.structure, _): "shapes()"
    case .list(.enumeration, _): "choices()"
    case .list: "texts"
    }
  }

  private var calls: String {
    var source = begin(["AWSS3Client"])
    source.line()
    source.block("extension S3Client {") { source in
      source.doc("Calls the operation of a vector.", "", "- Returns: Its output; `nil` for an unknown operation.")
      source.block("func call(_ operation: String, _ vector: VectorNode) async throws -> Any? {") { source in
        source.line("switch operation {")
        for operation in api.model.operations {
          source.line("case \"\(operation.name)\":")
          source.line("  let input = try S3.\(api.inputName(operation))(vector: vector)")
          let call = "try await \(api.names.member(operation.name))(input)"
          source.line(api.outputName(operation) == nil ? "  return \(call) as Any" : "  return \(call)")
        }
        source.line("default: return nil")
        source.line("}")
      }
    }
    source.line()
    source.block("enum S3Inputs {") { source in
      source.doc("The input of an operation with a vector's parameters; `nil` for an unknown operation.")
      source.block(
        "static func input(of operation: String, _ vector: VectorNode) throws -> (any S3.OperationInput)? {"
      ) { source in
        source.line("switch operation {")
        for operation in api.model.operations {
          source.line("case \"\(operation.name)\":")
          source.line("  return try S3.\(api.inputName(operation))(vector: vector)")
        }
        source.line("default: return nil")
        source.line("}")
      }
    }
    return source.text
  }
}
