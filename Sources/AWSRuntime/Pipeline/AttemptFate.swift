import AWSCore
import AWSCredentials
import HTTPTypes

/// What is known of what a failed attempt did.
///
/// A request may be repeated if doing it twice is the same as doing it once, or if the service did nothing.
enum AttemptFate {
  /// No connection was made, so the service received nothing.
  case neverArrived
  /// The service said that it did nothing, or refused the request permanently.
  case nothingDone
  /// The request may have been carried out: there was no response, or the response does not tell.
  case unknown
}

extension RequestPipeline {
  /// What is known of what a failed attempt did.
  func fate(of failure: AttemptFailure, request: ServiceRequest) -> AttemptFate {
    switch failure {
    case .transport(let error):
      switch error.code {
      case .connect, .connectTimeout, .untrustedCertificate, .invalidRequest: return .neverArrived
      // The service has got less than was announced to it: the last of the bytes leave only when no more follow.
      case .body: return .nothingDone
      default: return .unknown
      }
    case .brokenBody:
      return .unknown
    case .unreadError(let head):
      return Self.isRefusal(status: head.status.code) ? .nothingDone : .unknown
    case .service(let head, let error, _):
      let classifier = service.classifier
      let status = error.status ?? head.status.code
      if classifier.didNothing(status: status, error: error) { return .nothingDone }
      switch classifier.verdict(status: status, error: error) {
      case .rejectedCredentials: return .nothingDone
      case .throttled, .transient: return .unknown
      case .final: return Self.isRefusal(status: status) ? .nothingDone : .unknown
      }
    }
  }

  /// Whether a status means that the request was looked at and turned down. 408 and 429 come from anybody on the way, and
  /// from services that gave up half-way; 501 is the one among the 5xx that says that nothing was begun.
  static func isRefusal(status: Int) -> Bool {
    (300..<500).contains(status) && status != 408 && status != 429 || status == 501
  }
}

extension ServiceRequest.RetrySafety {
  /// Whether a request may be sent again after an attempt.
  func allowsRepeating(after fate: AttemptFate) -> Bool {
    switch self {
    case .idempotent: true
    case .onlyIfNotProcessed: fate != .unknown
    case .never: fate == .neverArrived
    }
  }
}

extension HTTPTransportError.Code {
  /// Whether the next attempt may fare better.
  var isPassing: Bool {
    switch self {
    case .connect, .connectTimeout, .timeout, .connectionClosed, .other: true
    default: false
    }
  }
}

extension ServiceError {
  /// This error as that of a call whose earlier attempts may have taken effect.
  func following(_ state: RetryState, request: ServiceRequest, classifier: ErrorClassifier) -> ServiceError {
    guard state.hasUnknownFate else { return self }
    var error = self
    error.mayHaveTakenEffect = true
    guard mayBeAboutItself(request, classifier) else { return error }
    error.message = ["An earlier attempt had an unknown outcome.", message].sentences
    let advice = """
      An earlier attempt of this call got no response that says what came of it. It may have taken effect, and the service \
      may have refused the next attempt because of it: read what is there before you conclude that somebody else was first.
      """
    error.explanation = [explanation, advice].compactMap { $0 }.joined(separator: " ")
    return error
  }

  /// Whether a refusal is of the kind that a request meets which has been carried out before.
  private func mayBeAboutItself(_ request: ServiceRequest, _ classifier: ErrorClassifier) -> Bool {
    guard request.method != .get, request.method != .head, kind == .service else { return false }
    if classifier.repetitionCodes.contains(code) { return true }
    switch statusCode {
    case 409, 412: return true
    case 404: return request.method == .delete
    default: return false
    }
  }
}
