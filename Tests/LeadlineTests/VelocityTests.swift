import Leadline
import Testing

@Suite struct VelocityTests {
  private static let dayLength = Duration.seconds(86_400)

  private static func engine(threads: Int = 1) throws -> Engine {
    let engine = try Engine(Engine.Options(dimensions: ["channel"], threads: threads, journeys: .kept))
    let search = try engine.code(for: "search", in: "channel"), email = try engine.code(for: "email", in: "channel")
    let facts: [(String, Kind, Code, Int)] = [
      ("anna", .click, search, 0), ("anna", .lead, search, 1), ("anna", .sale, search, 3),
      ("ben", .click, search, 0), ("ben", .leadForm, email, 2), ("ben", .sale, search, 6),
      ("cleo", .lead, email, 4), ("cleo", .leadRejected, email, 5), ("dan", .lead, email, 2), ("dan", .click, email, 7),
    ]
    for (person, kind, code, days) in facts {
      try engine.record(Event(kind, at: someDay + dayLength * days, codes: [code], person: Identifier(person)))
    }
    return engine
  }

  private func days(_ time: Ratio?) -> Int? { time?.integer.map { $0 / 86_400 } }

  @Test func tellsTimes() throws {
    let engine = try Self.engine()
    let answer = try engine.velocity(Velocity(.click, .lead, .sale).quantiles(0.5, 0.75))
    #expect(answer.map { [$0.pair, $0.entered, $0.completed, $0.open] } == [[1, 3, 2, 1], [2, 4, 2, 2], [3, 3, 2, 1]])
    #expect(answer.map(\.from) == ["click", "lead", "click"] && answer.map(\.to) == ["lead", "sale", "sale"])
    #expect(answer.map { days($0.meanTime) } == [1, 3, 4] && answer.map { days($0.medianTime) } == [1, 2, 3])
    // Of leads two take 2 and 4 days, two wait since 3 and 5.
    #expect(days(answer[1].censoredTime(0.5)) == 4 && answer[1].censoredTime(0.75)?.state == .noData)
    #expect(answer[0].time(0.9) == nil && answer.asOf == someDay + Self.dayLength * 7)
    let keyed = try engine.velocity(Velocity(.lead, .sale, by: ["channel"], period: .month).window(Self.dayLength * 2))
    #expect(keyed.map { $0.text("channel") } == ["email", "search"] && keyed.map(\.completed) == [0, 1])
    #expect(keyed[0].period == "2024-03" && keyed[0].open == 0 && keyed[0].medianTime?.state == .noData)
    let parallel = try Self.engine(threads: 2).velocity(Velocity(.click, .lead, .sale).quantiles(0.5, 0.75))
    #expect(parallel.table.description == answer.table.description)
    #expect(try engine.velocity(Velocity(.click, .lead, .sale).between(1, 3).between(3, 3)).map(\.entered) == [3, 2])
    let early = Velocity(.lead, .sale).entered(someDay..<someDay + Self.dayLength * 2).asOf(someDay + Self.dayLength * 2)
    #expect(try engine.velocity(early).map { [$0.entered, $0.completed] } == [[1, 0]])
  }

  @Test func tellsStages() throws {
    let engine = try Self.engine()
    let stages = StageQuery(.click, .lead, .sale)
    #expect(try engine.population(stages).map(\.people) == [0, 2, 2])
    #expect(try engine.population(stages.leaving(Funnel.Step(.leadRejected))).map(\.people) == [0, 1, 2])
    #expect(try engine.population(stages.latest()).map(\.people) == [1, 1, 2])
    #expect(try engine.population(stages.asOf(someDay + Self.dayLength)).map(\.people) == [1, 1, 0])
    let byDay = StageQuery(.click, .lead, .sale, by: ["channel"], period: .day).within(someDay..<someDay + Self.dayLength * 2)
    let days = try engine.population(byDay)
    #expect(days.count == 2 * 3 * 3 && days.filter { $0.text("channel") == "email" }.map(\.people) == [0, 0, 0, 0, 0, 0, 0, 2, 0])
    let times = try engine.stageTimes(stages)
    #expect(times.map { [$0.stage, $0.entered, $0.left, $0.still] } == [[1, 2, 2, 0], [2, 4, 2, 2], [3, 2, 0, 2]])
    #expect(times[1].name == "lead" && self.days(times[1].meanTime) == 3 && self.days(times[1].medianTime) == 2)
    #expect(self.days(times[1].censoredTime(0.5)) == 4)
  }

  @Test func knowsLists() throws {
    let engine = try Self.engine()
    let ready = try engine.stageLists()
    #expect(ready.map(\.name) == ["digital", "classic", "aidal", "pipeline"] && ready.map(\.boundary) == [2, 3, 1, 0])
    #expect(ready[0].top == [Funnel.Step(.impression), Funnel.Step(.click)] && ready[0].bottom.count == 5)
    #expect(ready[1].steps[3] == Funnel.Step(.lead, .enquiry, name: "intent"))
    let own = StageList("own", steps: [Funnel.Step(.click, name: "came").where("channel", in: "search"), Funnel.Step(.lead)], boundary: 1)
    try engine.define(own)
    #expect(try engine.stageLists()[4] == own)
    #expect(try engine.funnel(Funnel(stages: Stages("own"))).map(\.reached) == [2, 2])
    #expect(try engine.funnel(Funnel(stages: Stages("own").bottom)).map(\.reached) == [4])
    #expect(try engine.velocity(Velocity(stages: Stages("own")))[0].completed == 2)
    #expect(try engine.population(StageQuery(stages: .pipeline.bottom))[0].people == 2)
    #expect(throws: LeadlineError.duplicateName) { try engine.define(own) }
    #expect(throws: LeadlineError.argument) { try engine.define(StageList("Own", steps: own.steps, boundary: 0)) }
    #expect(throws: LeadlineError.argument) { try engine.define(StageList("two", steps: own.steps, boundary: 3)) }
    #expect(throws: LeadlineError.unknownName) { try engine.funnel(Funnel(stages: Stages("two"))) }
    #expect(throws: LeadlineError.argument) { try engine.funnel(Funnel(stages: .pipeline.top)) }
  }

  @Test func tellsResponses() throws {
    let engine = try Engine(Engine.Options(dimensions: ["channel"], journeys: .kept))
    let facts: [(String, Kind, Int, Int, Int)] = [
      ("anna", .enquiry, 0, 7, 0), ("anna", .lead, 60, 8, 0), ("anna", .response, 100, 0, 8), ("anna", .response, 400, 0, 0),
      ("ben", .lead, 0, 9, 0), ("ben", .sql, 50, 0, 0),
    ]
    for (person, kind, seconds, id, ref) in facts {
      try engine.record(
        Event(
          kind, at: someDay + .seconds(seconds), person: Identifier(person), id: Identifier(rawValue: UInt64(id)),
          ref: Identifier(rawValue: UInt64(ref))))
    }
    let row = try engine.responses(ResponseTime().limit(.seconds(300)).lift().quantiles(0, 1))[0]
    #expect(row.enquiries == 3 && row.answered == 2 && row.judged == 3 && row.within == 1)
    #expect(row.time(0)?.integer == 40 && row.time(1)?.integer == 400 && row.medianTime == nil)
    #expect(row.withinRate == Ratio(1, over: 3) && row.lift?.state == .zeroDenominator)
    #expect(row.fastQualified == 0 && row.slowQualified == 0)
    let plain = try engine.responses(ResponseTime(by: ["channel"], period: .day).from(Funnel.Step(.lead), to: Funnel.Step(.response)))
    #expect(plain.map(\.enquiries) == [2] && plain[0].withinRate == nil && plain[0].lift == nil && plain[0].period != nil)
    #expect(throws: LeadlineError.argument) { try engine.responses(ResponseTime().lift()) }
    #expect(throws: LeadlineError.argument) { try engine.responses(ResponseTime().limit(.zero)) }
    #expect(throws: LeadlineError.timeZone) { try engine.responses(ResponseTime().working(WorkCalendar(timeZone: "Nowhere"))) }
    #expect(throws: LeadlineError.argument) { try engine.responses(ResponseTime().working(WorkCalendar(holidays: [20240230]))) }
    #expect(throws: LeadlineError.argument) { try engine.responses(ResponseTime().working(WorkCalendar(holidays: [-1]))) }
    let twice = [WorkCalendar.Hours(weekday: 1, hours: 9..<12), WorkCalendar.Hours(weekday: 1, hours: 11..<13)]
    #expect(throws: LeadlineError.argument) { try engine.workingTime(someDay..<someDay, by: WorkCalendar(hours: twice)) }
    let berlin = WorkCalendar(hours: [WorkCalendar.Hours(weekday: 7, hours: 0..<6)], timeZone: "Europe/Berlin")
    #expect(try engine.workingTime(day(2024, 3, 30)..<day(2024, 4, 1), by: berlin) == .seconds(5 * 3_600))
  }

  @Test func refuses() throws {
    let engine = try Self.engine()
    #expect(throws: LeadlineError.argument) { try engine.velocity(Velocity(.lead)) }
    #expect(throws: LeadlineError.argument) { try engine.velocity(Velocity(.lead, .sale).between(1, 3)) }
    #expect(throws: LeadlineError.argument) { try engine.velocity(Velocity(.lead, .sale).between(-1, 2)) }
    #expect(throws: LeadlineError.argument) { try engine.velocity(Velocity(.lead, .sale).window(.zero)) }
    #expect(throws: LeadlineError.argument) { try engine.velocity(Velocity(.lead, .sale).quantiles(.nan)) }
    #expect(throws: LeadlineError.unknownName) { try engine.velocity(Velocity(.lead, .sale, by: ["country"])) }
    #expect(throws: LeadlineError.argument) { try engine.population(StageQuery(.lead, period: .day)) }
    #expect(throws: LeadlineError.argument) { try engine.stageTimes(StageQuery()) }
    let plain = try Engine()
    #expect(throws: LeadlineError.unsupported) { try plain.velocity(Velocity(.lead, .sale)) }
    #expect(throws: LeadlineError.unsupported) { try plain.population(StageQuery(.lead)) }
    #expect(throws: LeadlineError.unsupported) { try plain.responses(ResponseTime()) }
    try engine.close()
    #expect(throws: LeadlineError.closed) { try engine.velocity(Velocity(.lead, .sale)) }
    #expect(throws: LeadlineError.closed) { try engine.stageLists() }
  }
}
