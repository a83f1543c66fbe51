import AWSCore
import ArgumentParser
import HTTPTypes

/// The format of `--write-out`: text, `\n`, `\r` and `\t`, and variables such as `%{http_code}`.
struct CurlWriteOut: Sendable {
  /// What is known when the transfer has ended.
  struct Facts: Sendable {
    var status = 0
    var head: HTTPResponse?
    var url = ""
    var effectiveURL = ""
    var method = ""
    var scheme = ""
    var downloaded: Int64 = 0
    var uploaded: Int64 = 0
    var redirects = 0
    var retries = 0
    var redirectURL = ""
    var file: FilePath?
    /// The heads of the response and of the redirects before it.
    var heads = ""
    /// Which of the URLs it is, from 0.
    var number = 0
    var seconds = 0.0
    var secondsToResponse = 0.0
    var exitCode: Int32 = 0
    var error = ""

    /// Forgets what is known of a response, as the request is sent again.
    mutating func forgetResponse() {
      head = nil
      status = 0
      redirects = 0
      heads = ""
      downloaded = 0
      redirectURL = ""
    }

    func value(_ name: String) -> String? {
      switch name {
      case "http_code", "response_code": status < 100 ? "000" : "\(status)"
      case "content_type": head?.headerFields[.contentType] ?? ""
      case "url": url
      case "url_effective": effectiveURL
      case "method": method
      case "scheme": scheme.uppercased()
      case "http_version": head == nil ? "0" : "1.1"
      case "size_download": "\(downloaded)"
      case "size_upload": "\(uploaded)"
      case "num_redirects": "\(redirects)"
      case "num_retries": "\(retries)"
      case "num_headers": "\(head?.headerFields.count ?? 0)"
      case "redirect_url": redirectURL
      case "filename_effective": file.map { String(decoding: $0.bytes, as: UTF8.self) } ?? ""
      case "size_header": "\(heads.utf8.count)"
      case "speed_download": "\(Self.speed(downloaded, seconds))"
      case "speed_upload": "\(Self.speed(uploaded, seconds))"
      case "time_starttransfer": Self.decimal(secondsToResponse)
      case "time_total": Self.decimal(seconds)
      case "urlnum": "\(number)"
      case "exitcode": "\(exitCode)"
      case "errormsg": error
      default: nil
      }
    }

    private static func speed(_ bytes: Int64, _ seconds: Double) -> Int64 {
      seconds > 0 ? Int64(min(Double(bytes) / seconds, 1e18)) : bytes
    }

    private static func decimal(_ seconds: Double) -> String {
      let micros = Int((seconds * 1_000_000).rounded())
      let fraction = "\(micros % 1_000_000)"
      return "\(micros / 1_000_000).\(String(repeating: "0", count: 6 - fraction.count))\(fraction)"
    }
  }

  private enum Part: Sendable {
    case text(String)
    case variable(String)
    case header(String)
    case standardError(Bool)
  }

  private var parts: [Part] = []

  /// Reads a format, or the file that `@path` names.
  init(argument: [UInt8]) throws {
    let bytes = try CurlData.path(argument).map { CurlData.withoutLineEnds(try InputFile($0).bytes()) } ?? argument
    let text = try CurlOptions.text(bytes, of: "--write-out")
    var rest = Substring(text)
    var plain = ""
    while let character = rest.popFirst() {
      if character == "\\", let next = rest.first {
        rest.removeFirst()
        switch next {
        case "n": plain += "\n"
        case "r": plain += "\r"
        case "t": plain += "\t"
        default: plain += "\\\(next)"
        }
      } else if character == "%", rest.first == "%" {
        rest.removeFirst()
        plain += "%"
      } else if character == "%", let part = try Self.part(&rest) {
        parts += [.text(plain), part]
        plain = ""
      } else {
        plain.append(character)
      }
    }
    parts.append(.text(plain))
  }

  private static func part(_ rest: inout Substring) throws -> Part? {
    let isHeader = rest.hasPrefix("header{")
    guard isHeader || rest.hasPrefix("{"), let end = rest.firstIndex(of: "}") else { return nil }
    let name = String(rest[..<end].dropFirst(isHeader ? 7 : 1))
    rest = rest[rest.index(after: end)...]
    if isHeader { return .header(name.lowercased()) }
    if name == "stdout" || name == "stderr" { return .standardError(name == "stderr") }
    guard Facts().value(name) != nil else {
      throw ValidationError(
        "--write-out cannot tell %{\(name.printable(limit: 60))}: either curl has no such variable, or it is not known here."
      )
    }
    return .variable(name)
  }

  /// Prints the format with what is known.
  func send(_ facts: Facts, to streams: CurlStreams) throws {
    var isError = false
    for part in parts {
      let text: String
      switch part {
      // A file's name need not be UTF-8.
      case .variable("filename_effective") where !isError:
        try streams.output(facts.file?.bytes ?? [])
        continue
      case .text(let plain): text = plain
      case .variable(let name): text = facts.value(name) ?? ""
      case .header(let name): text = facts.head?.headerFields.first { $0.name.canonicalName == name }?.value ?? ""
      case .standardError(let chosen): (text, isError) = ("", chosen)
      }
      if text.isEmpty { continue }
      if isError { try streams.errors(text) } else { try streams.output(Array(text.utf8)) }
    }
  }
}
