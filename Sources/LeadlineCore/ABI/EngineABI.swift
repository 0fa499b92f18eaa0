import CLeadline
import CPlatform
import Synchronization

// Opening and closing. Every function here checks what C gave and calls the core; the contract is leadline.h.

@implementation @_cdecl("leadline_version_number")
public func leadline_version_number() -> UInt32 {
  UInt32(LEADLINE_VERSION_MAJOR * 10000 + LEADLINE_VERSION_MINOR * 100 + LEADLINE_VERSION_PATCH)
}

/// A text of the program, with the NUL that StaticString has behind it.
private func cString(_ text: StaticString) -> UnsafePointer<CChar> {
  unsafe UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
}

@implementation @_cdecl("leadline_version_text")
public func leadline_version_text() -> UnsafePointer<CChar>! { unsafe cString("0.1.0") }

@implementation @_cdecl("leadline_status_text")
public func leadline_status_text(_ status: leadline_status) -> UnsafePointer<CChar>! { unsafe cString(StatusText.text(status)) }

@implementation @_cdecl("leadline_status_name")
public func leadline_status_name(_ status: leadline_status) -> UnsafePointer<CChar>! { unsafe cString(StatusText.name(status)) }

@implementation @_cdecl("leadline_state_name")
public func leadline_state_name(_ state: UInt32) -> UnsafePointer<CChar>! { unsafe cString(StatusText.state(state)) }

/// Writes a sentence in two parts, or one about a range, to a caller's buffer, cut and NUL-terminated.
private func explain(
  _ text: StaticString, _ name: Bytes, _ buffer: UnsafeMutablePointer<CChar>?, _ capacity: Int, _ range: FieldRange? = nil
) {
  guard let buffer = unsafe buffer, capacity != 0 else { return }
  // A size_t above Int.max arrives negative; it is room enough.
  let capacity = capacity < 0 ? Int.max : capacity
  var at = 0
  func put(_ byte: UInt8) {
    guard at < capacity - 1 else { return }
    unsafe buffer[at] = CChar(bitPattern: byte)
    at += 1
  }
  for part in 0..<2 {
    let bytes = part == 0 ? Bytes(text) : name
    for i in 0..<bytes.count { put(bytes[i]) }
  }
  range?.write(put)
  unsafe buffer[at] = 0
}

/// The memory that an engine or a table starts with: the state of its heap, its counter of bytes, and itself behind.
/// It comes from the allocator without being counted, because the counter is in it.
@safe
struct Root<Value: ~Copyable>: ~Copyable {
  private let memory: UnsafeMutableRawPointer
  let state: Heap.State

  private static var valueOffset: Int { 128 }
  private static var size: Int { valueOffset + MemoryLayout<Value>.size }

  /// Asks the allocator in `state` for the memory; nil when it has none.
  init?(_ state: Heap.State) {
    let memory: UnsafeMutableRawPointer?
    if let custom = unsafe state.allocate {
      unsafe memory = custom(state.context, Self.size, 64)
    } else {
      unsafe memory = platform_allocate(Self.size, 64)
    }
    guard let memory = unsafe memory else { return nil }
    unsafe memset(memory, 0, Self.size)
    unsafe self.memory = memory
    self.state = state
    let words = unsafe memory.bindMemory(to: Heap.State.self, capacity: 1)
    let counter = unsafe (memory + 64).bindMemory(to: Int.self, capacity: 1)
    unsafe words.initialize(to: Heap.State(context: state.context, allocate: state.allocate, deallocate: state.deallocate, used: counter))
  }

  var heap: Heap { unsafe Heap(memory.assumingMemoryBound(to: Heap.State.self)) }
  var value: UnsafeMutablePointer<Value> { unsafe (memory + Self.valueOffset).assumingMemoryBound(to: Value.self) }

  /// Gives the memory back, without a value in it.
  consuming func release() { unsafe Self.release(memory, state) }

  private static func release(_ memory: UnsafeMutableRawPointer, _ state: Heap.State) {
    if let custom = unsafe state.deallocate {
      unsafe custom(state.context, memory, size, 64)
    } else {
      unsafe free(memory)
    }
  }

  /// Destroys the value that a handle points to, then its memory.
  static func destroy(_ value: UnsafeMutablePointer<Value>) {
    unsafe value.deinitialize(count: 1)
    let memory = unsafe UnsafeMutableRawPointer(value) - valueOffset
    let state = unsafe memory.assumingMemoryBound(to: Heap.State.self).pointee
    unsafe release(memory, state)
  }

  /// The heap's state behind a handle's value.
  static func state(behind value: UnsafeMutablePointer<Value>) -> Heap.State {
    unsafe (UnsafeMutableRawPointer(value) - valueOffset).assumingMemoryBound(to: Heap.State.self).pointee
  }
}

@implementation @_cdecl("leadline_open")
public func leadline_open(
  _ options: UnsafePointer<leadline_options>!, _ engine: UnsafeMutablePointer<OpaquePointer?>!, _ error: UnsafeMutablePointer<CChar>!,
  _ error_size: Int
) -> leadline_status {
  guard let result = unsafe engine else {
    unsafe explain("engine is NULL", Bytes(""), error, error_size)
    return LEADLINE_ERROR_NULL
  }
  guard unsafe isAligned(UnsafePointer(result)) else { return LEADLINE_ERROR_MISALIGNED }
  var local = unsafe leadline_options()
  if let options = unsafe options {
    let status = unsafe copyOptions(options, into: &local)
    if status != LEADLINE_OK {
      unsafe explain(StatusText.text(status), Bytes(""), error, error_size)
      return status
    }
  }
  var allocator = unsafe leadline_allocator()
  if let given = unsafe local.allocator {
    let status = unsafe copyOptions(given, into: &allocator)
    if status != LEADLINE_OK {
      unsafe explain("the struct_size of the allocator is wrong", Bytes(""), error, error_size)
      return status
    }
    let isHalf = unsafe allocator.allocate == nil || allocator.deallocate == nil
    if isHalf {
      unsafe explain("the allocator lacks a function", Bytes(""), error, error_size)
      return LEADLINE_ERROR_NULL
    }
  }
  var unused = 0
  let state = unsafe withUnsafeMutablePointer(to: &unused) { unused in
    unsafe Heap.State(context: allocator.context, allocate: allocator.allocate, deallocate: allocator.deallocate, used: unused)
  }
  guard let root = Root<Engine>(state) else {
    unsafe explain("out of memory", Bytes(""), error, error_size)
    return LEADLINE_ERROR_MEMORY
  }
  let opened: leadline_status
  do {
    let built = try unsafe Opening(root.heap, local).finish()
    unsafe root.value.initialize(to: built)
    unsafe result.pointee = OpaquePointer(root.value)
    return LEADLINE_OK
  } catch let failure {
    // The name is the caller's text.
    unsafe explain(failure.text, failure.name, error, error_size, failure.range)
    opened = failure.status
  }
  root.release()
  return opened
}

@implementation @_cdecl("leadline_close")
public func leadline_close(_ engine: OpaquePointer!) -> leadline_status {
  guard let handle = unsafe engine else { return LEADLINE_OK }
  let engine = unsafe LeadlineCore.engine(handle)
  let isInUse = unsafe engine.pointee.mark.isOurs && engine.pointee.handles.load(ordering: .acquiring) > 0
  if isInUse {
    return unsafe engine.pointee.failure(LEADLINE_ERROR_IN_USE, "writers, CSV readers, point readers or attributions are still open").status
  }
  // In a forked child another thread of the parent may have been in the middle of a change: then the copy is left alone.
  let isWhole = unsafe engine.pointee.mark.isOurs || engine.pointee.isQuiet
  if isWhole { unsafe Root<Engine>.destroy(engine) }
  return LEADLINE_OK
}

@implementation @_cdecl("leadline_engine_error")
public func leadline_engine_error(_ engine: OpaquePointer!, _ buffer: UnsafeMutablePointer<CChar>!, _ capacity: Int) -> Int {
  guard let handle = unsafe engine, let buffer = unsafe buffer else { return 0 }
  let engine = unsafe LeadlineCore.engine(handle)
  // In a forked child another thread of the parent may have held the lock.
  guard unsafe engine.pointee.mark.isOurs else { return 0 }
  // A size_t above Int.max arrives negative; it is room enough.
  return unsafe engine.pointee.error.read(buffer, capacity < 0 ? Int.max : capacity)
}

@implementation @_cdecl("leadline_engine_read_info")
public func leadline_engine_read_info(_ engine: OpaquePointer!, _ info: UnsafeMutablePointer<leadline_engine_info>!) -> leadline_status {
  guard let handle = unsafe engine, let info = unsafe info else { return LEADLINE_ERROR_NULL }
  let engine = unsafe LeadlineCore.engine(handle)
  guard unsafe engine.pointee.mark.isOurs else { return LEADLINE_ERROR_FORKED }
  var result = leadline_engine_info()
  unsafe engine.pointee.journeyLock.lock()
  unsafe engine.pointee.lockShards()
  for s in unsafe 0..<engine.pointee.shards.count {
    let counters = unsafe engine.pointee.shards[s].counters.value
    let store = unsafe engine.pointee.shards[s].store.pointer
    result.facts += counters.facts
    result.duplicates += counters.duplicates
    result.conflicts += counters.conflicts
    unsafe result.cell_memory += UInt64(store.pointee.cellBytes)
    unsafe result.cells += UInt64(store.pointee.cellCount)
    unsafe result.journey_memory += UInt64(engine.pointee.shards[s].log.value.bytes)
  }
  unsafe engine.pointee.idLock.lock()
  let ids = unsafe engine.pointee.ids.pointer
  unsafe result.ids = UInt64(ids.pointee.count)
  unsafe result.ids_dropped = ids.pointee.dropped
  unsafe result.refs = UInt64(ids.pointee.refs.count)
  unsafe result.id_memory = UInt64(ids.pointee.bytes)
  unsafe engine.pointee.idLock.unlock()
  unsafe result.greatest_time = engine.pointee.greatestTime
  unsafe result.attribute_conflicts = engine.pointee.attributeConflicts.value
  unsafe result.journey_facts = UInt64(engine.pointee.journeyCount.load(ordering: .relaxed))
  unsafe result.journey_dropped = UInt64(engine.pointee.journeys.value.dropped)
  unsafe result.journey_memory += UInt64(engine.pointee.journeys.value.bytes)
  let journeys = unsafe engine.pointee.journeys.pointer
  unsafe journeys.pointee.links.settle()
  unsafe result.links = UInt64(journeys.pointee.links.persons.count + journeys.pointee.links.accounts.count)
  unsafe result.link_conflicts = UInt64(journeys.pointee.links.persons.conflicts + journeys.pointee.links.accounts.conflicts)
  unsafe engine.pointee.unlockShards()
  unsafe engine.pointee.journeyLock.unlock()
  unsafe result.memory = UInt64(engine.pointee.heap.used)
  unsafe result.money_scale = UInt32(engine.pointee.moneyScale)
  unsafe result.dimension_count = UInt32(engine.pointee.dimensions.count)
  return unsafe writeResult(result, to: info)
}
