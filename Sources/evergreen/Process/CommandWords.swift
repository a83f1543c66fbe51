import AWSCore
import ArgumentParser

/// The words behind `--`.
enum CommandWords {
  /// Refuses a command that stands without `--`, of which it would not be clear to whom its options belong.
  ///
  /// - Parameters:
  ///   - words: The words behind the subcommand.
  ///   - subcommand: The subcommand.
  ///   - valued: The subcommand's own options that have a value.
  static func refuseMisplaced(
    in words: [String], of subcommand: String, valued: Set<String>
  ) throws(ValidationError) {
    var index = 0
    while index < words.count {
      let word = words[index]
      if word == "--" { return }
      if valued.contains(word) {
        index += 2
      } else if word.hasPrefix("-"), word.contains("="), valued.contains(String(word.prefix { $0 != "=" })) {
        index += 1
      } else if word.hasPrefix("-") {
        // Another option, which the parser takes or refuses.
        return
      } else {
        let line = (words[..<index] + ["--"] + words[index...]).map(shown).joined(separator: " ")
        throw ValidationError(
          "Write -- before the command, so that its options are its own: evergreen \(subcommand) "
            + line.printable(limit: 400))
      }
    }
  }

  /// A word as a person would write it for a shell.
  private static func shown(_ word: String) -> String {
    let isPlain = word.utf8.allSatisfy { $0.isUnreserved || "/:=,@%+".utf8.contains($0) }
    return isPlain && !word.isEmpty ? word : EnvironmentScript.quoted(word)
  }

  /// Refuses a line without a command where there has to be one.
  ///
  /// - Parameters:
  ///   - command: The words behind `--`.
  ///   - misplaced: A word before it that is no option.
  ///   - subcommand: The subcommand that they were given to.
  ///   - isRequired: Whether there has to be a command.
  static func check(
    _ command: [String], misplaced: String?, of subcommand: String, isRequired: Bool
  ) throws(ValidationError) {
    guard misplaced != nil || !isRequired || !command.isEmpty else {
      throw ValidationError("Which command? Write it behind --, for example: evergreen \(subcommand) -- env")
    }
  }

  /// Refuses a word before `--` that is no option, once it is known that all options are.
  static func refuse(_ misplaced: String?, before command: [String], of subcommand: String) throws(ValidationError) {
    if let misplaced {
      let words = ([misplaced] + command).map(shown).joined(separator: " ").printable(limit: 200)
      throw ValidationError(
        "Write -- before the command, so that its options are its own: evergreen \(subcommand) -- \(words)")
    }
  }

  /// Refuses a command without a name, before credentials are looked for or servers are started for it.
  static func requireName(_ command: [String]) throws {
    guard command.first?.isEmpty == true else { return }
    throw try CommandFailure(
      .notFound, "The command is empty: the first word behind -- is the name or the path of a program."
    ).reported()
  }
}
