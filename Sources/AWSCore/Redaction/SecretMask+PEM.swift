/// PEM blocks (RFC 7468), whole or cut off at either end, and lines of Base64 one below the other.
enum PEMShape {
  static func ranges(in text: [UInt8]) -> [Range<Int>] {
    let begins = places(of: "-----BEGIN ", in: text)
    let ends = places(of: "-----END ", in: text)
    let closings = ends.map { closing(after: $0, in: text) }
    let firstBegin = begins.first ?? text.count
    var found = MergedRanges()
    // Where what looks like a part of the block starts, back from an end whose beginning is cut off.
    var start = 0
    var seen = 0
    for (end, closing) in zip(ends, closings) where end < firstBegin {
      if let stop = text[seen..<end].lastIndex(where: { !$0.isKeyMaterial && !$0.isASCIIWhitespace }) {
        start = stop + 1
      }
      while text[start].isASCIIWhitespace { start += 1 }
      seen = end
      found.add(start..<closing)
    }
    var next = 0
    for begin in begins {
      while next < ends.count, ends[next] < begin { next += 1 }
      found.add(begin..<(next < ends.count ? closings[next] : text.count))
    }
    return found.ranges + lines(in: text)
  }

  private static func places(of mark: String, in text: [UInt8]) -> [Int] {
    text.indices.filter { text[$0] == UInt8(ascii: "-") && text[$0...].starts(with: mark.utf8) }
  }

  /// Where the line of an end mark ends.
  private static func closing(after end: Int, in text: [UInt8]) -> Int {
    let name = end + 9
    let dashes = text[min(name, text.count)...].firstIndex { $0 == UInt8(ascii: "-") || $0 == 0x0A } ?? text.count
    return text[dashes...].firstIndex { $0 != UInt8(ascii: "-") } ?? text.count
  }

  /// Two lines or more of Base64 letters alone, all but the last of one length.
  private static func lines(in text: [UInt8]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var run: Range<Int>?
    var width = 0
    var letters = 0
    func finish() {
      if let run, letters >= 32, letters > width, text[run].isMixed { ranges.append(run) }
      run = nil
    }
    for whole in text.split(omittingEmptySubsequences: true, whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
      let line = whole.trimmingPrefix(while: \.isASCIIWhitespace)
      let isKeyMaterial = line.count >= 8 && line.allSatisfy(\.isKeyMaterial)
      if let begun = run, line.allSatisfy(\.isKeyMaterial), line.count <= width {
        run = begun.lowerBound..<line.endIndex
        letters += line.count
        if line.count < width { finish() }
      } else {
        finish()
        guard isKeyMaterial else { continue }
        run = line.startIndex..<line.endIndex
        (width, letters) = (line.count, line.count)
      }
    }
    finish()
    return ranges
  }
}
