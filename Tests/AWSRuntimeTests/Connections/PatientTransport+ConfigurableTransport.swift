package import AWSCredentials
package import AWSTesting

extension PatientTransport: ConfigurableTransport {
  package func configured(_ settings: ConnectionSettings) throws(CredentialError) -> any HTTPTransport {
    guard let base = base as? any ConfigurableTransport else { return self }
    return PatientTransport(try base.configured(settings))
  }
}
