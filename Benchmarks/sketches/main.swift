// Measures the Sketches room, which has no C interface of its own: sketches errors [RUNS] | speed [FACTS]
//
// run.sh beside it compiles the rooms Memory and Sketches and this program as one module.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

let arguments = CommandLine.arguments
let number = arguments.count > 2 ? Int(arguments[2]) : nil
switch arguments.count > 1 ? arguments[1] : "" {
case "errors": try Errors.run(runs: number ?? 1000)
case "parts": try Errors.runParts(runs: number ?? 200)
case "speed": try Speed.run(facts: number ?? 50_000_000)
default:
  print("usage: sketches errors [RUNS] | parts [RUNS] | speed [FACTS]")
  exit(2)
}
