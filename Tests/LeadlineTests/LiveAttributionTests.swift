import Leadline
import Testing

@Suite struct LiveAttributionTests {
  @Test func agreesWithTheQuestionAskedAnew() throws {
    let engine = try Engine(Engine.Options(dimensions: ["channel"], attributes: [.init("group", of: "channel")], threads: 2, journeys: .kept))
    let question = Attribution(.lastClick, .linear, .position(), by: ["group"], period: .day).detailed().paired()
    let live = try engine.liveAttribution(question)
    func check(line: Int = #line) throws {
      let (now, wanted) = (try live.read(), try engine.attribute(question))
      #expect(now.table.description == wanted.table.description, "line \(line)")
      #expect(now.totals.table.description == wanted.totals.table.description && now.asOf == wanted.asOf, "line \(line)")
      #expect(now.pairs!.table.description == wanted.pairs!.table.description, "line \(line)")
    }
    try check()
    for person in 1...200 {
      let channel = try engine.code(for: "c\(person % 7)", in: "channel")
      let who = Identifier(rawValue: UInt64(person % 50 + 1))
      let kind: Kind = [.impression, .click, .click, .sale][person % 4]
      try engine.record(
        Event(kind, at: someDay + .seconds(person * 5000), codes: [channel], amount: kind == .sale ? Int64(person) : 0, person: who))
      if person % 20 == 0 { try check() }
    }
    try engine.names(of: "channel").setAttribute("group", of: "c1", to: "north")
    try check()
    try engine.link(Identifier(rawValue: 3), to: Identifier(rawValue: 4))
    try check()
    try engine.forget([Identifier(rawValue: 5)])
    try check()
    #expect(throws: LeadlineError.inUse) { try engine.close() }
  }

  @Test func refusesWhatLooksAtAllPaths() throws {
    let engine = try Engine(Engine.Options(dimensions: ["channel"], journeys: .kept))
    #expect(throws: LeadlineError.argument) { try engine.liveAttribution(Attribution(.markov())) }
    #expect(throws: LeadlineError.argument) { try engine.liveAttribution(Attribution(.linear, .shapleyRate())) }
    #expect(throws: LeadlineError.argument) { try engine.liveAttribution(Attribution(.linear).asOf(someDay)) }
    #expect(throws: LeadlineError.unsupported) { try Engine().liveAttribution(Attribution()) }
    let live = try engine.liveAttribution(Attribution())
    #expect(try live.read().isEmpty)
  }
}
