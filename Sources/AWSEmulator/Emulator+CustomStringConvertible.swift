// The emulator holds every key, token and login that it handed out.
extension Emulator: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The names of the services that the emulator runs.
  public var description: String {
    "Emulator(\(configuration.services.map(\.name).sorted().joined(separator: ", ")))"
  }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// A mirror without the credentials that were issued.
  public var customMirror: Mirror { Mirror(self, children: ["services": description], displayStyle: .class) }
}
