import Leadline
import Testing

@Suite struct EngineTests {
  @Test func opensWithoutOptions() throws {
    let engine = try Engine()
    #expect(try engine.info().facts == 0)
    #expect(try engine.info().greatestTime == nil)
    #expect(Engine.version.split(separator: ".").count == 3)
  }

  @Test func refusesOptionsWithTheReason() {
    func reason(_ options: Engine.Options) -> LeadlineError? {
      failure { () throws(LeadlineError) in _ = try Engine(options) }
    }
    #expect(reason(Engine.Options(dimensions: ["a", "a"])) == .duplicateName)
    #expect(reason(Engine.Options(timeZone: "Nowhere/Land")) == .timeZone)
    #expect(reason(Engine.Options(moneyScale: 10)) == .argument)
    #expect(reason(Engine.Options(moneyScale: -1)) == .argument)
    #expect(reason(Engine.Options(shards: 65)) == .argument)
    #expect(reason(Engine.Options(dimensions: ["a\0b"])) == .argument)
    #expect(reason(Engine.Options(dimensions: [Engine.Dimension("a", nameLimit: 0)])) == .argument)
    #expect(reason(Engine.Options(attributes: [Engine.Attribute("b", of: "a")])) == .unknownName)
    #expect(reason(Engine.Options(rollups: [Rollup(["a"])])) == .unknownName)
    #expect(reason(Engine.Options(duplicates: Engine.Duplicates(limit: 0))) == .argument)
    #expect(reason(Engine.Options(duplicates: Engine.Duplicates(window: .zero))) == .argument)
    #expect(reason(Engine.Options(timeZone: "Nowhere/Land"))?.message.isEmpty == false)
  }

  @Test func refusesCallsOnceClosed() throws {
    let engine = try Engine(Engine.Options(dimensions: ["campaign"]))
    let names = try engine.names(of: "campaign")
    try engine.record(Event(.click, at: someDay))
    let table = try engine.query(Query("clicks"))
    try engine.close()
    try engine.close()
    let error = failure { () throws(LeadlineError) in _ = try engine.info() }
    #expect(error?.description == "closed (-1): The engine has been closed.")
    #expect(throws: LeadlineError.closed) { try engine.record(Event(.click, at: someDay)) }
    #expect(throws: LeadlineError.closed) { try engine.query(Query("clicks")) }
    #expect(throws: LeadlineError.closed) { try names.code(for: "a") }
    #expect(throws: LeadlineError.closed) { try engine.point("clicks", of: ["campaign"]) }
    #expect(failure { () throws(LeadlineError) in _ = try engine.writer() } == .closed)
    #expect(failure { () throws(LeadlineError) in _ = try engine.reader(CSV(.time(from: "t"))) } == .closed)
    #expect(throws: LeadlineError.closed) { try Engine(engine.options).merge(engine) }
    #expect(table[0]["clicks"]?.numerator == 1, "a table outlives its engine")
  }

  @Test func isNotClosedUnderOpenHandles() throws {
    let engine = try Engine(Engine.Options(dimensions: ["campaign"]))
    do {
      var writer = try engine.writer()
      #expect(throws: LeadlineError.inUse) { try engine.close() }
      try writer.record(Event(.click, at: someDay))
      try writer.close()
    }
    do {
      let point = try engine.point("clicks", of: ["campaign"])
      #expect(throws: LeadlineError.inUse) { try engine.close() }
      #expect(try point.read([.notSet])[0].numerator == 1)
    }
    do {
      let reader = try engine.reader(CSV(.time(from: "t"), .kind(.click)))
      #expect(throws: LeadlineError.inUse) { try engine.close() }
      _ = consume reader
    }
    try engine.close()
  }

  @Test func tellsWhatItHolds() throws {
    let engine = try Engine(Engine.Options(dimensions: ["campaign"], moneyScale: 2, duplicates: .remembered))
    try engine.record(Event(.sale, at: someDay, amount: 100, id: 7))
    try engine.record(Event(.sale, at: someDay, amount: 100, id: 7))
    try engine.record(Event(.sale, at: someDay, amount: 200, id: 7))
    let info = try engine.info()
    #expect(info.facts == 3)
    #expect(info.duplicates == 2)
    #expect(info.conflicts == 1)
    #expect(info.ids == 1)
    #expect(info.greatestTime == someDay)
    #expect(info.cells > 0)
    #expect(info.memory > 0)
  }

  @Test func findsPeriodsAndTimesInItsZone() throws {
    let engine = try Engine()
    #expect(try engine.bounds(of: .month, around: day(2024, 2, 29)) == day(2024, 2, 1)..<day(2024, 3, 1))
    #expect(try engine.bounds(of: .week, around: day(2024, 3, 1)) == day(2024, 2, 26)..<day(2024, 3, 4))
    #expect(try engine.bounds(of: .all, around: someDay) == .distantPast ..< .distantFuture)
    #expect(throws: LeadlineError.argument) { try engine.bounds(of: .day, around: .distantFuture) }
    #expect(try engine.timestamp(parsing: "2024-03-01T12:00:00Z") == someDay)
    #expect(try engine.timestamp(parsing: "01.03.2024 12", format: "%d.%m.%Y %H") == someDay)
    #expect(throws: LeadlineError.csvTime) { try engine.timestamp(parsing: "soon") }
    #expect(throws: LeadlineError.csvTime) { try engine.timestamp(parsing: "") }
    #expect(throws: LeadlineError.argument) { try engine.timestamp(parsing: "2024", format: "%Q") }
  }
}
