/// What `evergreen curl --help` says about options.
enum CurlHelp {
  /// The options that are taken, one a line.
  static let options: String = CurlOption.all.compactMap { option -> String? in
    guard !option.help.isEmpty else { return nil }
    var head = option.letter.map { "-\($0), --\(option.name)" } ?? "    --\(option.name)"
    if let placeholder = option.placeholder { head += " <\(placeholder)>" }
    let padding = String(repeating: " ", count: max(1, 34 - head.count))
    return "  \(head)\(padding)\(option.help)"
  }.joined(separator: "\n")

  /// The options that change nothing because the tool does so anyway.
  static let fulfilled: String = CurlOption.all.compactMap { option -> String? in
    guard case .fulfilled = option.effect else { return nil }
    return "--\(option.name)"
  }.sorted().joined(separator: ", ")
}
