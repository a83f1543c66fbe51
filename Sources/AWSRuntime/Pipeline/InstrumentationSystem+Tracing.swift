import Tracing

extension InstrumentationSystem {
  /// Whether the program has set up an instrument, so that spans may be recorded. Without one, spans and their attributes would be
  /// made for nobody.
  static var isBootstrapped: Bool { !(instrument is NoOpInstrument) }
}
