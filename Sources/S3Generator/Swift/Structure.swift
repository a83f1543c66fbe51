import SwiftSource

/// A structure of the model in Swift.
struct Structure {
  let api: S3API
  let shape: String
  let isWritten: Bool
  let isRead: Bool

  init(api: S3API, shape: String) {
    self.api = api
    self.shape = shape
    isWritten = api.written.contains(shape)
    isRead = api.read.contains(shape)
  }

  var properties: [Property] {
    api.model.members(shape).map { Property(api: api, structure: shape, member: $0, isWritten: isWritten) }
  }

  /// Adds the declaration and what reads and writes it.
  func write(to source: inout SourceText) {
    let name = api.typeName(shape)
    let properties = properties
    source.block("extension S3 {") { source in
      source.doc(
        "[\(shape)](https://docs.aws.amazon.com/AmazonS3/latest/API/API_\(shape).html) of the Amazon S3 API.")
      source.block("public struct \(name): Sendable {") { source in
        for property in properties { property.declare(in: &source, keyword: isWritten ? "var" : "let") }
        guard isWritten else { return }
        if !properties.isEmpty { source.line() }
        source.doc("Makes a value. What S3 does not require can be set after that.")
        Self.writeInitializer(of: properties, to: &source)
      }
    }
    if isWritten { writeWriting(name, properties, to: &source) }
    if isRead { writeReading(name, properties, to: &source) }
  }

  /// Adds an initialiser with a parameter for each property that has to be given.
  static func writeInitializer(of properties: [Property], to source: inout SourceText) {
    let initial = properties.filter { $0.isInitial && !$0.member.isStreaming }
    let body = properties.filter { $0.member.isStreaming }
    let parameters =
      initial.map { "\(SwiftName.declared($0.name)): \($0.declaredType)" }
      + body.map { "\($0.name): \($0.declaredType) = .empty" }
    guard !parameters.isEmpty else { return source.line("public init() {}") }
    source.list("public init(", parameters, ") {")
    for property in initial + body {
      source.line("  self.\(property.name) = \(SwiftName.declared(property.name))")
    }
    source.line("}")
  }

  private func writeWriting(_ name: String, _ properties: [Property], to source: inout SourceText) {
    source.line()
    source.block("extension S3.\(name): S3XMLWritable {") { source in
      for property in properties {
        guard let attribute = property.member.attribute else { continue }
        source.block("var xmlAttributes: [(name: String, value: String)] {") { source in
          source.line("[")
          source.line("  (\"xmlns:xsi\", \"http://www.w3.org/2001/XMLSchema-instance\"),")
          source.line("  (\"\(attribute)\", \(SwiftName.declared(property.name)).rawValue),")
          source.line("]")
        }
        source.line()
      }
      let elements = properties.filter { $0.member.attribute == nil }
      guard !elements.isEmpty else { return source.line("func write(into xml: inout XMLWriter) {}") }
      source.block("func write(into xml: inout XMLWriter) {") { source in
        for property in elements { source.statement(property.writing) }
      }
    }
  }

  private func writeReading(_ name: String, _ properties: [Property], to source: inout SourceText) {
    source.line()
    source.block("extension S3.\(name): S3XMLReadable {") { source in
      guard !properties.isEmpty else { return source.line("init(xml: XMLNode) throws(S3Problem) {}") }
      source.block("init(xml: XMLNode) throws(S3Problem) {") { source in
        for property in properties { source.statement(property.reading) }
      }
    }
  }
}

/// An enumeration of the model in Swift.
struct Enumeration {
  let api: S3API
  let shape: String

  func write(to source: inout SourceText) {
    guard case .enumeration(let values) = api.model.shapes[shape] else { return }
    let name = api.typeName(shape)
    source.block("extension S3 {") { source in
      source.doc(
        "The values of `\(shape)` in the Amazon S3 API. A value that has no constant here is kept as S3 sends it; make one "
          + "with ``init(rawValue:)``.")
      source.block("public struct \(name): OpenEnumeration {") { source in
        source.doc("The value in the API.")
        source.line("public let rawValue: String")
        source.line()
        source.doc("Makes a value of its text in the API.")
        source.line("public init(rawValue: String) { self.rawValue = rawValue }")
        source.line()
        for value in values {
          source.doc("The value `\(value)`.")
          // On an optional, `.none` would mean that there is no value.
          let constant = api.names.constant(value)
          let declared = constant == "none" ? "no" + name : SwiftName.declared(constant)
          source.statement("public static let \(declared) = Self(rawValue: \"\(value)\")")
        }
      }
    }
  }
}

extension Property {
  /// Adds the declaration of a property that is read when it is asked for.
  func declare(in source: inout SourceText, reading expression: String) {
    source.doc(documentation)
    let head = "public var \(SwiftName.declared(name)): \(declaredType) {"
    if head.utf8.count + expression.utf8.count + 3 <= source.room {
      source.line("\(head) \(expression) }")
    } else {
      source.block(head) { $0.line(expression) }
    }
  }

  /// Adds the declaration.
  func declare(in source: inout SourceText, keyword: String) {
    source.doc(documentation)
    let value = keyword == "var" ? (defaultValue.map { " = " + $0 } ?? "") : ""
    source.line("public \(keyword) \(SwiftName.declared(name)): \(declaredType)\(value)")
  }
}
