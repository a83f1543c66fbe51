import AWSCore
import AWSTesting
import Testing

#if !os(Windows)
  /// Looking for secrets takes work in proportion to the length of the text, whatever it is made of.
  ///
  /// What is compared is the processor time of the thread for a length and for sixteen times that length: in proportion,
  /// sixteen times as much; with the square, 256 times.
  struct SecretMaskWorkTests {
    private static let shapes: [(name: String, text: @Sendable (Int) -> String)] = [
      ("marks of URLs", { "https" + repeated($0, "://") }),
      ("marks of URLs before a user", { repeated($0, "://") + "@host" }),
      ("URLs in one word", { repeated($0, "http://a:1/") + "@" }),
      ("users", { repeated($0, "://u:p@") }),
      ("fields in one line", { repeated($0, "cookie:") }),
      ("fields in one line of prose", { repeated($0, "cookie: a ") }),
      ("fields in a long word at the end", { repeated($0, "cookie: ") + repeated($0, "a") }),
      ("fields and short words", { repeated($0, "authorization: of ") + repeated($0, "abc ") }),
      ("quoted fields", { repeated($0, "\"authorization: a ") }),
      ("fields with a value in quotes", { repeated($0, "cookie:\"'") }),
      ("schemes", { repeated($0, "bearer ") }),
      ("schemes with credentials", { repeated($0, "basic abc1=") }),
      ("beginnings of PEM", { repeated($0, "-----BEGIN ") }),
      ("ends of PEM", { repeated($0, "-----END ") }),
      ("ends of PEM before a beginning", { repeated($0, "-----END a\n") + "-----BEGIN a" }),
      ("beginnings of PEM with one end", { repeated($0, "-----BEGIN ") + "-----END " + repeated($0, "a") }),
      ("blocks of PEM", { repeated($0, "-----BEGIN A-----\nab\n-----END A-----\n") }),
      ("lines of Base64", { repeated($0, "aB3aB3aB3aB3\n") }),
      ("names", { repeated($0, "token:") }), ("names of prose", { repeated($0, "token: of ") }),
      ("names in quotes", { repeated($0, "token=\"'") }), ("names in brackets", { repeated($0, "token=[") }),
      ("letters", { repeated($0, "a") }), ("escapes", { repeated($0, "%2525253A") }),
    ]

    private static func repeated(_ count: Int, _ piece: String) -> String { String(repeating: piece, count: count) }

    @Test(arguments: Self.shapes.indices)
    func sixteenTimesTheLengthIsNotSixteenTimesSixteenTimesTheWork(_ index: Int) {
      let shape = Self.shapes[index]
      func seconds(_ count: Int) -> Double {
        let text = shape.text(count)
        return ProcessorTime.least(of: 2) { #expect(SecretMask.masked(text).utf8.count <= 12 * text.utf8.count) }
      }
      let few = seconds(250)
      let many = seconds(4000)
      #expect(many < few * 80, "\(shape.name): \(few) s for 250, \(many) s for 4000")
    }
  }
#endif
