import CLeadline
@testable import LeadlineCore
import Testing

/// Every allocation of a reader may fail: the status says so, nothing is added, nothing leaks, and the engine works.
@Suite struct CSVAllocationTests {
  /// An allocator for the options that fails at the n-th allocation.
  final class FailingAllocator {
    struct State {
      var failAfter = -1
      var live = 0
    }
    let state: UnsafeMutablePointer<State>
    let options: UnsafeMutablePointer<leadline_allocator>

    init() {
      state = .allocate(capacity: 1)
      state.initialize(to: State())
      options = .allocate(capacity: 1)
      options.initialize(to: leadline_allocator())
      options.pointee.struct_size = MemoryLayout<leadline_allocator>.size
      options.pointee.context = UnsafeMutableRawPointer(state)
      options.pointee.allocate = { context, size, alignment in
        let state = context!.assumingMemoryBound(to: State.self)
        if state.pointee.failAfter == 0 { return nil }
        if state.pointee.failAfter > 0 { state.pointee.failAfter -= 1 }
        state.pointee.live += 1
        return UnsafeMutableRawPointer.allocate(byteCount: size, alignment: alignment)
      }
      options.pointee.deallocate = { context, memory, _, _ in
        context!.assumingMemoryBound(to: State.self).pointee.live -= 1
        memory?.deallocate()
      }
    }

    deinit {
      state.deallocate()
      options.deallocate()
    }
  }

  static let text = Array(
    ("\u{FEFF}a,b,time,kind,campaign,\"pro,gramme\",amount\r\n"
      + (0..<30).map { "1,2,2024-01-\($0 % 20 + 10),Click,\"name \($0 % 5)\",\"value \"\"\($0)\"\"\",1.5\r\n" }.joined()
      + "1,2,2024-01-01,clack,x,y,1.5").utf8)

  static var setup: CSVSetup {
    var setup = CSVSetup.usual
    setup.fields.append(.column(LEADLINE_FIELD_ATTRIBUTE, "pro,gramme", "programme"))
    setup.fields.append(.ignore("a", "\"z\""))
    setup.flags = [UInt32(LEADLINE_CSV_SKIP_INVALID), UInt32(LEADLINE_CSV_FOLD_CASE)]
    setup.translations = [(LEADLINE_FIELD_DIMENSION, "campaign", "Name 1", "One"), (LEADLINE_FIELD_KIND, nil, "x", "sale")]
    setup.timeZone = "Etc/UTC"
    setup.timeFormat = "%Y-%m-%d"
    setup.restate = "campaign"
    return setup
  }

  @Test func everyAllocationMayFail() throws {
    let allocator = FailingAllocator()
    var setup = ModelSetup()
    setup.dimensions = [.init(name: "campaign"), .init(name: "programme", base: 0), .init(name: "channel")]
    setup.hasIds = true
    var failAfter = 0
    var isDone = false
    while !isDone {
      let live = try LiveEngine(setup, allocator: UnsafePointer(allocator.options))
      let before = allocator.state.pointee.live
      allocator.state.pointee.failAfter = failAfter
      let run = live.readCSV(Self.text, Self.setup, piece: 100)
      allocator.state.pointee.failAfter = -1
      if run.status == LEADLINE_OK {
        isDone = true
        #expect(run.result.rejected == 1)
      } else {
        #expect(run.status == LEADLINE_ERROR_MEMORY, "allocation \(failAfter)")
        #expect(live.info.facts == 0, "allocation \(failAfter)")
        #expect(allocator.state.pointee.live >= before)
      }
      // Another attempt on the same engine is as if the first had not been.
      if !isDone { #expect(live.readCSV(Self.text, Self.setup, piece: 1000).status == LEADLINE_OK) }
      #expect(
        live.table(by: ["campaign", "programme"], ["clicks"]).sorted() == [
          "0:name 0 | 0:value \"25\" | 6", "0:name 2 | 0:value \"27\" | 6", "0:name 3 | 0:value \"28\" | 6",
          "0:name 4 | 0:value \"29\" | 6", "0:one | 0:value \"26\" | 6",
        ], "allocation \(failAfter)")
      failAfter += 1
    }
    #expect(allocator.state.pointee.live == 0)
    #expect(failAfter > 40)
  }

  /// Opening a reader with a zone of its own.
  @Test func zonesMayFail() throws {
    let allocator = FailingAllocator()
    let live = try LiveEngine(ModelSetup(dimensions: [.init(name: "campaign")]), allocator: UnsafePointer(allocator.options))
    var setup = CSVSetup.usual
    setup.timeZone = "Europe/Berlin"
    var failAfter = 0
    while true {
      let before = allocator.state.pointee.live
      allocator.state.pointee.failAfter = failAfter
      let (status, csv) = live.openCSV(setup)
      allocator.state.pointee.failAfter = -1
      leadline_csv_close(csv)
      #expect(allocator.state.pointee.live == before)
      if status == LEADLINE_OK { break }
      #expect(status == LEADLINE_ERROR_MEMORY)
      failAfter += 1
    }
    #expect(failAfter > 20)
  }

  /// finish may be called again, and then adds everything.
  @Test func finishMayBeRepeated() throws {
    let allocator = FailingAllocator()
    var setup = ModelSetup()
    setup.dimensions = [.init(name: "campaign"), .init(name: "programme", base: 0)]
    var failAfter = 0
    var isDone = false
    while !isDone {
      let live = try LiveEngine(setup, allocator: UnsafePointer(allocator.options))
      let csv = try #require(live.openCSV(Self.setup).csv)
      // All in the last record but the header: finish does all there is to do.
      let text = Array("a,b,time,kind,campaign,\"pro,gramme\",amount\n1,2,2024-01-10,click,\"new \"\"name\"\"\",v,1.5".utf8)
      #expect(leadline_csv_feed(csv, text, text.count) == LEADLINE_OK)
      allocator.state.pointee.failAfter = failAfter
      var status = leadline_csv_finish(csv)
      allocator.state.pointee.failAfter = -1
      isDone = status == LEADLINE_OK
      if !isDone {
        #expect(status == LEADLINE_ERROR_MEMORY, "allocation \(failAfter)")
        #expect(live.info.facts == 0)
        status = leadline_csv_finish(csv)
      }
      #expect(status == LEADLINE_OK)
      leadline_csv_close(csv)
      #expect(live.table(by: ["campaign", "programme"], ["clicks"]) == ["0:new \"name\" | 0:v | 1"], "allocation \(failAfter)")
      failAfter += 1
    }
    #expect(failAfter > 5)
    #expect(allocator.state.pointee.live == 0)
  }
}
