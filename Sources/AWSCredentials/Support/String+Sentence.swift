extension String {
  /// The string with its first letter in upper case: a sentence that began with a description.
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
