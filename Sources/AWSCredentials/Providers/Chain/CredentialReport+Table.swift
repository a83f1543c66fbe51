import AWSCore

extension CredentialReport {
  /// The report as plain text: for each provider one line with its name, whether it is configured, the outcome and the
  /// time it took; then lines with where it looked and what it returned, wrapped at 100 columns. A word longer than a
  /// line, such as a path, is not broken.
  public var table: String {
    let header = ["provider", "configured", "outcome", "time"]
    let cells = rows.map { row in
      [
        row.provider.oneLine(limit: 60), row.inspection.configuration.word, row.outcome.word,
        row.outcome.wasAsked ? row.duration.milliseconds : "-",
      ]
    }
    let widths = header.indices.map { column in
      ([header] + cells).map { $0[column].unicodeScalars.count }.max() ?? 0
    }
    func line(_ cells: [String]) -> String {
      let padded = zip(cells, widths).map { cell, width in
        cell + String(repeating: " ", count: max(0, width - cell.unicodeScalars.count))
      }
      return padded.joined(separator: "  ").trimmingTrailingSpaces()
    }
    var lines = [line(header)]
    for (row, cells) in zip(rows, cells) {
      lines.append(line(cells))
      if !row.inspection.looked.isEmpty {
        lines += Self.indented(Self.filled(Self.pieces(row.inspection.looked)))
      }
      if let detail = row.outcome.detail { lines += Self.wrapped(detail) }
    }
    return lines.joined(separator: "\n")
  }

  private static let width = 94

  private static func wrapped(_ text: String) -> [String] {
    // What a provider quotes may have line ends of its own.
    indented(text.split(whereSeparator: \.isNewline).flatMap { filled($0.split(separator: " ").map(String.init)) })
  }

  /// What a provider looked at, kept whole where a line can hold it.
  private static func pieces(_ looked: [String]) -> [String] {
    let items = looked.enumerated().map { index, item in index == looked.count - 1 ? item : item + "," }
    return ["tried:"]
      + items.flatMap { $0.unicodeScalars.count <= width ? [$0] : $0.split(separator: " ").map(String.init) }
  }

  private static func filled(_ words: [String]) -> [String] {
    var lines: [String] = []
    for word in words {
      if let line = lines.last, line.unicodeScalars.count + word.unicodeScalars.count < width {
        lines[lines.count - 1] = line + " " + word
      } else {
        lines.append(word)
      }
    }
    return lines
  }

  private static func indented(_ lines: [String]) -> [String] {
    lines.enumerated().map { index, line in (index == 0 ? "    " : "      ") + line }
  }
}

extension CredentialReport: CustomStringConvertible {
  /// The table, and below it the verdict: a sentence that says what a program would get.
  public var description: String { "\(table)\n\(verdict)" }
}

extension ProviderInspection.Configuration {
  fileprivate var word: String {
    switch self {
    case .configured: "yes"
    case .notConfigured: "no"
    case .unknown: "unknown"
    }
  }
}

extension CredentialReport.Outcome {
  /// The outcome in a word or two.
  fileprivate var word: String {
    switch self {
    case .found: "found"
    case .expired: "expired"
    case .notConfigured: "not configured"
    case .failed(let code, _): "\(code)"
    case .notAsked: "not asked"
    }
  }

  fileprivate var wasAsked: Bool {
    if case .notAsked = self { false } else { true }
  }

  /// What the provider said; `nil` if it was not asked.
  fileprivate var detail: String? {
    switch self {
    case .found(let key, let expiration, let account):
      [
        "access key \(key.printable())", account.map { "account \($0.printable())" },
        expiration.map { "expires \(ISO8601.string(from: $0))" },
      ]
      .compactMap(\.self).joined(separator: ", ")
    case .expired(let key, let expiration):
      "access key \(key.printable()), expired" + (expiration.map { " at \(ISO8601.string(from: $0))" } ?? "")
    case .notConfigured(let message), .failed(_, let message): message.printable(limit: 4000)
    case .notAsked: nil
    }
  }
}

extension Duration {
  /// Whole milliseconds, with the unit.
  fileprivate var milliseconds: String { "\(wholeMilliseconds) ms" }
  /// Whole milliseconds.
  var wholeMilliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}

extension String {
  fileprivate func trimmingTrailingSpaces() -> String {
    var text = self
    while text.hasSuffix(" ") { text.removeLast() }
    return text
  }
}
