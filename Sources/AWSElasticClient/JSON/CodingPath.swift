import AWSCore

extension Collection where Element == any CodingKey {
  /// The path as it is written in messages: `items[3].price`.
  ///
  /// - Parameter root: What the path begins with.
  func fieldPath(in root: String = "") -> String {
    reduce(root) { path, key in
      if let index = key.intValue { return "\(path)[\(index)]" }
      return path.isEmpty ? key.stringValue : "\(path).\(key.stringValue)"
    }
  }
}

extension EncodingError {
  /// What went wrong and in which field, in one sentence.
  static func explanation(of error: any Error) -> String {
    guard case .invalidValue(_, let context)? = error as? EncodingError else {
      return "\(error)".clause
    }
    let field = context.codingPath.fieldPath()
    let problem = context.debugDescription.clause
    return field.isEmpty ? problem : "\(field): \(problem)"
  }
}
