import AWSCore

// Arguments may hold secrets, and what a `credential_process` prints does: no way of printing shows either.

extension ProcessCommand: CustomReflectable {
  /// A mirror of the program, the number of its arguments and its limits. The arguments are left out, because they may
  /// hold secrets.
  public var customMirror: Mirror {
    Mirror(
      self,
      children: [
        "program": program.printable(), "arguments": "\(arguments.count) \(Redacted.mark)", "timeout": timeout,
        "outputLimit": outputLimit,
      ] as KeyValuePairs<String, Any>, displayStyle: .struct)
  }
}

extension ProcessOutcome: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The exit status or signal, and how many bytes the program wrote. The bytes are left out.
  public var description: String {
    "\(status), \(standardOutput.count) bytes of standard output, \(standardError.count) of standard error"
  }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// A mirror of the status and how many bytes the program wrote. The bytes are left out.
  public var customMirror: Mirror {
    Mirror(
      self,
      children: [
        "status": "\(status)", "standardOutput": "\(standardOutput.count) bytes",
        "standardError": "\(standardError.count) bytes",
      ], displayStyle: .struct)
  }
}

extension ProcessOutcome.Status: CustomStringConvertible {
  /// How the program ended and the number of its exit status or signal, for example `exited(0)` or `signalled(9)`.
  public var description: String {
    switch self {
    case .exited(let status): "exited(\(status))"
    case .signalled(let signal): "signalled(\(signal))"
    }
  }
}

extension ProcessError: CustomDebugStringConvertible, CustomReflectable {
  /// The same as ``description``.
  public var debugDescription: String { description }

  /// A mirror of the code, the message and the length of the standard error. The text of the standard error is left
  /// out.
  public var customMirror: Mirror {
    Mirror(
      self,
      children: ["code": code.rawValue, "message": message, "standardError": "\(standardError.count) bytes"],
      displayStyle: .struct)
  }
}
