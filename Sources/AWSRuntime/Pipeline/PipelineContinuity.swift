import AWSCore
import AWSCredentials

/// What the successive clients of a service have in common.
final class PipelineContinuity: Sendable {
  private let services = Locked<[String: RequestPipeline.Shared]>([:])

  func shared(service: String, quota: Int) -> RequestPipeline.Shared {
    services.withLock { services in
      if let shared = services[service] { return shared }
      let shared = RequestPipeline.Shared(service: service, quota: quota)
      services[service] = shared
      return shared
    }
  }
}
