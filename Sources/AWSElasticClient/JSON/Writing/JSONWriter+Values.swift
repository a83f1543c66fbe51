#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension JSONWriter {
  /// How often a type may leave the writing of a value to another one, as a type around a single value does.
  private static let maximumDelegations = 64

  /// Writes a member of the innermost open object.
  func member(_ value: some Encodable, _ key: some CodingKey) throws {
    let mark = mark
    beginMember(key)
    do {
      push(.name(key))
      try fill(with: value)
      try finishValue(mark)
    } catch {
      rewind(to: mark, because: error)
      throw error
    }
  }

  /// Writes an element of the innermost open array.
  func element(_ value: some Encodable) throws {
    let mark = mark
    let position = frames[frames.count - 1].count
    beginElement()
    do {
      push(.position(position))
      try fill(with: value)
      try finishValue(mark)
    } catch {
      rewind(to: mark, because: error)
      throw error
    }
  }

  private func finishValue(_ mark: Mark) throws {
    if let failure { throw failure }
    close(downTo: mark.frames)
  }

  /// Lets a value write itself as the innermost open value.
  func fill<Value: Encodable>(with value: Value) throws {
    let index = frames.count - 1
    let serial = frames[index].serial
    guard frames[index].shape == .empty else {
      throw misuse("a value was written where there is one already", path: path(of: serial))
    }
    guard depth <= JSONScanner.maximumDepth else { throw tooDeep(path(of: serial)) }
    let mark = mark
    do {
      if try append(known: value) {
        frames[index].shape = .scalar
        return
      }
      frames[index].delegations += 1
      guard frames[index].delegations <= Self.maximumDelegations else {
        throw misuse("\(Value.self) leaves its writing to others without an end", path: path(of: serial))
      }
      try value.encode(to: JSONSlot(writer: self, serial: serial))
    } catch {
      rewind(to: mark, because: error)
      throw error
    }
  }

  /// Makes a value an object or array, if it is not one yet.
  ///
  /// - Returns: The number to write to it with; one that no value has if it cannot be, and ``failure`` is set.
  func open(_ shape: Frame.Shape, _ serial: Int) -> Int {
    do {
      let writer = try resolve(serial)
      try writer.openInnermost(shape)
      return serial
    } catch {
      fail(error)
      return 0
    }
  }

  private func openInnermost(_ shape: Frame.Shape) throws {
    let index = frames.count - 1
    if frames[index].shape == shape { return }
    guard frames[index].shape == .empty else {
      throw misuse("a value was begun in two forms", path: path(of: frames[index].serial))
    }
    guard depth < JSONScanner.maximumDepth else { throw tooDeep(path(of: frames[index].serial)) }
    bytes.append(shape == .object ? UInt8(ascii: "{") : UInt8(ascii: "["))
    frames[index].shape = shape
  }

  private func tooDeep(_ path: [any CodingKey]) -> any Error {
    // Of so long a path the beginning will do.
    misuse("it is nested more than \(JSONScanner.maximumDepth) levels deep", path: Array(path.prefix(8)))
  }

  /// The writer for a scalar that is the whole of a value.
  func scalar(_ serial: Int) throws -> JSONWriter {
    let writer = try resolve(serial)
    let index = writer.frames.count - 1
    guard writer.frames[index].shape == .empty else {
      throw misuse("a value was written where there is one already", path: path(of: serial))
    }
    writer.frames[index].shape = .scalar
    return writer
  }
}

// MARK: - Types that are written here rather than by themselves

extension JSONWriter {
  /// Writes a value of a type that is known; `false` for all others.
  private func append<Value>(known value: Value) throws -> Bool {
    // Comparing types costs nothing beside a cast.
    if Value.self == String.self, let value = value as? String {
      bytes.append(jsonString: value)
    } else if Value.self == Int.self, let value = value as? Int {
      bytes.append(integer: value)
    } else if Value.self == Double.self, let value = value as? Double {
      try append(floatingPoint: value)
    } else if Value.self == Bool.self, let value = value as? Bool {
      bytes.append(text: value ? "true" : "false")
    } else if Value.self == Date.self, let value = value as? Date {
      try append(value)
    } else if Value.self == [String].self, let value = value as? [String] {
      try appendArray(of: value) { writer, element, _ in writer.bytes.append(jsonString: element) }
    } else if Value.self == [Float].self, let value = value as? [Float] {
      try appendNumbers(value)
    } else if Value.self == [Double].self, let value = value as? [Double] {
      try appendNumbers(value)
    } else if Value.self == JSONValue.self, let value = value as? JSONValue {
      guard value.fits(within: JSONScanner.maximumDepth - depth) else { throw tooDeep(innermostPath) }
      bytes.append(json: value)
    } else if Value.self == Decimal.self, let value = value as? Decimal {
      try append(value)
    } else if Value.self == Data.self, let value = value as? Data {
      try append(value)
    } else if Value.self == URL.self, let value = value as? URL {
      bytes.append(jsonString: value.absoluteString)
    } else {
      return try append(dictionary: value)
    }
    return true
  }

  private var innermostPath: [any CodingKey] { path(of: frames[frames.count - 1].serial) }

  private func appendNumbers(_ numbers: [some BinaryFloatingPoint & CustomStringConvertible & Encodable]) throws {
    try appendArray(of: numbers) { writer, number, position in
      guard number.isFinite else { throw Self.notFinite(number, at: writer.innermostPath + [JSONKey(position)]) }
      writer.bytes.append(text: number.description)
    }
  }

  private func appendArray<Element>(
    of elements: [Element], _ append: (JSONWriter, Element, Int) throws -> Void
  ) throws {
    guard depth < JSONScanner.maximumDepth else { throw tooDeep(innermostPath) }
    bytes.append(UInt8(ascii: "["))
    for (position, element) in elements.enumerated() {
      if position > 0 { bytes.append(UInt8(ascii: ",")) }
      try append(self, element, position)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  /// The names of a dictionary's members are data, which a strategy for the names of fields leaves alone.
  private func append<Value>(dictionary value: Value) throws -> Bool {
    guard coding.keys != .unchanged, let members = (value as? any StringKeyedDictionary)?.encodableMembers else {
      return false
    }
    guard depth < JSONScanner.maximumDepth else { throw tooDeep(innermostPath) }
    bytes.append(UInt8(ascii: "{"))
    frames[frames.count - 1].shape = .object
    for (position, member) in members.enumerated() {
      if position > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes.append(jsonString: member.name)
      bytes.append(UInt8(ascii: ":"))
      let count = frames.count
      push(.name(JSONKey(member.name)))
      try fill(with: member.value)
      if let failure { throw failure }
      close(downTo: count)
    }
    bytes.append(UInt8(ascii: "}"))
    return true
  }

  private func append(_ value: Decimal) throws {
    guard !value.isNaN else { throw notFinite(value) }
    bytes.append(text: "\(value)")
  }

  private func append(_ value: Data) throws {
    switch coding.data {
    case .base64: bytes.append(jsonString: value.base64EncodedString())
    case .numbers: try appendArray(of: Array(value)) { writer, byte, _ in writer.bytes.append(integer: byte) }
    }
  }

  private func append(_ value: Date) throws {
    guard coding.dates.append(value, to: &bytes) else {
      // Not the date itself: to print one that is far enough away ends the program (swift-foundation).
      throw EncodingError.invalidValue(
        value.timeIntervalSince1970,
        EncodingError.Context(
          codingPath: innermostPath,
          debugDescription: "the date \(value.timeIntervalSince1970) s after 1970 is outside of \(coding.dates.range)"))
    }
  }

  /// Appends a number with a point or an exponent, so that an index takes the field for one with fractions.
  func append(floatingPoint value: some BinaryFloatingPoint & CustomStringConvertible & Encodable) throws {
    guard value.isFinite else { throw notFinite(value) }
    bytes.append(text: value.description)
  }

  private func notFinite(_ value: some Encodable) -> any Error { Self.notFinite(value, at: innermostPath) }

  static func notFinite(_ value: some Encodable, at path: [any CodingKey]) -> any Error {
    EncodingError.invalidValue(
      value, EncodingError.Context(codingPath: path, debugDescription: "JSON has no number for \(value)"))
  }
}

/// A dictionary whose keys are strings.
private protocol StringKeyedDictionary {
  var encodableMembers: [(name: String, value: any Encodable)]? { get }
}

extension Dictionary: StringKeyedDictionary where Key == String, Value: Encodable {
  fileprivate var encodableMembers: [(name: String, value: any Encodable)]? { map { ($0.key, $0.value) } }
}
