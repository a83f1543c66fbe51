extension ForeignBody {
  /// The end of a sentence about a response that is not a JSON object, begun by "the response is" or its like.
  ///
  /// - Parameter expected: What it should be, for example `the JSON of IAM Identity Center`.
  package func notJSONObject(insteadOf expected: String) -> String {
    "not a JSON object" + (self == .json ? "" : ": " + insteadOf(expected))
  }
}
