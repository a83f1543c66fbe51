import AWSCore

/// Writes `Encodable` values as JSON, byte after byte, in one pass.
///
/// Foundation's encoder writes the number `1.0` as `1`, and an index that learns its mapping from the first document then
/// takes the field for a whole number. Here a floating-point number has a point or an exponent.
///
/// What is open is a stack of frames. A container that is written to closes what is open above it; if that is written to
/// later all the same, its bytes go into a writer of its own and are put into their place in the end.
final class JSONWriter {
  typealias Frame = JSONOutput.Frame

  var output: JSONOutput
  let coding: ElasticCoding
  /// The path to the first frame.
  private let outerPath: [any CodingKey]
  private var gaps: [Gap] = []
  /// Where in ``gaps`` a value is.
  private var gapPositions: [Int: Int] = [:]
  /// A fault that could not be thrown where it was noticed.
  private(set) var failure: (any Error)?
  private var convertedNames: [String: String] = [:]

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
    output = JSONOutput(outerDepth: 0)
    outerPath = []
  }

  private init(filling gap: Gap, coding: ElasticCoding) {
    self.coding = coding
    output = JSONOutput(outerDepth: gap.depth)
    outerPath = gap.path
    output.push(.none, shape: gap.shape, count: gap.count)
  }

  /// What has been written. May begin with bytes of somebody else's.
  var bytes: [UInt8] { output.bytes }
}

// MARK: - Whole values

extension JSONWriter {
  /// Appends a value to ``bytes``.
  ///
  /// - Throws: `EncodingError`, or what the value throws; ``bytes`` then holds what it held before.
  func encode(_ value: some Encodable) throws {
    let start = output.bytes.count
    reset()
    do {
      let serial = output.push(.none)
      try fill(with: value)
      if let failure { throw failure }
      if output.frames.last?.serial == serial, output.frames.last?.shape == .empty {
        throw misuse("\(type(of: value)) did not encode any value", path: [])
      }
      try finish(from: start)
    } catch {
      output.bytes.removeLast(max(0, output.bytes.count - start))
      reset()
      throw error
    }
  }

  private func reset() {
    output.reset()
    if !gaps.isEmpty {
      gaps = []
      gapPositions = [:]
    }
    failure = nil
  }

  private func finish(from start: Int) throws {
    output.close(downTo: 0)
    let mayHaveDuplicates = output.mayHaveDuplicates || gaps.contains { $0.writer != nil }
    if !gaps.isEmpty { output.bytes.replaceSubrange(start..., with: try filled(from: start)) }
    if mayHaveDuplicates {
      let node = try JSONNode(parsing: Array(output.bytes[start...]))
      output.bytes.replaceSubrange(start..., with: node.withoutRepeatedNames)
    }
  }

  /// What has been written, with what was written late in its place.
  private func filled(from start: Int) throws -> [UInt8] {
    var whole: [UInt8] = []
    whole.reserveCapacity(output.bytes.count - start)
    var position = start
    for gap in gaps {
      whole += output.bytes[position..<gap.offset]
      position = gap.offset
      if let writer = gap.writer {
        if let failure = writer.failure { throw failure }
        // The bracket that ends a container which had begun is written already.
        writer.output.close(downTo: gap.shape == .empty ? 0 : 1)
        whole += try writer.filled(from: 0)
      } else if gap.shape == .empty {
        whole += Array("{}".utf8)
      }
    }
    return whole + output.bytes[position...]
  }
}

// MARK: - Finding a value's place

extension JSONWriter {
  /// The writer that writes a value now, with the value as its innermost open one; closes what is open inside.
  func resolve(_ serial: Int) throws -> JSONWriter {
    if output.frames.last?.serial == serial { return self }
    if let index = output.index(of: serial) {
      closeLeavingGaps(downTo: index + 1)
      return self
    }
    guard let index = gapPositions[serial] else {
      throw failure ?? misuse("a container was used after its value had been written", path: [])
    }
    let writer = gaps[index].writer ?? JSONWriter(filling: gaps[index], coding: coding)
    gaps[index].writer = writer
    return try writer.resolve(1)
  }

  /// Closes values that may be written to once more.
  private func closeLeavingGaps(downTo count: Int) {
    while output.frames.count > count, let frame = output.frames.last {
      if frame.shape != .scalar {
        gapPositions[frame.serial] = gaps.count
        gaps.append(
          Gap(
            serial: frame.serial, offset: output.bytes.count, shape: frame.shape, count: frame.count,
            depth: output.depth, path: path(of: frame.serial)))
      }
      output.pop(leavingGap: true)
    }
  }

  /// The path to an open value, or to one that may still be written to.
  func path(of serial: Int) -> [any CodingKey] {
    guard let index = output.index(of: serial) else { return gapPositions[serial].map { gaps[$0].path } ?? [] }
    return outerPath + output.frames[...index].compactMap(\.part.key)
  }

  /// How many members or elements a value has by now.
  func count(of serial: Int) -> Int {
    if let index = output.index(of: serial) { return output.frames[index].count }
    guard let gap = gapPositions[serial].map({ gaps[$0] }) else { return 0 }
    return gap.writer?.output.frames.first?.count ?? gap.count
  }

  /// The name of a field.
  func name(_ key: some CodingKey) -> String {
    coding.keys == .unchanged ? key.stringValue : converted(key.stringValue)
  }

  private func converted(_ name: String) -> String {
    if let known = convertedNames[name] { return known }
    let converted = coding.keys.name(for: name)
    if convertedNames.count < 1024 { convertedNames[name] = converted }
    return converted
  }
}

// MARK: - Faults

extension JSONWriter {
  /// Takes back what a value wrote before it failed: its container may catch the error and go on.
  func rewind(to mark: JSONOutput.Mark, because error: any Error) {
    guard output.rewind(to: mark) else { return fail(error) }
    while let gap = gaps.last, gap.offset > mark.bytes {
      gapPositions[gap.serial] = nil
      gaps.removeLast()
    }
  }

  /// Remembers a fault that cannot be thrown where it is noticed; the whole encoding will fail.
  func fail(_ error: any Error) { failure = failure ?? error }

  func misuse(_ problem: String, path: [any CodingKey]) -> any Error {
    EncodingError.invalidValue(problem, EncodingError.Context(codingPath: path, debugDescription: problem))
  }

  func tooDeep(_ path: [any CodingKey]) -> any Error {
    // Of so long a path the beginning will do.
    misuse("it is nested more than \(JSONScanner.maximumDepth) levels deep", path: Array(path.prefix(8)))
  }
}
