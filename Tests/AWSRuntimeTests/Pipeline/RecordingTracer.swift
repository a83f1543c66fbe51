import AWSCore
import Tracing

/// A tracer that keeps its spans.
final class RecordingTracer: Tracer {
  private let started = Locked<[RecordedSpan]>([])

  /// The spans, in the order in which they began.
  var spans: [RecordedSpan] { started.withLock { $0 } }

  func startSpan<Instant: TracerInstant>(
    _ operationName: String, context: @autoclosure () -> ServiceContext, ofKind kind: SpanKind,
    at instant: @autoclosure () -> Instant, function: String, file fileID: String, line: UInt
  ) -> RecordedSpan {
    let span = RecordedSpan(operationName, kind: kind, context: context())
    started.withLock { $0.append(span) }
    return span
  }

  func forceFlush() {}

  func extract<Carrier, Extract: Extractor>(
    _ carrier: Carrier, into context: inout ServiceContext, using extractor: Extract
  ) where Extract.Carrier == Carrier {}

  func inject<Carrier, Inject: Injector>(
    _ context: ServiceContext, into carrier: inout Carrier, using injector: Inject
  ) where Inject.Carrier == Carrier {}
}

/// A span that keeps what it is told.
final class RecordedSpan: Span {
  private struct State {
    var name: String
    var attributes: SpanAttributes = [:]
    var status: SpanStatus?
    var isEnded = false
  }

  let kind: SpanKind
  let context: ServiceContext
  private let state: Locked<State>

  init(_ name: String, kind: SpanKind, context: ServiceContext) {
    self.kind = kind
    self.context = context
    state = Locked(State(name: name))
  }

  var operationName: String {
    get { state.withLock { $0.name } }
    set { state.withLock { $0.name = newValue } }
  }
  var attributes: SpanAttributes {
    get { state.withLock { $0.attributes } }
    set { state.withLock { $0.attributes = newValue } }
  }
  var status: SpanStatus? { state.withLock { $0.status } }
  var isEnded: Bool { state.withLock { $0.isEnded } }
  var isRecording: Bool { !isEnded }

  func setStatus(_ status: SpanStatus) { state.withLock { $0.status = status } }
  func addEvent(_ event: SpanEvent) {}
  func addLink(_ link: SpanLink) {}
  func recordError<Instant: TracerInstant>(
    _ error: any Error, attributes: SpanAttributes, at instant: @autoclosure () -> Instant
  ) {}
  func end<Instant: TracerInstant>(at instant: @autoclosure () -> Instant) { state.withLock { $0.isEnded = true } }

  /// The text of an attribute.
  func text(_ name: String) -> String? {
    guard case .string(let text)? = attributes.get(name) else { return nil }
    return text
  }

  /// The number of an attribute.
  func number(_ name: String) -> Int? {
    switch attributes.get(name) {
    case .int32(let number)?: Int(number)
    case .int64(let number)?: Int(number)
    default: nil
    }
  }
}
