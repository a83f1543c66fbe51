import SwiftSource

/// A model with what is decided about its Swift: the names, which shapes are read and written, and where they stand.
struct S3API {
  let model: S3Model
  let names = SwiftName(acronyms: [
    "ACL", "CORS", "CSV", "ETag", "ID", "JSON", "KMS", "MD5", "MFA", "SSE", "URI", "AWS",
  ])
  /// The operations that use a shape.
  private(set) var users: [String: Set<String>] = [:]
  /// The shapes that requests and responses hold.
  private(set) var written: Set<String> = []
  private(set) var read: Set<String> = []

  /// Shapes that have a type written by hand.
  static let external: [String: String] = [
    "StorageClass": "StorageClass", "ObjectStorageClass": "StorageClass", "TransitionStorageClass": "StorageClass",
    "CopySource": "CopySource",
    "SSECustomerKey": "CustomerKey", "CopySourceSSECustomerKey": "CustomerKey",
    "SelectObjectContentEventStream": "SelectObjectContentEventStream",
  ]

  /// Shapes whose names mean something else in Swift or in this package.
  private static let renamed: [String: String] = [
    "Error": "DeleteFailure", "ObjectAttributes": "ObjectAttribute", "Protocol": "RedirectProtocol",
    "Type": "GranteeType",
  ]

  init(_ model: S3Model) {
    self.model = model
    for operation in model.operations {
      for (shape, isInput) in [(operation.input, true)] + (operation.output.map { [($0, false)] } ?? []) {
        visit(shape, operation: operation.name, isInput: isInput)
      }
    }
  }

  private mutating func visit(_ name: String, operation: String, isInput: Bool) {
    let isKnown = (isInput ? written : read).contains(name) && users[name]?.contains(operation) == true
    guard !isKnown, let shape = model.shapes[name] else { return }
    users[name, default: []].insert(operation)
    if isInput { written.insert(name) } else { read.insert(name) }
    switch shape {
    case .structure(let members, _):
      for member in members { visit(member.shape, operation: operation, isInput: isInput) }
    case .list(let element, _, _): visit(element, operation: operation, isInput: isInput)
    default: break
    }
  }

  /// The inputs and outputs of operations, which stand in the operations' files.
  private var ends: Set<String> {
    var ends: Set<String> = []
    for operation in model.operations {
      ends.insert(operation.input)
      if let output = operation.output, isOwn(output, of: operation) { ends.insert(output) }
    }
    return ends
  }

  /// Whether an output belongs to one operation, and is no shape that stands elsewhere as well.
  func isOwn(_ output: String, of operation: S3Model.Operation) -> Bool {
    output.hasPrefix(operation.name) && (output.hasSuffix("Output") || output.hasSuffix("Response"))
  }

  private func isType(_ name: String) -> Bool {
    guard Self.external[name] == nil, let shape = model.shapes[name] else { return false }
    switch shape {
    case .structure(_, let kind): return kind == .structure || kind == .union
    case .enumeration: return true
    default: return false
    }
  }

  /// The structures and enumerations with a file of their own.
  var sharedShapes: [String] {
    let ends = ends
    return model.shapeNames.filter { isType($0) && !ends.contains($0) && (users[$0]?.count ?? 0) > 1 }
  }

  /// The structures and enumerations that only one operation has, in the order of the model.
  func ownShapes(of operation: S3Model.Operation) -> [String] {
    let ends = ends
    return model.shapeNames.filter { isType($0) && !ends.contains($0) && users[$0] == [operation.name] }
  }

  /// The name of a structure or enumeration.
  func typeName(_ shape: String) -> String { Self.external[shape] ?? Self.renamed[shape] ?? shape }

  func inputName(_ operation: S3Model.Operation) -> String { operation.name + "Input" }

  /// The name of the output's type; `nil` for none.
  func outputName(_ operation: S3Model.Operation) -> String? {
    guard let output = operation.output else { return nil }
    guard isOwn(output, of: operation) else { return typeName(output) }
    return operation.name + "Output"
  }

  /// Fails where the model has something that the Swift made of it would leave out.
  func validate() throws {
    for name in model.shapeNames {
      for member in model.members(name) where model.shapes[member.shape] == nil {
        throw Failure(description: "\(name).\(member.name) is of the shape \(member.shape), which is not there.")
      }
    }
    let types = (model.shapeNames.filter(isType).map(typeName)).sorted()
    for (name, next) in zip(types, types.dropFirst()) where name == next {
      throw Failure(description: "Two shapes would be the type \(name).")
    }
  }
}
