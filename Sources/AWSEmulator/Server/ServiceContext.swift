import Logging
import NIOConcurrencyHelpers

/// What the services of one emulator share.
struct ServiceContext: Sendable {
  let configuration: EmulatorConfiguration
  let authority: CredentialAuthority
  let identities: IdentityAuthority
  let clock: EmulatorClock
  let statistics: StatisticsRecorder

  func services(containerToken: NIOLockedValueBox<String>) -> [any EmulatedService] {
    [
      InstanceMetadataService(context: self),
      ContainerCredentialsService(context: self, token: containerToken),
      SecurityTokenService(context: self),
      SSOPortalService(context: self),
      SSOTokenService(context: self),
      SignInService(context: self),
      S3Service(context: self),
      ElasticService(context: self),
    ]
  }

  func accept(_ service: EmulatorService) { statistics.record(service) { $0.accepted += 1 } }

  func reject(_ service: EmulatorService, _ reason: String, _ request: IncomingRequest) {
    statistics.record(service) { $0.rejectedByReason[reason, default: 0] += 1 }
    configuration.logger.debug(
      "request refused",
      metadata: [
        "evergreen.emulator.service": .string(service.name), "evergreen.emulator.reason": .string(reason),
        "http.request.method": .string(request.method), "url.path": .string(request.path),
      ])
  }
}
