@testable import LeadlineCore

/// The calendar of the models: the core's zones, which have their own tests.
final class ModelZone {
  static let first: Int64 = -62_135_596_800_000_000
  static let last: Int64 = 253_402_300_799_999_999

  private let heap = TestHeap()
  private let zone: UnsafeMutablePointer<Zone>

  init(_ name: String) throws {
    zone = .allocate(capacity: 1)
    zone.initialize(to: try makeZone(heap, name))
  }

  deinit {
    zone.deinitialize(count: 1)
    zone.deallocate()
  }

  func bounds(_ period: ModelPeriod, _ time: Int64) -> (start: Int64, end: Int64) {
    zone.pointee.bounds(of: Period(rawValue: period.rawValue)!, at: time)
  }

  func label(_ period: ModelPeriod, _ start: Int64) -> String {
    var text = Buffer<UInt8>(heap.heap)
    do {
      try zone.pointee.label(of: Period(rawValue: period.rawValue)!, start: start, into: &text)
    } catch {}
    return String(decoding: (0..<text.count).map { text[$0] }, as: UTF8.self)
  }
}
