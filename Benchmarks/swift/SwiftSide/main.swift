// Measures the Swift API beside the same calls in C: swift-side DIRECTORY LIBRARY RUNS
//
// DIRECTORY holds the columns of 1000-ordered, LIBRARY is the shared C library.

import Beside
import Leadline

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

let arguments = CommandLine.arguments
guard arguments.count == 4, let runs = Int(arguments[3]), runs > 0 else {
  print("usage: swift-side DIRECTORY LIBRARY RUNS")
  exit(2)
}
guard beside_open_library(arguments[2]) == 0 else { exit(1) }

do {
  let side = try SwiftSide(directory: arguments[1])
  // Both, whatever comes of the first.
  let failures = [
    try side.compare("swift batches", events: false, runs: runs), try side.compare("swift events", events: true, runs: runs),
  ]
  exit(failures.contains(true) ? 1 : 0)
} catch {
  print("swift-side: \(error)")
  exit(1)
}
