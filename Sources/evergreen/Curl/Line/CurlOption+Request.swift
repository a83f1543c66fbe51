import AWSCore

extension CurlOption {
  /// The options that say what is asked for.
  static let requestOptions: [CurlOption] = [
    .bytes("url", nil, "url", "A URL; it may also stand alone. Several are asked one after the other.") {
      $0.requests.add(url: CurlOptions.url($1))
    },
    .value("request", "X", "method", "The method.") {
      if let problem = RequestWords.problem(ofMethod: $1) { throw CurlOptions.invalid("--request", problem) }
      $0.method = $1
    },
    .bytes(
      "header", "H", "header",
      "A header, 'Name: value'. 'Name:' leaves out a header that the tool would send by itself; @file reads headers from a file."
    ) {
      // As with curl, nothing is no header: it may come from a variable that is not set.
      if !$1.isEmpty { $0.headers.append(try CurlOptions.header($1)) }
    },
    .flag("head", "I", "Ask for the headers alone, and print them.") { $0.isHead = $1 },
    .value("user-agent", "A", "name", "The User-Agent header.") {
      $0.userAgent = try CurlOptions.headerValue($1, of: "--user-agent")
    },
    .value("referer", "e", "url", "The Referer header.") {
      guard !$1.hasSuffix(";auto") else {
        throw CurlOptions.invalid("--referer", "takes a URL; redirects do not tell where they come from (';auto')")
      }
      $0.referer = try CurlOptions.headerValue($1, of: "--referer")
    },
    .value("cookie", "b", "name=value", "The Cookie header; files of cookies are not read.") {
      guard $1.utf8.contains(UInt8(ascii: "=")) else {
        throw CurlOptions.invalid("--cookie", "takes name=value; files of cookies are not read")
      }
      $0.cookies.append(try CurlOptions.headerValue($1, of: "--cookie"))
    },
    .value("range", "r", "range", "The bytes to ask for, such as 0-99.") {
      guard !$1.isEmpty, $1.utf8.allSatisfy({ $0.isDigit || "-, ".utf8.contains($0) }) else {
        throw CurlOptions.invalid(
          "--range", "takes bytes such as 0-99, -500 or 0-0,-1, not '\($1.printable(limit: 40))'")
      }
      // As with curl, a number alone is where the range begins.
      $0.range = $1.utf8.contains(UInt8(ascii: "-")) ? $1 : $1 + "-"
    },
    .flag("compressed", nil, "Ask for a body packed with gzip, and unpack it.") { $0.isCompressed = $1 },
    .bytes("url-query", nil, "data", "Data for the query, encoded as with --data-urlencode; after a + as it is.") {
      $0.query.append($1)
    },
    .flag("path-as-is", nil, "Send '.' and '..' of the path as they are.") { $0.pathAsIs = $1 },
    .flag("globoff", "g", "Take {, }, [ and ] in URLs and in names of --upload-file as they are.") {
      $0.isGlobOff = $1
    },
    CurlOption("http1.1", nil, .fulfilled),
    CurlOption("disable", "q", .fulfilled),
  ]

  /// The options that say what is sent.
  static let dataOptions: [CurlOption] = [
    .bytes("data", "d", "data", "Data to POST; @file reads a file without its line ends, @- the standard input.") {
      $0.data.append(CurlData(.text, $1))
    },
    .bytes("data-ascii", nil, "data", "The same as --data.") { $0.data.append(CurlData(.text, $1)) },
    .bytes("data-raw", nil, "data", "Like --data, but @ has no meaning.") { $0.data.append(CurlData(.raw, $1)) },
    .bytes("data-binary", nil, "data", "Like --data, but files are sent as they are.") {
      $0.data.append(CurlData(.binary, $1))
    },
    .bytes(
      "data-urlencode", nil, "data",
      "Like --data, percent-encoded: content, =content, name=content, @file or name@file."
    ) {
      $0.data.append(CurlData(.encoded, $1))
    },
    .bytes("json", nil, "data", "Like --data-binary, with Content-Type and Accept application/json.") {
      $0.data.append(CurlData(.json, $1))
    },
    .flag("get", "G", "Put the data into the URL's query instead of the body.") { $0.usesGet = $1 },
    .bytes(
      "upload-file", "T", "file",
      """
      A file to PUT; a regular file is streamed. '-' is the standard input. A pipe is read whole first, at most 1 GiB: \
      the signature and the length come before the body.
      """
    ) {
      $0.requests.add(uploadFile: try CurlOptions.path($1, of: "--upload-file"))
    },
  ]
}
