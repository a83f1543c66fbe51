import AWSCredentials
import AWSTesting
import Testing

/// The profile in use is worked out once and passed on with the context.
struct ContextProfileTests {
  private func context(_ profile: String? = nil, _ environment: ProcessEnvironment) -> CredentialProviderContext {
    CredentialProviderContext(profile: profile, environment: environment, transport: ScriptedTransport())
  }

  @Test func theProgramComesBeforeTheEnvironment() {
    let environment: ProcessEnvironment = ["AWS_PROFILE": "a", "AWS_DEFAULT_PROFILE": "b"]
    #expect(context("x", environment).profile == ActiveProfile("x", environment: [:]))
    #expect(context(" ", environment).profile.name == "a")
    #expect(context(nil, environment).profile.origin == .environment(variable: "AWS_PROFILE"))
    #expect(context(nil, [:]).profile.origin == .default)
  }

  @Test func anotherEnvironmentChoosesAnewUnlessTheProgramHasChosen() {
    var chosenByEnvironment = context(nil, ["AWS_PROFILE": "a"])
    chosenByEnvironment.environment = ["AWS_DEFAULT_PROFILE": "b"]
    #expect(chosenByEnvironment.profile.name == "b")
    var chosenByProgram = context("x", ["AWS_PROFILE": "a"])
    chosenByProgram.environment = ["AWS_PROFILE": "b"]
    #expect(chosenByProgram.profile.name == "x" && chosenByProgram.profile.origin == .argument)
  }

  @Test func usingAnotherProfileLeavesTheContextAlone() {
    let context = context("x", [:])
    #expect(context.using(profile: "y").profile.name == "y" && context.profile.name == "x")
    #expect(context.using(profile: nil).profile.name == "x" && context.using(profile: " ").profile.name == "x")
    #expect(context.using(profile: "y").configurationStore === context.configurationStore)
  }
}
