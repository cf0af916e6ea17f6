// swift-tools-version: 6.2
//
// The floors of the house, from the ground up. A module may import its own
// floor's declared neighbours and anything below, never anything above:
// ARCHITECTURE.md draws the picture and ArchitectureTests keep it true.

import PackageDescription

/// Language mode and warnings that every Swift target of the house is built with.
let house: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("InferIsolatedConformances"),
  .enableExperimentalFeature("Lifetimes"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

/// What tests are built with: as strict, but free to touch memory without a marker.
let tests: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableExperimentalFeature("Lifetimes"),
  .treatAllWarnings(as: .error),
]

/// A C library of the system, seen through a module map.
func door(_ name: String, _ pkgConfig: String, apt: String) -> Target {
  .systemLibrary(
    name: name, path: "Sources/System/\(name)", pkgConfig: pkgConfig, providers: [.apt([apt])])
}

/// A Swift module on a floor, with everything of the house that it may import.
func module(_ floor: String, _ name: String, _ imports: Target.Dependency...) -> Target {
  .target(
    name: name, dependencies: imports, path: "Sources/\(floor)/\(name)", swiftSettings: house)
}

/// The tests of a module, or a suite of its own.
func suite(_ name: String, _ imports: Target.Dependency..., data: [String] = []) -> Target {
  .testTarget(
    name: name, dependencies: imports, path: "Tests/\(name)", exclude: data,
    swiftSettings: tests)
}

let package = Package(
  name: "floe",
  products: [
    .executable(name: "floe", targets: ["floe"])
  ],
  targets: [
    // System: doors to the C libraries of Debian.
    door("CUV", "libuv", apt: "libuv1-dev"),
    door("COpenSSL", "openssl", apt: "libssl-dev"),
    door("CCurl", "libcurl", apt: "libcurl4-openssl-dev"),
    door("CZ", "zlib", apt: "zlib1g-dev"),
    door("CMaxMindDB", "libmaxminddb", apt: "libmaxminddb-dev"),
    door("CCrypt", "libcrypt", apt: "libcrypt-dev"),
    door("CPostgreSQL", "libpq", apt: "libpq-dev"),
    door("CSQLite", "sqlite3", apt: "libsqlite3-dev"),
    .target(name: "CLinux", path: "Sources/System/CLinux"),

    // Core: no sockets, no threads, time only as a parameter.
    module("Core", "Bytes"),
    module("Core", "CalendarDays"),
    module("Core", "Locks"),
    module("Core", "Settings"),
    module("Core", "Telemetry", "CalendarDays", "Bytes", "Locks"),
    module("Core", "Traces", "Bytes", "Locks"),
    module("Core", "Lifecycle", "Locks"),
    module("Core", "WalrusIdentity"),
    module("Core", "Digests", "COpenSSL"),
    module("Core", "Sealing", "Credentials", "COpenSSL"),
    module("Core", "JSON"),
    module("Core", "Passwords", "CCrypt"),
    module("Core", "Credentials", "COpenSSL"),
    module("Core", "IPFSIdentity"),
    module("Core", "Resilience"),

    // IO: the only floor that polls, blocks or owns a socket.
    module("IO", "EventLoops", "Locks", "CUV", "CLinux"),
    module("IO", "Transport", "EventLoops", "Bytes", "CLinux"),
    module("IO", "TLS", "Transport", "COpenSSL", "CLinux"),

    // Protocols: RFCs as state machines that never see a socket.
    module("Protocols", "HTTP", "CalendarDays", "Bytes"),
    module("Protocols", "Forwarding", "Bytes"),
    module("Protocols", "Routing", "HTTP", "JSON", "Bytes", "Traces"),
    module("Protocols", "RESP"),

    // Services: protocols married to I/O.
    module(
      "Services", "HTTPServer", "HTTP", "Routing", "Forwarding", "Transport", "EventLoops",
      "Telemetry", "Bytes", "Locks", "Traces"),
    module("Services", "HTTPClient", "EventLoops", "CUV", "CCurl", "Traces"),
    module(
      "Services", "TelemetryExport", "HTTPClient", "EventLoops", "JSON", "Resilience", "Locks",
      "Traces"),
    module("Services", "Persistence", "Resilience", "Digests", "Locks"),
    module("Services", "SharedState", "Locks"),
    module("Services", "Geolocation", "Bytes", "CMaxMindDB"),
    module("Services", "MailSubmission", "HTTPClient", "CCurl"),
    module(
      "Services", "RedisStore", "SharedState", "RESP", "Transport", "TLS", "EventLoops",
      "Resilience", "Digests", "Locks"),
    module(
      "Services", "PostgreSQLDatabase", "Persistence", "EventLoops", "Resilience", "Locks",
      "CPostgreSQL"),
    module("Services", "SQLiteDatabase", "Persistence", "Locks", "CSQLite", "CLinux"),

    // Domain: what the product does. These modules never import each other.
    module(
      "Domain", "Capabilities", "CalendarDays", "Routing", "HTTP", "JSON", "Bytes", "Settings",
      "Telemetry",
      "Lifecycle", "Persistence", "Credentials"),
    module(
      "Domain", "ContentDelivery", "Capabilities", "HTTP", "Routing", "WalrusIdentity",
      "IPFSIdentity", "Bytes", "JSON", "Telemetry", "Settings", "Lifecycle", "Digests", "Locks",
      "Traces"),
    module(
      "Domain", "Metering", "Capabilities", "CalendarDays", "HTTP", "Routing", "Bytes", "JSON",
      "Settings",
      "Persistence", "SharedState", "Locks"),
    module(
      "Domain", "Billing", "Capabilities", "CalendarDays", "Routing", "HTTP", "JSON", "Persistence",
      "Settings",
      "Telemetry", "Lifecycle", "Bytes"),
    module(
      "Domain", "AccessTokens", "Capabilities", "Routing", "HTTP", "JSON", "Persistence",
      "SharedState", "Credentials", "Settings", "Telemetry", "Lifecycle", "Locks", "Bytes"),
    module(
      "Domain", "Audit", "Capabilities", "Routing", "HTTP", "JSON", "Persistence", "Digests",
      "Settings", "Locks"),
    module(
      "Domain", "AddressScreening", "Capabilities", "Routing", "HTTP", "JSON", "Bytes", "Settings",
      "Telemetry", "Lifecycle", "Persistence", "SharedState", "Locks"),
    module(
      "Domain", "Idempotency", "Capabilities", "Routing", "HTTP", "JSON", "Persistence",
      "Credentials", "Sealing", "Settings", "Telemetry", "Lifecycle", "Bytes"),
    module(
      "Domain", "RequestSigning", "Capabilities", "HTTP", "Routing", "Bytes", "JSON", "Settings",
      "Telemetry", "SharedState", "Credentials", "Digests", "Locks"),
    module(
      "Domain", "Accounts", "Capabilities", "HTTP", "Routing", "JSON", "Bytes", "Settings",
      "Telemetry", "Persistence", "SharedState", "Passwords", "Credentials", "Locks"),
    module(
      "Domain", "Alerts", "Capabilities", "JSON", "Credentials", "Resilience", "Settings"),
    module(
      "Domain", "Health", "Capabilities", "Routing", "HTTP", "JSON", "Resilience", "Settings",
      "Telemetry", "Lifecycle", "Locks"),

    // Edge: assembly and the worlds outside.
    module(
      "Edge", "WalrusUpstream", "HTTPClient", "EventLoops", "ContentDelivery", "WalrusIdentity",
      "Settings", "Telemetry", "Resilience", "Bytes", "Locks", "Traces", "JSON"),
    module(
      "Edge", "IPFSUpstream", "HTTPClient", "EventLoops", "ContentDelivery", "IPFSIdentity",
      "WalrusIdentity", "Digests", "Settings", "Telemetry", "Traces"),
    module("Edge", "Devnet", "WalrusIdentity", "JSON", "COpenSSL", "CLinux"),
    module(
      "Edge", "Gateway", "ContentDelivery", "WalrusUpstream", "IPFSUpstream", "Capabilities",
      "HTTPServer", "HTTPClient", "Transport", "EventLoops", "Routing", "HTTP", "Forwarding",
      "JSON", "Settings", "Telemetry", "Lifecycle", "WalrusIdentity", "Bytes", "Locks",
      "SharedState", "RedisStore",
      "Resilience", "Accounts", "Credentials", "MailSubmission", "Persistence",
      "PostgreSQLDatabase", "SQLiteDatabase", "Passwords", "AccessTokens", "Audit", "Billing",
      "Idempotency", "Metering", "Geolocation", "AddressScreening", "RequestSigning", "Alerts",
      "Health", "CLinux", "Traces", "TelemetryExport"),
    module(
      "Edge", "Console", "Gateway", "WalrusUpstream", "IPFSUpstream", "Devnet", "HTTPClient",
      "Routing", "HTTP", "Transport", "TLS", "EventLoops", "WalrusIdentity", "Lifecycle",
      "Telemetry", "Settings", "Locks", "ContentDelivery", "CZ", "Persistence", "Accounts",
      "Passwords", "AccessTokens", "Audit", "Capabilities", "JSON", "AddressScreening", "Bytes",
      "RequestSigning", "Digests", "Credentials"),
    .executableTarget(
      name: "floe", dependencies: ["Console"], path: "Sources/Edge/floe", swiftSettings: house),

    // Benchmarks.
    .executableTarget(name: "floor", path: "Benchmarks/floor"),
    .executableTarget(
      name: "cache-bench", dependencies: ["ContentDelivery"], path: "Benchmarks/cache-bench",
      swiftSettings: house),
    .executableTarget(
      name: "metered-edge",
      dependencies: [
        "Gateway", "Metering", "Capabilities", "Routing", "ContentDelivery", "WalrusUpstream",
        "IPFSUpstream", "HTTPServer", "Devnet", "Settings", "Telemetry",
      ], path: "Benchmarks/metered-edge", swiftSettings: tests),
    .executableTarget(
      name: "metering-bench",
      dependencies: ["Metering", "Persistence", "SQLiteDatabase"],
      path: "Benchmarks/metering-bench", swiftSettings: tests),
    .executableTarget(
      name: "floe-bench", dependencies: ["Passwords"], path: "Benchmarks/floe-bench",
      swiftSettings: house),

    // Tests.
    .target(name: "CMallocCounter", path: "Tests/CMallocCounter"),
    .target(
      name: "TestSupport", dependencies: ["Locks", "CLinux", "CMallocCounter"],
      path: "Tests/TestSupport",
      swiftSettings: tests),
    suite("TestSupportTests", "TestSupport"),
    suite("BytesTests", "Bytes", "TestSupport"),
    suite("SettingsTests", "Settings"),
    suite("TelemetryTests", "Telemetry"),
    suite("TracesTests", "Traces", "Bytes"),
    suite(
      "TelemetryExportTests", "TelemetryExport", "Traces", "JSON", "HTTPClient", "EventLoops",
      "Locks", "TestSupport"),
    suite("LifecycleTests", "Lifecycle", "Locks"),
    suite("WalrusIdentityTests", "WalrusIdentity", "TestSupport", data: ["Vectors"]),
    suite("DigestsTests", "Digests"),
    suite("SealingTests", "Sealing", "TestSupport"),
    suite("CalendarDaysTests", "CalendarDays"),
    suite("JSONTests", "JSON"),
    suite("PasswordsTests", "Passwords"),
    suite("CredentialsTests", "Credentials"),
    suite("IPFSIdentityTests", "IPFSIdentity", "Digests", "TestSupport"),
    suite("ResilienceTests", "Resilience", "TestSupport"),
    suite("EventLoopsTests", "EventLoops", "Locks", "TestSupport"),
    suite("TransportTests", "Transport", "EventLoops", "Bytes"),
    suite(
      "HTTPServerTests", "HTTPServer", "HTTP", "Routing", "Forwarding", "Transport", "EventLoops",
      "Bytes",
      "Locks", "TestSupport"),
    .target(name: "HTTPTables", path: "Tests/HTTPTables", swiftSettings: tests),
    suite("HTTPTests", "HTTP", "HTTPTables", "Bytes", "TestSupport"),
    suite("ForwardingTests", "Forwarding", "Bytes"),
    suite("RoutingTests", "Routing", "HTTP", "JSON", "Traces"),
    suite("CapabilitiesTests", "Capabilities", "Bytes"),
    suite("HTTPClientTests", "HTTPClient", "EventLoops", "Locks", "TestSupport"),
    suite("PersistenceTests", "Persistence", "Resilience", "Locks"),
    suite("SQLiteDatabaseTests", "SQLiteDatabase", "Persistence", "TestSupport"),
    .target(
      name: "ServerTesting", dependencies: ["TestSupport", "Locks"], path: "Tests/ServerTesting",
      swiftSettings: tests),
    suite(
      "SharedStateConformanceTests", "SharedState", "Metering", "Capabilities", "RedisStore",
      "RESP", "TLS", "Transport", "Resilience", "EventLoops", "ServerTesting", "Locks",
      "TestSupport"),
    suite(
      "PostgreSQLDatabaseTests", "PostgreSQLDatabase", "Persistence", "Resilience", "Locks",
      "ServerTesting"),
    suite(
      "DatabaseConformanceTests", "Persistence", "PostgreSQLDatabase", "SQLiteDatabase",
      "Resilience", "ServerTesting", "TestSupport"),
    suite(
      "ContentDeliveryTests", "ContentDelivery", "HTTP", "Bytes", "WalrusIdentity", "IPFSIdentity",
      "Locks", "TestSupport"),
    .target(
      name: "DomainTesting",
      dependencies: [
        "Capabilities", "Routing", "HTTP", "JSON", "Bytes", "Persistence", "SQLiteDatabase",
        "PostgreSQLDatabase", "Locks", "ServerTesting", "TestSupport",
      ], path: "Tests/DomainTesting", swiftSettings: tests),
    suite(
      "BillingTests", "Billing", "DomainTesting", "Capabilities", "Routing", "HTTP", "JSON",
      "Locks", "Persistence", "Settings", "Telemetry", "TestSupport"),
    suite(
      "AccessTokensTests", "AccessTokens", "DomainTesting", "Capabilities", "Routing", "HTTP",
      "JSON", "Bytes", "Persistence", "SharedState", "Settings", "Lifecycle", "Locks",
      "TestSupport"),
    suite(
      "AddressScreeningTests", "AddressScreening", "DomainTesting", "Capabilities", "Routing",
      "HTTP", "JSON", "Bytes", "Persistence", "SharedState", "Settings", "Telemetry", "Lifecycle",
      "Locks", "TestSupport"),
    suite(
      "AuditTests", "Audit", "DomainTesting", "Capabilities", "Routing", "HTTP", "JSON",
      "Persistence", "TestSupport"),
    suite(
      "IdempotencyTests", "Idempotency", "DomainTesting", "Routing", "HTTP", "JSON", "Persistence",
      "Settings", "Locks"),
    suite(
      "RequestSigningTests", "RequestSigning", "DomainTesting", "Digests", "Routing", "HTTP",
      "JSON", "Settings", "SharedState", "Locks"),
    suite(
      "AccountsTests", "Accounts", "Capabilities", "Routing", "HTTP", "JSON", "Bytes",
      "Persistence", "SQLiteDatabase", "PostgreSQLDatabase", "ServerTesting", "SharedState",
      "Passwords", "Credentials", "Settings", "Locks", "TestSupport"),
    suite(
      "AlertsTests", "Alerts", "Capabilities", "Credentials", "JSON", "Resilience", "Settings"),
    suite("HealthTests", "Health", "Lifecycle", "Routing", "Settings"),
    suite("RESPTests", "RESP", "TestSupport"),
    suite("SharedStateTests", "SharedState", "Locks", "TestSupport"),
    suite(
      "MeteringTests", "Metering", "SQLiteDatabase", "Capabilities", "HTTP", "Routing", "Bytes",
      "Persistence", "SharedState", "Settings", "Locks", "TestSupport"),
    suite("DevnetTests", "Devnet", "WalrusIdentity", "TestSupport"),
    suite(
      "WalrusUpstreamTests", "WalrusUpstream", "HTTPClient", "EventLoops", "ContentDelivery",
      "WalrusIdentity", "Resilience", "Settings", "Telemetry", "Locks", "Devnet", "TestSupport"),
    suite(
      "IPFSUpstreamTests", "IPFSUpstream", "HTTPClient", "EventLoops", "ContentDelivery",
      "IPFSIdentity", "Settings", "Devnet", "TestSupport"),
    suite(
      "ConsoleTests", "Console", "Devnet", "Persistence", "Settings", "Locks", "TestSupport"),
    .target(
      name: "EdgeTesting",
      dependencies: [
        "Gateway", "Devnet", "ContentDelivery", "WalrusUpstream", "IPFSUpstream", "WalrusIdentity",
        "Settings", "Telemetry", "Lifecycle", "Locks", "Persistence", "JSON", "Capabilities",
        "Metering", "SQLiteDatabase", "Routing", "HTTP", "Bytes", "TestSupport",
      ], path: "Tests/EdgeTesting", swiftSettings: tests),
    suite(
      "ConformanceTests", "EdgeTesting", "HTTPTables", "Gateway", "Routing", "HTTP",
      "Accounts", "ContentDelivery", "Devnet", "Settings", "TestSupport"),
    suite(
      "ScenarioTests", "EdgeTesting", "Gateway", "HTTPServer", "Lifecycle", "ContentDelivery",
      "Devnet", "WalrusUpstream", "Settings", "Persistence", "Accounts", "Capabilities", "Routing",
      "HTTP", "JSON", "TestSupport", "Metering", "Locks", "Bytes", "ServerTesting", "SharedState",
      "AddressScreening", "RequestSigning", "Digests", "Idempotency", "Telemetry", "Health",
      "Alerts", "EventLoops"),
    suite(
      "AllocationTests", "EdgeTesting", "Gateway", "Bytes", "Capabilities", "HTTPServer",
      "Metering",
      "EventLoops",
      "Settings", "Devnet", "TestSupport", "AddressScreening"),
    .target(
      name: "SMTPTesting", dependencies: ["Locks", "TestSupport"], path: "Tests/SMTPTesting",
      swiftSettings: tests),
    suite("GeolocationTests", "Geolocation", "Bytes", "TestSupport"),
    suite("MailSubmissionTests", "MailSubmission", "SMTPTesting", "TestSupport"),
    suite(
      "GatewayTests", "Gateway", "Accounts", "Capabilities", "MailSubmission", "SMTPTesting",
      "EventLoops", "Routing", "HTTP", "JSON", "Bytes", "Settings", "Telemetry", "TestSupport",
      "AddressScreening", "HTTPServer", "RequestSigning", "Locks", "Alerts", "Health", "Resilience"),
    suite("ArchitectureTests"),
  ]
)

// Fuzz targets, for Fuzzing/run.sh alone: they link only with the fuzzer's sanitizer.
if Context.environment["FLOE_FUZZ"] != nil {
  package.targets.append(
    .executableTarget(
      name: "floe-fuzz",
      dependencies: [
        "Traces",
        "RequestSigning",
        "HTTP", "Bytes", "Forwarding", "WalrusIdentity", "IPFSIdentity", "RESP", "Accounts",
        "Credentials",
      ],
      path: "Fuzzing/floe-fuzz", swiftSettings: tests + [.unsafeFlags(["-parse-as-library"])]))
}
