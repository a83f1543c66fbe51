import AWSCredentials
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

  @Test func aLongLineTakesLinearTime() throws {
    #expect(
      try CommandLineWords("t " + String(repeating: "a", count: 2_000_000)).arguments.first?.utf8.count == 2_000_000)
  }
}
