extension CurlOption {
  /// The options that say what is asked for.
  static let requestOptions: [CurlOption] = [
    .value("url", nil, "url", "The URL; it may also stand alone.") { $0.urls.append($1) },
    .value("request", "X", "method", "The method.") { $0.method = $1 },
    .value(
      "header", "H", "header", "A header, 'Name: value'. 'Name:' leaves out one of the tool's own, @file reads several."
    ) {
      $0.headers.append($1)
    },
    .flag("head", "I", "Ask for the headers alone, and print them.") { $0.isHead = $1 },
    .value("user-agent", "A", "name", "The User-Agent header.") { $0.userAgent = $1 },
    .value("referer", "e", "url", "The Referer header.") {
      guard !$1.hasSuffix(";auto") else {
        throw CurlOptions.invalid("--referer", "takes a URL; redirects do not tell where they come from (';auto')")
      }
      $0.referer = $1
    },
    .value("cookie", "b", "name=value", "The Cookie header; files of cookies are not read.") {
      guard $1.utf8.contains(UInt8(ascii: "=")) else {
        throw CurlOptions.invalid("--cookie", "takes name=value; files of cookies are not read")
      }
      $0.cookies.append($1)
    },
    .value("range", "r", "range", "The bytes to ask for, such as 0-99.") {
      // As with curl, a number alone is where the range begins.
      $0.range = $1.utf8.contains(UInt8(ascii: "-")) ? $1 : $1 + "-"
    },
    .flag("compressed", nil, "Ask for a body packed with gzip, and unpack it.") { $0.isCompressed = $1 },
    .value("url-query", nil, "data", "Data for the query, encoded as with --data-urlencode; after a + as it is.") {
      $0.query.append($1)
    },
    .flag("path-as-is", nil, "Send '.' and '..' of the path as they are.") { $0.pathAsIs = $1 },
    CurlOption("globoff", "g", .fulfilled),
    CurlOption("http1.1", nil, .fulfilled),
    CurlOption("disable", "q", .fulfilled),
  ]

  /// The options that say what is sent.
  static let dataOptions: [CurlOption] = [
    .value("data", "d", "data", "Data to POST; @file reads a file without its line ends, @- the standard input.") {
      $0.data.append(CurlData(.text, $1))
    },
    .value("data-ascii", nil, "data", "The same as --data.") { $0.data.append(CurlData(.text, $1)) },
    .value("data-raw", nil, "data", "Like --data, but @ has no meaning.") { $0.data.append(CurlData(.raw, $1)) },
    .value("data-binary", nil, "data", "Like --data, but files are sent as they are.") {
      $0.data.append(CurlData(.binary, $1))
    },
    .value(
      "data-urlencode", nil, "data",
      "Like --data, percent-encoded: content, =content, name=content, @file or name@file."
    ) {
      $0.data.append(CurlData(.encoded, $1))
    },
    .value("json", nil, "data", "Like --data-binary, with Content-Type and Accept application/json.") {
      $0.data.append(CurlData(.json, $1))
    },
    .flag("get", "G", "Put the data into the URL's query instead of the body.") { $0.usesGet = $1 },
    .value(
      "upload-file", "T", "file", "A file to PUT; it is streamed. '-' is the standard input, which is read whole first."
    ) {
      $0.uploadFile = $1
    },
  ]
}
