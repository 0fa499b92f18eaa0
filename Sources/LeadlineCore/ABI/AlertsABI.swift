import CLeadline
import CPlatform

// Rules, and which rows breach them.

@implementation @_cdecl("leadline_define_alert")
public func leadline_define_alert(
  _ engine: OpaquePointer!, _ alert: UnsafePointer<leadline_alert>!, _ position: UnsafeMutablePointer<Int>!
) -> leadline_status {
  guard let handle = unsafe engine, let alert = unsafe alert else { return LEADLINE_ERROR_NULL }
  let engine = unsafe LeadlineCore.engine(handle)
  guard unsafe engine.pointee.mark.isOurs else { return LEADLINE_ERROR_FORKED }
  guard unsafe isAligned(UnsafePointer(position)) else { return LEADLINE_ERROR_MISALIGNED }
  var local = unsafe leadline_alert()
  let status = unsafe copyOptions(alert, into: &local)
  if status != LEADLINE_OK { return unsafe engine.pointee.failure(status, StatusText.text(status)).status }
  guard let name = unsafe local.name, let condition = unsafe local.condition else {
    return unsafe engine.pointee.failure(LEADLINE_ERROR_NULL, "a rule has a name and a condition").status
  }
  do {
    var fault: Int?
    defer { if let position = unsafe position, let fault { unsafe position.pointee = fault } }
    unsafe try engine.pointee.set(rule: Bytes(c: name), Bytes(c: condition), text(local.description), &fault)
    return LEADLINE_OK
  } catch {
    return error.status
  }
}

@implementation @_cdecl("leadline_remove_alert")
public func leadline_remove_alert(_ engine: OpaquePointer!, _ name: UnsafePointer<CChar>!) -> leadline_status {
  guard let handle = unsafe engine, let name = unsafe name else { return LEADLINE_ERROR_NULL }
  let engine = unsafe LeadlineCore.engine(handle)
  guard unsafe engine.pointee.mark.isOurs else { return LEADLINE_ERROR_FORKED }
  do {
    unsafe try engine.pointee.remove(rule: Bytes(c: name))
    return LEADLINE_OK
  } catch {
    return error.status
  }
}

@implementation @_cdecl("leadline_alert_count")
public func leadline_alert_count(_ engine: OpaquePointer!) -> Int {
  guard let handle = unsafe engine else { return 0 }
  let engine = unsafe LeadlineCore.engine(handle)
  guard unsafe engine.pointee.mark.isOurs else { return 0 }
  unsafe engine.pointee.namesLock.lockToRead()
  defer { unsafe engine.pointee.namesLock.unlock() }
  return unsafe engine.pointee.registry.pointer.pointee.steering.rules.count
}

@implementation @_cdecl("leadline_alert_at")
public func leadline_alert_at(
  _ engine: OpaquePointer!, _ index: Int, _ alert: UnsafeMutablePointer<leadline_alert>!
) -> leadline_status {
  guard let handle = unsafe engine, let alert = unsafe alert else { return LEADLINE_ERROR_NULL }
  let engine = unsafe LeadlineCore.engine(handle)
  guard unsafe engine.pointee.mark.isOurs else { return LEADLINE_ERROR_FORKED }
  unsafe engine.pointee.namesLock.lockToRead()
  defer { unsafe engine.pointee.namesLock.unlock() }
  let registry = unsafe engine.pointee.registry.pointer
  guard unsafe isCount(index, atMost: registry.pointee.steering.rules.count - 1) else {
    return unsafe engine.pointee.failure(LEADLINE_ERROR_ARGUMENT, "there are not so many rules").status
  }
  var result = unsafe leadline_alert()
  unsafe result.name = c(registry.pointee.steering.rules[index].name.text)
  unsafe result.condition = c(registry.pointee.steering.rules[index].condition.text)
  unsafe result.description = c(registry.pointee.steering.rules[index].description.text)
  return unsafe writeResult(result, to: alert)
}

@implementation @_cdecl("leadline_alerts")
public func leadline_alerts(
  _ engine: OpaquePointer!, _ query: UnsafePointer<leadline_query_options>!, _ rules: UnsafePointer<UnsafePointer<CChar>?>!,
  _ rule_count: Int, _ table: UnsafeMutablePointer<OpaquePointer?>!
) -> leadline_status {
  let isMissing = unsafe rule_count > 0 && rules == nil
  guard let handle = unsafe engine, let query = unsafe query, let result = unsafe table, !isMissing else { return LEADLINE_ERROR_NULL }
  let engine = unsafe LeadlineCore.engine(handle)
  guard unsafe engine.pointee.mark.isOurs else { return LEADLINE_ERROR_FORKED }
  guard unsafe isAligned(rules) else { return LEADLINE_ERROR_MISALIGNED }
  return unsafe answer(engine, query, alerts: (rules, rule_count), into: result)
}

/// Reads the rules of a query for alerts into a plan.
func readRules(
  _ rules: UnsafePointer<UnsafePointer<CChar>?>?, _ count: Int, _ options: leadline_query_options,
  _ engine: borrowing Engine, _ plan: inout QueryPlan
) throws(Failure) {
  let isOdd = unsafe options.column_count != 0 || options.flags & UInt32(LEADLINE_QUERY_TOTALS) != 0
  if isOdd { throw engine.failure(LEADLINE_ERROR_ARGUMENT, "a query for alerts has no columns and no totals") }
  guard isCount(count, atMost: Steering.mostRules) else {
    throw engine.failure(LEADLINE_ERROR_TOO_MANY, "more rules than there may be")
  }
  plan.isForAlerts = true
  engine.namesLock.lockToRead()
  defer { engine.namesLock.unlock() }
  let all = unsafe rules == nil ? engine.registry.pointer.pointee.steering.rules.count : 0
  for i in 0..<all + count {
    var name: Bytes?
    if let rules = unsafe rules {
      guard let text = unsafe rules[i] else { throw engine.failure(LEADLINE_ERROR_NULL, "a rule's name is NULL") }
      name = unsafe Bytes(c: text)
    }
    try engine.add(rule: i, named: name, to: &plan)
  }
}
