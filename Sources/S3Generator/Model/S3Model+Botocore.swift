import AWSCore

// The conversion of the service model that botocore has: `s3/2006-03-01/service-2.json` and the files beside it.
extension S3Model {
  /// Reads the three files.
  init(service: [UInt8], paginators: [UInt8], waiters: [UInt8]) throws {
    let root = try JSONNode(parsing: service)
    for (name, node) in root.object("operations") { operations.append(Operation(name, botocore: node)) }
    for (name, node) in root.object("shapes") {
      shapeNames.append(name)
      shapes[name] = try Shape(name, botocore: node)
    }
    for (name, node) in try JSONNode(parsing: paginators).object("pagination") {
      self.paginators.append(
        Paginator(
          operation: name, more: node["more_results"]?.string, inputs: node.texts("input_token"),
          // Of alternatives the first is the member, the second a way around its absence, which is written by hand.
          outputs: node.texts("output_token").map { String($0.prefix { $0 != " " }) }))
    }
    for (name, node) in try JSONNode(parsing: waiters).object("waiters") {
      func statuses(_ state: String) -> [Int] {
        (node["acceptors"]?.elements ?? []).filter { $0["state"]?.string == state }.compactMap { $0["expected"]?.int }
      }
      self.waiters.append(
        Waiter(
          name: name, operation: node["operation"]?.string ?? "", delay: node["delay"]?.int ?? 5,
          attempts: node["maxAttempts"]?.int ?? 20, success: statuses("success"), retry: statuses("retry")))
    }
    operations.sort { $0.name < $1.name }
    self.paginators.sort { $0.operation < $1.operation }
  }
}

extension S3Model.Operation {
  fileprivate init(_ name: String, botocore node: JSONNode) {
    self.init(
      name: name, method: node["http"]?["method"]?.string ?? "", uri: node["http"]?["requestUri"]?.string ?? "",
      input: node["input"]?["shape"]?.string ?? "", output: node["output"]?["shape"]?.string)
    errors = (node["errors"]?.elements ?? []).compactMap { $0["shape"]?.string }
    if let checksum = node["httpChecksum"] {
      if checksum["requestAlgorithmMember"] != nil {
        requiresChecksum = checksum["requestChecksumRequired"]?.bool ?? false
      }
      validationMember = checksum["requestValidationModeMember"]?.string
    }
    context = node.object("staticContextParams").filter { $0.value["value"]?.bool == true }.map(\.name)
    bodyRoot = node["input"]?["locationName"]?.string
    isDeprecated = node["deprecated"]?.bool ?? false
  }
}

extension S3Model.Shape {
  fileprivate init(_ name: String, botocore node: JSONNode) throws {
    let type = node["type"]?.string ?? ""
    switch type {
    case "structure":
      let required = Set(node.texts("required"))
      let payload = node["payload"]?.string
      let members = node.object("members").map { name, member in
        S3Model.Member(name, botocore: member, isRequired: required.contains(name), isPayload: name == payload)
      }
      let kinds: [(String, S3Model.StructureKind)] = [
        ("exception", .error), ("union", .union), ("event", .event), ("eventstream", .eventstream),
      ]
      self = .structure(members, kind: kinds.first { node[$0.0]?.bool == true }?.1 ?? .structure)
    case "list":
      self = .list(
        element: node["member"]?["shape"]?.string ?? "", item: node["member"]?["locationName"]?.string,
        isFlattened: node["flattened"]?.bool ?? false)
    case "map": self = .map
    case "string":
      let values = node.texts("enum")
      self = values.isEmpty ? .text(isSensitive: node["sensitive"]?.bool ?? false) : .enumeration(values)
    case "integer": self = .integer
    case "long": self = .long
    case "boolean": self = .boolean
    case "timestamp": self = .timestamp(format: node["timestampFormat"]?.string)
    case "blob": self = .blob
    default: throw Failure(description: "The shape \(name) is of the unknown type '\(type)'.")
    }
  }
}

extension S3Model.Member {
  fileprivate init(_ name: String, botocore node: JSONNode, isRequired: Bool, isPayload: Bool) {
    self.init(name: name, shape: node["shape"]?.string ?? "")
    self.isRequired = isRequired
    self.isPayload = isPayload
    let location = node["locationName"]?.string
    switch node["location"]?.string {
    case "uri": place = .uri
    case "querystring": place = .query(location ?? name)
    case "header": place = .header(location ?? name)
    case "headers": place = .headers(location ?? "")
    default:
      let isAttribute = node["xmlAttribute"]?.bool ?? false
      attribute = isAttribute ? location : nil
      xml = isAttribute || location == name ? nil : location
    }
    isFlattened = node["flattened"]?.bool ?? false
    isStreaming = node["streaming"]?.bool ?? false
    isIdempotencyToken = node["idempotencyToken"]?.bool ?? false
    isDeprecated = node["deprecated"]?.bool ?? false
  }
}

extension JSONNode {
  fileprivate subscript(name: String) -> JSONNode? { fields?[name] }

  /// The members of an object inside this one.
  fileprivate func object(_ name: String) -> [(name: String, value: JSONNode)] { self[name]?.fields?.all ?? [] }

  /// A text or an array of texts.
  fileprivate func texts(_ name: String) -> [String] {
    guard let node = self[name] else { return [] }
    return node.string.map { [$0] } ?? (node.elements ?? []).compactMap(\.string)
  }
}
