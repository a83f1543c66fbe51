import AWSCredentials
import AWSIdentity
import Testing

struct CommandLineWordsTests {
  @Test(arguments: [
    ("tool", ["tool"]), ("  tool\ta  b \n", ["tool", "a", "b"]), ("'a b' \"c d\" e\\ f", ["a b", "c d", "e f"]),
    (#"t 'a"b' "c'd" \"e\'"#, ["t", "a\"b", "c'd", "\"e'"]), (#"t "a\"b\\c\$d\n""#, ["t", #"a"b\c$d\n"#]),
    (#"t 'a\b' '' """#, ["t", #"a\b"#, "", ""]), (#"t a'b'"c"d"#, ["t", "abcd"]),
    ("~/t $HOME *.x a|b >c", ["~/t", "$HOME", "*.x", "a|b", ">c"]), ("t é\\é", ["t", "éé"]),
  ])
  func splits(_ text: String, _ words: [String]) throws {
    let found = try CommandLineWords(text)
    #expect([found.program] + found.arguments == words)
  }

  @Test(arguments: [
    ("t 'a", CommandLineWords.Failure.unbalancedSingleQuote), ("t \"a", .unbalancedDoubleQuote),
    ("t \"a\\\"", .unbalancedDoubleQuote), ("t \"a\\", .unbalancedDoubleQuote), ("t \\", .trailingBackslash),
    ("", .empty), ("  ", .empty), ("'' a", .empty),
  ])
  func refuses(_ text: String, _ failure: CommandLineWords.Failure) {
    #expect(throws: failure) { try CommandLineWords(text) }
  }

  @Test func showsNoMoreThanTheProgram() throws {
    #expect(try CommandLineWords("KEY=hush tool").shownProgram == "`KEY…`")
    #expect(try CommandLineWords("'tool --key hush'").shownProgram == "`tool…`")
    #expect(try CommandLineWords("/bin/tool hush").shownProgram == "`/bin/tool`")
  }

  @Test(arguments: [
    ("aws-vault exec x | jq .", ["|"]), ("t > /tmp/x 2>&1", [">"]), ("t && u", ["&&"]), ("t; u", [";"]), ("t &", ["&"]),
    ("t $(cat key)", ["$("]), ("t \"$(cat key)\"", ["$("]), ("t `cat key`", ["`"]), ("t \"`cat key`\"", ["`"]),
    ("$HOME/bin/t ${X}", ["$", "${"]), ("~/bin/t <in", ["~", "<"]), ("t a|b||c", ["|"]), ("~", ["~"]),
  ])
  func whatOnlyAShellUnderstandsIsTold(_ text: String, _ syntax: [String]) throws {
    #expect(try CommandLineWords(text).shellSyntax == syntax)
    #expect(try CommandLineWords(text).shellHint.contains("No shell is used"))
  }

  @Test(arguments: [
    "sh -c 'a | b > c; d && e $(f)'", "t --url=https://x/?a=1&b=2", "t --list=a;b", #"t \$HOME \| \> \`"#,
    "t \"a|b>c;\"",
    "t 'it''s $(x)'", "t $5 $", "t a~/b x~", #"t "\$(x) \`""#, "t 'a'&b", "t",
  ])
  func whatIsQuotedOrPartOfAValueIsNoShellSyntax(_ text: String) throws {
    let words = try CommandLineWords(text)
    #expect(words.shellSyntax.isEmpty && words.shellHint.isEmpty, "\(words.shellSyntax)")
  }

  @Test func aLongLineTakesLinearTime() throws {
    #expect(
      try CommandLineWords("t " + String(repeating: "a", count: 2_000_000)).arguments.first?.utf8.count == 2_000_000)
  }
}
