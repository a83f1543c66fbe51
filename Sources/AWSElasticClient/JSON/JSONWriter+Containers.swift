import AWSCore

/// The place of one value: what a type is given to write itself.
struct JSONSlot: Encoder {
  let writer: JSONWriter
  let serial: Int

  var codingPath: [any CodingKey] { writer.path(of: serial) }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    KeyedEncodingContainer(JSONObjectContainer(writer: writer, serial: writer.open(.object, serial)))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    JSONArrayContainer(writer: writer, serial: writer.open(.array, serial))
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { self }
}

extension JSONSlot: SingleValueEncodingContainer {
  func encodeNil() throws { try writer.scalar(serial).output.bytes.append(text: "null") }
  func encode(_ value: Bool) throws { try writer.scalar(serial).output.bytes.append(text: value ? "true" : "false") }
  func encode(_ value: String) throws { try writer.scalar(serial).output.bytes.append(jsonString: value) }
  func encode(_ value: Double) throws { try writer.resolve(serial).fill(with: value) }
  func encode(_ value: Float) throws { try writer.resolve(serial).fill(with: value) }
  func encode(_ value: Int) throws { try writer.scalar(serial).output.bytes.append(integer: value) }
  func encode(_ value: Int8) throws { try writer.scalar(serial).output.bytes.append(integer: value) }
  func encode(_ value: Int16) throws { try writer.scalar(serial).output.bytes.append(integer: value) }
  func encode(_ value: Int32) throws { try writer.scalar(serial).output.bytes.append(integer: value) }
  func encode(_ value: Int64) throws { try writer.scalar(serial).output.bytes.append(integer: value) }
  func encode(_ value: Int128) throws { try writer.scalar(serial).output.bytes.append(integer: value) }
  func encode(_ value: UInt) throws { try writer.scalar(serial).output.bytes.append(integer: value) }
  func encode(_ value: UInt8) throws { try writer.scalar(serial).output.bytes.append(integer: value) }
  func encode(_ value: UInt16) throws { try writer.scalar(serial).output.bytes.append(integer: value) }
  func encode(_ value: UInt32) throws { try writer.scalar(serial).output.bytes.append(integer: value) }
  func encode(_ value: UInt64) throws { try writer.scalar(serial).output.bytes.append(integer: value) }
  func encode(_ value: UInt128) throws { try writer.scalar(serial).output.bytes.append(integer: value) }
  func encode(_ value: some Encodable) throws { try writer.resolve(serial).fill(with: value) }
}

/// An object that is being written.
struct JSONObjectContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let writer: JSONWriter
  let serial: Int

  var codingPath: [any CodingKey] { writer.path(of: serial) }

  private func member(_ key: some CodingKey, _ append: (inout [UInt8]) -> Void) throws {
    let name = writer.name(key)
    try writer.resolve(serial).output.appendMember(name, append)
  }

  func encodeNil(forKey key: Key) throws { try member(key) { $0.append(text: "null") } }
  func encode(_ value: Bool, forKey key: Key) throws { try member(key) { $0.append(text: value ? "true" : "false") } }
  func encode(_ value: String, forKey key: Key) throws { try member(key) { $0.append(jsonString: value) } }
  func encode(_ value: Double, forKey key: Key) throws { try writer.member(value, key, of: serial) }
  func encode(_ value: Float, forKey key: Key) throws { try writer.member(value, key, of: serial) }
  func encode(_ value: Int, forKey key: Key) throws { try member(key) { $0.append(integer: value) } }
  func encode(_ value: Int8, forKey key: Key) throws { try member(key) { $0.append(integer: value) } }
  func encode(_ value: Int16, forKey key: Key) throws { try member(key) { $0.append(integer: value) } }
  func encode(_ value: Int32, forKey key: Key) throws { try member(key) { $0.append(integer: value) } }
  func encode(_ value: Int64, forKey key: Key) throws { try member(key) { $0.append(integer: value) } }
  func encode(_ value: Int128, forKey key: Key) throws { try member(key) { $0.append(integer: value) } }
  func encode(_ value: UInt, forKey key: Key) throws { try member(key) { $0.append(integer: value) } }
  func encode(_ value: UInt8, forKey key: Key) throws { try member(key) { $0.append(integer: value) } }
  func encode(_ value: UInt16, forKey key: Key) throws { try member(key) { $0.append(integer: value) } }
  func encode(_ value: UInt32, forKey key: Key) throws { try member(key) { $0.append(integer: value) } }
  func encode(_ value: UInt64, forKey key: Key) throws { try member(key) { $0.append(integer: value) } }
  func encode(_ value: UInt128, forKey key: Key) throws { try member(key) { $0.append(integer: value) } }
  func encode(_ value: some Encodable, forKey key: Key) throws { try writer.member(value, key, of: serial) }

  func nestedContainer<NestedKey: CodingKey>(
    keyedBy keyType: NestedKey.Type, forKey key: Key
  ) -> KeyedEncodingContainer<NestedKey> {
    slot(key).container(keyedBy: keyType)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { slot(key).unkeyedContainer() }
  func superEncoder() -> any Encoder { slot(JSONKey.super) }
  func superEncoder(forKey key: Key) -> any Encoder { slot(key) }

  private func slot(_ key: some CodingKey) -> JSONSlot {
    do {
      let name = writer.name(key)
      let writer = try writer.resolve(serial)
      writer.output.beginMember(name)
      return JSONSlot(writer: writer, serial: writer.output.push(.name(key)))
    } catch {
      writer.fail(error)
      return JSONSlot(writer: writer, serial: 0)
    }
  }
}

/// An array that is being written.
struct JSONArrayContainer: UnkeyedEncodingContainer {
  let writer: JSONWriter
  let serial: Int

  var codingPath: [any CodingKey] { writer.path(of: serial) }
  var count: Int { writer.count(of: serial) }

  private func element(_ append: (inout [UInt8]) -> Void) throws {
    try writer.resolve(serial).output.appendElement(append)
  }

  func encodeNil() throws { try element { $0.append(text: "null") } }
  func encode(_ value: Bool) throws { try element { $0.append(text: value ? "true" : "false") } }
  func encode(_ value: String) throws { try element { $0.append(jsonString: value) } }
  func encode(_ value: Double) throws { try writer.element(value, of: serial) }
  func encode(_ value: Float) throws { try writer.element(value, of: serial) }
  func encode(_ value: Int) throws { try element { $0.append(integer: value) } }
  func encode(_ value: Int8) throws { try element { $0.append(integer: value) } }
  func encode(_ value: Int16) throws { try element { $0.append(integer: value) } }
  func encode(_ value: Int32) throws { try element { $0.append(integer: value) } }
  func encode(_ value: Int64) throws { try element { $0.append(integer: value) } }
  func encode(_ value: Int128) throws { try element { $0.append(integer: value) } }
  func encode(_ value: UInt) throws { try element { $0.append(integer: value) } }
  func encode(_ value: UInt8) throws { try element { $0.append(integer: value) } }
  func encode(_ value: UInt16) throws { try element { $0.append(integer: value) } }
  func encode(_ value: UInt32) throws { try element { $0.append(integer: value) } }
  func encode(_ value: UInt64) throws { try element { $0.append(integer: value) } }
  func encode(_ value: UInt128) throws { try element { $0.append(integer: value) } }
  func encode(_ value: some Encodable) throws { try writer.element(value, of: serial) }

  func nestedContainer<NestedKey: CodingKey>(keyedBy keyType: NestedKey.Type) -> KeyedEncodingContainer<NestedKey> {
    slot().container(keyedBy: keyType)
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { slot().unkeyedContainer() }
  func superEncoder() -> any Encoder { slot() }

  private func slot() -> JSONSlot {
    do {
      let position = count
      let writer = try writer.resolve(serial)
      writer.output.beginElement()
      return JSONSlot(writer: writer, serial: writer.output.push(.position(position)))
    } catch {
      writer.fail(error)
      return JSONSlot(writer: writer, serial: 0)
    }
  }
}

/// A name or position that no type has declared.
struct JSONKey: CodingKey {
  let stringValue: String
  let intValue: Int?

  static let `super` = JSONKey("super")

  init(_ name: String) {
    stringValue = name
    intValue = nil
  }

  init(_ position: Int) {
    stringValue = "Index \(position)"
    intValue = position
  }

  init(stringValue: String) { self.init(stringValue) }
  init?(intValue: Int) { self.init(intValue) }
}
