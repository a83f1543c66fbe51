// swift-tools-version: 6.2
import PackageDescription

// Each library target is a product of its own: an application links only what it needs.
// The layering is checked by `Tests/ArchitectureTests`, which reads every import.

// Traits decide what is fetched. A package is left out only if every use of it here, in tests and examples too, has its
// condition. One trait a condition: two mean "all" to some versions of SwiftPM and "any" to others (SwiftPM#9015).
let withClients: TargetDependencyCondition? = .when(traits: ["Clients"])
let withEmulator: TargetDependencyCondition? = .when(traits: ["Emulator"])
let withCommandLine: TargetDependencyCondition? = .when(traits: ["CommandLine"])

let argumentParser: Target.Dependency = .product(
  name: "ArgumentParser", package: "swift-argument-parser", condition: withCommandLine)
let asyncHTTPClient: Target.Dependency = .product(
  name: "AsyncHTTPClient", package: "async-http-client", condition: withClients)
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird", condition: withEmulator)
let hummingbirdCore: Target.Dependency = .product(
  name: "HummingbirdCore", package: "hummingbird", condition: withEmulator)
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let metrics: Target.Dependency = .product(name: "Metrics", package: "swift-metrics", condition: withClients)
let nioConcurrencyHelpers: Target.Dependency = .product(
  name: "NIOConcurrencyHelpers", package: "swift-nio", condition: withClients)
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio", condition: withClients)
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio", condition: withClients)
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio", condition: withClients)
let nioSSL: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl", condition: withClients)
let serviceLifecycle: Target.Dependency = .product(
  name: "ServiceLifecycle", package: "swift-service-lifecycle", condition: withClients)
// Not on Apple's mobile systems, where no program can be run.
let subprocess: Target.Dependency = .product(
  name: "Subprocess", package: "swift-subprocess",
  condition: .when(platforms: [.macOS, .linux, .android, .windows], traits: ["Clients"]))
let unixSignals: Target.Dependency = .product(
  name: "UnixSignals", package: "swift-service-lifecycle", condition: withClients)
let tracing: Target.Dependency = .product(name: "Tracing", package: "swift-distributed-tracing", condition: withClients)

// Fails with one sentence where the trait is missing.
let requiresClients: Target.Dependency = "ClientsTrait"
let requiresEmulator: Target.Dependency = "EmulatorTrait"
let requiresCommandLine: Target.Dependency = "CommandLineTrait"

// The one target of this package that another one uses only with a trait: the tool can do without it.
let emulator: Target.Dependency = .target(name: "AWSEmulator", condition: withEmulator)

let clients: [Target.Dependency] = ["AWSS3Client", "AWSElasticClient"]
let everything: [Target.Dependency] =
  ["AWSCore", "AWSCredentials", "AWSSigV4", "AWSRuntime", "AWSIdentity"] + clients + ["AWSTesting", "AWSEmulator"]

let package = Package(
  name: "swift-aws-evergreen",
  platforms: [.macOS(.v15), .iOS(.v18), .tvOS(.v18), .watchOS(.v11), .visionOS(.v2)],
  products: [
    .library(name: "AWSCredentials", targets: ["AWSCredentials"]),
    .library(name: "AWSSigV4", targets: ["AWSSigV4"]),
    .library(name: "AWSRuntime", targets: ["AWSRuntime"]),
    .library(name: "AWSIdentity", targets: ["AWSIdentity"]),
    .library(name: "AWSS3Client", targets: ["AWSS3Client"]),
    .library(name: "AWSElasticClient", targets: ["AWSElasticClient"]),
    .library(name: "AWSTesting", targets: ["AWSTesting"]),
    .library(name: "AWSEmulator", targets: ["AWSEmulator"]),
    .executable(name: "evergreen", targets: ["evergreen"]),
  ],
  traits: [
    .default(enabledTraits: ["Clients", "Emulator", "CommandLine"]),
    .trait(
      name: "Clients",
      description: "AWSRuntime, AWSIdentity, AWSS3Client, AWSElasticClient: async-http-client and what it brings along."
    ),
    .trait(name: "Emulator", description: "AWSEmulator: hummingbird.", enabledTraits: ["Clients"]),
    .trait(name: "CommandLine", description: "The tool evergreen: swift-argument-parser.", enabledTraits: ["Clients"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/apple/swift-crypto", "3.12.3"..<"5.0.0"),
    .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.3"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.4.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.6.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.81.0"),
    // The TLS of async-http-client, in whose types it is told which certificate authorities to trust.
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.30.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.15.0"),
    // Without its trait it needs no Foundation.
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0", traits: []),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.29.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.7.0"),
  ],
  targets: [
    .target(name: "ClientsTrait", path: "Sources/RequiredTraits/Clients"),
    .target(name: "EmulatorTrait", path: "Sources/RequiredTraits/Emulator"),
    .target(name: "CommandLineTrait", path: "Sources/RequiredTraits/CommandLine"),

    // No product: what it holds is for the other targets of this package.
    // The loops that Swift cannot write: carry-less multiplication.
    .target(name: "CAWSChecksums"),
    .target(name: "AWSCore", dependencies: ["CAWSChecksums"]),
    .target(name: "AWSCredentials", dependencies: ["AWSCore", httpTypes, logging]),
    .target(name: "AWSSigV4", dependencies: ["AWSCore", "AWSCredentials", crypto, httpTypes]),
    .target(
      name: "AWSRuntime",
      dependencies: [
        requiresClients, "AWSCore", "AWSCredentials", "AWSSigV4", asyncHTTPClient, crypto, httpTypes, logging, metrics,
        nioCore, nioHTTP1, nioPosix, nioSSL, serviceLifecycle, tracing,
      ]),
    .target(
      name: "AWSIdentity",
      dependencies: ["AWSCore", "AWSCredentials", "AWSSigV4", "AWSRuntime", crypto, httpTypes, logging, subprocess]),
    .target(
      name: "AWSS3Client",
      dependencies: ["AWSCore", "AWSCredentials", "AWSSigV4", "AWSRuntime", "AWSIdentity", httpTypes, logging]),
    .target(
      name: "AWSElasticClient",
      dependencies: ["AWSCore", "AWSCredentials", "AWSSigV4", "AWSRuntime", "AWSIdentity", httpTypes, logging]),

    .target(name: "AWSTesting", dependencies: ["AWSCore", "AWSCredentials", httpTypes, logging]),
    .target(
      name: "AWSEmulator",
      dependencies: [
        requiresEmulator, crypto, hummingbird, hummingbirdCore, httpTypes, logging, nioConcurrencyHelpers, nioCore,
        serviceLifecycle,
      ]),
    .executableTarget(
      name: "evergreen",
      dependencies: [
        requiresCommandLine, "AWSCore", "AWSCredentials", "AWSSigV4", "AWSRuntime", "AWSIdentity", "AWSS3Client",
        emulator, argumentParser, httpTypes, logging,
      ]),

    // No products: what writes the generated code, and what the generators share.
    .target(name: "SwiftSource"),
    .executableTarget(name: "EndpointGenerator", exclude: ["Models"]),
    .executableTarget(name: "S3Generator", dependencies: ["AWSCore", "SwiftSource"], exclude: ["Models"]),

    .executableTarget(
      name: "QuickStart",
      dependencies: ["AWSCredentials", "AWSSigV4", "AWSRuntime", "AWSIdentity", "AWSEmulator"] + clients,
      path: "Examples/QuickStart", exclude: ["README.md"]),
    .executableTarget(
      name: "Singleton",
      dependencies: ["AWSCredentials", "AWSRuntime", "AWSIdentity", "AWSEmulator"] + clients,
      path: "Examples/Singleton", exclude: ["README.md"]),
    .executableTarget(
      name: "DependencyInjection",
      dependencies: [
        "AWSCredentials", "AWSRuntime", "AWSIdentity", "AWSS3Client", "AWSElasticClient", "AWSEmulator", hummingbird,
        httpTypes, logging, serviceLifecycle, unixSignals,
      ],
      path: "Examples/DependencyInjection", exclude: ["README.md"]),
    .executableTarget(
      name: "Application",
      dependencies: [
        "AWSCredentials", "AWSSigV4", "AWSRuntime", "AWSIdentity", "AWSS3Client", "AWSElasticClient", "AWSEmulator",
        httpTypes, logging, serviceLifecycle, unixSignals,
      ],
      path: "Examples/Application", exclude: ["README.md"]),
    .executableTarget(
      name: "RDSToken", dependencies: ["AWSCredentials", "AWSSigV4", "AWSRuntime", "AWSIdentity", "AWSEmulator"],
      path: "Examples/RDSToken", exclude: ["README.md"]),

    // No product: what the benchmarks share.
    .target(name: "Benchmarking", dependencies: ["AWSCore"], path: "Benchmarks/Benchmarking"),
    .executableTarget(
      name: "RefreshCheck", dependencies: ["AWSCore", "AWSCredentials", "AWSRuntime", "Benchmarking"],
      path: "Benchmarks/RefreshCheck"),
    .executableTarget(
      name: "Signing", dependencies: ["AWSCredentials", "AWSSigV4", crypto], path: "Benchmarks/Signing"),
    .executableTarget(
      name: "Decoding", dependencies: ["AWSCredentials", "AWSRuntime", "AWSS3Client", "AWSElasticClient", httpTypes],
      path: "Benchmarks/Decoding"),
    .executableTarget(
      name: "Requests",
      dependencies: [
        "AWSCore", "AWSCredentials", "AWSSigV4", "AWSRuntime", "AWSS3Client", "AWSElasticClient", asyncHTTPClient,
        "Benchmarking", crypto, httpTypes, nioCore, nioHTTP1, nioSSL,
      ],
      path: "Benchmarks/Requests"),
    .executableTarget(
      name: "Transfers",
      dependencies: ["AWSCredentials", "AWSRuntime", "AWSS3Client", "Benchmarking", nioCore],
      path: "Benchmarks/Transfers"),
    .executableTarget(
      name: "FleetSimulation", dependencies: ["AWSCredentials"], path: "Benchmarks/FleetSimulation"),

    .executableTarget(
      name: "SignerFuzz", dependencies: ["AWSCredentials", "AWSSigV4"], path: "Tests/Fuzzing/SignerFuzz"),

    .executableTarget(
      name: "BulkTrial",
      dependencies: [
        "AWSCore", "AWSCredentials", "AWSSigV4", "AWSRuntime", "AWSElasticClient", "AWSTesting", "AWSEmulator",
        httpTypes, hummingbirdCore, logging, nioCore, nioPosix,
      ],
      path: "Tests/Trials/BulkTrial"),

    .executableTarget(
      name: "StreamTrial", dependencies: ["AWSCredentials", "AWSRuntime", "AWSS3Client", "Benchmarking"],
      path: "Tests/Trials/StreamTrial"),

    .executableTarget(
      name: "TransferTrial",
      dependencies: [
        "AWSCore", "AWSCredentials", "AWSRuntime", "AWSIdentity", "AWSS3Client", "Benchmarking", crypto, httpTypes,
      ],
      path: "Tests/Trials/TransferTrial"),

    .executableTarget(
      name: "CatchWays", dependencies: ["AWSCredentials", "AWSRuntime", "AWSTesting", httpTypes] + clients,
      path: "Tests/Trials/CatchWays"),

    .testTarget(name: "AWSCoreTests", dependencies: ["AWSCore", "AWSTesting"]),
    .testTarget(
      name: "AWSCredentialsTests", dependencies: ["AWSCore", "AWSCredentials", "AWSTesting", httpTypes, logging]),
    .testTarget(
      name: "AWSSigV4Tests",
      dependencies: ["AWSCore", "AWSCredentials", "AWSSigV4", "AWSTesting", "AWSEmulator", crypto, httpTypes],
      exclude: ["Fixtures"]),
    .testTarget(
      name: "AWSRuntimeTests",
      dependencies: everything + [
        asyncHTTPClient, crypto, httpTypes, logging, nioCore, nioPosix, nioSSL, serviceLifecycle, tracing,
      ]),
    .testTarget(
      name: "AWSIdentityTests", dependencies: everything + [httpTypes, logging, crypto],
      exclude: ["Scenarios/default-chain.json"]),
    .testTarget(
      name: "AWSS3ClientTests",
      dependencies: [
        "AWSCore", "AWSCredentials", "AWSSigV4", "AWSRuntime", "AWSIdentity", "AWSS3Client", "AWSTesting",
        "AWSEmulator", httpTypes,
      ],
      exclude: ["Fixtures"]),
    .testTarget(
      name: "AWSElasticClientTests",
      dependencies: [
        "AWSCore", "AWSCredentials", "AWSSigV4", "AWSRuntime", "AWSElasticClient", "AWSTesting", "AWSEmulator",
        httpTypes, logging,
      ]),
    .testTarget(
      name: "AWSEmulatorTests",
      dependencies: [
        "AWSCredentials", "AWSSigV4", "AWSRuntime", "AWSIdentity", "AWSS3Client", "AWSElasticClient", "AWSTesting",
        "AWSEmulator", asyncHTTPClient, crypto, httpTypes, hummingbird, logging, nioCore, nioHTTP1,
      ]),
    .testTarget(name: "ArchitectureTests"),
    .testTarget(
      name: "EvergreenCommandTests",
      dependencies: [
        "AWSCore", "AWSCredentials", "AWSSigV4", "AWSRuntime", "AWSIdentity", "AWSS3Client", "AWSEmulator",
        "AWSTesting", "evergreen", httpTypes,
      ]),
    .testTarget(
      name: "RealServerTests",
      dependencies: ["AWSCore", "AWSCredentials", "AWSSigV4", "AWSRuntime", "AWSIdentity"] + clients + [
        "AWSTesting", httpTypes,
      ]),
  ]
)

for target in package.targets {
  target.swiftSettings = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
  ]
}
