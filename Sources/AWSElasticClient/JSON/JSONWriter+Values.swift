import AWSCore

extension JSONWriter {
  /// How often a type may leave the writing of a value to another one, as a type around a single value does.
  private static let maximumDelegations = 64

  // Inlined, down to the known types: where the type is known, as of numbers, none has to be compared when it runs.

  /// Writes a member of an object.
  @inline(__always)
  func member(_ value: some Encodable, _ key: some CodingKey, of serial: Int) throws {
    let name = name(key)
    let writer = try resolve(serial)
    let mark = writer.output.mark
    writer.output.beginMember(name)
    try writer.value(value, .name(key), mark)
  }

  /// Writes an element of an array.
  @inline(__always)
  func element(_ value: some Encodable, of serial: Int) throws {
    let writer = try resolve(serial)
    let mark = writer.output.mark
    let position = writer.output.frames[writer.output.top].count
    writer.output.beginElement()
    try writer.value(value, .position(position), mark)
  }

  /// Writes a value in the innermost open container.
  @inline(__always)
  private func value(_ value: some Encodable, _ part: JSONOutput.PathPart, _ mark: JSONOutput.Mark) throws {
    do {
      do throws(JSONOutput.Refusal) {
        if try output.append(known: value, coding: coding) { return }
      } catch {
        let container = output.frames[output.top].serial
        throw self.error(error, value, at: path(of: container) + [part.key].compactMap(\.self))
      }
      output.push(part)
      try fill(with: value, isKnown: false)
      if let failure { throw failure }
      output.close(downTo: mark.frames)
    } catch {
      rewind(to: mark, because: error)
      throw error
    }
  }

  /// Lets a value write itself as the innermost open value.
  ///
  /// - Parameter isKnown: Whether the value may be of a type that is written here rather than by itself.
  func fill(with value: some Encodable, isKnown: Bool = true) throws {
    let index = try emptyFrame()
    let serial = output.frames[index].serial
    guard output.depth <= JSONScanner.maximumDepth else { throw tooDeep(path(of: serial)) }
    let mark = output.mark
    do {
      if isKnown {
        do throws(JSONOutput.Refusal) {
          if try output.append(known: value, coding: coding, isOpen: true) {
            output.frames[index].shape = .scalar
            return
          }
        } catch {
          throw self.error(error, value, at: path(of: serial))
        }
      }
      if coding.keys != .unchanged, let members = (value as? any StringKeyedDictionary)?.encodableMembers {
        return try fill(withMembers: members)
      }
      output.frames[index].delegations += 1
      guard output.frames[index].delegations <= Self.maximumDelegations else {
        throw misuse("\(type(of: value)) leaves its writing to others without an end", path: path(of: serial))
      }
      try value.encode(to: JSONSlot(writer: self, serial: serial))
    } catch {
      rewind(to: mark, because: error)
      throw error
    }
  }

  /// The names of a dictionary's members are data, which a strategy for the names of fields leaves alone.
  private func fill(withMembers members: [(name: String, value: any Encodable)]) throws {
    try openInnermost(.object)
    for member in members {
      let mark = output.mark
      output.beginMember(member.name)
      try value(member.value, .name(JSONKey(member.name)), mark)
    }
  }

  /// Makes a value an object or array, if it is not one yet.
  ///
  /// - Returns: The number to write to it with; one that no value has if it cannot be, and ``failure`` is set.
  func open(_ shape: Frame.Shape, _ serial: Int) -> Int {
    do {
      try resolve(serial).openInnermost(shape)
      return serial
    } catch {
      fail(error)
      return 0
    }
  }

  private func openInnermost(_ shape: Frame.Shape) throws {
    let index = output.top
    if output.frames[index].shape == shape { return }
    let serial = output.frames[index].serial
    guard output.frames[index].shape == .empty else {
      throw misuse("a value was begun in two forms", path: path(of: serial))
    }
    guard output.depth < JSONScanner.maximumDepth else { throw tooDeep(path(of: serial)) }
    output.bytes.append(shape == .object ? UInt8(ascii: "{") : UInt8(ascii: "["))
    output.frames[index].shape = shape
  }

  /// The writer for a scalar that is the whole of a value.
  func scalar(_ serial: Int) throws -> JSONWriter {
    let writer = try resolve(serial)
    writer.output.frames[try writer.emptyFrame()].shape = .scalar
    return writer
  }

  /// The position of the innermost open value, which nothing has been written to.
  private func emptyFrame() throws -> Int {
    let frame = output.frames[output.top]
    guard frame.shape == .empty else {
      throw misuse("a value was written where there is one already", path: path(of: frame.serial))
    }
    return output.top
  }

  private func error(_ refusal: JSONOutput.Refusal, _ value: some Encodable, at path: [any CodingKey]) -> any Error {
    switch refusal {
    case .notFinite(let position):
      // Only an array of numbers has a position.
      let element = position.flatMap { position in (value as? [Any]).map { "\($0[position])" } }
      return EncodingError.invalidValue(
        value,
        EncodingError.Context(
          codingPath: path + [position.map { JSONKey($0) }].compactMap(\.self),
          debugDescription: "JSON has no number for \(element ?? "\(value)")"))
    case .tooDeep: return tooDeep(path)
    case .date(let seconds):
      // Not the date itself: to print one that is far enough away ends the program (swift-foundation).
      return EncodingError.invalidValue(
        seconds,
        EncodingError.Context(
          codingPath: path, debugDescription: "the date \(seconds) s after 1970 is outside of \(coding.dates.range)"))
    }
  }
}

/// A dictionary whose keys are strings.
private protocol StringKeyedDictionary {
  var encodableMembers: [(name: String, value: any Encodable)]? { get }
}

extension Dictionary: StringKeyedDictionary where Key == String, Value: Encodable {
  fileprivate var encodableMembers: [(name: String, value: any Encodable)]? { map { ($0.key, $0.value) } }
}
