import AWSCore
import ArgumentParser

/// The words of a command line of `evergreen s3`, as the AWS CLI writes them.
enum S3Words {
  /// Options whose value can be left out, with the values that they have.
  private static let optionalValues = [
    "--sse": "AES256", "--sse-c": "AES256", "--sse-c-copy-source": "AES256", "--request-payer": "requester",
  ]

  /// What the AWS CLI has and this tool has not, with the reason.
  private static let refused: [String: String] = [
    "--case-conflict": "A key whose file another key already is, is left out with a warning.",
    "--validate-same-s3-paths":
      "The buckets of access points are not resolved. Compare them yourself before you move objects between access points.",
    "--no-verify-ssl": "Certificates are always verified. AWS_CA_BUNDLE names a file with further authorities.",
    "--ca-bundle": "Set AWS_CA_BUNDLE.",
    "--output": "The output has one form.",
    "--query": "The output is text; evergreen curl prints what S3 responds.",
    "--debug": "evergreen curl --verbose shows a request and its signature.",
    "--color": "The output has no colours.",
    "--no-paginate": "A list is always whole.",
    "--cli-read-timeout": "A transfer fails when nothing moves for a while, however long it takes as a whole.",
    "--cli-connect-timeout": "The time limit for connecting is that of the client.",
    "--cli-binary-format": "Write fileb://PATH for a key in a file.",
    "--cli-auto-prompt": "evergreen --generate-completion-script prints a script that completes the options.",
    "--no-cli-auto-prompt": "There is no prompt to switch off.",
    "--no-cli-pager": "There is no pager to switch off.",
    "--v2-debug": "It is for the AWS CLI's own change of version.",
    "--tags": "evergreen curl sends PutBucketTagging.",
  ]

  /// The words as the parser of arguments takes them.
  ///
  /// - Parameter words: The words from `s3` on.
  /// - Throws: `ValidationError` for an option of the AWS CLI that this tool does not have.
  static func prepared(_ words: [String]) throws(ValidationError) -> [String] {
    // `aws s3 help` and `aws s3 cp help`.
    if words.count > 1, words.last == "help", words.count < 4 { return ["help"] + words.dropLast() }
    if words.count == 3, words[1] == "help" { return ["help", words[0], words[2]] }
    var prepared: [String] = []
    for (index, word) in words.enumerated() {
      if word == "--" { return prepared + words[index...] }
      // As with the AWS CLI, a word that follows is the value unless it is an option.
      if let value = optionalValues[word], index + 1 == words.count || words[index + 1].hasPrefix("-") {
        prepared.append(word + "=" + value)
        continue
      }
      let name = String(word.prefix { $0 != "=" })
      if let reason = refused[name] {
        throw ValidationError("The option \(name) of the AWS CLI is not taken. \(reason)")
      }
      prepared.append(word)
    }
    return prepared
  }

  /// The patterns of `--exclude` and `--include` in their order.
  ///
  /// - Parameter words: The words of the command line.
  static func patterns(in words: [String]) -> [(isExcluding: Bool, pattern: String)] {
    var patterns: [(isExcluding: Bool, pattern: String)] = []
    var index = 0
    while index < words.count, words[index] != "--" {
      for (name, isExcluding) in [("--exclude", true), ("--include", false)] {
        if words[index] == name, index + 1 < words.count {
          index += 1
          patterns.append((isExcluding, words[index]))
        } else if words[index].hasPrefix(name + "=") {
          patterns.append((isExcluding, String(words[index].dropFirst(name.count + 1))))
        } else {
          continue
        }
        break
      }
      index += 1
    }
    return patterns
  }
}
