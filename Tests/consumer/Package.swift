// swift-tools-version: 6.2

import PackageDescription

// A user's package: what it needs of Leadline is one dependency and one product.
let package = Package(
  name: "consumer",
  platforms: [.macOS(.v26)],
  dependencies: [
    .package(name: "leadline", path: "../..")
  ],
  targets: [
    .executableTarget(name: "consumer", dependencies: [.product(name: "Leadline", package: "leadline")])
  ],
  swiftLanguageModes: [.v6]
)
