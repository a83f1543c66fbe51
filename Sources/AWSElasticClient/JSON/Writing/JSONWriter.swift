#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Writes `Encodable` values as JSON, byte after byte, in one pass.
///
/// Foundation's encoder writes the number `1.0` as `1`, and an index that learns its mapping from the first document then
/// takes the field for a whole number. Here a floating-point number has a point or an exponent.
///
/// What is open is a stack of ``Frame``s. A container that is written to closes what is open above it; if that is
/// written to later all the same, its bytes go into a writer of its own and are put into their place in the end.
final class JSONWriter {
  /// What has been written. May begin with bytes of somebody else's.
  var bytes: [UInt8] = []
  let coding: ElasticCoding

  var frames: [Frame] = []
  /// How many containers are around the first frame: of a writer that writes into a gap of another.
  private let outerDepth: Int
  /// The path to the first frame.
  private let outerPath: [any CodingKey]
  private var lastSerial = 0
  /// Hashes of the names in the open objects, the outermost object's first.
  private var nameHashes: [UInt64] = []
  /// Whether two members of an object may have one name, of which the last counts.
  private var mayHaveDuplicates = false
  private var gaps: [Gap] = []
  /// Where in ``gaps`` a value is.
  private var gapPositions: [Int: Int] = [:]
  /// A fault that could not be thrown where it was noticed.
  private(set) var failure: (any Error)?
  private var convertedNames: [String: String] = [:]

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
    /// Where its names begin in ``nameHashes``.
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

  /// A place where something may be written after what follows it.
  private struct Gap {
    let serial: Int
    let offset: Int
    let shape: Frame.Shape
    let count: Int
    let depth: Int
    let path: [any CodingKey]
    var writer: JSONWriter?
  }

  init(coding: ElasticCoding) {
    self.coding = coding
    outerDepth = 0
    outerPath = []
  }

  private init(filling gap: Gap, coding: ElasticCoding) {
    self.coding = coding
    outerDepth = gap.depth
    outerPath = gap.path
    push(.none, shape: gap.shape, count: gap.count)
  }
}

// MARK: - Whole values

extension JSONWriter {
  /// Appends a value to ``bytes``.
  ///
  /// - Throws: `EncodingError`, or what the value throws; ``bytes`` then holds what it held before.
  func encode(_ value: some Encodable) throws {
    let start = bytes.count
    reset()
    do {
      let serial = push(.none)
      try fill(with: value)
      if let failure { throw failure }
      if frames.last?.serial == serial, frames.last?.shape == .empty {
        throw misuse("\(type(of: value)) did not encode any value", path: [])
      }
      try finish(from: start)
    } catch {
      bytes.removeLast(max(0, bytes.count - start))
      reset()
      throw error
    }
  }

  private func reset() {
    frames.removeAll(keepingCapacity: true)
    nameHashes.removeAll(keepingCapacity: true)
    gaps = []
    gapPositions = [:]
    mayHaveDuplicates = false
    failure = nil
  }

  private func finish(from start: Int) throws {
    close(downTo: 0)
    let mayHaveDuplicates = mayHaveDuplicates || gaps.contains { $0.writer != nil }
    if !gaps.isEmpty { bytes.replaceSubrange(start..., with: try filled(from: start)) }
    if mayHaveDuplicates {
      bytes.replaceSubrange(start..., with: try JSONNode(parsing: Array(bytes[start...])).withoutRepeatedNames)
    }
  }

  /// What has been written, with what was written late in its place.
  private func filled(from start: Int) throws -> [UInt8] {
    var whole: [UInt8] = []
    whole.reserveCapacity(bytes.count - start)
    var position = start
    for gap in gaps {
      whole += bytes[position..<gap.offset]
      position = gap.offset
      if let writer = gap.writer {
        if let failure = writer.failure { throw failure }
        // The bracket that ends a container which had begun is written already.
        writer.close(downTo: gap.shape == .empty ? 0 : 1)
        whole += try writer.filled(from: 0)
      } else if gap.shape == .empty {
        whole += Array("{}".utf8)
      }
    }
    return whole + bytes[position...]
  }
}

// MARK: - Frames

extension JSONWriter {
  /// Opens a value and gives the number that names it.
  @discardableResult
  func push(_ part: PathPart, shape: Frame.Shape = .empty, count: Int = 0) -> Int {
    lastSerial += 1
    frames.append(Frame(serial: lastSerial, shape: shape, count: count, part: part, firstName: nameHashes.count))
    return lastSerial
  }

  /// How many containers are around the last open value.
  var depth: Int { outerDepth + frames.count - 1 }

  /// The writer that writes a value now, with the value as its innermost open one; closes what is open inside.
  func resolve(_ serial: Int) throws -> JSONWriter {
    if frames.last?.serial == serial { return self }
    if let index = frames.lastIndex(where: { $0.serial == serial }) {
      close(downTo: index + 1, leavingGaps: true)
      return self
    }
    guard let index = gapPositions[serial] else {
      throw failure ?? misuse("a container was used after its value had been written", path: [])
    }
    let writer = gaps[index].writer ?? JSONWriter(filling: gaps[index], coding: coding)
    gaps[index].writer = writer
    return try writer.resolve(1)
  }

  /// Closes the innermost values until a number of them is left.
  func close(downTo count: Int, leavingGaps: Bool = false) {
    while frames.count > count, let frame = frames.last {
      if leavingGaps, frame.shape != .scalar {
        gapPositions[frame.serial] = gaps.count
        gaps.append(
          Gap(
            serial: frame.serial, offset: bytes.count, shape: frame.shape, count: frame.count, depth: depth,
            path: path(of: frame.serial)))
      }
      switch frame.shape {
      case .object: bytes.append(UInt8(ascii: "}"))
      case .array: bytes.append(UInt8(ascii: "]"))
      case .empty: if !leavingGaps { bytes.append(text: "{}") }
      case .scalar: break
      }
      nameHashes.removeLast(nameHashes.count - frame.firstName)
      frames.removeLast()
    }
  }

  /// The path to an open value, or to one that may still be written to.
  func path(of serial: Int) -> [any CodingKey] {
    guard let index = frames.lastIndex(where: { $0.serial == serial }) else {
      return gapPositions[serial].map { gaps[$0].path } ?? []
    }
    return outerPath + frames[...index].compactMap(\.part.key)
  }

  /// How many members or elements a value has by now.
  func count(of serial: Int) -> Int {
    if let frame = frames.last(where: { $0.serial == serial }) { return frame.count }
    guard let gap = gapPositions[serial].map({ gaps[$0] }) else { return 0 }
    return gap.writer?.frames.first?.count ?? gap.count
  }

  /// Remembers a fault that cannot be thrown where it is noticed; the whole encoding will fail.
  func fail(_ error: any Error) { failure = failure ?? error }

  func misuse(_ problem: String, path: [any CodingKey]) -> any Error {
    EncodingError.invalidValue(problem, EncodingError.Context(codingPath: path, debugDescription: problem))
  }
}

// MARK: - Names

extension JSONWriter {
  /// Writes what comes before a member's value in the innermost open object.
  func beginMember(_ key: some CodingKey) {
    let top = frames.count - 1
    if frames[top].count > 0 { bytes.append(UInt8(ascii: ",")) }
    frames[top].count += 1
    let start = bytes.count
    bytes.append(jsonString: coding.keys == .unchanged ? key.stringValue : converted(key.stringValue))
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in start..<bytes.count { hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01B3 }
    note(hash, in: top)
    bytes.append(UInt8(ascii: ":"))
  }

  /// Writes what comes before an element in the innermost open array.
  func beginElement() {
    let top = frames.count - 1
    if frames[top].count > 0 { bytes.append(UInt8(ascii: ",")) }
    frames[top].count += 1
  }

  private func note(_ hash: UInt64, in top: Int) {
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

  private func converted(_ name: String) -> String {
    if let known = convertedNames[name] { return known }
    let converted = coding.keys.name(for: name)
    if convertedNames.count < 1024 { convertedNames[name] = converted }
    return converted
  }
}

// MARK: - Taking back

extension JSONWriter {
  /// What has been written by now.
  struct Mark {
    fileprivate let bytes: Int
    let frames: Int
    fileprivate let count: Int
    fileprivate let shape: Frame.Shape
    fileprivate let names: Int
    fileprivate let gaps: Int
  }

  var mark: Mark {
    let top = frames.count - 1
    return Mark(
      bytes: bytes.count, frames: frames.count, count: frames[top].count, shape: frames[top].shape,
      names: nameHashes.count, gaps: gaps.count)
  }

  /// Takes back what a value wrote before it failed: its container may catch the error and go on.
  func rewind(to mark: Mark, because error: any Error) {
    guard frames.count >= mark.frames, bytes.count >= mark.bytes, gaps.count >= mark.gaps else { return fail(error) }
    bytes.removeLast(bytes.count - mark.bytes)
    frames.removeLast(frames.count - mark.frames)
    frames[frames.count - 1].count = mark.count
    frames[frames.count - 1].shape = mark.shape
    nameHashes.removeLast(max(0, nameHashes.count - mark.names))
    for gap in gaps[mark.gaps...] { gapPositions[gap.serial] = nil }
    gaps.removeLast(gaps.count - mark.gaps)
  }
}
