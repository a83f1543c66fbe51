import AWSCore
import AWSCredentials
import ArgumentParser

/// The value of `--region`.
enum RegionArgument {
  /// Refuses what cannot be the name of a region.
  ///
  /// - Parameter text: The value; an empty one is none, as an empty variable of the environment is.
  static func check(_ text: String?) throws(ValidationError) {
    guard let text = text?.nilIfBlank, AWSRegion(text) == nil else { return }
    throw ValidationError(AWSRegion.refusal(of: text, from: "--region"))
  }
}
