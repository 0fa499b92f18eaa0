import CLeadline
import CPlatform

// Batches, writers, clearing and merging.

extension leadline_batch_result {
  /// The result of a batch, as C reads it.
  init(_ outcome: BatchOutcome) {
    self.init()
    accepted = outcome.accepted
    rejected = outcome.rejected
    duplicates = outcome.duplicates
    conflicts = outcome.conflicts
    first_row = UInt64(outcome.firstRow)
    first_reason = outcome.firstReason
    first_column = outcome.firstColumn
    let by = outcome.rejectedBy
    rejected_by = (by[0], by[1], by[2], by[3], by[4], by[5], by[6], by[7])
  }
}

/// The columns of a batch, or the status it is refused with.
private func columns(_ batch: leadline_batch, _ engine: borrowing Engine, _ facts: inout FactColumns) -> leadline_status {
  let rows = unsafe batch.rows
  guard isCount(rows, atMost: Int(LEADLINE_MAX_BATCH_ROWS)) else {
    return engine.failure(LEADLINE_ERROR_TOO_MANY, "a batch has at most 1048576 rows").status
  }
  let dimensions = unsafe batch.dimension_count
  guard isCount(dimensions, atMost: engine.dimensions.count) else {
    return engine.failure(LEADLINE_ERROR_ARGUMENT, "the batch has more dimensions than the engine").status
  }
  do throws(Failure) { unsafe try engine.check(reserved: UInt32(batch.reserved.0 | batch.reserved.1)) } catch { return error.status }
  if rows == 0 { return LEADLINE_OK }
  guard let time = unsafe batch.time else { return engine.failure(LEADLINE_ERROR_NULL, "the time column is NULL").status }
  let isMissing = unsafe batch.codes == nil
  if dimensions > 0 && isMissing { return engine.failure(LEADLINE_ERROR_NULL, "codes is NULL").status }
  var aligned = unsafe isAligned(time) && isAligned(batch.kind) && isAligned(batch.codes) && isAligned(batch.amount)
  aligned = unsafe aligned && isAligned(batch.count) && isAligned(batch.person) && isAligned(batch.account)
  aligned = unsafe aligned && isAligned(batch.id) && isAligned(batch.ref) && isAligned(batch.currency)
  if aligned {
    for d in 0..<dimensions where unsafe !engine.isAttribute(d) && !isAligned(batch.codes[d]) { aligned = false }
  }
  if !aligned { return engine.failure(LEADLINE_ERROR_MISALIGNED, "a column is not aligned for its type").status }
  facts.rows = rows
  unsafe facts.time = time
  unsafe facts.kind = batch.kind
  facts.oneKind = unsafe batch.one_kind
  unsafe facts.codes = batch.codes
  facts.dimensionCount = dimensions
  facts.attributes = engine.attributeMask
  unsafe facts.amount = batch.amount
  unsafe facts.count = batch.count
  unsafe facts.person = batch.person
  unsafe facts.account = batch.account
  unsafe facts.id = batch.id
  unsafe facts.ref = batch.ref
  unsafe facts.currency = batch.currency
  facts.oneCurrency = unsafe batch.one_currency
  return LEADLINE_OK
}

@implementation @_cdecl("leadline_record_batch")
public func leadline_record_batch(
  _ engine: OpaquePointer!, _ batch: UnsafePointer<leadline_batch>!, _ flags: UInt32,
  _ result: UnsafeMutablePointer<leadline_batch_result>!
) -> leadline_status {
  guard let handle = unsafe engine, let batch = unsafe batch else { return LEADLINE_ERROR_NULL }
  let engine = unsafe LeadlineCore.engine(handle)
  guard unsafe engine.pointee.mark.isOurs else { return LEADLINE_ERROR_FORKED }
  let writable = unsafe isWritable(result)
  if writable != LEADLINE_OK { return writable }
  var local = unsafe leadline_batch()
  let status = unsafe copyOptions(batch, into: &local)
  if status != LEADLINE_OK { return unsafe engine.pointee.failure(status, StatusText.text(status)).status }
  do throws(Failure) { unsafe try engine.pointee.check(flags: flags, known: UInt32(LEADLINE_SKIP_INVALID)) } catch { return error.status }
  var nothing: Int64 = 0
  return unsafe withUnsafePointer(to: &nothing) { nothing in
    var facts = unsafe FactColumns(time: nothing, rows: 0)
    let checked = unsafe columns(local, engine.pointee, &facts)
    if checked != LEADLINE_OK { return checked }
    var outcome = BatchOutcome()
    do throws(Failure) {
      unsafe try engine.pointee.record(facts, skip: flags & UInt32(LEADLINE_SKIP_INVALID) != 0, &outcome)
      if let result = unsafe result { _ = unsafe writeResult(leadline_batch_result(outcome), to: result) }
      return LEADLINE_OK
    } catch {
      // Not when memory ran out: then rows that are skipped may have been counted already.
      if outcome.firstReason == error.status, let result = unsafe result {
        _ = unsafe writeResult(leadline_batch_result(outcome), to: result)
      }
      return error.status
    }
  }
}

private func writer(_ handle: OpaquePointer) -> UnsafeMutablePointer<Writer> { unsafe UnsafeMutablePointer<Writer>(handle) }

@implementation @_cdecl("leadline_writer_open")
public func leadline_writer_open(
  _ engine: OpaquePointer!, _ options: UnsafePointer<leadline_writer_options>!, _ writer: UnsafeMutablePointer<OpaquePointer?>!
) -> leadline_status {
  guard let handle = unsafe engine, let writer = unsafe writer else { return LEADLINE_ERROR_NULL }
  guard unsafe isAligned(UnsafePointer(writer)) else { return LEADLINE_ERROR_MISALIGNED }
  let engine = unsafe LeadlineCore.engine(handle)
  guard unsafe engine.pointee.mark.isOurs else { return LEADLINE_ERROR_FORKED }
  var local = leadline_writer_options()
  if let options = unsafe options {
    let status = unsafe copyOptions(options, into: &local)
    if status != LEADLINE_OK { return unsafe engine.pointee.failure(status, StatusText.text(status)).status }
  }
  do throws(Failure) {
    unsafe try engine.pointee.check(flags: local.flags, known: UInt32(LEADLINE_SKIP_INVALID))
    unsafe try engine.pointee.check("capacity", Int128(local.capacity), to: Int128(LEADLINE_MAX_BATCH_ROWS))
    unsafe try engine.pointee.check("max_age_us", Int128(local.max_age_us))
  } catch { return error.status }
  do {
    let capacity = local.capacity == 0 ? 4096 : Int(local.capacity)
    let fresh = unsafe try Writer(
      engine, capacity: capacity, isSkipping: local.flags & UInt32(LEADLINE_SKIP_INVALID) != 0, maxAge: local.max_age_us)
    unsafe writer.pointee = try OpaquePointer(Handles.make(fresh, engine))
    return LEADLINE_OK
  } catch {
    return unsafe engine.pointee.outOfMemory().status
  }
}

/// Handles that live on an engine's heap and keep it from being closed.
enum Handles {
  static func make<Value: ~Copyable>(_ value: consuming Value, _ engine: UnsafeMutablePointer<Engine>) throws(OutOfMemory)
    -> UnsafeMutablePointer<Value>
  {
    guard let memory = unsafe engine.pointee.heap.allocate(MemoryLayout<Value>.size, alignment: 64) else { throw OutOfMemory() }
    let typed = unsafe memory.bindMemory(to: Value.self, capacity: 1)
    unsafe typed.initialize(to: value)
    unsafe engine.pointee.retainHandle()
    return unsafe typed
  }

  static func destroy<Value: ~Copyable>(_ value: UnsafeMutablePointer<Value>, _ engine: UnsafeMutablePointer<Engine>) {
    unsafe value.deinitialize(count: 1)
    unsafe engine.pointee.heap.deallocate(value, MemoryLayout<Value>.size, alignment: 64)
    unsafe engine.pointee.releaseHandle()
  }
}

extension Writer.Event {
  @inline(__always)
  init(_ event: UnsafePointer<leadline_event>) {
    unsafe self.init(
      time: event.pointee.time, amount: event.pointee.amount, count: event.pointee.count, person: event.pointee.person,
      account: event.pointee.account, id: event.pointee.id, ref: event.pointee.ref, kind: event.pointee.kind,
      currency: event.pointee.currency)
  }
}

@implementation @_cdecl("leadline_writer_record")
@_optimize(speed)
public func leadline_writer_record(_ writer: OpaquePointer!, _ event: UnsafePointer<leadline_event>!) -> leadline_status {
  guard let handle = unsafe writer, let event = unsafe event else { return LEADLINE_ERROR_NULL }
  if unsafe isAligned(event) && event.pointee.currency == 0 && isAligned(event.pointee.codes) {
    let isDone = unsafe LeadlineCore.writer(handle).pointee.recordPlain(
      Writer.Event(event), event.pointee.codes, Int(event.pointee.code_count))
    if isDone { return LEADLINE_OK }
  }
  return unsafe recordAny(handle, event)
}

/// The same for any event, with every check.
@_optimize(speed)
@inline(never)
private func recordAny(_ handle: OpaquePointer, _ event: UnsafePointer<leadline_event>) -> leadline_status {
  let writer = unsafe LeadlineCore.writer(handle)
  guard unsafe writer.pointee.engine.pointee.mark.isOurs else { return LEADLINE_ERROR_FORKED }
  guard unsafe isAligned(event) else { return LEADLINE_ERROR_MISALIGNED }
  let given = unsafe Int(event.pointee.code_count)
  let isBad = unsafe given > writer.pointee.engine.pointee.dimensions.count
  if isBad {
    return unsafe writer.pointee.engine.pointee.failure(
      LEADLINE_ERROR_ARGUMENT, "the event has more codes than there are dimensions"
    ).status
  }
  if given > 0 {
    guard let codes = unsafe event.pointee.codes else { return LEADLINE_ERROR_NULL }
    guard unsafe isAligned(codes) else { return LEADLINE_ERROR_MISALIGNED }
  }
  do {
    unsafe try writer.pointee.record(Writer.Event(event), event.pointee.codes, given)
    return LEADLINE_OK
  } catch {
    return error.status
  }
}

@implementation @_cdecl("leadline_writer_flush")
public func leadline_writer_flush(_ writer: OpaquePointer!, _ result: UnsafeMutablePointer<leadline_batch_result>!) -> leadline_status {
  guard let handle = unsafe writer else { return LEADLINE_ERROR_NULL }
  let writable = unsafe isWritable(result)
  if writable != LEADLINE_OK { return writable }
  let writer = unsafe LeadlineCore.writer(handle)
  var outcome = BatchOutcome()
  do {
    unsafe try writer.pointee.flush(&outcome)
    if let result = unsafe result { _ = unsafe writeResult(leadline_batch_result(outcome), to: result) }
    return LEADLINE_OK
  } catch {
    if outcome.firstReason == error.status, let result = unsafe result {
      _ = unsafe writeResult(leadline_batch_result(outcome), to: result)
    }
    return error.status
  }
}

@implementation @_cdecl("leadline_writer_read_result")
public func leadline_writer_read_result(
  _ writer: OpaquePointer!, _ result: UnsafeMutablePointer<leadline_batch_result>!
) -> leadline_status {
  guard let handle = unsafe writer, let result = unsafe result else { return LEADLINE_ERROR_NULL }
  let writer = unsafe LeadlineCore.writer(handle)
  guard unsafe writer.pointee.engine.pointee.mark.isOurs else { return LEADLINE_ERROR_FORKED }
  let writable = unsafe isWritable(result)
  if writable != LEADLINE_OK { return writable }
  _ = unsafe writeResult(leadline_batch_result(writer.pointee.total), to: result)
  return LEADLINE_OK
}

@implementation @_cdecl("leadline_writer_discard")
public func leadline_writer_discard(_ writer: OpaquePointer!) -> UInt64 {
  guard let handle = unsafe writer else { return 0 }
  let writer = unsafe LeadlineCore.writer(handle)
  let rows = unsafe writer.pointee.rows
  unsafe writer.pointee.discard()
  return UInt64(rows)
}

@implementation @_cdecl("leadline_writer_close")
public func leadline_writer_close(_ writer: OpaquePointer!) -> leadline_status {
  guard let handle = unsafe writer else { return LEADLINE_OK }
  let writer = unsafe LeadlineCore.writer(handle)
  let engine = unsafe writer.pointee.engine
  if unsafe engine.pointee.mark.isOurs {
    var outcome = BatchOutcome()
    do {
      unsafe try writer.pointee.flush(&outcome)
    } catch { return error.status }
  }
  unsafe Handles.destroy(writer, engine)
  return LEADLINE_OK
}

@implementation @_cdecl("leadline_clear")
public func leadline_clear(
  _ engine: OpaquePointer!, _ dimension: UInt32, _ names: UnsafePointer<UnsafePointer<CChar>?>!, _ sizes: UnsafePointer<Int>!,
  _ name_count: Int, _ from_us: Int64, _ to_us: Int64
) -> leadline_status {
  guard let handle = unsafe engine else { return LEADLINE_ERROR_NULL }
  let engine = unsafe LeadlineCore.engine(handle)
  guard unsafe engine.pointee.mark.isOurs else { return LEADLINE_ERROR_FORKED }
  let isDimension = unsafe Int(dimension) < engine.pointee.dimensions.count
  guard isDimension, unsafe !engine.pointee.isAttribute(Int(dimension)), from_us < to_us else {
    return unsafe engine.pointee.failure(LEADLINE_ERROR_ARGUMENT, "no dimension of facts has this number, or the range is empty").status
  }
  guard isCount(name_count, atMost: 1 << 31) else { return LEADLINE_ERROR_TOO_MANY }
  if name_count == 0 { return LEADLINE_OK }
  guard let names = unsafe names, let sizes = unsafe sizes else { return LEADLINE_ERROR_NULL }
  guard unsafe isAligned(names), unsafe isAligned(sizes) else { return LEADLINE_ERROR_MISALIGNED }
  unsafe engine.pointee.namesLock.lockToRead()
  defer { unsafe engine.pointee.namesLock.unlock() }
  let known = unsafe engine.pointee.namesBase.unsafelyUnwrapped + Int(dimension)
  var codes = unsafe Buffer<UInt8>(engine.pointee.heap)
  guard unsafe (try? codes.append(repeating: 0, count: known.pointee.count)) != nil else { return unsafe engine.pointee.outOfMemory().status }
  for i in 0..<name_count {
    guard unsafe isCount(sizes[i], atMost: Int(LEADLINE_MAX_NAME_BYTES)) else { return LEADLINE_ERROR_TOO_MANY }
    guard let text = unsafe bytes(names[i], sizes[i], atMost: Int(LEADLINE_MAX_NAME_BYTES)) else { return LEADLINE_ERROR_NULL }
    guard let code = unsafe known.pointee.find(text) else {
      let isBeyond = unsafe !known.pointee.keeps(text)
      if isBeyond { return unsafe engine.pointee.failure(LEADLINE_ERROR_NAME, "beyond the dimension's limit: ", text).status }
      continue
    }
    if unsafe code != Code.notSet && !known.pointee.isKept(code) {
      return unsafe engine.pointee.failure(LEADLINE_ERROR_NAME, "beyond the dimension's limit: ", text).status
    }
    codes[Int(code)] = 1
  }
  do {
    unsafe try engine.pointee.clear(dimension: Int(dimension), codes, from: from_us, to: to_us)
    return LEADLINE_OK
  } catch {
    return error.status
  }
}

@implementation @_cdecl("leadline_merge")
public func leadline_merge(_ target: OpaquePointer!, _ source: OpaquePointer!, _ flags: UInt32) -> leadline_status {
  guard let targetHandle = unsafe target, let sourceHandle = unsafe source else { return LEADLINE_ERROR_NULL }
  let target = unsafe engine(targetHandle)
  let source = unsafe engine(sourceHandle)
  guard unsafe target.pointee.mark.isOurs, unsafe source.pointee.mark.isOurs else { return LEADLINE_ERROR_FORKED }
  do throws(Failure) {
    if unsafe target == source { throw unsafe target.pointee.failure(LEADLINE_ERROR_ARGUMENT, "an engine cannot be merged into itself") }
    unsafe try target.pointee.check(flags: flags, known: UInt32(LEADLINE_MERGE_NO_OVERLAP))
    let isFirst = Int(bitPattern: target) < Int(bitPattern: source)
    unsafe try target.pointee.merge(source.pointee, hasNoOverlap: flags & UInt32(LEADLINE_MERGE_NO_OVERLAP) != 0, first: isFirst)
    return LEADLINE_OK
  } catch {
    return error.status
  }
}
