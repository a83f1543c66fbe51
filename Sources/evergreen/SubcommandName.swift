import AWSCore
import ArgumentParser

/// The name of a subcommand as it was typed.
enum SubcommandName {
  /// Refuses a name that is none, and says which one may be meant.
  static func check(_ words: [String], in command: any ParsableCommand.Type) throws(ValidationError) {
    let isHelp = words.first == "help"
    guard let name = isHelp ? words.dropFirst().first : words.first, !name.hasPrefix("-"), !isHelp || name != "help"
    else { return }
    let names = command.configuration.subcommands.map { $0._commandName }
    if names.contains(name) { return }
    let close = names.first { SpellingDistance.isClose(name, $0) }.map { "Did you mean '\($0)'?" }
    throw ValidationError(
      "There is no subcommand '\(name.printable(limit: 60))'. "
        + (close ?? "The subcommands are \(names.joined(separator: ", "))."))
  }
}
