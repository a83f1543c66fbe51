import Logging
import NIOConcurrencyHelpers

/// What the services of one emulator share.
struct ServiceContext: Sendable {
  let configuration: EmulatorConfiguration
  let authority: EmulatedCredentialAuthority
  let identities: EmulatedIdentityAuthority
  let clock: EmulatorClock
  let statistics: StatisticsRecorder

  func services(containerToken: NIOLockedValueBox<String>) -> [any EmulatedService] {
    [
      EmulatedInstanceMetadata(context: self),
      EmulatedContainerCredentials(context: self, token: containerToken),
      EmulatedSTS(context: self),
      EmulatedSSOPortalService(context: self),
      EmulatedSSOTokenService(context: self),
      EmulatedSignInService(context: self),
      EmulatedS3Service(context: self),
      EmulatedElasticService(context: self),
    ]
  }

  func accept(_ service: EmulatorService) { statistics.record(service) { $0.accepted += 1 } }

  func reject(_ service: EmulatorService, _ reason: String, _ request: EmulatedRequest) {
    statistics.record(service) { $0.rejectedByReason[reason, default: 0] += 1 }
    configuration.logger.debug(
      "request refused",
      metadata: [
        "evergreen.emulator.service": .string(service.name), "evergreen.emulator.reason": .string(reason),
        "http.request.method": .string(request.method), "url.path": .string(request.path),
      ])
  }
}
