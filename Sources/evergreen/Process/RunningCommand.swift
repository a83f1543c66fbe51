import Dispatch

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A command that runs beside this process.
struct RunningCommand: Sendable {
  let process: pid_t

  /// Waits until it ends, and passes on the signals that ask this process to end.
  ///
  /// - Parameter signals: The signals. An interrupt that was typed at the terminal has reached the command by itself.
  /// - Returns: Its exit status; 128 and the number of the signal if one has ended it, as with a shell.
  func status(passingOn signals: TerminationSignals) async -> Int32 {
    let arrivals = signals.arrivals
    return await withTaskGroup(of: Int32?.self) { group in
      group.addTask { await wait() }
      group.addTask {
        for await number in arrivals {
          if number == SIGINT, TerminalQuestion.canAsk { continue }
          _ = kill(process, number)
        }
        return nil
      }
      var status: Int32 = 1
      for await result in group {
        guard let result else { continue }
        status = result
        group.cancelAll()
      }
      return status
    }
  }

  private func wait() async -> Int32 {
    await withCheckedContinuation { continuation in
      // A thread of its own: a command takes as long as it likes, and the pool's threads are few.
      DispatchQueue(label: "evergreen.command").async {
        var status: CInt = 0
        while unsafe waitpid(process, &status, 0) < 0 {
          guard errno == EINTR else { return continuation.resume(returning: 1) }
        }
        // The low seven bits are the signal that has ended it; else the next byte is the exit status (wait(2)).
        let signal = status & 0x7F
        continuation.resume(returning: signal == 0 ? (status >> 8) & 0xFF : 128 + signal)
      }
    }
  }
}
