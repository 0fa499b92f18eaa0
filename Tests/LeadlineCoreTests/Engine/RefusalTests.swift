import CLeadline
import Testing
import TestSupport

/// A refused batch leaves nothing behind, wherever in it the bad row is.
@Suite struct RefusalTests {
  static let day: Int64 = 86_400_000_000

  func facts(_ count: Int) -> [ModelFact] {
    (0..<count).map { ModelFact(time: Int64($0) * Self.day / 16, kind: 20, names: [ModelName(text: "c\($0 % 7)"), .notSet], amount: 3) }
  }

  let setup = ModelSetup(
    dimensions: [.init(name: "campaign"), .init(name: "channel")],
    rollups: [.init(dimensions: [0, 1]), .init(dimensions: [0]), .init(dimensions: [], period: .all), .init(dimensions: [1], period: .month)])

  @Test(arguments: ["UTC", "Europe/Berlin", "America/St_Johns"])
  func nothingIsLeft(zone: String) throws {
    var setup = setup
    setup.zone = zone
    let live = try LiveEngine(setup)
    let good = facts(40)
    #expect(live.record(good).status == LEADLINE_OK)
    let queries = [
      ModelQuery(by: ["campaign", "channel"], columns: ["clicks", "media_spend", "visits"], period: .day, totals: true),
      ModelQuery(by: [], columns: ["clicks", "leads"], totals: true),
    ]
    let before = queries.map(live.answer)
    let spoilt: [(Int32, (inout ModelFact) -> Void)] = [
      (LEADLINE_FACT_TIME, { $0.time = ModelZone.first - 1 }),
      (LEADLINE_FACT_TIME, { $0.time = ModelZone.last + 1 }),
      (LEADLINE_FACT_TIME, { $0.time = .min }),
      (LEADLINE_FACT_TIME, { $0.time = .max }),
      (LEADLINE_FACT_KIND, { $0.kind = 999 }),
      (LEADLINE_FACT_AMOUNT, { $0.amount = (1 << 62) + 1 }),
      (LEADLINE_FACT_AMOUNT_UNIT, { $0.kind = 31 }),
      (LEADLINE_FACT_COUNT, { $0.count = -(1 << 32) - 1 }),
    ]
    for (reason, spoil) in spoilt {
      for place in [0, 1, 1023, 1024, 1500, 2499] {
        // Later than all before, and of a kind that is new.
        var batch = facts(2500)
        for i in batch.indices {
          batch[i].time += 1000 * Self.day
          batch[i].kind = i % 3 == 0 ? 30 : 20
        }
        spoil(&batch[place])
        let (status, result) = live.record(batch)
        #expect(status == reason)
        #expect(result.first_row == UInt64(place) && result.first_reason == reason && result.accepted == 0)
        #expect(queries.map(live.answer) == before)
        #expect(live.info.greatest_time == good.last?.time && live.info.facts == 40)
      }
    }
  }

  /// At both ends of the calendar, in the same periods as facts that are good.
  @Test(arguments: ["UTC", "Europe/Berlin", "America/St_Johns"])
  func endsOfTheCalendar(zone: String) throws {
    for period in ModelPeriod.allCases {
      let setup = ModelSetup(dimensions: [.init(name: "a")], rollups: [.init(dimensions: [0], period: period)], zone: zone)
      let live = try LiveEngine(setup)
      func fact(_ time: Int64) -> ModelFact { ModelFact(time: time, kind: 20, names: [.notSet]) }
      let ends = [ModelZone.first, ModelZone.last, 0].map(fact)
      for _ in 0..<3 { #expect(live.record(ends).status == LEADLINE_OK) }
      for time in [ModelZone.first - 1, ModelZone.last + 1, ModelZone.last + 3_600_000_000, .min, .max, 1 << 58, -1 << 58] {
        #expect(live.record([fact(time)]).status == LEADLINE_FACT_TIME, "\(period) \(time)")
        #expect(live.record(ends + [fact(time)]).status == LEADLINE_FACT_TIME, "\(period) \(time)")
        let (status, result) = live.record(ends + [fact(time)] + ends, skip: true)
        #expect(status == LEADLINE_OK && result.rejected == 1 && result.accepted == 6 && result.first_row == 3)
      }
      #expect(live.answer(ModelQuery(columns: ["clicks"])).lines == ["\(9 + 7 * 6)"])
    }
  }

  @Test func codesNotGivenOut() throws {
    let live = try LiveEngine(setup)
    let good = facts(1)
    #expect(live.record(good).status == LEADLINE_OK)
    for (column, d) in [([UInt32(99)], 0), ([9], 1), ([1 << 31], 0), ([.max], 1)] {
      var codes: [[UInt32]?] = [[0], [0]]
      codes[d] = column
      let (status, result) = live.record(good, codes: codes)
      #expect(status == LEADLINE_FACT_CODE && result.first_column == UInt32(LEADLINE_COLUMN_DIMENSION) + UInt32(d))
    }
    #expect(live.answer(ModelQuery(columns: ["clicks"])).lines == ["1"])
  }

  /// What a batch has in the place of an attribute is not looked at.
  @Test func placesOfAttributes() throws {
    let setup = ModelSetup(dimensions: [.init(name: "a"), .init(name: "of a", base: 0), .init(name: "b")], hasIds: true)
    let live = try LiveEngine(setup)
    let fact = ModelFact(time: 0, kind: 20, names: [ModelName(text: "x"), .notSet, .notSet], id: 5)
    for junk in [0, 77, UInt32.max] {
      #expect(live.record([fact], codes: [[2], [junk], [0]]).status == (junk == 0 ? LEADLINE_FACT_CODE : LEADLINE_OK))
      _ = live.intern(0, "x")
    }
    #expect(live.info.conflicts == 0 && live.info.duplicates == 1)
  }
}
