import AWSS3Client

extension LiveCheck {
  /// Keys that a client or a server may be tempted to change.
  private static let awkwardKeys: [(name: String, key: String)] = [
    ("a space", "a b"), ("spaces at both ends", " a "), ("a plus", "a+b"), ("a plus and a space", "+ +"),
    ("a percent sign", "100%"), ("an encoded slash", "a%2Fb"), ("an encoded space", "a%20b"),
    ("a broken encoding", "%zz%"), ("two slashes", "a//b"), ("a dot segment", "a/./b"),
    ("a leading dot segment", "./a"),
    ("a parent segment", "a/../b"), ("a leading parent segment", "../a"), ("a dot alone", "."),
    ("two dots alone", ".."),
    ("a trailing slash", "folder/"), ("a leading slash", "/a"), ("two leading slashes", "//a"),
    ("slashes alone", "///"),
    ("a composed letter", "caf\u{E9}"), ("a decomposed letter", "cafe\u{301}"), ("Hangul", "한글/키"),
    ("conjoining Jamo", "\u{1112}\u{1161}\u{11AB}"), ("emoji", "🌲"), ("joined emoji", "👩\u{200D}👩\u{200D}👧"),
    ("a letter of two cases", "İıſK\u{212A}"), ("right-to-left text", "שלום\u{200F}"),
    ("XML's special characters", "<a>&\"'</a>"),
    ("an entity", "&amp;&#13;"), ("the end of CDATA", "]]>"), ("a question mark", "a?b=c"), ("a hash", "a#b"),
    ("an ampersand and an equals sign", "a&b=c"), ("quotes", "\"a\" 'b' `c`"), ("a backslash", "a\\b"),
    ("a tab", "a\tb"),
    ("a line feed", "a\nb"), ("a carriage return", "a\rb\r\n"), ("a control character", "a\u{1}b"), ("DEL", "a\u{7F}b"),
    ("a C1 control character", "a\u{85}b"), ("a line separator", "a\u{2028}b"), ("a no-break space", "\u{A0}a\u{A0}"),
    ("a byte order mark", "\u{FEFF}a"), ("a noncharacter", "a\u{FFFF}b"), ("the last code point", "a\u{10FFFF}b"),
    ("punctuation", "a:b;c,d~!*'()"), ("brackets", "a[b]{c}^|<>"), ("an at and a dollar sign", "@$"),
    ("the name of a sub-resource", "uploads"), ("the query of a sub-resource", "?acl&versionId=null"),
    ("the separator of a copy's version", "a?versionId=b"), ("a URL", "https://example.com:80/a"),
    ("1,024 letters", String(repeating: "k", count: 1024)),
    ("1,024 bytes of Hangul", String(repeating: "한", count: 341) + "k"),
  ]

  /// Each awkward key is written, read, listed, found by its prefix, and deleted; and the bytes of the key stay as they are.
  static let keys =
    awkwardKeys.map { name, key in
      LiveCheck("a key with \(name)") { store in
        let bytes = Array(key.utf8)
        try await store.put("content", key)
        try demand(try await store.text(key), is: "content", "the content")
        try demand(try await store.head(key).contentLength, is: 7, "the length")
        try demand(try await store.keys(), is: [bytes], "the list")
        try demand(try await store.keys(prefix: key), is: [bytes], "the list with the key as its prefix")
        try await store.delete(key)
        try demand(try await store.keys(), is: [], "the list after the deletion")
      }
    } + [
      LiveCheck("keys that look alike are different objects") { store in
        let keys = ["caf\u{E9}", "cafe\u{301}", "K", "\u{212A}", "k", "한", "\u{1112}\u{1161}\u{11AB}", "a", "a ", "/a"]
        for key in keys { try await store.put("content of \(Array(key.utf8))", key) }
        for key in keys { try demand(try await store.text(key), is: "content of \(Array(key.utf8))", "the content") }
        let sorted = keys.map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) }
        try demand(try await store.keys(), is: sorted, "the list")
      },
      LiveCheck("a key of 1,025 bytes is refused") { store in
        try await demandRefusal(400, .keyTooLong) { try await store.put("x", String(repeating: "k", count: 1025)) }
      },
      LiveCheck("an empty key is refused before it is sent") { store in
        try await demandRefusal(nil, .emptyKey) { _ = try await store.text("") }
      },
    ]
}
