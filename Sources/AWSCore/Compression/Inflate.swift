/// Unpacks DEFLATE (RFC 1951) piece by piece, as its bytes arrive.
///
/// Codes are read bit by bit, by counting how many of each length there are: no tables to build, and no input that makes the
/// work grow faster than input and output together.
struct Inflate: Sendable {
  /// Why bytes cannot be unpacked.
  enum Failure: Error {
    /// They are not what they say they are.
    case malformed
    /// More of them is needed first.
    case truncated
  }

  /// What comes next.
  private enum Stage {
    case blockHead
    /// So many bytes that are not packed.
    case stored(Int)
    /// Symbols of these codes.
    case symbols(Code, Code)
    case ended
  }

  /// How far back a copy can reach.
  private static let reach = 32_768
  /// How many bytes a piece has, and a few more.
  private static let pieceSize = 65_536

  private var input: [UInt8] = []
  private var position = 0
  private var bits: UInt32 = 0
  private var bitCount = 0
  private var stage = Stage.blockHead
  private var isLastBlock = false
  /// The bytes that copies may need, and those of the piece behind them.
  private var output: [UInt8] = []

  /// Takes the next bytes.
  mutating func add(_ bytes: some Collection<UInt8>) {
    input.removeFirst(position)
    position = 0
    input += bytes
  }

  /// Whether the end has been reached.
  var isEnded: Bool { if case .ended = stage { true } else { false } }

  /// The bytes that were taken and stand behind the end.
  var rest: ArraySlice<UInt8> { input[position...] }

  /// The next piece; empty if there is none before more bytes are taken.
  mutating func piece() throws(Failure) -> [UInt8] {
    if output.count > 2 * Self.pieceSize { output.removeFirst(output.count - Self.reach) }
    let start = output.count
    while output.count - start < Self.pieceSize, !isEnded {
      let place = (position, bits, bitCount)
      do throws(Failure) {
        try step(upTo: start + Self.pieceSize)
      } catch {
        guard error == .truncated else { throw error }
        // What was read of the head of a block is read again.
        if case .blockHead = stage { (position, bits, bitCount) = place }
        break
      }
    }
    return Array(output[start...])
  }

  private mutating func step(upTo end: Int) throws(Failure) {
    switch stage {
    case .blockHead: stage = try blockHead()
    case .stored(let count): try copyStored(count)
    case .symbols(let lengths, let distances): try symbols(lengths, distances, upTo: end)
    case .ended: return
    }
  }
}

// MARK: - Blocks

extension Inflate {
  private mutating func blockHead() throws(Failure) -> Stage {
    isLastBlock = try take(1) == 1
    switch try take(2) {
    case 0: return .stored(try storedLength())
    case 1: return .symbols(Self.fixedLengths, Self.fixedDistances)
    case 2:
      let (lengths, distances) = try dynamicCodes()
      return .symbols(lengths, distances)
    default: throw .malformed
    }
  }

  private mutating func endBlock() { stage = isLastBlock ? .ended : .blockHead }

  private mutating func storedLength() throws(Failure) -> Int {
    // What is left of the byte is padding.
    bits = 0
    bitCount = 0
    guard input.endIndex - position >= 4 else { throw .truncated }
    let length = Int(input[position]) | Int(input[position + 1]) << 8
    let check = Int(input[position + 2]) | Int(input[position + 3]) << 8
    position += 4
    guard length == ~check & 0xFFFF else { throw .malformed }
    return length
  }

  private mutating func copyStored(_ count: Int) throws(Failure) {
    guard count > 0 else { return endBlock() }
    let part = min(count, input.count - position)
    guard part > 0 else { throw .truncated }
    output += input[position..<(position + part)]
    position += part
    stage = .stored(count - part)
  }

  private mutating func symbols(_ lengths: Code, _ distances: Code, upTo end: Int) throws(Failure) {
    while output.count < end {
      let place = (position, bits, bitCount)
      do throws(Failure) {
        let symbol = try decode(lengths)
        if symbol < 256 {
          output.append(UInt8(symbol))
        } else if symbol == 256 {
          return endBlock()
        } else {
          try copy(symbol - 257, distances)
        }
      } catch {
        // A symbol that is not there as a whole is read again when more bytes are.
        if error == .truncated { (position, bits, bitCount) = place }
        throw error
      }
    }
  }

  /// Repeats what was unpacked before.
  private mutating func copy(_ symbol: Int, _ distances: Code) throws(Failure) {
    guard symbol < Self.lengthBases.count else { throw .malformed }
    let length = Self.lengthBases[symbol] + (try take(Self.lengthBits[symbol]))
    let distanceSymbol = try decode(distances)
    guard distanceSymbol < Self.distanceBases.count else { throw .malformed }
    let distance = Self.distanceBases[distanceSymbol] + (try take(Self.distanceBits[distanceSymbol]))
    guard distance <= output.count else { throw .malformed }
    // Source and target may overlap, so byte by byte.
    for _ in 0..<length { output.append(output[output.count - distance]) }
  }

  private mutating func dynamicCodes() throws(Failure) -> (Code, Code) {
    let lengthCount = try take(5) + 257
    let distanceCount = try take(5) + 1
    let orderCount = try take(4) + 4
    guard lengthCount <= 286, distanceCount <= 30 else { throw .malformed }
    var sizes = [Int](repeating: 0, count: 19)
    for index in 0..<orderCount { sizes[Self.order[index]] = try take(3) }
    let sizeCode = try Code(sizes)
    var lengths: [Int] = []
    while lengths.count < lengthCount + distanceCount {
      let symbol = try decode(sizeCode)
      switch symbol {
      case 0..<16: lengths.append(symbol)
      case 16:
        guard let last = lengths.last else { throw .malformed }
        lengths += Array(repeating: last, count: try take(2) + 3)
      case 17: lengths += Array(repeating: 0, count: try take(3) + 3)
      default: lengths += Array(repeating: 0, count: try take(7) + 11)
      }
    }
    guard lengths.count == lengthCount + distanceCount, lengths[256] > 0 else { throw .malformed }
    return (try Code(Array(lengths[..<lengthCount])), try Code(Array(lengths[lengthCount...])))
  }
}

// MARK: - Bits and codes

extension Inflate {
  /// A canonical Huffman code: how many codes there are of each length, and their symbols in order.
  fileprivate struct Code: Sendable {
    var counts = [Int](repeating: 0, count: 16)
    var symbols: [Int] = []

    init(_ lengths: [Int]) throws(Failure) {
      for length in lengths { counts[length] += 1 }
      counts[0] = 0
      var free = 1
      for length in 1..<16 {
        free = free * 2 - counts[length]
        guard free >= 0 else { throw .malformed }
      }
      for length in 1..<16 where counts[length] > 0 {
        for (symbol, own) in lengths.enumerated() where own == length { symbols.append(symbol) }
      }
    }
  }

  private mutating func take(_ count: Int) throws(Failure) -> Int {
    while bitCount < count {
      guard position < input.endIndex else { throw .truncated }
      bits |= UInt32(input[position]) << UInt32(bitCount)
      position += 1
      bitCount += 8
    }
    defer {
      bits >>= UInt32(count)
      bitCount -= count
    }
    return Int(bits & (1 << UInt32(count) - 1))
  }

  private mutating func decode(_ code: Code) throws(Failure) -> Int {
    var value = 0
    var first = 0
    var index = 0
    for length in 1..<16 {
      value |= try take(1)
      let count = code.counts[length]
      if value - count < first { return code.symbols[index + value - first] }
      index += count
      first = (first + count) << 1
      value <<= 1
    }
    throw .malformed
  }
}

// MARK: - The tables of RFC 1951, 3.2.5 to 3.2.7

extension Inflate {
  private static let lengthBases = [
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
  ]
  private static let lengthBits = [
    0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
  ]
  private static let distanceBases = [
    1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
    8193, 12_289, 16_385, 24_577,
  ]
  private static let distanceBits = [
    0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
  ]
  private static let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

  private static let fixedLengths = fixed(
    Array(repeating: 8, count: 144) + Array(repeating: 9, count: 112) + Array(repeating: 7, count: 24)
      + Array(repeating: 8, count: 8))
  private static let fixedDistances = fixed(Array(repeating: 5, count: 30))

  private static func fixed(_ lengths: [Int]) -> Code {
    guard let code = try? Code(lengths) else { preconditionFailure("the fixed codes of RFC 1951 are codes") }
    return code
  }
}
