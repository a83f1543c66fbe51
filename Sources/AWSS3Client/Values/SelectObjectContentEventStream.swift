import AWSCore
import AWSCredentials
import AWSRuntime
import AWSSigV4

extension S3 {
  /// An event of ``S3Client/selectObjectContent(_:)``.
  public enum SelectObjectContentEvent: Sendable {
    /// Bytes of what the expression selects. A record may be divided over several events.
    case records([UInt8])
    /// How far the work has come, if the input asks for it.
    case progress(Progress)
    /// How much was read and returned, at the end.
    case stats(Stats)
  }
}

extension S3 {
  /// The events of ``S3Client/selectObjectContent(_:)``, which can be read once.
  ///
  /// Reading throws an ``S3Error`` if S3 reports an error in the stream, if an event is damaged, or if the stream ends
  /// before S3 has said that it is complete.
  public struct SelectObjectContentEventStream: AsyncSequence, Sendable {
    /// The type of the elements: an event.
    public typealias Element = SelectObjectContentEvent
    /// The type of the errors that an iteration throws. The errors are ``S3Error`` and `CancellationError`.
    public typealias Failure = any Error

    private let body: AWSHTTPBody

    init(_ body: AWSHTTPBody) { self.body = body }

    /// The iterator, which reads the response as far as the next event needs it.
    public struct AsyncIterator: AsyncIteratorProtocol {
      /// The type of the elements: an event.
      public typealias Element = SelectObjectContentEvent
      /// The type of the errors that an iteration throws. The errors are ``S3Error`` and `CancellationError`.
      public typealias Failure = any Error

      private var body: AWSHTTPBody.AsyncIterator
      private var decoder = EventStreamDecoder()
      private var isOver = false

      init(_ body: AWSHTTPBody.AsyncIterator) { self.body = body }

      /// Returns the next event; returns `nil` after the last event.
      ///
      /// - Throws: ``S3Error``; `CancellationError` if the task is cancelled.
      public mutating func next() async throws -> SelectObjectContentEvent? {
        while !isOver {
          // After an error there is nothing to go on from.
          isOver = true
          if let message = try read() {
            isOver = message.text(":event-type") == "End"
            if let event = try SelectObjectContentEvent(message) { return event }
          } else {
            guard let chunk = try await chunk() else {
              throw Self.error(.incompleteResponse, "The events ended before S3 said that they are complete.")
            }
            decoder.append(chunk)
            isOver = false
          }
        }
        return nil
      }

      private mutating func read() throws(S3Error) -> EventStreamMessage? {
        do throws(EventStreamDecoder.Invalid) {
          return try decoder.next()
        } catch {
          throw Self.error(.invalidResponse, "An event of the response cannot be read: \(error.problem).")
        }
      }

      private mutating func chunk() async throws -> [UInt8]? {
        do {
          return try await body.next()
        } catch let error as CancellationError {
          throw error
        } catch {
          throw Self.error(.incompleteResponse, "The events broke off.", cause: error)
        }
      }

      fileprivate static func error(_ code: S3Error.Code, _ message: String, cause: (any Error)? = nil) -> S3Error {
        let problem = S3Problem(.invalidResponse, code: code, message: message, cause: cause)
        return S3Error(problem, operation: "s3.SelectObjectContent", target: .service)
      }
    }

    /// Makes an iterator over the events.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(body.makeAsyncIterator()) }
  }
}

extension S3.SelectObjectContentEvent {
  /// The event in a message; `nil` if it holds nothing for the caller.
  fileprivate init?(_ message: EventStreamMessage) throws {
    guard message.text(":message-type") != "error" else {
      let problem = S3Problem(
        .service, code: S3Error.Code(rawValue: message.text(":error-code") ?? S3Error.Code.internalError.rawValue),
        message: (message.text(":error-message") ?? "S3 reports an error.").sentence)
      throw S3Error(problem, operation: "s3.SelectObjectContent", target: .service)
    }
    switch message.text(":event-type") {
    case "Records": self = .records(message.payload)
    case "Progress": self = .progress(try S3.Progress(xml: try Self.document(message)))
    case "Stats": self = .stats(try S3.Stats(xml: try Self.document(message)))
    default: return nil
    }
  }

  private static func document(_ message: EventStreamMessage) throws(S3Error) -> XMLNode {
    guard let node = try? XMLNode.parse(message.payload) else {
      throw S3.SelectObjectContentEventStream.AsyncIterator.error(
        .invalidResponse, "An event of the response is not XML.")
    }
    return node
  }
}

extension EventStreamMessage {
  /// A header that holds a text.
  fileprivate func text(_ name: String) -> String? {
    for header in headers where header.name == name {
      if case .string(let text) = header.value { return text }
    }
    return nil
  }
}
