import Leadline
import Testing

@Suite struct WriterTests {
  let engine: Engine
  let spring: Code

  init() throws {
    engine = try Engine(Engine.Options(dimensions: ["campaign", "channel"], moneyScale: 2, shards: 4))
    spring = try engine.code(for: "spring", in: "campaign")
  }

  @Test func handsOnWhenFullFlushedAndClosed() throws {
    var writer = try engine.writer(capacity: 10)
    for _ in 0..<10 { try writer.record(Event(.click, at: someDay, codes: [spring])) }
    #expect(try clicks(in: engine) == 0)
    try writer.record(Event(.click, at: someDay))
    #expect(try clicks(in: engine) == 10)
    #expect(try writer.flush().accepted == 1)
    #expect(try clicks(in: engine) == 11)
    try writer.record(Event(.click, at: someDay))
    #expect(try writer.close().accepted == 12)
    #expect(try clicks(in: engine) == 12)
  }

  @Test func handsOnAtTheEndOfItsLifetime() throws {
    do {
      var writer = try engine.writer()
      try writer.record(Event(.click, at: someDay))
    }
    #expect(try clicks(in: engine) == 1)
  }

  @Test func discards() throws {
    var writer = try engine.writer()
    try writer.record(Event(.click, at: someDay))
    #expect(writer.discard() == 1)
    #expect(writer.discard() == 0)
    #expect(try writer.flush().accepted == 0)
  }

  @Test func keepsWhatIsRefused() throws {
    var writer = try engine.writer()
    try writer.record(Event(.click, at: someDay))
    try writer.record(Event(.click, at: .distantFuture))
    do {
      try writer.flush()
      Issue.record("the time is out of range")
    } catch {
      #expect(error == .factTime)
      #expect(error.place?.row == 1)
    }
    #expect(writer.discard() == 2)
    #expect(try clicks(in: engine) == 0)
  }

  @Test func isNotClosedOverWhatIsRefused() throws {
    var writer = try engine.writer()
    try writer.record(Event(Kind(rawValue: 999), at: someDay))
    do {
      try writer.close()
      Issue.record("the kind is unknown")
    } catch {
      #expect(error == .factKind)
    }
    #expect(writer.discard() == 1)
    try writer.record(Event(.click, at: someDay))
    #expect(try writer.close().accepted == 1)
    try engine.close()
  }

  @Test func losesWhatIsRefusedAtTheEndOfItsLifetime() throws {
    do {
      var writer = try engine.writer()
      try writer.record(Event(Kind(rawValue: 999), at: someDay))
    }
    try engine.close()
  }

  @Test func refusesCallsOnceClosed() throws {
    var writer = try engine.writer()
    try writer.close()
    try engine.close()
    func refused(_ body: (inout Writer) throws(LeadlineError) -> Void) {
      do throws(LeadlineError) {
        try body(&writer)
        Issue.record("the writer is closed")
      } catch {
        #expect(error == .closed)
        #expect(error.message.contains("writer"))
      }
    }
    refused { (writer) throws(LeadlineError) in try writer.record(Event(.click, at: someDay)) }
    refused { (writer) throws(LeadlineError) in try writer.flush() }
    refused { (writer) throws(LeadlineError) in try writer.close() }
    #expect(writer.discard() == 0)
  }

  @Test func skipsInvalidFactsWhenAsked() throws {
    var writer = try engine.writer(skippingInvalid: true)
    try writer.record(Event(.click, at: someDay))
    try writer.record(Event(.click, at: .distantFuture))
    let intake = try writer.close()
    #expect(intake.accepted == 1)
    #expect(intake.rejected(for: .factTime) == 1)
    #expect(try clicks(in: engine) == 1)
  }

  @Test func tellsWhatItHandedOnByItself() throws {
    var writer = try engine.writer(capacity: 2, skippingInvalid: true)
    for second in 0..<5 { try writer.record(Event(.click, at: second % 2 == 0 ? someDay : .distantFuture)) }
    #expect(writer.total.accepted == 2)
    #expect(writer.total.rejected == 2)
    #expect(writer.total.firstRejection == .factTime)
    let intake = try writer.close()
    #expect(intake.accepted == 3)
    #expect(intake.rejected(for: .factTime) == 2)
    #expect(writer.total.accepted == 0)
  }

  @Test func tellsWhichRowRefusedToBeHandedOn() throws {
    var writer = try engine.writer(capacity: 2)
    try writer.record(Event(.click, at: someDay))
    try writer.record(Event(Kind(rawValue: 999), at: someDay))
    do {
      try writer.record(Event(.click, at: someDay))
      Issue.record("the kind is unknown")
    } catch {
      #expect(error == .factKind)
      #expect(error.place?.row == 1)
      #expect(error.place?.column == "kind")
    }
    #expect(writer.discard() == 2)
  }

  @Test func takesCodesBesideTheEvent() throws {
    var writer = try engine.writer()
    try writer.record(Event(.click, at: someDay), codes: [spring, .other].span)
    try writer.record(Event(.click, at: someDay), codes: [Code]().span)
    try writer.record(Event(.lead, at: someDay), codes: [spring, .other])
    do {
      try writer.record(Event(.click, at: someDay), codes: [spring, spring, spring].span)
      Issue.record("there are two dimensions")
    } catch {
      #expect(error == .argument)
    }
    try writer.close()
    #expect(try engine.query(Query("clicks", by: ["campaign"])).texts("campaign") == ["", "spring"])
  }

  @Test func refusesOptionsOutOfRange() {
    for capacity in [-1, 0, 1_048_577, Int.max] {
      #expect(failure { () throws(LeadlineError) in _ = try engine.writer(capacity: capacity) } == .argument)
    }
    #expect(failure { () throws(LeadlineError) in _ = try engine.writer(maxAge: .seconds(-1)) } == .argument)
  }
}

@Suite struct ConcurrencyTests {
  @Test func writersOfManyTasksAddUp() async throws {
    let engine = try Engine(Engine.Options(dimensions: ["campaign"], moneyScale: 2, shards: 2))
    let codes = try engine.names(of: "campaign").codes(for: (0..<10).map { "campaign \($0)" })
    let (tasks, facts) = (8, 5000)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for task in 0..<tasks {
        group.addTask {
          var writer = try engine.writer(capacity: 64 + task)
          for fact in 0..<facts {
            let time = Timestamp(microseconds: someDay.microseconds + Int64(fact))
            try writer.record(Event(.click, at: time, codes: [codes[fact % codes.count]], amount: 7))
          }
          try writer.close()
        }
      }
      group.addTask {
        let point = try engine.point("clicks", "media_spend", "cpc", of: ["campaign"])
        for _ in 0..<200 {
          let values = try point.read([codes[0]])
          #expect(values[1].numerator == values[0].numerator * 7, "a point sees whole batches")
          let table = try engine.query(Query("clicks", "media_spend").totals())
          #expect(table.totals!["media_spend"]!.numerator == table.totals!["clicks"]!.numerator * 7)
        }
      }
      try await group.waitForAll()
    }
    let table = try engine.query(Query("clicks", "cpc", by: ["campaign"]).totals())
    #expect(table.count == 10)
    #expect(table.allSatisfy { $0["clicks"]?.numerator == Int128(tasks * facts / 10) })
    #expect(table.totals?["cpc"]?.description == "0.07")
    try engine.close()
  }

  @Test func namesAreGivenOutOnce() async throws {
    let engine = try Engine(Engine.Options(dimensions: ["campaign"]))
    let names = (0..<500).map { "name \($0)" }
    let codes = try await withThrowingTaskGroup(of: [Code].self) { group in
      for task in 0..<6 {
        group.addTask {
          let campaigns = try engine.names(of: "campaign")
          if task.isMultiple(of: 2) { return try campaigns.codes(for: names) }
          return try names.map { name in try campaigns.code(for: name) }
        }
      }
      return try await group.reduce(into: Set<[Code]>()) { $0.insert($1) }
    }
    #expect(codes.count == 1)
  }

  @Test func aWriterMayMoveBetweenTasks() async throws {
    let engine = try Engine()
    var writer = try engine.writer()
    try writer.record(Event(.click, at: someDay))
    try await Self.finish(writer)
    #expect(try clicks(in: engine) == 2)
  }

  private static func finish(_ writer: consuming sending Writer) async throws {
    try writer.record(Event(.click, at: someDay))
    try writer.close()
  }

  @Test func tablesAreReadByManyTasks() async throws {
    let engine = try Engine(Engine.Options(dimensions: ["campaign"]))
    let codes = try engine.names(of: "campaign").codes(for: (0..<100).map { "campaign \($0)" })
    try engine.record(
      Batch(times: codes.map { _ in someDay.microseconds }, kind: .click, codes: [codes]))
    let table = try engine.query(Query("clicks", by: ["campaign"]))
    await withTaskGroup(of: Int128.self) { group in
      for _ in 0..<4 { group.addTask { table.reduce(0) { $0 + $1["clicks"]!.numerator } } }
      for await sum in group { #expect(sum == 100) }
    }
  }

  @Test func closingIsRefusedNotWaitedFor() async throws {
    let engine = try Engine()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<4 {
        group.addTask {
          // Until the engine is closed under it, which no call may be hurt by.
          for _ in 0..<2000 {
            if failure(of: { () throws(LeadlineError) in try engine.record(Event(.click, at: someDay)) }) != nil { return }
            await Task.yield()
          }
        }
      }
      group.addTask {
        while let refusal = failure(of: { () throws(LeadlineError) in try engine.close() }) {
          #expect(refusal == .inUse)
          await Task.yield()
        }
      }
    }
    #expect(throws: LeadlineError.closed) { try engine.info() }
  }
}
