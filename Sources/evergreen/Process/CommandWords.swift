import AWSCore
import ArgumentParser

/// The words behind `--`.
enum CommandWords {
  /// Refuses words of which it is not clear to whom they belong.
  ///
  /// - Parameters:
  ///   - command: The words behind `--`.
  ///   - misplaced: A word before it that is no option.
  ///   - subcommand: The subcommand that they were given to.
  ///   - isRequired: Whether there has to be a command.
  static func check(
    _ command: [String], misplaced: String?, of subcommand: String, isRequired: Bool
  ) throws(ValidationError) {
    if let misplaced {
      let words = ([misplaced] + command).joined(separator: " ").printable(limit: 200)
      throw ValidationError(
        "Write -- before the command, so that its options are its own: evergreen \(subcommand) -- \(words)")
    }
    guard !isRequired || !command.isEmpty else {
      throw ValidationError("Which command? Write it behind --, for example: evergreen \(subcommand) -- env")
    }
  }
}
