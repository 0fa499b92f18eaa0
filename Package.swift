// swift-tools-version: 6.2

import PackageDescription

/// The engine says where it touches raw memory, everywhere.
let strict: [SwiftSetting] = [.strictMemorySafety()]

/// A C program of examples-c, perhaps one that reads CSV files of any make, here linked with the Swift target; the Makefile links the same file with the library.
func example(_ name: String, reads: Bool = false) -> Target {
  .executableTarget(
    name: name,
    dependencies: reads ? ["LeadlineCore", "ExamplesCommon"] : ["LeadlineCore"],
    path: "examples-c/\(name)",
    cSettings: [.headerSearchPath("../../include"), .headerSearchPath("../common")],
    linkerSettings: [.linkedLibrary("m"), .linkedLibrary("pthread", .when(platforms: [.linux]))]
  )
}

let package = Package(
  name: "leadline",
  platforms: [.macOS(.v26)],
  products: [
    .library(name: "Leadline", targets: ["Leadline"]),
  ],
  targets: [
    // The contract, include/leadline.h, as a module: both the engine, which implements it, and the Swift API import it.
    .systemLibrary(name: "CLeadline", path: "include"),
    // A system library in form only, because SwiftPM wants a .c file of any other C target, and these are all headers.
    .systemLibrary(name: "CPlatform", path: "Sources/CPlatform"),
    .target(name: "LeadlineCore", dependencies: ["CLeadline", "CPlatform"], swiftSettings: strict),
    .target(name: "Leadline", dependencies: ["CLeadline", "LeadlineCore"], swiftSettings: strict),

    // What the examples that read CSV files of any make share.
    .target(
      name: "ExamplesCommon", dependencies: ["LeadlineCore"], path: "examples-c/common", publicHeadersPath: ".",
      cSettings: [.headerSearchPath("../../include")]),
    example("quickstart"),
    example("report", reads: true),
    example("funnel", reads: true),
    example("cohort", reads: true),
    example("audience", reads: true),
    example("attribute", reads: true),
    example("leadprice"),
    example("live"),
    example("generate"),

    .target(name: "TestSupport", path: "Tests/TestSupport"),
    .testTarget(name: "LeadlineCoreTests", dependencies: ["LeadlineCore", "CLeadline", "CPlatform", "TestSupport"]),
    .testTarget(name: "LeadlineTests", dependencies: ["Leadline", "TestSupport"]),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c99
)
