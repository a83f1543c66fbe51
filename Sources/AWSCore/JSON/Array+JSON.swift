extension [UInt8] {
  @inlinable package mutating func append(text: String) { append(contentsOf: text.utf8) }

  /// Appends an array.
  @inlinable package mutating func append<Value>(
    array elements: [Value], _ append: (inout [UInt8], Value) -> Void
  ) {
    self.append(UInt8(ascii: "["))
    for index in elements.indices {
      if index > 0 { self.append(UInt8(ascii: ",")) }
      append(&self, elements[index])
    }
    self.append(UInt8(ascii: "]"))
  }

  /// Appends an object with members in this order.
  @inlinable package mutating func append<Value>(
    object members: [(key: String, value: Value)], _ append: (inout [UInt8], Value) -> Void
  ) {
    self.append(UInt8(ascii: "{"))
    for index in members.indices {
      if index > 0 { self.append(UInt8(ascii: ",")) }
      self.append(jsonString: members[index].key)
      self.append(UInt8(ascii: ":"))
      append(&self, members[index].value)
    }
    self.append(UInt8(ascii: "}"))
  }

  /// Appends a string in quotes. Only what must be escaped is: quotes, backslashes and control characters.
  @usableFromInline package mutating func append(jsonString string: String) {
    append(UInt8(ascii: "\""))
    let start = count
    append(contentsOf: string.utf8)
    // Few strings need an escape; they are written once more.
    if hasByteToEscape(from: start) {
      removeLast(count - start)
      appendEscaped(string)
    }
    append(UInt8(ascii: "\""))
  }

  private func hasByteToEscape(from start: Int) -> Bool {
    let tail = span.extracting(start..<count)
    var found = false
    for index in tail.indices {
      let byte = tail[index]
      found = found || byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }
    return found
  }

  private mutating func appendEscaped(_ string: String) {
    for byte in string.utf8 {
      switch byte {
      case UInt8(ascii: "\""): append(text: "\\\"")
      case UInt8(ascii: "\\"): append(text: "\\\\")
      case 0x0A: append(text: "\\n")
      case 0x0D: append(text: "\\r")
      case 0x09: append(text: "\\t")
      case 0..<0x20:
        append(text: "\\u00")
        append((byte >> 4).lowercaseHexDigit)
        append((byte & 15).lowercaseHexDigit)
      default: append(byte)
      }
    }
  }

  /// Appends a whole number.
  @inlinable package mutating func append(integer value: some FixedWidthInteger) {
    var rest = value.magnitude
    if value < 0 { append(UInt8(ascii: "-")) }
    let start = count
    repeat {
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit))
      rest = quotient
    } while rest > 0
    self[start...].reverse()
  }
}
