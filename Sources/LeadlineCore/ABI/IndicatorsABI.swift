import CLeadline
import CPlatform

// The catalogue, and the host's own indicators.

@implementation @_cdecl("leadline_indicator_count")
public func leadline_indicator_count(_ engine: OpaquePointer!) -> Int {
  guard let handle = unsafe engine else { return 0 }
  let engine = unsafe LeadlineCore.engine(handle)
  guard unsafe engine.pointee.mark.isOurs else { return 0 }
  unsafe engine.pointee.namesLock.lockToRead()
  defer { unsafe engine.pointee.namesLock.unlock() }
  return unsafe engine.pointee.registry.pointer.pointee.rows.count
}

@implementation @_cdecl("leadline_indicator_at")
public func leadline_indicator_at(
  _ engine: OpaquePointer!, _ index: Int, _ info: UnsafeMutablePointer<leadline_indicator_info>!
) -> leadline_status {
  guard let handle = unsafe engine, let info = unsafe info else { return LEADLINE_ERROR_NULL }
  let engine = unsafe LeadlineCore.engine(handle)
  guard unsafe engine.pointee.mark.isOurs else { return LEADLINE_ERROR_FORKED }
  return unsafe write(engine, info) { registry in index >= 0 && index < registry.rows.count ? index : nil }
    ?? engine.pointee.failure(LEADLINE_ERROR_ARGUMENT, "there are not so many indicators").status
}

@implementation @_cdecl("leadline_indicator_find")
public func leadline_indicator_find(
  _ engine: OpaquePointer!, _ name: UnsafePointer<CChar>!, _ info: UnsafeMutablePointer<leadline_indicator_info>!
) -> leadline_status {
  guard let handle = unsafe engine, let name = unsafe name, let info = unsafe info else { return LEADLINE_ERROR_NULL }
  let engine = unsafe LeadlineCore.engine(handle)
  guard unsafe engine.pointee.mark.isOurs else { return LEADLINE_ERROR_FORKED }
  return unsafe write(engine, info) { registry in unsafe registry.find(Bytes(c: name)) }
    ?? engine.pointee.failure(LEADLINE_ERROR_NAME, "no measure, indicator or kind is called '", Bytes(c: name), "'").status
}

/// Writes what there is to say of a row; nil where there is no such row.
private func write(
  _ engine: UnsafeMutablePointer<Engine>, _ info: UnsafeMutablePointer<leadline_indicator_info>,
  _ choose: (borrowing Registry) -> Int?
) -> leadline_status? {
  let writable = unsafe isWritable(info)
  if writable != LEADLINE_OK { return writable }
  unsafe engine.pointee.namesLock.lockToRead()
  defer { unsafe engine.pointee.namesLock.unlock() }
  let registry = unsafe engine.pointee.registry.pointer
  guard let index = unsafe choose(registry.pointee) else { return nil }
  let row = unsafe registry.pointee.rows[index]
  var result = unsafe leadline_indicator_info()
  unsafe result.id = c(row.id)
  unsafe result.aliases = c(row.aliases)
  unsafe result.formula = c(row.formula)
  unsafe result.unit_text = c(row.unitText)
  unsafe result.description = c(row.description)
  do throws(ExpressionError) {
    unsafe result.unit = try Program.dimensionality(
      of: row.id, kinds: engine.pointee.kinds.pointer.pointee, registry: registry.pointee, engine.pointee.heap
    ).unit
  } catch {
    // Its formula was checked, but what it asks for may have been taken away since, like thresholds of health.
    return unsafe engine.pointee.failure(error, row.id).status
  }
  unsafe result.direction = row.direction
  unsafe result.family = row.family
  unsafe result.flags = row.flags
  unsafe result.health_green = c(Bytes(""))
  unsafe result.health_yellow = c(Bytes(""))
  if let health = unsafe registry.pointee.steering.health(of: index) {
    unsafe result.health_green = c(registry.pointee.steering.healths[health].green.text)
    unsafe result.health_yellow = c(registry.pointee.steering.healths[health].yellow.text)
  }
  unsafe result.benchmark = c(Bytes(Catalogue.benchmark(of: row.id)))
  unsafe result.function = c(row.function)
  unsafe result.target_count = registry.pointee.steering.targetCount(of: index)
  return unsafe writeResult(result, to: info)
}

/// A text with a NUL behind it, as C reads it.
func c(_ text: Bytes) -> UnsafePointer<CChar> {
  unsafe UnsafeRawPointer(text.start).assumingMemoryBound(to: CChar.self)
}

@implementation @_cdecl("leadline_define")
public func leadline_define(
  _ engine: OpaquePointer!, _ definition: UnsafePointer<leadline_definition>!, _ position: UnsafeMutablePointer<Int>!
) -> leadline_status {
  guard let handle = unsafe engine, let definition = unsafe definition else { return LEADLINE_ERROR_NULL }
  let engine = unsafe LeadlineCore.engine(handle)
  guard unsafe engine.pointee.mark.isOurs else { return LEADLINE_ERROR_FORKED }
  guard unsafe isAligned(UnsafePointer(position)) else { return LEADLINE_ERROR_MISALIGNED }
  var local = unsafe leadline_definition()
  let status = unsafe copyOptions(definition, into: &local)
  if status != LEADLINE_OK { return unsafe engine.pointee.failure(status, StatusText.text(status)).status }
  guard let name = unsafe local.name, let formula = unsafe local.formula else {
    return unsafe engine.pointee.failure(LEADLINE_ERROR_NULL, "a definition has a name and a formula").status
  }
  do throws(Failure) {
    unsafe try engine.pointee.check("direction", Int128(local.direction), to: 2)
    unsafe try engine.pointee.check("family", Int128(local.family), to: 4)
    unsafe try engine.pointee.check("vanity", Int128(local.vanity), to: 1)
    unsafe try engine.pointee.check(reserved: local.reserved)
  } catch { return error.status }
  var row = unsafe Registry.Row(
    id: Bytes(c: name), aliases: Bytes(""), formula: Bytes(c: formula), unitText: text(local.unit_text),
    description: text(local.description))
  row.direction = unsafe local.direction
  row.family = unsafe local.family == 0 ? UInt32(LEADLINE_FAMILY_BUSINESS) : local.family
  row.flags = unsafe Registry.Flag.custom | (local.vanity != 0 ? Registry.Flag.vanity : 0)
  do {
    var fault: Int?
    defer { if let position = unsafe position, let fault { unsafe position.pointee = fault } }
    unsafe try engine.pointee.define(row, &fault)
    return LEADLINE_OK
  } catch {
    return error.status
  }
}

/// A text of C's, empty for NULL.
func text(_ text: UnsafePointer<CChar>?) -> Bytes {
  guard let text = unsafe text else { return Bytes("") }
  return unsafe Bytes(c: text)
}
