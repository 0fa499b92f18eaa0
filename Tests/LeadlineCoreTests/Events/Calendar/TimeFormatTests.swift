import Testing

@testable import LeadlineCore

@Suite struct TimeFormatTests {
  private func error(_ format: String) -> TimeFormatError? {
    let heap = TestHeap()
    defer { #expect(heap.live == 0) }
    do {
      let compiled = try makeFormat(heap, format)
      _ = compiled.pattern
      return nil
    } catch { return error as? TimeFormatError }
  }

  @Test(arguments: [
    "%Y", "%y%m%d", "%d.%m.%Y", "%m/%d/%Y %H:%M", "%b %d %Y %H:%M:%S.%f %z", "%%%Y%%", "%Y-%m-%dT%H:%M:%S%z", "epoch_s",
    "epoch_ms", "epoch_us", "%YT%m", " %Y ",
  ])
  func takes(_ format: String) { #expect(error(format) == nil) }

  @Test(arguments: [
    "", "iso", "epoch", "epoch_ns", "epoch_s ", "%", "%Y%", "%Y-%q", "%Y %I %p", "%y %Y", "%Y %m %b", "%Y %Y", "%d", "%m-%d",
    "%H:%M", "%Y %d", "%Y %M", "%Y %H %S", "%Y %H:%M %f", "%s", "%Y-%m-%d %T", "%Y\0%",
  ])
  func refuses(_ format: String) { #expect(error(format) == .invalid) }

  @Test func nilIsISO() throws {
    let heap = TestHeap()
    heap.failAfter = 0
    let format = try TimeFormat(heap.heap, nil)
    guard case .iso = format.style else {
      Issue.record("not ISO 8601")
      return
    }
  }

  @Test func survivesFailingAllocation() throws {
    let heap = TestHeap()
    heap.failAfter = 0
    #expect(throws: TimeFormatError.outOfMemory) {
      let format = try makeFormat(heap, "%Y")
      _ = format.pattern
    }
    let zone = UnsafeMutablePointer<Zone>.allocate(capacity: 1)
    zone.initialize(to: .utc)
    defer {
      zone.deinitialize(count: 1)
      zone.deallocate()
    }
    #expect(throws: OutOfMemory.self) {
      var parser = try TimeParser(heap.heap, .iso, zone: zone)
      _ = withBytes("2026-01-01") { parser.parse($0) }
    }
    heap.failAfter = 1
    #expect(throws: OutOfMemory.self) {
      let format = try makeFormat(heap, "%Y")
      var parser = try TimeParser(heap.heap, format, zone: zone)
      _ = withBytes("2026") { parser.parse($0) }
    }
    #expect(heap.live == 0 && heap.used == 0)
  }
}
