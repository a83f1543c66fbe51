import AWSCredentials
import AWSRuntime

extension S3Error: CancellableError {
  package var isCancellation: Bool { kind.isCancellation }
}
