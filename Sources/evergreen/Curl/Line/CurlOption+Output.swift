extension CurlOption {
  /// The options that say what is printed and where.
  static let outputOptions: [CurlOption] = [
    .bytes(
      "output", "o", "file",
      "The file to write the body to; '-' is the standard output. A file that exists keeps its mode, owner and links."
    ) {
      $0.requests.add(destination: .file(try CurlOptions.path($1, of: "--output")))
    },
    .flag("remote-name", "O", "Write the body to a file that is named like the last part of the URL's path.") {
      $0.requests.add(destination: $1 ? .remoteName : .standardOutput)
    },
    .flag("remote-name-all", nil, "Act as if --remote-name stood before each URL that has no --output.") {
      $0.namesFilesByURL = $1
    },
    .bytes("output-dir", nil, "directory", "Where files of --output and --remote-name are written.") {
      $0.outputDirectory = try CurlOptions.path($1, of: "--output-dir")
    },
    .flag("create-dirs", nil, "Create the directories of files that are written.") { $0.createsDirectories = $1 },
    .flag("include", "i", "Print status and headers, too.") { $0.includesHead = $1 },
    .bytes("dump-header", "D", "file", "Write status and headers to this file; '-' is the standard output.") {
      $0.headFile = try CurlOptions.path($1, of: "--dump-header")
    },
    .flag("fail", "f", "Print no body and exit with 22 if the status is 400 or more.") {
      $0.failure = $1 ? .withoutBody : .never
    },
    .flag("fail-with-body", nil, "Print the body and exit with 22 if the status is 400 or more.") {
      $0.failure = $1 ? .withBody : .never
    },
    .flag("silent", "s", "Say nothing about errors of the transfer.") { $0.isSilent = $1 },
    .flag("show-error", "S", "With --silent: say what failed all the same.") { $0.showsErrors = $1 },
    .flag("verbose", "v", "Say on standard error what is signed, sent and received; no secrets.") { $0.isVerbose = $1 },
    .bytes(
      "write-out", "w", "format", "What to print at the end, such as '%{http_code}\\n'; @file reads it from a file."
    ) {
      $0.writeOut = try CurlWriteOut(argument: $1)
    },
    CurlOption("no-buffer", "N", .fulfilled),
    CurlOption("no-progress-meter", nil, .fulfilled),
    CurlOption("remove-on-error", nil, .fulfilled),
    .flag("fail-early", nil, "Ask for no more URLs once one has failed. Without it, the exit status is the last URL's.")
    {
      $0.failsEarly = $1
    },
  ]

  /// The options that curl does not have, and those that are about the signature.
  static let ownOptions: [CurlOption] = [
    .value("service", nil, "name", "The service to sign for, such as s3 or es.") {
      $0.service = try CurlOptions.service($1, of: "--service")
    },
    .value("region", nil, "region", "The region to sign for.") {
      $0.region = try CurlOptions.region($1, of: "--region")
    },
    .value("profile", nil, "name", "The profile of the shared config and credentials files to use.") {
      $0.profile = $1
    },
    .value("signing-host", nil, "host[:port]", "The host to sign for, if the URL is that of a tunnel to it.") {
      $0.signingHost = try CurlOptions.signingHost($1)
    },
    .flag("no-sign-request", nil, "Send no signature and look for no credentials.") { $0.isUnsigned = $1 },
    .value(
      "aws-sigv4", nil, "aws:amz:region:service",
      "Region and service as curl takes them; the credentials are those found here."
    ) {
      try $0.readScope($1)
    },
    .flag("help", "h", "Print this.") { $0.wantsHelp = $1 },
    .flag("version", "V", "Print the version.") { $0.wantsVersion = $1 },
  ]
}
