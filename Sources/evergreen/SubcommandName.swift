import AWSCore
import ArgumentParser

/// The name of a subcommand as it was typed.
enum SubcommandName {
  /// Refuses a name that is none, and says which one may be meant.
  static func check(_ words: [String], in command: any ParsableCommand.Type) throws(ValidationError) {
    if words.first == "help" { return try check(Array(words.dropFirst()), in: command, within: "") }
    try check(words, in: command, within: "")
  }

  private static func check(
    _ words: [String], in command: any ParsableCommand.Type, within place: String
  ) throws(ValidationError) {
    guard let name = words.first, !name.hasPrefix("-"), name != "help" else { return }
    let commands = command.configuration.subcommands
    // What has none takes its words as it likes.
    guard !commands.isEmpty else { return }
    if let inner = commands.first(where: { $0._commandName == name }) {
      return try check(
        Array(words.dropFirst()), in: inner, within: " of \(path(of: inner, in: command).joined(separator: " "))")
    }
    let names = commands.map { $0._commandName }
    let close = names.first { SpellingDistance.isClose(name, $0) }.map { "Did you mean '\($0)'?" }
    throw ValidationError(
      "There is no subcommand '\(name.printable(limit: 60))'\(place). "
        + (close ?? "The subcommands are \(names.joined(separator: ", "))."))
  }

  /// The subcommand that a line is for, as far as its names are known.
  static func command(of words: [String], in command: any ParsableCommand.Type) -> any ParsableCommand.Type {
    guard let name = words.first,
      let inner = command.configuration.subcommands.first(where: { $0._commandName == name })
    else { return command }
    return self.command(of: Array(words.dropFirst()), in: inner)
  }

  /// The names of a subcommand and of those that it is in, from the outermost, without that of the program.
  static func path(of command: any ParsableCommand.Type, in root: any ParsableCommand.Type) -> [String] {
    for inner in root.configuration.subcommands {
      if inner == command { return [inner._commandName] }
      let rest = path(of: command, in: inner)
      if !rest.isEmpty { return [inner._commandName] + rest }
    }
    return []
  }
}
