import AWSCore
import HTTPTypes

/// Whom a request is sent to, for messages.
struct Server {
  /// Host and port, the port also if it is the scheme's own.
  let name: String

  init(host: String, port: Int) {
    let host = host.printable(limit: 260)
    name = host.contains(":") && !host.hasPrefix("[") ? "[\(host)]:\(port)" : "\(host):\(port)"
  }

  init(_ head: HTTPRequest) {
    let authority = head.authority ?? ""
    let host = LoopbackHost.host(ofAuthority: authority)
    let port = authority.utf8.dropFirst(host.utf8.count + 1)
    self.init(host: host, port: Int(String(Substring(port))) ?? (head.scheme == "http" ? 80 : 443))
  }
}
