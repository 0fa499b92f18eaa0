import CLeadline
import CPlatform

// Targets, the first indicator, health and benchmarks.

/// The engine of a call that may go on, or the status that it ends with.
private func open(_ handle: OpaquePointer?, _ isGiven: Bool) -> (engine: UnsafeMutablePointer<Engine>?, status: leadline_status) {
  guard let handle = unsafe handle, isGiven else { return (nil, LEADLINE_ERROR_NULL) }
  let engine = unsafe LeadlineCore.engine(handle)
  guard unsafe engine.pointee.mark.isOurs else { return (nil, LEADLINE_ERROR_FORKED) }
  return unsafe (engine, LEADLINE_OK)
}

/// Does what may fail, as C is told of it.
private func attempt(_ body: () throws(Failure) -> Void) -> leadline_status {
  do {
    try body()
    return LEADLINE_OK
  } catch {
    return error.status
  }
}

// MARK: Targets

/// Reads a target and hands on what it is of.
private func withTarget(
  _ handle: OpaquePointer?, _ target: UnsafePointer<leadline_target>?,
  _ body: (UnsafeMutablePointer<Engine>, leadline_target, Engine.TargetKey) throws(Failure) -> Void
) -> leadline_status {
  let (found, status) = unsafe open(handle, target != nil)
  guard let engine = unsafe found, let target = unsafe target else { return status }
  return attempt { () throws(Failure) in
    var local = unsafe leadline_target()
    let status = unsafe copyOptions(target, into: &local)
    if status != LEADLINE_OK { throw unsafe engine.pointee.failure(status, StatusText.text(status)) }
    guard let indicator = unsafe local.indicator else {
      throw unsafe engine.pointee.failure(LEADLINE_ERROR_NULL, "a target has an indicator")
    }
    unsafe try engine.pointee.check(flags: local.flags, known: UInt32(LEADLINE_TARGET_FROM | LEADLINE_TARGET_TO))
    unsafe try engine.pointee.check(reserved: local.reserved)
    if unsafe local.from_us != 0 && local.from_us != .min && local.flags & UInt32(LEADLINE_TARGET_FROM) == 0 {
      throw unsafe engine.pointee.failure(LEADLINE_ERROR_ARGUMENT, "from_us is given without LEADLINE_TARGET_FROM")
    }
    if unsafe local.to_us != 0 && local.to_us != .max && local.flags & UInt32(LEADLINE_TARGET_TO) == 0 {
      throw unsafe engine.pointee.failure(LEADLINE_ERROR_ARGUMENT, "to_us is given without LEADLINE_TARGET_TO")
    }
    let isNamed = unsafe local.dimension == nil && local.name != nil && local.name[0] != 0
    if isNamed { throw unsafe engine.pointee.failure(LEADLINE_ERROR_ARGUMENT, "a target has a name and no dimension") }
    let key = unsafe Engine.TargetKey(
      indicator: Bytes(c: indicator), dimension: local.dimension.map { unsafe Bytes(c: $0) }, name: text(local.name),
      from: local.flags & UInt32(LEADLINE_TARGET_FROM) != 0 ? local.from_us : Int64.min,
      to: local.flags & UInt32(LEADLINE_TARGET_TO) != 0 ? local.to_us : Int64.max)
    unsafe try body(engine, local, key)
  }
}

@implementation @_cdecl("leadline_set_target")
public func leadline_set_target(_ engine: OpaquePointer!, _ target: UnsafePointer<leadline_target>!) -> leadline_status {
  unsafe withTarget(engine, target) { (engine, target, key) throws(Failure) in
    if let value = unsafe target.value {
      unsafe try engine.pointee.set(target: key, Bytes(c: value), .undefined(ValueState.noData))
    } else {
      let value = unsafe Value.ratio(Int128(target.numerator), Int128(target.denominator))
      unsafe try engine.pointee.set(target: key, nil, value)
    }
  }
}

@implementation @_cdecl("leadline_remove_target")
public func leadline_remove_target(_ engine: OpaquePointer!, _ target: UnsafePointer<leadline_target>!) -> leadline_status {
  unsafe withTarget(engine, target) { (engine, _, key) throws(Failure) in unsafe try engine.pointee.remove(target: key) }
}

@implementation @_cdecl("leadline_target_count")
public func leadline_target_count(_ engine: OpaquePointer!) -> Int {
  guard let engine = unsafe open(engine, true).engine else { return 0 }
  unsafe engine.pointee.namesLock.lockToRead()
  defer { unsafe engine.pointee.namesLock.unlock() }
  return unsafe engine.pointee.registry.pointer.pointee.steering.targets.count
}

@implementation @_cdecl("leadline_target_at")
public func leadline_target_at(
  _ engine: OpaquePointer!, _ index: Int, _ info: UnsafeMutablePointer<leadline_target_info>!
) -> leadline_status {
  let (found, status) = unsafe open(engine, info != nil)
  guard let engine = unsafe found, let info = unsafe info else { return status }
  return attempt { () throws(Failure) in
    let writable = unsafe isWritable(info)
    if writable != LEADLINE_OK { throw Failure(status: writable) }
    unsafe engine.pointee.namesLock.lockToRead()
    defer { unsafe engine.pointee.namesLock.unlock() }
    let registry = unsafe engine.pointee.registry.pointer
    guard unsafe isCount(index, atMost: registry.pointee.steering.targets.count - 1) else {
      throw unsafe engine.pointee.failure(LEADLINE_ERROR_ARGUMENT, "there are not so many targets")
    }
    let target = unsafe registry.pointee.steering.targets.base.unsafelyUnwrapped + index
    let id = unsafe registry.pointee.rows[target.pointee.row].id
    let unit: Dimensionality
    do throws(ExpressionError) {
      unit = unsafe try Program.dimensionality(
        of: id, kinds: engine.pointee.kinds.pointer.pointee, registry: registry.pointee, engine.pointee.heap)
    } catch {
      // Its formula was checked, but what it asks for may have been taken away since, like thresholds of health.
      throw unsafe engine.pointee.failure(error, id)
    }
    var result = unsafe leadline_target_info()
    unsafe result.indicator = c(id)
    if unsafe target.pointee.dimension >= 0 { unsafe result.dimension = c(engine.pointee.dimensions[target.pointee.dimension].text) }
    unsafe result.name = c(target.pointee.name.text)
    let down = unsafe unit.scales == 1 ? 0 : -unit.scales * engine.pointee.moneyScale
    unsafe result.value = value(Program.shifted(target.pointee.value, by: down), unit.unit)
    unsafe result.from_us = target.pointee.from
    unsafe result.to_us = target.pointee.to
    _ = unsafe writeResult(result, to: info)
  }
}

private func value(_ value: Value, _ unit: UInt32) -> leadline_value {
  leadline_value(
    numerator: leadline_int128(value.numerator), denominator: leadline_int128(value.denominator), state: UInt32(value.state),
    unit: unit)
}

// MARK: The first indicator

@implementation @_cdecl("leadline_set_primary_kpi")
public func leadline_set_primary_kpi(_ engine: OpaquePointer!, _ indicator: UnsafePointer<CChar>!, _ from_us: Int64) -> leadline_status {
  let (found, status) = unsafe open(engine, true)
  guard let engine = unsafe found else { return status }
  return attempt { () throws(Failure) in
    let name = unsafe indicator.map { unsafe Bytes(c: $0) }
    unsafe try engine.pointee.set(first: name, from: from_us)
  }
}

@implementation @_cdecl("leadline_primary_kpi")
public func leadline_primary_kpi(
  _ engine: OpaquePointer!, _ time_us: Int64, _ indicator: UnsafeMutablePointer<UnsafePointer<CChar>?>!,
  _ from_us: UnsafeMutablePointer<Int64>!
) -> leadline_status {
  let (found, status) = unsafe open(engine, true)
  guard let engine = unsafe found else { return status }
  guard unsafe isAligned(UnsafePointer(indicator)), unsafe isAligned(UnsafePointer(from_us)) else { return LEADLINE_ERROR_MISALIGNED }
  unsafe engine.pointee.namesLock.lockToRead()
  defer { unsafe engine.pointee.namesLock.unlock() }
  let registry = unsafe engine.pointee.registry.pointer
  guard let first = unsafe registry.pointee.steering.first(at: time_us) else {
    return unsafe engine.pointee.failure(LEADLINE_ERROR_NAME, "no primary indicator is set for that time").status
  }
  if let indicator = unsafe indicator { unsafe indicator.pointee = c(registry.pointee.rows[first.row].id) }
  if let from = unsafe from_us { unsafe from.pointee = first.from }
  return LEADLINE_OK
}

// MARK: Health

@implementation @_cdecl("leadline_set_health")
public func leadline_set_health(_ engine: OpaquePointer!, _ health: UnsafePointer<leadline_health>!) -> leadline_status {
  let (found, status) = unsafe open(engine, health != nil)
  guard let engine = unsafe found, let health = unsafe health else { return status }
  return attempt { () throws(Failure) in
    var local = unsafe leadline_health()
    let status = unsafe copyOptions(health, into: &local)
    if status != LEADLINE_OK { throw unsafe engine.pointee.failure(status, StatusText.text(status)) }
    guard let indicator = unsafe local.indicator else {
      throw unsafe engine.pointee.failure(LEADLINE_ERROR_NULL, "health is that of an indicator")
    }
    if unsafe local.green == nil && local.yellow == nil {
      unsafe try engine.pointee.remove(health: Bytes(c: indicator))
      return
    }
    guard let green = unsafe local.green, let yellow = unsafe local.yellow else {
      throw unsafe engine.pointee.failure(LEADLINE_ERROR_NULL, "health has a threshold of green and one of yellow")
    }
    unsafe try engine.pointee.set(health: Bytes(c: indicator), Bytes(c: green), Bytes(c: yellow))
  }
}

// MARK: Benchmarks

@implementation @_cdecl("leadline_benchmark_count")
public func leadline_benchmark_count() -> Int { Catalogue.benchmarkCount }

@implementation @_cdecl("leadline_benchmark_at")
public func leadline_benchmark_at(_ index: Int, _ benchmark: UnsafeMutablePointer<leadline_benchmark>!) -> leadline_status {
  guard let target = unsafe benchmark else { return LEADLINE_ERROR_NULL }
  guard let found = Catalogue.benchmark(index) else { return LEADLINE_ERROR_ARGUMENT }
  var result = unsafe leadline_benchmark()
  unsafe result.subject = c(Bytes(found.subject))
  unsafe result.text = c(Bytes(found.text))
  unsafe result.sort = c(Bytes(found.sort))
  unsafe result.unit_text = c(Bytes(found.unit))
  unsafe result.low = end(found.low)
  unsafe result.high = end(found.high)
  return unsafe writeResult(result, to: target)
}

private func end(_ given: (numerator: Int128, denominator: Int128)?) -> leadline_value {
  guard let given else { return value(.undefined(ValueState.noData), UInt32(LEADLINE_UNIT_NONE)) }
  return value(.ratio(given.numerator, given.denominator), UInt32(LEADLINE_UNIT_NONE))
}
