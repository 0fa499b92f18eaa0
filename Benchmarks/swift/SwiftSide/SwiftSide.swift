import Beside
import Leadline

/// The facts as a Swift program holds them, and how it records them.
struct SwiftSide {
  static let batchRows = 65_536
  static let kinds: [(name: String, place: UInt32)] = [("impression", 0), ("click", 1), ("lead", 2), ("sale", 3)]

  let times: [Int64]
  let kinds: [Kind]
  let campaigns: [Code]
  let amounts: [Int64]
  let campaignCount: Int
  let eventCount: Int

  init(directory: String) throws {
    let facts = beside_load(directory)
    times = Array(UnsafeBufferPointer(start: facts.time, count: facts.count))
    kinds = UnsafeBufferPointer(start: facts.kind, count: facts.count).map(Kind.init(rawValue:))
    campaigns = UnsafeBufferPointer(start: facts.campaign, count: facts.count).map(Code.init(rawValue:))
    amounts = Array(UnsafeBufferPointer(start: facts.amount, count: facts.count))
    campaignCount = Int(facts.campaigns)
    eventCount = facts.events
  }

  /// Runs the Swift API, the same calls in C, and the C library in turn; tells whether something came out wrong.
  func compare(_ workload: String, events: Bool, runs: Int) throws -> Bool {
    beside_begin()
    for _ in 0..<runs {
      let engine = try openEngine()
      let cpu = beside_cpu()
      let seconds = try events ? recordEvents(engine) : recordBatches(engine)
      beside_add(Int32(BESIDE_SWIFT), seconds, cpu, try isRight(engine, events: events) ? 1 : 0)
      try engine.close()
      addC(BESIDE_LINKED, beside_linked, events: events)
      addC(BESIDE_LOADED, beside_loaded, events: events)
    }
    return beside_end(workload, events ? eventCount : times.count) != 0
  }

  /// Processor time of the C sides is not told apart from that of their setup, and nothing reads it.
  private func addC(_ side: Int, _ measure: (Int32, UnsafeMutablePointer<Int32>) -> Double, events: Bool) {
    var right: Int32 = 0
    let cpu = beside_cpu()
    let seconds = measure(events ? 1 : 0, &right)
    beside_add(Int32(side), seconds, cpu, right)
  }

  private func openEngine() throws -> Engine {
    let engine = try Engine(
      Engine.Options(dimensions: ["campaign"], rollups: [Rollup(["campaign"], by: .day, name: "fine")], moneyScale: 6))
    let names = try engine.names(of: "campaign")
    // The codes in the columns are those of names met in this order.
    _ = try names.codes(for: (1...campaignCount).map { "campaign-\($0)" })
    return engine
  }

  private func recordBatches(_ engine: Engine) throws -> Double {
    let began = beside_now()
    var first = 0
    while first < times.count {
      let rows = first..<min(first + Self.batchRows, times.count)
      try engine.record(
        time: times.span.extracting(rows), kind: kinds.span.extracting(rows), codes: campaigns.span.extracting(rows),
        amount: amounts.span.extracting(rows))
      first = rows.upperBound
    }
    return beside_now() - began
  }

  private func recordEvents(_ engine: Engine) throws -> Double {
    let began = beside_now()
    var writer = try engine.writer()
    for row in 0..<eventCount {
      try writer.record(
        Event(kinds[row], at: Timestamp(microseconds: times[row]), codes: [campaigns[row]], amount: amounts[row]))
    }
    _ = try writer.close()
    return beside_now() - began
  }

  private func isRight(_ engine: Engine, events: Bool) throws -> Bool {
    let columns = Self.kinds.flatMap { ["count(\($0.name))", "amount(\($0.name))"] }
    let table = try engine.query(Query(columns: columns))
    guard let row = table.first, table.count == 1 else { return false }
    return Self.kinds.allSatisfy { kind in
      func isEqual(_ column: String, _ ofAmounts: Int32) -> Bool {
        (row[column]?.numerator ?? 0) == Int128(beside_expected(events ? 1 : 0, ofAmounts, kind.place))
      }
      return isEqual("count(\(kind.name))", 0) && isEqual("amount(\(kind.name))", 1)
    }
  }
}
