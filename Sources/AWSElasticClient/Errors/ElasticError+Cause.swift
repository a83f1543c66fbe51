import AWSCore
import AWSCredentials

extension ElasticError.Cause {
  /// Reads an error that the server describes, with what it was caused by.
  init(_ fields: JSONFields) {
    self.init(fields, causedBy: Self.chain(below: fields))
  }

  private init(_ fields: JSONFields, causedBy: [ElasticError.Cause]) {
    self.init(
      type: fields["type"]?.string ?? "unknown", reason: fields["reason"]?.string ?? "", index: fields["index"]?.string,
      causedBy: causedBy)
  }

  /// What an error was caused by (`caused_by`), what that was caused by, and so on.
  static func chain(below error: JSONFields) -> [ElasticError.Cause] {
    var causes: [ElasticError.Cause] = []
    var next = error["caused_by"]?.fields
    while let fields = next {
      causes.append(ElasticError.Cause(fields, causedBy: []))
      next = fields["caused_by"]?.fields
    }
    return causes
  }

  /// The same without what a function takes out of texts.
  func redacted(by redact: (String) -> String) -> ElasticError.Cause {
    ElasticError.Cause(
      type: redact(type), reason: redact(reason), index: index.map(redact),
      causedBy: causedBy.map { $0.redacted(by: redact) })
  }
}

// Names of indices are bytes, and what the server says may hold some: `String` would compare it as text.
extension ElasticError.Cause: Hashable {
  /// Whether both errors are the same, including their causes. All texts are compared byte for byte.
  public static func == (left: ElasticError.Cause, right: ElasticError.Cause) -> Bool {
    left.type.exact == right.type.exact && left.reason.exact == right.reason.exact
      && left.index?.exact == right.index?.exact && left.causedBy == right.causedBy
  }

  /// Hashes the type, the reason and the index of the error.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(type.exact)
    hasher.combine(reason.exact)
    hasher.combine(index?.exact)
  }
}
