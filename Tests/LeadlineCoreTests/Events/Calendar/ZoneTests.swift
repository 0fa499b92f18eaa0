import TestSupport
import Testing

@testable import LeadlineCore

@Suite struct ZoneTests {
  @Test func knownChanges() throws {
    for (name, change, before, after) in CalendarTables.offsets {
      try withZone(name) { zone in
        let us = instant(change)
        #expect(zone.offset(at: us - 1) == before, "\(name) before \(change)")
        #expect(zone.offset(at: us) == after, "\(name) at \(change)")
      }
    }
  }

  @Test func knownLocalTimes() throws {
    for (name, wall, expected) in CalendarTables.walls {
      let fields = wall.split { !$0.isNumber }.map { Int($0)! }
      let civil = Civil(year: fields[0], month: fields[1], day: fields[2], hour: fields[3], minute: fields[4])
      try withZone(name) { zone in #expect(zone.instant(of: civil) == instant(expected), "\(name) \(wall)") }
      #expect(try parseTime(wall, zone: name) == instant(expected), "\(name) \(wall)")
    }
  }

  @Test func localMeanTimeBeforeTheFirstChange() throws {
    try withZone("Europe/Berlin") { zone in
      #expect(zone.offset(at: instant("1800-01-01T00:00:00Z")) == 3_208)
      #expect(zone.offset(at: TimeRange.least) == 3_208)
    }
  }

  @Test func extremesOfInt64DoNotTrap() throws {
    for name in ["Europe/Berlin", "Asia/Kathmandu", "UTC"] {
      try withZone(name) { zone in
        for us in [Int64.min, .min + 1, -1, 0, .max - 1, .max] {
          _ = zone.offset(at: us)
          for raw in 1...7 as ClosedRange<UInt32> {
            let (start, end) = zone.bounds(of: Period(rawValue: raw)!, at: us)
            #expect(start <= us && us <= end)
            let heap = TestHeap()
            var text = Buffer<UInt8>(heap.heap)
            try zone.label(of: Period(rawValue: raw)!, start: us, into: &text)
          }
        }
      }
    }
  }

  @Test func utcNeedsNeitherFilesNorMemory() throws {
    let heap = TestHeap()
    heap.failAfter = 0
    for name in ["UTC", "Etc/UTC", "GMT"] {
      let zone = try makeZone(heap, name)
      #expect(withBytes(name) { $0 == zone.name })
      #expect(zone.offset(at: 1_800_000_000_000_000) == 0)
      #expect(zone.transitionsHash() == Zone.utc.transitionsHash())
    }
    #expect(Zone.utc.name == "UTC")
    #expect(Zone.utc.instant(of: Civil(year: 1970, month: 1, day: 2)) == 86_400_000_000)
    #expect(Zone.utc.instant(of: Civil(year: 1970, month: 2, day: 30)) == nil)
  }

  @Test func namesEndWithANul() throws {
    try withZone("Europe/Berlin") { zone in
      #expect(zone.name == "Europe/Berlin")
      #expect(zone.name.start[zone.name.count] == 0)
    }
  }

  @Test(arguments: [
    "", "/", "/etc/passwd", "Europe", "Europe/", "/Europe/Berlin", "Europe//Berlin", "Europe/../Europe/Berlin", "..", ".",
    "./Europe/Berlin", "Europe/Berlin/.", "Europe/Atlantis", "Europe/Berlin\0", "Europe\0/Berlin",
    "\0", String(repeating: "a", count: 255), String(repeating: "a", count: 256), String(repeating: "Europe/", count: 400),
  ])
  func refusesNames(_ name: String) {
    let heap = TestHeap()
    #expect(throws: ZoneError.unknown) {
      let zone = try makeZone(heap, name)
      _ = zone.count
    }
    #expect(heap.live == 0)
  }

  @Test func aNameOfTheDatabaseThatIsNoZoneIsDamaged() {
    let heap = TestHeap()
    #expect(throws: ZoneError.damaged) {
      let zone = try makeZone(heap, "zone1970.tab")
      _ = zone.count
    }
    #expect(heap.live == 0)
  }

  @Test func survivesFailingAllocation() throws {
    for name in ["Europe/Berlin", "Asia/Kolkata"] {
      let heap = TestHeap()
      var failures = 0
      while true {
        heap.failAfter = failures
        do {
          let zone = try makeZone(heap, name)
          #expect(zone.count > 0)
          break
        } catch {
          #expect(error as? ZoneError == .outOfMemory)
          #expect(heap.live == 0 && heap.used == 0)
        }
        failures += 1
      }
      #expect(failures >= 4)
      #expect(heap.live == 0 && heap.used == 0)
    }
  }

  @Test func hashesTellOffsetsApartAndNothingElse() throws {
    var hashes: [String: UInt64] = [:]
    for name in ["UTC", "Europe/Berlin", "Europe/Busingen", "Europe/Zurich", "Europe/Vienna", "Asia/Kolkata", "Asia/Calcutta"] {
      hashes[name] = try withZone(name) { $0.transitionsHash() }
    }
    #expect(hashes["Europe/Busingen"] == hashes["Europe/Zurich"])
    #expect(hashes["Asia/Kolkata"] == hashes["Asia/Calcutta"])
    #expect(Set(hashes.values).count == 5)
  }

  /// The same local times, once by a rule alone, once by a rule behind changes that it would have made itself, once with
  /// changes in between that change nothing.
  @Test func hashesDoNotDependOnHowAFileIsWritten() throws {
    let rule = "CET-1CEST,M3.5.0,M10.5.0/3"
    var short = TZifWriter(initial: 3_208, transitions: [(time: -2_422_054_408, offset: 3_600)], footer: rule)
    short.transitions.append((time: 828_234_000, offset: 7_200))
    var long = short
    for (time, offset) in [(846_378_000, 3_600), (859_683_600, 7_200), (877_827_600, 3_600)] {
      long.transitions.append((time: time, offset: offset))
    }
    var padded = short
    padded.transitions.insert((time: -1_000_000_000, offset: 3_600), at: 1)
    padded.transitions.insert((time: -1 << 59, offset: 3_208), at: 0)
    let expected = try withZone(file: short.bytes) { $0.transitionsHash() }
    #expect(try withZone(file: long.bytes) { $0.transitionsHash() } == expected)
    #expect(try withZone(file: padded.bytes) { $0.transitionsHash() } == expected)
    padded.transitions[2].time += 1
    padded.transitions[3].time += 1
    #expect(try withZone(file: padded.bytes) { $0.transitionsHash() } != expected)
  }
}
