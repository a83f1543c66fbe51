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

  /// Looks which ones are open now.
  init() { numbers = Self.open() }

  /// Makes sure that a program which is started or replaces this one does not get any that were opened since.
  func closeOthersOnExec() {
    for number in Self.open().subtracting(numbers) { _ = fcntl(number, F_SETFD, FD_CLOEXEC) }
  }

  private static func open() -> Set<CInt> {
    let listed = (try? FileManager.default.contentsOfDirectory(atPath: "/dev/fd"))?.compactMap { CInt($0) }
    // The folder itself was open while it was read, and is no longer.
    return Set((listed ?? Array(0..<4096)).filter { fcntl($0, F_GETFD) >= 0 })
  }
}
