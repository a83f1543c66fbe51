#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The file descriptors that are open at some moment.
///
/// A command gets those that this process was given, as any program does that a shell starts. It must not get the sockets that
/// were opened here to find credentials, nor those of an emulator.
struct OpenDescriptors: Sendable {
  private let numbers: Set<CInt>

  /// Those that this process was given. Read when it is first used, which has to be before anything is opened: of these alone can a
  /// person speak, as with `/dev/fd/3`; the others are sockets and pipes of the libraries.
  static let atStart: OpenDescriptors = {
    let given = OpenDescriptors()
    given.fillStandardStreams()
    return given
  }()

  /// Looks which ones are open now.
  init() { numbers = Self.openNow() }

  /// Whether a descriptor was open.
  func contains(_ number: CInt) -> Bool { numbers.contains(number) }

  /// Opens standard streams that are closed in the wrong direction, so that using them fails. If they stayed closed, the next file
  /// or socket would get their number, and the output with it. Programs that are started do not get them.
  private func fillStandardStreams() {
    for number in STDIN_FILENO...STDERR_FILENO where !numbers.contains(number) {
      let direction = number == STDIN_FILENO ? O_WRONLY : O_RDONLY
      let opened = unsafe open("/dev/null", direction | O_CLOEXEC)
      if opened >= 0, opened != number { _ = close(opened) }
    }
  }

  /// Makes sure that a program which is started or replaces this one does not get any that were opened since.
  func closeOthersOnExec() {
    for number in Self.openNow().subtracting(numbers) { _ = fcntl(number, F_SETFD, FD_CLOEXEC) }
  }

  private static func openNow() -> Set<CInt> {
    let listed = (try? FileManager.default.contentsOfDirectory(atPath: "/dev/fd"))?.compactMap { CInt($0) }
    // The folder itself was open while it was read, and is no longer.
    return Set((listed ?? Array(0..<4096)).filter { fcntl($0, F_GETFD) >= 0 })
  }
}
