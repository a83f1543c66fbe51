import AWSCore

extension S3 {
  /// Which files or objects of a directory or prefix a transfer is for.
  ///
  /// A filter is a list of patterns. Each includes or excludes the names that it matches; of several that match a name,
  /// the last one decides, and a name that none matches is included, as with `aws s3 --exclude --include`:
  ///
  /// ```swift
  /// let filter = S3.KeyFilter.excluding("*").including("*.jpg", "*.png").excluding("private/*")
  /// ```
  ///
  /// A pattern is compared with the whole name relative to the directory or prefix, such as `2026/11/a.jpg`. `*` stands
  /// for any characters, also `/` and none; `?` for one character; `[abc]`, `[a-z]` and `[!a-z]` for one of a set.
  /// Characters are Unicode scalars, and upper and lower case differ.
  public struct KeyFilter: Sendable, Hashable {
    private struct Rule: Sendable, Hashable {
      let pattern: [Unicode.Scalar]
      let includes: Bool
    }

    private var rules: [Rule] = []

    private init() {}

    /// A filter that includes everything.
    public static let all = KeyFilter()

    /// A filter that excludes what one of the patterns matches.
    public static func excluding(_ patterns: String...) -> KeyFilter { all.adding(patterns, includes: false) }

    /// This filter, which also excludes what one of the patterns matches.
    public func excluding(_ patterns: String...) -> KeyFilter { adding(patterns, includes: false) }

    /// This filter, which also includes what one of the patterns matches.
    public func including(_ patterns: String...) -> KeyFilter { adding(patterns, includes: true) }

    private func adding(_ patterns: [String], includes: Bool) -> KeyFilter {
      var filter = self
      filter.rules += patterns.map { Rule(pattern: Array($0.unicodeScalars), includes: includes) }
      return filter
    }

    /// Whether the filter includes a name.
    ///
    /// - Parameter name: The name relative to the directory or prefix, with `/` between its parts.
    public func includes(_ name: String) -> Bool {
      guard !rules.isEmpty else { return true }
      let name = Array(name.unicodeScalars)
      return rules.last { GlobPattern.matches(name, $0.pattern) }?.includes ?? true
    }
  }
}

/// Patterns with `*`, `?` and sets of characters, as of `fnmatch` without flags.
enum GlobPattern {
  /// Whether a pattern matches a whole name. The time is at most the product of their lengths.
  static func matches(_ name: [Unicode.Scalar], _ pattern: [Unicode.Scalar]) -> Bool {
    var (position, place) = (0, 0)
    // Where the last star is, and up to where of the name it stands for.
    var star: (place: Int, position: Int)?
    while position < name.count {
      if place < pattern.count, pattern[place] == "*" {
        star = (place, position)
        place += 1
      } else if let length = single(name[position], pattern[place...]) {
        position += 1
        place += length
      } else if let last = star {
        star = (last.place, last.position + 1)
        position = last.position + 1
        place = last.place + 1
      } else {
        return false
      }
    }
    return pattern[place...].allSatisfy { $0 == "*" }
  }

  /// How long the beginning of a pattern is that matches one character; `nil` if it does not.
  private static func single(_ character: Unicode.Scalar, _ pattern: ArraySlice<Unicode.Scalar>) -> Int? {
    guard let first = pattern.first, first != "*" else { return nil }
    if first == "?" { return 1 }
    guard first == "[", let set = Set(pattern) else { return first == character ? 1 : nil }
    return set.contains(character) ? set.length : nil
  }

  /// A set of characters in a pattern.
  private struct Set {
    private var ranges: [ClosedRange<UInt32>] = []
    private var isNegative = false
    /// How many characters of the pattern it takes, with its brackets.
    let length: Int

    /// Reads a set; `nil` if the bracket that opens it is not closed, and then stands for itself.
    init?(_ pattern: ArraySlice<Unicode.Scalar>) {
      var index = pattern.startIndex + 1
      if index < pattern.endIndex, pattern[index] == "!" {
        isNegative = true
        index += 1
      }
      let start = index
      // A bracket that comes first is an element.
      while index < pattern.endIndex, pattern[index] != "]" || index == start {
        let low = pattern[index].value
        if index + 2 < pattern.endIndex, pattern[index + 1] == "-", pattern[index + 2] != "]" {
          let high = pattern[index + 2].value
          if low <= high { ranges.append(low...high) }
          index += 3
        } else {
          ranges.append(low...low)
          index += 1
        }
      }
      guard index < pattern.endIndex else { return nil }
      length = index + 1 - pattern.startIndex
    }

    func contains(_ character: Unicode.Scalar) -> Bool {
      ranges.contains { $0.contains(character.value) } != isNegative
    }
  }
}
