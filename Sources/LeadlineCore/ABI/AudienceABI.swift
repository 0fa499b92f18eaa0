import CLeadline
import CPlatform

// Audiences: distinct persons beyond the columns of a query.

/// Reads an audience's options and gathers its persons.
private func audience(
  _ given: UnsafePointer<leadline_audience>, _ engine: borrowing Engine
) throws(Failure) -> DistinctSketch {
  try engine.checkProcess()
  var options = unsafe leadline_audience()
  let status = unsafe copyOptions(given, into: &options)
  if status != LEADLINE_OK { throw engine.failure(status, StatusText.text(status)) }
  unsafe try engine.check(flags: options.flags, known: LEADLINE_QUERY_FROM | LEADLINE_QUERY_TO)
  unsafe try engine.check(reserved: UInt32(options.reserved))
  let slot = unsafe engine.kinds.pointer.pointee.slot(of: options.kind)
  if slot == KindTable.unknown { throw engine.failure(LEADLINE_ERROR_NAME, "an audience's kind has a number that is no kind's") }
  var query = unsafe leadline_query_options()
  unsafe query.rollup = options.rollup
  unsafe query.filters = options.filters
  unsafe query.filter_count = options.filter_count
  unsafe query.from_us = options.from_us
  unsafe query.to_us = options.to_us
  unsafe query.flags = options.flags
  var plan = QueryPlan(engine.heap)
  unsafe try QueryReader.read(query, engine, &plan)
  return try engine.audience(plan, slot)
}

private func estimate(_ count: DistinctCount) -> leadline_estimate {
  leadline_estimate(count: count.count, low: count.low, high: count.high, is_exact: count.isExact ? 1 : 0, reserved: 0)
}

@implementation @_cdecl("leadline_count_audience")
public func leadline_count_audience(
  _ engine: OpaquePointer!, _ audience: UnsafePointer<leadline_audience>!, _ result: UnsafeMutablePointer<leadline_estimate>!
) -> leadline_status {
  guard let handle = unsafe engine, let given = unsafe audience, let target = unsafe result else { return LEADLINE_ERROR_NULL }
  guard Int(bitPattern: target) % MemoryLayout<leadline_estimate>.alignment == 0 else { return LEADLINE_ERROR_MISALIGNED }
  do throws(Failure) {
    let persons = unsafe try LeadlineCore.audience(given, LeadlineCore.engine(handle).pointee)
    unsafe target.pointee = estimate(persons.count())
    return LEADLINE_OK
  } catch {
    return error.status
  }
}

@implementation @_cdecl("leadline_compare_audiences")
public func leadline_compare_audiences(
  _ engine: OpaquePointer!, _ first: UnsafePointer<leadline_audience>!, _ second: UnsafePointer<leadline_audience>!,
  _ result: UnsafeMutablePointer<leadline_overlap>!
) -> leadline_status {
  guard let handle = unsafe engine, let first = unsafe first, let second = unsafe second, let target = unsafe result else {
    return LEADLINE_ERROR_NULL
  }
  do throws(Failure) {
    let engine = unsafe LeadlineCore.engine(handle)
    let a = unsafe try audience(first, engine.pointee)
    let b = unsafe try audience(second, engine.pointee)
    guard let overlap = try? Overlap(a, b) else { throw unsafe engine.pointee.outOfMemory() }
    var told = leadline_overlap()
    told.either = estimate(overlap.union)
    told.both = estimate(overlap.intersection)
    told.only_first = estimate(overlap.onlyFirst)
    told.only_second = estimate(overlap.onlySecond)
    return unsafe writeResult(told, to: target)
  } catch {
    return error.status
  }
}
