/// A name and a value in the memory of a signature: a header or a query parameter.
struct Piece: Sendable, BitwiseCopyable {
  private let first: UInt32
  private let nameEnd: UInt32
  private let valueStart: UInt32
  private let last: UInt32

  /// Makes a piece whose value follows its name, with or without something between them.
  init(start: Int, split: Int, valueStart: Int? = nil, end: Int) {
    first = UInt32(start)
    nameEnd = UInt32(split)
    self.valueStart = UInt32(valueStart ?? split)
    last = UInt32(end)
  }

  var start: Int { Int(first) }
  var name: Range<Int> { Int(first)..<Int(nameEnd) }
  var value: Range<Int> { Int(valueStart)..<Int(last) }
  /// All of a header's line: name, colon, value and the end of the line.
  var line: Range<Int> { Int(first)..<Int(last) + 1 }

  /// The same piece of a text that stands somewhere else.
  func moved(by offset: Int) -> Piece {
    Piece(
      start: start + offset, split: name.upperBound + offset, valueStart: value.lowerBound + offset,
      end: value.upperBound + offset)
  }
}

/// Pieces on borrowed memory, as many as were reckoned with at the most.
@safe struct PieceList {
  private let memory: UnsafeMutableRawPointer
  private let capacity: Int
  private(set) var count = 0

  // Beyond this number of pieces, few as there ever are, sorting by insertion would take long.
  private static let insertionLimit = 24

  /// Makes a list.
  ///
  /// - Parameters:
  ///   - memory: Where the pieces will stand, with room for `capacity` of them and aligned in no way.
  ///   - capacity: How many there may be.
  init(_ memory: UnsafeMutableRawPointer, capacity: Int) {
    unsafe self.memory = memory
    self.capacity = capacity
  }

  var last: Piece? { count == 0 ? nil : self[count - 1] }

  subscript(_ index: Int) -> Piece {
    @inline(__always) get {
      precondition(index >= 0 && index < count, "a piece that is not there")
      return unsafe memory.loadUnaligned(fromByteOffset: index * MemoryLayout<Piece>.stride, as: Piece.self)
    }
    @inline(__always) set {
      precondition(index >= 0 && index < count, "a piece that is not there")
      unsafe memory.storeBytes(of: newValue, toByteOffset: index * MemoryLayout<Piece>.stride, as: Piece.self)
    }
  }

  @inline(__always)
  mutating func append(_ piece: Piece) {
    precondition(count < capacity, "more pieces than were reckoned")
    count += 1
    self[count - 1] = piece
  }

  mutating func removeLast() {
    precondition(count > 0, "a piece that is not there")
    count -= 1
  }

  @inline(__always)
  mutating func sort(by areInOrder: (Piece, Piece) -> Bool) {
    guard count > 1 else { return }
    guard count <= Self.insertionLimit else {
      var pieces = (0..<count).map { self[$0] }
      pieces.sort(by: areInOrder)
      for index in pieces.indices { self[index] = pieces[index] }
      return
    }
    for index in 1..<count {
      let piece = self[index]
      var position = index
      while position > 0, areInOrder(piece, self[position - 1]) {
        self[position] = self[position - 1]
        position -= 1
      }
      self[position] = piece
    }
  }
}
