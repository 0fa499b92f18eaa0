import Leadline
import Testing

@Suite struct IntakeTests {
  let engine: Engine
  let spring: Code
  let search: Code

  init() throws {
    engine = try Engine(Engine.Options(dimensions: ["campaign", "channel"], moneyScale: 2, duplicates: .remembered))
    spring = try engine.code(for: "spring", in: "campaign")
    search = try engine.code(for: "search", in: "channel")
  }

  private var times: [Int64] { [someDay, someDay + .seconds(1), someDay + .seconds(2)].map(\.microseconds) }

  @Test func spansArraysAndEventsGiveTheSame() throws {
    let kinds: [Kind] = [.click, .lead, .click]
    let campaigns: [Code] = [spring, .notSet, spring]
    let channels: [Code] = [.notSet, search, search]
    let amounts: [Int64] = [100, 0, 50]
    let counts: [Int64] = [1, 2, 3]
    let ids: [Identifier] = [1, 0, 2]

    func answer(_ body: (Engine) throws -> Void) throws -> [String] {
      let engine = try Engine(engine.options)
      _ = try engine.code(for: "spring", in: "campaign")
      _ = try engine.code(for: "search", in: "channel")
      try body(engine)
      let query = Query("clicks", "leads", "media_spend", by: ["campaign", "channel"])
      return try engine.query(query).map(\.description)
    }
    let bySpans = try answer {
      let intake = try $0.record(
        time: times.span, kind: kinds.span, codes: campaigns.span, channels.span, amount: amounts.span,
        count: counts.span, id: ids.span)
      #expect(intake.accepted == 3)
      #expect(intake.firstRejection == nil)
    }
    let instants = times.map(Timestamp.init(microseconds:))
    let byInstants = try answer {
      try $0.record(
        time: instants.span, kind: kinds.span, codes: campaigns.span, channels.span, amount: amounts.span,
        count: counts.span, id: ids.span)
    }
    let byArraysOfInstants = try answer {
      try $0.record(
        Batch(times: instants, kinds: kinds, codes: [campaigns, channels], amounts: amounts, counts: counts, ids: ids))
    }
    let byArrays = try answer {
      let batch = Batch(
        times: times, kinds: kinds, codes: [campaigns, channels], amounts: amounts, counts: counts, ids: ids)
      #expect(batch.count == 3)
      try $0.record(batch)
    }
    let byEvents = try answer {
      var batch = Batch()
      for row in 0..<3 {
        batch.append(
          Event(
            kinds[row], at: Timestamp(microseconds: times[row]), codes: [campaigns[row], channels[row]],
            amount: amounts[row], count: counts[row], id: ids[row]))
      }
      try $0.record(batch)
    }
    #expect(bySpans.count == 3)
    #expect(bySpans == byInstants)
    #expect(bySpans == byArraysOfInstants)
    #expect(bySpans == byArrays)
    #expect(bySpans == byEvents)
  }

  @Test func takesEventsOfAnySequence() throws {
    let events = (0..<5).map { Event(.click, at: someDay + .seconds($0), codes: [spring]) }
    #expect(try engine.record(contentsOf: events).accepted == 5)
    #expect(try engine.record(contentsOf: events.lazy.filter { $0.time > someDay }).accepted == 4)
    var batch = Batch(events)
    batch.append(contentsOf: events.reversed())
    #expect(batch.count == 10)
    try engine.record(batch)
    #expect(try clicks(in: engine) == 19)
  }

  @Test func keepsWhatACallMadeUntilItIsRead() throws {
    func made(_ count: Int) -> [Timestamp] { [Timestamp](repeating: someDay, count: count) }
    for _ in 0..<20 {
      try engine.record(time: made(1000).span, kind: .click, codes: [Code](repeating: spring, count: 1000).span)
    }
    #expect(try engine.query(Query("clicks", by: ["campaign"])).map { $0["clicks"]?.integer } == [20_000])
  }

  /// One event that was given too many codes costs itself, and nothing else.
  @Test func tellsWhichEventIsOverfull() throws {
    let codes = [Code](repeating: spring, count: 9)
    let good = Event(.click, at: someDay, codes: [spring, search])
    let late = Event(.click, at: .distantFuture)
    let batch = Batch([good, Event(.click, at: someDay, codes: codes), late, good, Event(.lead, at: someDay, codes: codes)])
    let error = failure { () throws(LeadlineError) in try engine.record(batch) }
    #expect(error == .tooMany)
    #expect(error?.place?.row == 1)
    #expect(error?.message.hasPrefix("Row 1: the event was given more codes") == true)
    #expect(try clicks(in: engine) == 0)

    let intake = try engine.record(batch, skippingInvalid: true)
    #expect(intake.accepted == 2)
    #expect(intake.rejected == 3)
    #expect(intake.rejected(for: .tooMany) == 2)
    #expect(intake.rejected(for: .factTime) == 1)
    #expect(intake.firstRejection == .tooMany)
    #expect(intake.firstRejection?.place?.row == 1)
    #expect(try engine.query(Query("clicks", by: ["campaign"])).map { $0["clicks"]?.integer } == [2])

    let other = try engine.record(Batch([late, Event(.click, at: someDay, codes: codes)]), skippingInvalid: true)
    #expect(other.firstRejection?.place?.row == 0)
  }

  @Test func leavesOutColumns() throws {
    try engine.record(time: times.span, kind: .click)
    let instants = times.map(Timestamp.init(microseconds:))
    try engine.record(time: instants.span, kind: .mediaSpend)
    try engine.record(time: times.span, kind: .click, codes: nil, [search, search, .notSet].span)
    let table = try engine.query(Query("clicks", by: ["campaign", "channel"]))
    #expect(table.texts("campaign") == ["", ""])
    #expect(table.texts("channel") == ["", "search"])
    #expect(table.map { $0["clicks"]?.numerator } == [4, 2])
    #expect(try engine.record(time: [Int64]().span, kind: .click).accepted == 0)
    #expect(try engine.record(Batch()).accepted == 0)
  }

  @Test func refusesColumnsOfDifferentLengths() throws {
    let two: [Int64] = [1, 2]
    #expect(throws: LeadlineError.argument) {
      try engine.record(time: times.span, kind: .click, amount: two.span)
    }
    #expect(throws: LeadlineError.argument) {
      try engine.record(time: times.span, kind: [Kind.click].span)
    }
    #expect(throws: LeadlineError.argument) {
      try engine.record(time: times.span, kind: .click, codes: [spring].span)
    }
    #expect(throws: LeadlineError.argument) { try engine.record(Batch(times: two, kinds: [])) }
    #expect(throws: LeadlineError.argument) {
      try engine.record(time: two.span, kind: .click, codes: nil, nil, [spring, spring].span)
    }
    let error = failure { () throws(LeadlineError) in
      try engine.record(time: times.span, kind: .click, amount: two.span)
    }
    #expect(error?.message.contains("amount") == true)
    #expect(try engine.info().facts == 0)
  }

  @Test func refusesAllForOneBadRowAndSaysWhere() throws {
    let amounts: [Int64] = [1, .max, 3]
    let error = failure { () throws(LeadlineError) in
      try engine.record(time: times.span, kind: .click, amount: amounts.span)
    }
    #expect(error == .factAmount)
    #expect(error?.place?.row == 1)
    #expect(error?.place?.column == "amount")
    #expect(error?.place?.rowsAccepted == 0)
    #expect(error?.message.contains("1") == true)
    #expect(try clicks(in: engine) == 0)

    let codes = [spring, search, Code(rawValue: 77)]
    let inCodes = failure { () throws(LeadlineError) in
      try engine.record(time: times.span, kind: .click, codes: codes.span)
    }
    #expect(inCodes == .factCode)
    #expect(inCodes?.place?.column == "campaign")
  }

  @Test func eachReasonIsAnErrorOfItsOwn() throws {
    func reason(_ event: Event) -> LeadlineError? {
      failure { () throws(LeadlineError) in try engine.record(event) }
    }
    #expect(reason(Event(.click, at: .distantFuture)) == .factTime)
    #expect(reason(Event(Kind(rawValue: 999), at: someDay)) == .factKind)
    #expect(reason(Event(.click, at: someDay, codes: [Code(rawValue: 99)])) == .factCode)
    #expect(reason(Event(.click, at: someDay, amount: .min)) == .factAmount)
    #expect(reason(Event(.adRequest, at: someDay, amount: 1)) == .factAmountUnit)
    #expect(reason(Event(.click, at: someDay, count: .max)) == .factCount)
    #expect(reason(Event(.click, at: someDay, count: -1, person: 5)) == .factCountPerson)
    #expect(reason(Event(.click, at: someDay, codes: [spring, search, spring])) == .argument)
  }

  @Test func skipsInvalidRowsWhenAsked() throws {
    var times = times
    times[0] = .max
    let kinds: [Kind] = [.click, Kind(rawValue: 999), .click]
    let intake = try engine.record(time: times.span, kind: kinds.span, skippingInvalid: true)
    #expect(intake.accepted == 1)
    #expect(intake.rejected == 2)
    #expect(intake.firstRejection == .factTime)
    #expect(intake.firstRejection?.place?.row == 0)
    #expect(intake.firstRejection?.place?.column == "time")
    #expect(intake.rejected(for: .factTime) == 1)
    #expect(intake.rejected(for: .factKind) == 1)
    #expect(intake.rejected(for: .factCode) == 0)
    #expect(intake.rejected(for: .memory) == 0)
    #expect(try clicks(in: engine) == 1)
  }

  @Test func cutsWhatIsLongerThanABatch() throws {
    let rows = 1_048_576 + 5
    var times = [Int64](repeating: someDay.microseconds, count: rows)
    let codes = [Code](repeating: spring, count: rows)
    #expect(try engine.record(time: times.span, kind: .click, codes: codes.span).accepted == rows)
    #expect(try engine.query(Query("clicks", by: ["campaign"]))[0]["clicks"]?.numerator == Int128(rows))

    let bad = 1_048_576 + 3
    times[bad] = .max
    let error = failure { () throws(LeadlineError) in try engine.record(Batch(times: times, kind: .click)) }
    #expect(error == .factTime)
    #expect(error?.place?.row == bad)
    #expect(error?.place?.rowsAccepted == 1_048_576)
    #expect(try clicks(in: engine) == Int128(rows + 1_048_576))

    let skipped = try engine.record(time: times.span, kind: .click, skippingInvalid: true)
    #expect(skipped.accepted == rows - 1)
    #expect(skipped.firstRejection?.place?.row == bad)
  }

  @Test func countsDuplicates() throws {
    let ids: [Identifier] = [5, 5, 6]
    let intake = try engine.record(time: times.span, kind: .lead, id: ids.span)
    #expect(intake.accepted == 3)
    #expect(intake.duplicates == 1)
    #expect(intake.conflicts == 1, "the times differ")
    #expect(try engine.query(Query("leads"))[0]["leads"]?.numerator == 2)
  }

  @Test func takesManyDimensions() throws {
    let dimensions = (0..<12).map { Engine.Dimension("d\($0)") }
    let engine = try Engine(Engine.Options(dimensions: dimensions))
    let codes = try dimensions.map { try engine.code(for: "name", in: $0.name) }
    var batch = Batch()
    batch.append(Event(.click, at: someDay, codes: [codes[0], codes[1]]))
    batch.append(Event(.click, at: someDay), codes: codes.span)
    try engine.record(batch)
    try engine.record(Event(.lead, at: someDay), codes: codes)
    try engine.record(Event(.lead, at: someDay), codes: codes.span)
    try engine.record(Event(.lead, at: someDay, codes: Array(codes[..<8])))
    let leads = try engine.query(Query("leads", by: ["d11"]))
    #expect(leads.map { $0["leads"]?.integer } == [1, 2])
    let table = try engine.query(Query("clicks", by: ["d0", "d11"]))
    #expect(table.texts("d0") == ["name", "name"])
    #expect(table.texts("d11") == ["", "name"])

    let nine: InlineArray<9, Code> = InlineArray(repeating: codes[0])
    batch.append(Event(.click, at: someDay, codes: nine))
    #expect(throws: LeadlineError.tooMany) { try engine.record(batch) }
    batch.removeAll(keepingCapacity: true)
    batch.append(Event(.click, at: someDay))
    #expect(try engine.record(batch).accepted == 1)
  }

  @Test func clearsWhatIsRestated() throws {
    try engine.record(Event(.click, at: day(2024, 3, 1), codes: [spring], count: 5))
    try engine.record(Event(.click, at: day(2024, 3, 2), codes: [spring], count: 7))
    try engine.record(Event(.click, at: day(2024, 3, 1), count: 11))
    try engine.clear(["spring", "unknown"], of: "campaign", from: day(2024, 3, 1), to: day(2024, 3, 2))
    #expect(try clicks(in: engine) == 18)
    #expect(throws: LeadlineError.queryBoundary) {
      try engine.clear(["spring"], of: "campaign", from: day(2024, 3, 1, hour: 1), to: day(2024, 3, 2))
    }
    try engine.clear(["spring"], of: "campaign", within: day(2024, 4, 1)..<day(2024, 4, 2))
    try engine.clear([], of: "campaign")
    #expect(try clicks(in: engine) == 18)
    try engine.clear(["spring"], of: "campaign")
    #expect(try clicks(in: engine) == 11)
    #expect(throws: LeadlineError.unknownName) { try engine.clear(["spring"], of: "region") }
    #expect(throws: LeadlineError.argument) { try engine.clear(["spring"], of: "campaign", from: .distantFuture) }
    let tooLong = String(repeating: "x", count: 65_536)
    #expect(throws: LeadlineError.tooMany) { try engine.clear([tooLong], of: "campaign") }
  }

  @Test func mergesEngines() throws {
    let other = try Engine(engine.options)
    let autumn = try other.code(for: "autumn", in: "campaign")
    let same = try other.code(for: "spring", in: "campaign")
    try other.record(Event(.click, at: someDay, codes: [autumn], id: 1))
    try other.record(Event(.click, at: someDay, codes: [same], id: 2))
    try engine.record(Event(.click, at: someDay, codes: [spring], id: 2))
    try engine.record(Event(.click, at: someDay, codes: [spring], id: 3))
    try engine.merge(other)
    let table = try engine.query(Query("clicks", by: ["campaign"]))
    #expect(table.texts("campaign") == ["autumn", "spring"])
    #expect(table.map { $0["clicks"]?.numerator } == [1, 2])
    #expect(try clicks(in: other) == 2)
    #expect(throws: LeadlineError.argument) { try engine.merge(engine) }
    #expect(throws: LeadlineError.mergeIncompatible) { try engine.merge(Engine()) }
  }
}

@Suite struct EventTests {
  @Test func holdsUpToEightCodes() {
    let code = Code(rawValue: 9)
    var event = Event(.click, at: someDay, codes: [code, .other])
    #expect(event[0] == code)
    #expect(event[1] == .other)
    #expect(event[2] == .notSet)
    #expect(event[-1] == .notSet)
    #expect(event[100] == .notSet)
    event[3] = code
    #expect(event[3] == code)
    #expect(event[2] == .notSet)
    #expect(event.count == 1)
  }

  @Test func takesCodesFromWhateverHoldsThem() {
    let codes = [Code(rawValue: 9), .other]
    let event = Event(.click, at: someDay, codes: [Code(rawValue: 9), .other], amount: 5, id: 3)
    #expect(Event(.click, at: someDay, codes: codes, amount: 5, id: 3) == event)
    #expect(Event(.click, at: someDay, codes: codes.span, amount: 5, id: 3) == event)
    #expect(Event(.click, at: someDay, codes: [Code]()) == Event(.click, at: someDay))
    #expect(Event(.click, at: someDay, codes: [.notSet]) == Event(.click, at: someDay))
    #expect(Event(.click, at: someDay, codes: codes, amount: 5) != event)
    #expect(Event(.click, at: someDay, codes: codes.reversed(), amount: 5, id: 3) != event)
    let nine = [Code](repeating: .notSet, count: 9)
    #expect(Event(.click, at: someDay, codes: nine) != Event(.click, at: someDay), "refused, unlike the other")
  }

  @Test(arguments: [-1, 8, Int.max])
  func codesBeyondAreRefusedLater(_ place: Int) throws {
    let engine = try Engine(Engine.Options(dimensions: ["a"]))
    var event = Event(.click, at: someDay)
    event[place] = .other
    #expect(throws: LeadlineError.tooMany) { try engine.record(event) }
  }
}

@Suite struct BatchTests {
  /// Columns that come late are filled up, in any order of coming.
  @Test(arguments: 0..<6)
  func fillsUpColumns(_ first: Int) throws {
    let engine = try Engine(Engine.Options(dimensions: ["a", "b"]))
    let code = try engine.code(for: "x", in: "b")
    let events = [
      Event(.click, at: someDay),
      Event(.lead, at: someDay, count: 2),
      Event(.sale, at: someDay, amount: 3),
      Event(.click, at: someDay, codes: [.notSet, code]),
      Event(.lead, at: someDay, person: 1, account: 2),
      Event(.sale, at: someDay, amount: 4, id: 3, ref: 4),
    ]
    var batch = Batch(times: [], kind: .click)
    batch.reserveCapacity(6)
    for index in events.indices { batch.append(events[(first + index) % events.count]) }
    #expect(batch.count == 6)
    try engine.record(batch)
    let row = try engine.query(Query("clicks", "leads", "sales", "revenue").totals()).totals!
    #expect(row["clicks"]?.numerator == 2)
    #expect(row["leads"]?.numerator == 3)
    #expect(row["sales"]?.numerator == 2)
    #expect(row["revenue"]?.numerator == 7)
    #expect(try engine.query(Query("clicks", by: ["b"]).where("b", in: "x")).count == 1)
    batch.removeAll()
    #expect(batch.isEmpty)
  }
}
