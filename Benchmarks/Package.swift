// swift-tools-version: 6.2

import PackageDescription

// A package of its own, so that the library depends on nothing for being measured. What is measured here is the Swift API;
// the C library's programs are built by run.sh.
let package = Package(
  name: "leadline-benchmarks",
  platforms: [.macOS(.v26)],
  dependencies: [.package(name: "leadline", path: "..")],
  targets: [
    .executableTarget(
      name: "swift-side",
      dependencies: ["Beside", .product(name: "Leadline", package: "leadline")],
      path: "swift/SwiftSide"
    ),
    // C beside the Swift API: the facts, and the calls that the C programs make.
    .target(
      name: "Beside",
      path: ".",
      exclude: ["c/main.c", "run.sh", "swift/SwiftSide"],
      sources: ["swift/Beside", "c/report.c", "peers/columns.c"],
      publicHeadersPath: "swift/Beside/include",
      cSettings: [
        .headerSearchPath("c"), .headerSearchPath("peers"), .headerSearchPath("swift/Beside/private"),
        .unsafeFlags(["-march=native"], .when(platforms: [.linux])),
      ],
      linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]
    ),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .gnu11
)
