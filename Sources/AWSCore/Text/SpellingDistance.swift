/// How far two spellings are apart.
package enum SpellingDistance {
  /// Whether one name is the other with a slip or two of the finger, or in other letter case (the distance of Damerau and
  /// Levenshtein, in its restricted form).
  package static func isClose(_ left: String, _ right: String) -> Bool {
    let (left, right) = (Array(left.lowercased().unicodeScalars), Array(right.lowercased().unicodeScalars))
    let allowed = min(left.count, right.count) < 5 ? 1 : 2
    guard left.count <= 100, abs(left.count - right.count) <= allowed else { return false }
    var rows = [Array(0...right.count)]
    for row in 0..<left.count {
      var next = [row + 1]
      for column in 0..<right.count {
        let change = left[row] == right[column] ? 0 : 1
        var best = min(rows[row][column] + change, rows[row][column + 1] + 1, next[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          best = min(best, rows[row - 1][column - 1] + 1)
        }
        next.append(best)
      }
      rows.append(next)
    }
    return rows[left.count][right.count] <= allowed
  }
}
