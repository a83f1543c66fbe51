/// Ranges in the order of their beginnings, those that overlap as one, so that marking them takes no longer than the text is
/// long.
struct MergedRanges {
  private(set) var ranges: [Range<Int>] = []

  /// Adds a range that begins where the last one does or after it.
  mutating func add(_ range: Range<Int>) {
    guard let last = ranges.last, range.lowerBound <= last.upperBound else {
      ranges.append(range)
      return
    }
    ranges[ranges.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
  }
}

/// The next place in a text where a byte fits. All looks together go through the text once.
struct NextPlace {
  private let fits: (UInt8) -> Bool
  private var known = -1

  init(_ fits: @escaping (UInt8) -> Bool) { self.fits = fits }

  /// The first place that is not before an index; the end of the text if there is none.
  ///
  /// - Parameters:
  ///   - text: The text, the same for all looks.
  ///   - index: The index, not before that of the last look.
  mutating func place(in text: [UInt8], from index: Int) -> Int {
    if known < index { known = text[index...].firstIndex(where: fits) ?? text.count }
    return known
  }
}
