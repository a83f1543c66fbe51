extension String {
  /// The text as a JSON string of ASCII alone, with everything else as `\uXXXX`.
  package var asciiJSON: String {
    var output: [UInt8] = [UInt8(ascii: "\"")]
    for unit in utf16 {
      switch unit {
      case 0x20...0x7F where unit != 0x22 && unit != 0x5C: output.append(UInt8(unit))
      case 0x22, 0x5C: output += [UInt8(ascii: "\\"), UInt8(unit)]
      case 0x0A: output.append(text: "\\n")
      case 0x0D: output.append(text: "\\r")
      case 0x09: output.append(text: "\\t")
      default:
        output.append(text: "\\u")
        for shift: UInt16 in [12, 8, 4, 0] { output.append(UInt8(unit >> shift & 15).lowercaseHexDigit) }
      }
    }
    output.append(UInt8(ascii: "\""))
    return String(decoding: output, as: UTF8.self)
  }
}
