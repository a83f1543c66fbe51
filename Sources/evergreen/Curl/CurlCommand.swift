import AWSCredentials
import ArgumentParser

/// `evergreen curl`: signs a request with the credentials found here, sends it, and prints the response as it arrives.
struct CurlCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "curl",
    abstract: "Sign and send a request the way curl does, with the credentials found here.",
    usage: "evergreen curl [<options>] <url> ...",
    discussion: """
      Takes command lines of curl: what is not done here is refused, with the reason. The URL's path and query are signed and \
      sent as they are given. Service and region are those of the options, else those that the host's name tells \
      (bucket.s3.eu-central-1.amazonaws.com, search-x.eu-central-1.es.amazonaws.com), else AWS_ENDPOINT_URL_S3, \
      AWS_ENDPOINT_URL_STS and ES_ENDPOINT; port 9200 of this machine is Elasticsearch. The region may also come from AWS_REGION, \
      AWS_DEFAULT_REGION or the profile. The exit status is curl's.

      Files may be pipes and devices, such as @/dev/stdin, <(command), >(command) and -o /dev/fd/3; what is not a regular file is \
      read whole, at most 1 GiB. A new file is complete or absent. A file that exists keeps its mode, owner and links: its content is \
      replaced when the new one is complete, or is written in place, as by curl, if it has several hard links, if its owner cannot be \
      kept, or if it cannot be replaced.

      Data for es and aoss is application/json, and application/x-ndjson for _bulk and _msearch, unless a header says otherwise.

      --verbose says on standard error what was signed, with session token and signature left out; of a refused \
      signature it shows what the service saw instead.

      \(CurlHelp.options)

      Taken, as they ask for what is done anyway: \(CurlHelp.fulfilled).
      """
  )

  @Argument(
    parsing: .captureForPassthrough, help: "Options and the URL.",
    completion: .list(CurlOption.all.filter { !$0.help.isEmpty }.map { "--" + $0.name }))
  var line: [String] = []

  func run() async throws {
    var context = CredentialProviderContext.tool
    // What goes wrong is thrown, and printed on standard error then.
    context.logger = SilentLog.logger
    let status: Int32
    do {
      let options = try CurlLine.parse(RawArguments.end(line))
      if options.wantsHelp { throw CleanExit.message(EvergreenCommand.helpMessage(for: Self.self)) }
      if options.wantsVersion { throw CleanExit.message(EvergreenCommand.configuration.version) }
      status = try await CurlRun(options, context: context, streams: .process).run()
    } catch let failure as CurlFailure {
      // A file that an option names cannot be read.
      try StandardError.send("evergreen curl: \(failure)\n")
      status = failure.exitCode.rawValue
    }
    if status != 0 { throw ExitCode(status) }
  }
}
