#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Android)
  import Android
#elseif canImport(Darwin)
  import Darwin
#endif

/// An error of the system about a connection, in a few words.
struct SystemReason: CustomStringConvertible {
  private let code: CInt

  init(_ code: CInt) { self.code = code }

  var description: String {
    switch code {
    case ECONNREFUSED: "connection refused"
    case ECONNRESET: "the other side reset it"
    case ECONNABORTED, EPIPE: "the other side closed it"
    case EHOSTUNREACH: "there is no route to the host"
    case ENETUNREACH: "there is no route to the network"
    case EHOSTDOWN: "the host is down"
    case ENETDOWN: "the network is down"
    case ETIMEDOUT: "no response in time"
    case EADDRNOTAVAIL: "the address is not available"
    case EAFNOSUPPORT: "this machine does not have this kind of address"
    case EACCES, EPERM: "this machine does not permit it"
    case EMFILE, ENFILE: "too many files and connections are open"
    default: "error \(code) of the system"
    }
  }
}
