import AWSCredentials
import AWSTesting
import Testing

#if !os(Windows)
  /// Reading the shared files takes work in proportion to their size, whatever they are made of.
  ///
  /// What is compared is the processor time of the reading thread for a size and for eight times that size: in proportion,
  /// eight times as much; with the square, sixty-four times.
  struct LinearReadingTests {
    private static let shapes: [(name: String, text: @Sendable (Int) -> String)] = [
      ("sections of one name", { count in repeated(count) { "[profile a]\nkey\($0) = v\n" } }),
      ("default sections", { count in repeated(count) { "[default]\nkey\($0) = v\n" } }),
      ("sso-sessions of one name", { count in repeated(count) { "[sso-session a]\nkey\($0) = v\n" } }),
      ("services of one name", { count in repeated(count) { "[services a]\nkey\($0) =\n  x = y\n" } }),
      ("sections of many names", { count in repeated(count) { "[profile a\($0)]\nkey = v\n" } }),
      ("sections that mean nothing", { count in repeated(count) { "[x\($0) y]\nkey = v\n" } }),
      ("properties of one name", { count in "[profile a]\n" + repeated(count) { "key = v\($0)\n" } }),
      ("properties of many names", { count in "[profile a]\n" + repeated(count) { "key\($0) = v\n" } }),
      ("properties without a valid name", { count in "[profile a]\n" + repeated(count) { "key \($0) = v\n" } }),
      ("continued lines", { count in "[profile a]\nkey = v\n" + repeated(count) { " line \($0)\n" } }),
      ("nested properties", { count in "[profile a]\ns3 =\n" + repeated(count) { " key\($0) = v\n" } }),
      ("a long line", { count in "[profile a]\nkey = " + repeated(count) { "value \($0) " } }),
      ("a long header", { count in "[profile " + repeated(count) { "word \($0) " } + "]" }),
      ("comments", { count in "[profile a]\n" + repeated(count) { "# \($0)\nk = v # \($0) # ;\n" } }),
      ("quotes", { count in repeated(count) { "[profile 'a \($0)'] # 'x'\n" } }),
    ]

    private static func repeated(_ count: Int, _ piece: (Int) -> String) -> String {
      (0..<count).map(piece).joined()
    }

    private func seconds(reading text: String) throws -> Double {
      let system = InMemoryFileSystem(["/c": text])
      let files = SharedConfigurationFiles(config: "/c", credentials: nil)
      return try ProcessorTime.least(of: 2) {
        let loaded = try SharedConfiguration.load(files, fileSystem: system)
        #expect(loaded.inspectedFiles.count == 2)
      }
    }

    @Test(arguments: Self.shapes.indices)
    func eightTimesTheSizeIsNotSixtyFourTimesTheWork(_ index: Int) throws {
      let shape = Self.shapes[index]
      let few = try seconds(reading: shape.text(500))
      let many = try seconds(reading: shape.text(4000))
      #expect(many < few * 20, "\(shape.name): \(few) s for 500, \(many) s for 4000")
    }

    @Test func aValueOfManyNestedPropertiesIsLookedUpInProportion() throws {
      func seconds(_ count: Int) throws -> Double {
        let text = "[profile a]\ns3 =\n" + Self.repeated(count) { " key\($0) = v\n" }
        let loaded = try SharedConfiguration.load(
          SharedConfigurationFiles(config: "/c", credentials: nil), fileSystem: InMemoryFileSystem(["/c": text]))
        let property = try #require(loaded.profile("a")?.property("s3"))
        return ProcessorTime.least(of: 2) { #expect(property.nested.count == count) }
      }
      let few = try seconds(500)
      let many = try seconds(4000)
      #expect(many < few * 20, "\(few) s for 500, \(many) s for 4000")
    }
  }
#endif
