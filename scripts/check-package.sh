#!/bin/sh
# Builds and runs a Swift package outside the tree that depends on this one, as a user's would.
#
# usage: check-package.sh WORK-DIRECTORY SWIFT
# The program is Tests/Package/main.swift.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
mkdir -p "$1/Sources/outside"
work=$(cd "$1" && pwd)
swift=$2

# A package taken from a directory goes by the directory's name, whatever that is here.
cat >"$work/Package.swift" <<END
// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "outside",
  dependencies: [.package(path: "$root")],
  targets: [
    .executableTarget(name: "outside", dependencies: [.product(name: "Leadline", package: "$(basename "$root")")])
  ],
  swiftLanguageModes: [.v6]
)
END
cmp -s "$root/Tests/Package/main.swift" "$work/Sources/outside/main.swift" ||
  cp "$root/Tests/Package/main.swift" "$work/Sources/outside/main.swift"
"$swift" build --quiet --package-path "$work" --product outside
"$work/.build/debug/outside"
printf 'check-package: a package outside the tree builds and runs\n'
