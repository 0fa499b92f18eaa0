import TestSupport

@testable import LeadlineCore

/// Calls `body` with bytes, and with nothing readable promised behind them.
func withBytes<R: ~Copyable>(_ bytes: [UInt8], _ body: (Bytes) throws -> R) rethrows -> R {
  let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: max(bytes.count, 1))
  defer { copy.deallocate() }
  copy.initialize(from: bytes, count: bytes.count)
  return try body(Bytes(copy, bytes.count))
}

/// A zone of the system's tz database.
func makeZone(_ heap: TestHeap, _ name: String) throws -> Zone {
  try withBytes(Array(name.utf8)) { try Zone(heap.heap, name: $0) }
}

/// The zone that the bytes of a TZif file describe.
func makeZone(_ heap: TestHeap, file: [UInt8]) throws -> Zone {
  try withBytes(file) { file in try Zone(heap.heap, name: Bytes("Test/Zone"), file: file) }
}

func makeFormat(_ heap: TestHeap, _ format: String) throws -> TimeFormat {
  try withBytes(Array(format.utf8)) { try TimeFormat(heap.heap, $0) }
}

/// Calls `body` with a zone of the system's tz database.
func withZone<R>(_ name: String, _ body: (borrowing Zone) throws -> R) throws -> R {
  let heap = TestHeap()
  return try withExtendedLifetime(heap) {
    let zone = try makeZone(heap, name)
    return try body(zone)
  }
}

func withZone<R>(file: [UInt8], _ body: (borrowing Zone) throws -> R) throws -> R {
  let heap = TestHeap()
  return try withExtendedLifetime(heap) {
    let zone = try makeZone(heap, file: file)
    return try body(zone)
  }
}

/// What a parser makes of a text; of several, in their order, by one parser.
func parseTimes(_ texts: [String], format: String? = nil, zone name: String = "UTC") throws -> [Int64?] {
  let heap = TestHeap()
  return try withExtendedLifetime(heap) {
    let zone = UnsafeMutablePointer<Zone>.allocate(capacity: 1)
    zone.initialize(to: try makeZone(heap, name))
    defer {
      zone.deinitialize(count: 1)
      zone.deallocate()
    }
    let compiled: TimeFormat
    if let format {
      compiled = try makeFormat(heap, format)
    } else {
      compiled = .iso
    }
    var parser = try TimeParser(heap.heap, compiled, zone: zone)
    return texts.map { text in withBytes(text) { parser.parse($0) } }
  }
}

func parseTime(_ text: String, format: String? = nil, zone: String = "UTC") throws -> Int64? {
  try parseTimes([text], format: format, zone: zone)[0]
}

/// The microseconds of "2026-03-29T01:00:00Z", by counting days one by one from 1970 and not by the code under test.
func instant(_ text: String) -> Int64 {
  let fields = text.split { !$0.isNumber }.map { Int($0)! }
  precondition(fields.count == 6 && text.hasSuffix("Z"))
  let days = SlowCalendar.days(fields[0], fields[1], fields[2])
  return Int64(((days * 24 + fields[3]) * 60 + fields[4]) * 60 + fields[5]) * 1_000_000
}

/// The Gregorian calendar, one year and one month at a time.
enum SlowCalendar {
  static func isLeap(_ year: Int) -> Bool { year % 400 == 0 || (year % 4 == 0 && year % 100 != 0) }

  static func length(_ year: Int, _ month: Int) -> Int {
    [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  }

  static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    var days = day - 1
    for y in Swift.min(year, 1970)..<Swift.max(year, 1970) { days += (year < 1970 ? -1 : 1) * (isLeap(y) ? 366 : 365) }
    for m in 1..<month { days += length(year, m) }
    return days
  }
}

extension String {
  init(_ bytes: borrowing Buffer<UInt8>) {
    self = ""
    for i in 0..<bytes.count { unicodeScalars.append(Unicode.Scalar(bytes[i])) }
  }
}

/// Writes TZif files as RFC 9636 describes them.
struct TZifWriter {
  var version: UInt8 = UInt8(ascii: "2")
  var initial: Int
  var transitions: [(time: Int, offset: Int)] = []
  var footer: String?

  var bytes: [UInt8] {
    var offsets = [initial]
    for transition in transitions where !offsets.contains(transition.offset) { offsets.append(transition.offset) }
    if version == 0 { return block(offsets, timeSize: 4, transitions) }
    // What stands in the first block of such a file is ignored, but must have its size.
    return block([0], timeSize: 4, [(time: 5, offset: 0)]) + block(offsets, timeSize: 8, transitions)
      + [10] + Array((footer ?? "").utf8) + [10]
  }

  private func block(_ offsets: [Int], timeSize: Int, _ transitions: [(time: Int, offset: Int)]) -> [UInt8] {
    var bytes = Array("TZif".utf8) + [version] + [UInt8](repeating: 0, count: 15)
    for count in [offsets.count, offsets.count, 0, transitions.count, offsets.count, 4] { bytes += big(count, 4) }
    for transition in transitions { bytes += big(transition.time, timeSize) }
    for transition in transitions { bytes.append(UInt8(offsets.firstIndex(of: transition.offset)!)) }
    for offset in offsets { bytes += big(offset, 4) + [0, 0] }
    bytes += [UInt8(ascii: "T"), UInt8(ascii: "S"), UInt8(ascii: "T"), 0]
    return bytes + [UInt8](repeating: 0, count: 2 * offsets.count)
  }

  private func big(_ value: Int, _ size: Int) -> [UInt8] {
    (0..<size).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}
