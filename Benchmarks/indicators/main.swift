// Works every ratio indicator of the catalogue out over a table of sums, and merely reads the columns of sums that it is made
// of, as they stand in that table: indicators [ROWS] [RUNS]
//
// All columns of sums together are far larger than the caches, and each round goes through all of them before the next, so
// that both find them in memory.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

let arguments = CommandLine.arguments
let rows = arguments.count > 1 ? Int(arguments[1]) ?? 0 : 1_000_000
let runs = arguments.count > 2 ? Int(arguments[2]) ?? 0 : 5
guard rows > 0, runs > 0, arguments.count <= 3 else {
  print("usage: indicators [ROWS] [RUNS]")
  exit(2)
}

let indicators = try RatioIndicators()
let names = indicators.names
let table = SumTable(indicators.program, rows: rows)

/// By column, whether its data is there: all of it.
let data = [UInt8](repeating: 1, count: indicators.program.sums.count + 1)

/// The leaves of each column.
let leaves = (0..<indicators.program.columns.count).map { table.leaves(of: $0, indicators.program) }

var reading = [[Double]](repeating: [], count: names.count)
var builtIn = reading
var custom = reading
var together: [Double] = []
var sink: Int128 = 0
for run in 0...runs {
  for i in 0..<names.count {
    let began = seconds()
    for leaf in leaves[2 * i] { sink &+= table.sum(leaf) }
    if run > 0 { reading[i].append(seconds() - began) }
  }
  // Who comes first finds less in the caches, so they take turns.
  for i in 0..<names.count {
    for isCustom in run % 2 == 0 ? [false, true] : [true, false] {
      let began = seconds()
      table.evaluate(indicators.program, [2 * i + (isCustom ? 1 : 0)], data)
      if run == 0 { continue }
      if isCustom { custom[i].append(seconds() - began) } else { builtIn[i].append(seconds() - began) }
    }
  }
  let began = seconds()
  table.evaluate(indicators.program, (0..<names.count).map { 2 * $0 }, data)
  if run > 0 { together.append(seconds() - began) }
}
guard sink != 1 else { exit(1) }

let nanoseconds = 1e9 / Double(rows)
let factors = (0..<names.count).map { least(builtIn[$0]) / least(reading[$0]) }
let order = (0..<names.count).sorted { factors[$0] > factors[$1] }
print("ns a row: reading the columns of sums, evaluating; evaluating / reading; the formula as text / built in")
for i in order.prefix(12) + ["ctr", "cpc", "romi", "max_cpm"].compactMap({ name in names.firstIndex(of: name) }) {
  print(
    names[i] + pad("", 30 - names[i].count), text(Double(leaves[2 * i].count), 0, width: 3) + " columns",
    text(least(reading[i]) * nanoseconds, 2, width: 7), text(least(builtIn[i]) * nanoseconds, 2, width: 7),
    text(factors[i], 2, width: 6), text(least(custom[i]) / least(builtIn[i]), 2, width: 6))
}
let allReading = reading.map(least).reduce(0, +)
let allBuiltIn = builtIn.map(least).reduce(0, +)
print("\(names.count) indicators, \(rows) rows, \(indicators.program.leaves.count) columns of sums:")
print("  evaluating / reading: each by itself \(text(allBuiltIn / allReading, 2)), median \(text(median(factors), 2)), most \(text(factors.max()!, 2))")
print("  all at once \(text(least(together) / allReading, 2)), \(text(least(together) * nanoseconds / Double(names.count), 2)) ns a row and indicator")
let most = (0..<names.count).map { least(custom[$0]) / least(builtIn[$0]) }.max()!
print("  as text / built in: \(text(custom.map(least).reduce(0, +) / allBuiltIn, 2)), most \(text(most, 2))")

if let path = getenv("BENCH_LINES"), let file = fopen(path, "a") {
  for i in 0..<names.count {
    fputs(
      "{\"workload\": \"indicators\", \"shape\": \"\(names[i])\", \"facts\": \(rows), \"seconds\": \(least(builtIn[i])), "
        + "\"read_seconds\": \(least(reading[i])), \"custom_seconds\": \(least(custom[i]))}\n", file)
  }
  fclose(file)
}
