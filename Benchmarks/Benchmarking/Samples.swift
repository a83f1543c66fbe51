/// What one figure was in each round.
package enum Samples {
  /// The middle value; NaN if there is none.
  package static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return sorted.isEmpty ? .nan : sorted[sorted.count / 2]
  }

  /// The middle value with the quartiles in brackets, as whole numbers.
  package static func quartiles(_ values: [Double]) -> String {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return "–" }
    let low = Int(sorted[sorted.count / 4].rounded())
    let high = Int(sorted[sorted.count * 3 / 4].rounded())
    return "\(Int(median(values).rounded())) (\(low)–\(high))"
  }
}
