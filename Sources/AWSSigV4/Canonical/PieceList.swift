/// A name and a value in a transcript: a header or a query parameter.
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
}

/// Pieces on borrowed memory, as many as were reckoned with at the most.
@safe struct PieceList {
  private let memory: UnsafeMutableBufferPointer<Piece>
  private(set) var count = 0

  // Beyond this number of pieces, few as there ever are, sorting by insertion would take long.
  private static let insertionLimit = 24

  init(_ memory: UnsafeMutableBufferPointer<Piece>) { unsafe self.memory = memory }

  var last: Piece? { count == 0 ? nil : self[count - 1] }

  @inline(__always)
  subscript(_ index: Int) -> Piece {
    precondition(index >= 0 && index < count, "a piece that is not there")
    return unsafe memory[index]
  }

  @inline(__always)
  mutating func append(_ piece: Piece) {
    unsafe precondition(count < memory.count, "more pieces than were reckoned")
    unsafe memory.initializeElement(at: count, to: piece)
    count += 1
  }

  @inline(__always)
  func sort(by areInOrder: (Piece, Piece) -> Bool) {
    guard count > 1 else { return }
    guard count <= Self.insertionLimit else {
      var written = unsafe UnsafeMutableBufferPointer(rebasing: memory[..<count])
      return unsafe written.sort(by: areInOrder)
    }
    for index in 1..<count {
      let piece = self[index]
      var position = index
      while position > 0, areInOrder(piece, self[position - 1]) {
        unsafe memory[position] = memory[position - 1]
        position -= 1
      }
      unsafe memory[position] = piece
    }
  }
}
