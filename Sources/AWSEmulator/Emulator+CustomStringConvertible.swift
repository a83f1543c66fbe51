// The emulator holds every key, token and login that it handed out.
extension Emulator: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// A text with the names of the services that the emulator was started with.
  public var description: String {
    "Emulator(\(configuration.services.map(\.name).sorted().joined(separator: ", ")))"
  }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// A mirror with the names of the services. The credentials that the emulator has issued are left out.
  public var customMirror: Mirror { Mirror(self, children: ["services": description], displayStyle: .class) }
}
