import AWSCore
import AWSCredentials
import AWSRuntime
public import AWSSigV4
import HTTPTypes

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

// As for URLs, nothing is sent for a form, except for credentials if they are due.
extension S3Client {
  /// Makes a form with which a browser can upload an object until the form expires.
  ///
  /// ```swift
  /// var policy = POSTPolicy(bucket: "photos", key: "user/${filename}", expiresIn: .seconds(900))
  /// policy.conditions = [.startsWith(field: "Content-Type", prefix: "image/"), .contentLength(1...10_000_000)]
  /// let form = try await s3.presign(policy)
  /// ```
  ///
  /// - Parameters:
  ///   - policy: The bucket, the key, and the requirements on the fields of the form and on the file.
  ///   - minimumValidity: How long the credentials must still be valid; if they expire earlier, they are refreshed
  ///     before the form is signed. `nil` for the lifetime of the policy.
  /// - Throws: ``S3Error``; `CancellationError` if the task is cancelled.
  public func presign(_ policy: POSTPolicy, minimumValidity: Duration? = nil) async throws -> S3.PostForm {
    let target = S3Target.bucket(policy.bucket)
    let validity = minimumValidity ?? policy.expiresIn
    func refuse(_ message: String) -> S3Error {
      S3Error(S3Problem(code: .invalidExpiration, message: message), operation: "s3.PostObject", target: target)
    }
    guard (.seconds(1) ... .seconds(604_800)).contains(policy.expiresIn) else {
      throw refuse("A form works from 1 second to 7 days (604800 seconds), not \(policy.expiresIn).")
    }
    guard (.zero...policy.expiresIn).contains(validity) else {
      throw refuse("The minimum validity of a form is at most its life of \(policy.expiresIn), not \(validity).")
    }
    let request: ServiceRequest
    do throws(S3Problem) {
      request = try formRequest(to: target)
    } catch {
      throw S3Error(error, operation: "s3.PostObject", target: target)
    }
    do throws(ServiceError) {
      let signature = try await pipeline.sign(policy, for: request, minimumValidity: validity)
      let end = pipeline.configuration.clock.now().addingTimeInterval(Double(policy.expiresIn.components.seconds))
      return S3.PostForm(
        url: "\(request.scheme)://\(request.authority)\(request.path)", fields: signature.fields,
        expiration: signature.expiration ?? end)
    } catch {
      throw S3Error(error, target: target, region: region).publicError
    }
  }

  /// Makes a form with which a browser can upload an object until the form expires. This is a short form of
  /// ``presign(_:minimumValidity:)`` for a policy that asks for fixed values and a length only.
  ///
  /// - Parameters:
  ///   - bucket: The bucket to upload to.
  ///   - key: The key of the object. If it ends with `${filename}`, S3 replaces that by the browser's name of the file.
  ///   - fields: Fields of the form with the values that they must have, such as `Content-Type`,
  ///     `success_action_status` or `x-amz-meta-owner`.
  ///   - contentLength: How many bytes the file may have; `nil` for any number.
  ///   - expiresIn: The lifetime of the form, 1 second to 7 days. The form expires earlier if the credentials do.
  ///   - minimumValidity: How long the credentials must still be valid; `nil` for the same time as `expiresIn`.
  /// - Throws: ``S3Error``; `CancellationError` if the task is cancelled.
  public func presignPost(
    bucket: String, key: String, fields: [String: String] = [:], contentLength: ClosedRange<Int>? = nil,
    expiresIn: Duration, minimumValidity: Duration? = nil
  ) async throws -> S3.PostForm {
    var policy = POSTPolicy(bucket: bucket, key: key, expiresIn: expiresIn)
    policy.conditions = fields.sorted { $0.key < $1.key }.map { .equal(field: $0.key, value: $0.value) }
    if let contentLength { policy.conditions.append(.contentLength(contentLength)) }
    return try await presign(policy, minimumValidity: minimumValidity)
  }

  /// The request that a browser sends, as far as the client knows it.
  private func formRequest(to target: S3Target) throws(S3Problem) -> ServiceRequest {
    let destination = try resolver.resolve(target)
    var request = ServiceRequest(
      operation: "PostObject", method: .post, endpoint: destination.endpoint, path: destination.path, query: "",
      headers: [:], body: .empty, payloadSigning: .unsignedOverTLS, retrySafety: .never)
    request.signing = signing(destination, for: target)
    return request
  }
}
