// The emulators share no code with what they test, so the description is put together here; `ErrorStyleTests` holds it to the
// style of all others.

/// Why an emulator could not be started.
public struct EmulatorError: Error, Sendable, CustomStringConvertible {
  /// A kind of failure, such as ``cannotListen``. Later versions may add kinds.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    /// The name of the code, such as `cannotListen`.
    public let description: String

    /// A setting of the emulator is out of range.
    public static let invalidConfiguration = Code(description: "invalidConfiguration")
    /// A server could not listen on its address, for example because the machine does not have that address.
    public static let cannotListen = Code(description: "cannotListen")
  }

  /// What kind of failure this is.
  public let code: Code
  /// What was wrong and what to do.
  public let message: String
  /// The Swift error that caused this error; `nil` if there is none.
  public let cause: (any Error)?

  init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
    self.code = code
    self.message = message
    self.cause = cause
  }

  /// A text with the message, the code and the cause.
  public var description: String {
    "\(message) (\(code))" + (cause.map { "\n  Caused by: \($0)." } ?? "")
  }
}
