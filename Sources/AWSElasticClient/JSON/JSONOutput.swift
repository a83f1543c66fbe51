import AWSCore

/// What has been written and what is open: a value, so that a step of the writer checks once that nobody else writes.
struct JSONOutput {
  /// What has been written. May begin with bytes of somebody else's.
  var bytes: [UInt8] = []
  /// The open values, the outermost first.
  var frames: [Frame] = []
  /// How many containers are around the first frame: of a writer that writes into a gap of another.
  let outerDepth: Int
  /// Whether two members of an object may have one name, of which the last counts.
  var mayHaveDuplicates = false
  private var lastSerial = 0
  /// Hashes of the names in the open objects, the outermost object's first.
  private var nameHashes: [UInt64] = []

  /// A value that is being written.
  struct Frame {
    /// What it is so far.
    enum Shape { case empty, scalar, object, array }
    /// Names the frame for as long as it is open and afterwards.
    let serial: Int
    var shape: Shape
    /// How many members or elements it has.
    var count: Int
    /// How often its type left the writing to another type.
    var delegations = 0
    let part: PathPart
    /// Where its names begin in ``JSONOutput/nameHashes``.
    let firstName: Int
    /// One bit for each hash of a name: what is not set has not been written.
    var nameBits: UInt64 = 0
    /// The hashes once there are many.
    var manyNames: Set<UInt64>?
  }

  /// What leads from a container to a value in it.
  enum PathPart {
    case none
    case name(any CodingKey)
    case position(Int)

    var key: (any CodingKey)? {
      switch self {
      case .none: nil
      case .name(let key): key
      case .position(let position): JSONKey(position)
      }
    }
  }

  init(outerDepth: Int) { self.outerDepth = outerDepth }

  /// The position of the innermost open value.
  var top: Int { frames.count - 1 }

  /// How many containers are around the innermost open value.
  var depth: Int { outerDepth + frames.count - 1 }

  mutating func reset() {
    frames.removeAll(keepingCapacity: true)
    nameHashes.removeAll(keepingCapacity: true)
    mayHaveDuplicates = false
  }

  /// Opens a value and gives the number that names it.
  @discardableResult
  mutating func push(_ part: PathPart, shape: Frame.Shape = .empty, count: Int = 0) -> Int {
    lastSerial += 1
    frames.append(Frame(serial: lastSerial, shape: shape, count: count, part: part, firstName: nameHashes.count))
    return lastSerial
  }

  /// Closes the innermost value.
  mutating func pop(leavingGap: Bool = false) {
    switch frames[top].shape {
    case .object: bytes.append(UInt8(ascii: "}"))
    case .array: bytes.append(UInt8(ascii: "]"))
    case .empty: if !leavingGap { bytes.append(text: "{}") }
    case .scalar: break
    }
    nameHashes.removeLast(nameHashes.count - frames[top].firstName)
    frames.removeLast()
  }

  /// Closes the innermost values until a number of them is left.
  mutating func close(downTo count: Int) { while frames.count > count { pop() } }

  func index(of serial: Int) -> Int? { frames.lastIndex { $0.serial == serial } }
}

// MARK: - Members and elements

extension JSONOutput {
  /// Writes what comes before a member's value in the innermost open object.
  mutating func beginMember(_ name: String) {
    beginElement()
    let start = bytes.count
    bytes.append(jsonString: name)
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in start..<bytes.count { hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01B3 }
    note(hash)
    bytes.append(UInt8(ascii: ":"))
  }

  /// Writes what comes before an element in the innermost open array.
  mutating func beginElement() {
    if frames[top].count > 0 { bytes.append(UInt8(ascii: ",")) }
    frames[top].count += 1
  }

  /// Writes a member of the innermost open object.
  mutating func appendMember(_ name: String, _ append: (inout [UInt8]) -> Void) {
    beginMember(name)
    append(&bytes)
  }

  /// Writes an element of the innermost open array.
  mutating func appendElement(_ append: (inout [UInt8]) -> Void) {
    beginElement()
    append(&bytes)
  }

  private mutating func note(_ hash: UInt64) {
    let top = top
    let bit: UInt64 = 1 << ((hash ^ hash >> 32) & 63)
    let isNew = frames[top].nameBits & bit == 0
    frames[top].nameBits |= bit
    if let isInserted = frames[top].manyNames?.insert(hash).inserted {
      if !isInserted { mayHaveDuplicates = true }
      return
    }
    let first = frames[top].firstName
    if !isNew, nameHashes[first...].contains(hash) { mayHaveDuplicates = true }
    nameHashes.append(hash)
    // So that the work stays in proportion to the number of names.
    if nameHashes.count - first > 32 { frames[top].manyNames = Set(nameHashes[first...]) }
  }
}

// MARK: - Taking back

extension JSONOutput {
  /// What has been written by now.
  struct Mark {
    let bytes: Int
    let frames: Int
    fileprivate let count: Int
    fileprivate let shape: Frame.Shape
    fileprivate let names: Int
  }

  var mark: Mark {
    Mark(
      bytes: bytes.count, frames: frames.count, count: frames[top].count, shape: frames[top].shape,
      names: nameHashes.count)
  }

  /// Takes back what has been written since.
  ///
  /// - Returns: Whether that is possible: not if what was open then is no longer.
  mutating func rewind(to mark: Mark) -> Bool {
    guard frames.count >= mark.frames, bytes.count >= mark.bytes else { return false }
    bytes.removeLast(bytes.count - mark.bytes)
    frames.removeLast(frames.count - mark.frames)
    frames[top].count = mark.count
    frames[top].shape = mark.shape
    nameHashes.removeLast(max(0, nameHashes.count - mark.names))
    return true
  }
}
