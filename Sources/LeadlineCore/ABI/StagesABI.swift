import CLeadline
import CPlatform

// Lists of stages.

/// Copies steps with all they point to into one block of memory. Measures first, with `base` nil, then writes.
@safe
private struct StageLayout {
  let base: UnsafeMutableRawPointer?
  private(set) var used = 0

  init(_ base: UnsafeMutableRawPointer?) { unsafe self.base = base }

  /// Room for so many values, aligned.
  mutating func room<T>(_ count: Int, of type: T.Type) -> UnsafeMutablePointer<T>? {
    used = (used + 15) & ~15
    let start = used
    used += count * MemoryLayout<T>.stride
    guard let base = unsafe base else { return nil }
    return unsafe (base + start).bindMemory(to: T.self, capacity: count)
  }

  mutating func text(_ text: UnsafePointer<CChar>?) -> UnsafePointer<CChar>? {
    guard let text = unsafe text else { return nil }
    let size = unsafe Int(strlen(text)) + 1
    let start = used
    used += size
    guard let base = unsafe base else { return nil }
    unsafe _ = memcpy(base + start, text, size)
    return unsafe UnsafePointer((base + start).assumingMemoryBound(to: CChar.self))
  }

  mutating func steps(_ source: StepSource, _ engine: borrowing Engine) throws(Failure) -> UnsafeMutablePointer<leadline_step>? {
    let room = unsafe room(source.count, of: leadline_step.self)
    for i in 0..<source.count {
      var step = unsafe try source.step(i, engine)
      unsafe step.name = text(step.name)
      unsafe step.kinds = text(step.kinds)
      unsafe step.filters = try filters(step.filters, step.filter_count, engine)
      if let room = unsafe room { unsafe room[i] = step }
    }
    return unsafe room
  }

  private mutating func filters(
    _ source: UnsafePointer<leadline_filter>?, _ count: Int, _ engine: borrowing Engine
  ) throws(Failure) -> UnsafePointer<leadline_filter>? {
    guard count > 0, let source = unsafe source else { return nil }
    let room = unsafe room(count, of: leadline_filter.self)
    for i in 0..<count {
      var filter = unsafe leadline_filter()
      unsafe try JourneyReader.element(source, i, into: &filter, engine)
      unsafe filter.struct_size = MemoryLayout<leadline_filter>.size
      unsafe filter.dimension = text(filter.dimension)
      let names = unsafe self.room(filter.name_count, of: UnsafePointer<CChar>?.self)
      for n in unsafe 0..<filter.name_count {
        let name = unsafe text(QueryReader.text(filter.names, n))
        if let names = unsafe names { unsafe names[n] = name }
      }
      unsafe filter.names = UnsafePointer(names)
      if let room = unsafe room { unsafe room[i] = filter }
    }
    return unsafe UnsafePointer(room)
  }
}

enum StageReader {
  /// A list with nothing wrong in it; the lock on names is held.
  static func list(
    _ name: UnsafePointer<CChar>, _ steps: UnsafePointer<leadline_step>?, _ count: Int, _ boundary: Int, _ engine: borrowing Engine
  ) throws(Failure) -> StageList {
    let source = unsafe try StepSource(steps, count, stages: nil, flags: 0, engine)
    guard isCount(boundary, atMost: count) else { throw engine.failure(LEADLINE_ERROR_ARGUMENT, "the boundary lies beyond the steps") }
    try check(source, engine)
    var measured = unsafe StageLayout(nil)
    unsafe _ = measured.text(name)
    unsafe _ = try measured.steps(source, engine)
    var memory = Buffer<UInt8>(engine.heap)
    guard (try? memory.append(repeating: 0, count: measured.used)) != nil else { throw engine.outOfMemory() }
    var layout = unsafe StageLayout(UnsafeMutableRawPointer(memory.base.unsafelyUnwrapped))
    let own = unsafe Bytes(c: layout.text(name).unsafelyUnwrapped)
    let kept = unsafe UnsafeRawPointer(try layout.steps(source, engine).unsafelyUnwrapped)
    return unsafe StageList(memory: memory, name: own, steps: kept, count: count, boundary: boundary)
  }

  /// Whether kinds and dimensions are known, whether journeys keep them or not.
  private static func check(_ source: StepSource, _ engine: borrowing Engine) throws(Failure) {
    for i in 0..<source.count { try engine.within("step", i + 1) { () throws(Failure) in unsafe try check(try source.step(i, engine), engine) } }
  }

  private static func check(_ step: leadline_step, _ engine: borrowing Engine) throws(Failure) {
    guard let kinds = unsafe step.kinds else { throw engine.failure(LEADLINE_ERROR_NULL, "kinds is NULL") }
    try engine.checkKinds(unsafe Bytes(c: kinds))
    unsafe try engine.check(flags: step.flags, known: LEADLINE_STANDING)
    unsafe try engine.check(reserved: step.reserved)
    guard unsafe isCount(step.filter_count, atMost: 1024) else { throw engine.failure(LEADLINE_ERROR_TOO_MANY, "more than 1024 filters") }
    for f in unsafe 0..<step.filter_count {
      guard let filters = unsafe step.filters else { throw engine.failure(LEADLINE_ERROR_NULL, "filters is NULL") }
      try engine.within("filter", f + 1) { () throws(Failure) in
        var filter = unsafe leadline_filter()
        unsafe try JourneyReader.element(filters, f, into: &filter, engine)
        let dimension = unsafe try QueryReader.dimension(filter.dimension, engine)
        unsafe _ = try QueryReader.marks(filter, dimension, engine)
      }
    }
  }
}

@implementation @_cdecl("leadline_stage_list_count")
public func leadline_stage_list_count(_ engine: OpaquePointer!) -> Int {
  guard let handle = unsafe engine else { return StageCatalogue.count }
  let engine = unsafe LeadlineCore.engine(handle)
  guard unsafe engine.pointee.mark.isOurs else { return 0 }
  unsafe engine.pointee.namesLock.lockToRead()
  defer { unsafe engine.pointee.namesLock.unlock() }
  return unsafe StageCatalogue.count + engine.pointee.stageLists.value.count
}

/// Finds the list of an index and hands it to `ready` or `defined`.
private func readList(
  _ handle: OpaquePointer?, _ index: Int, ready: (Int) -> leadline_status, defined: (borrowing StageList) -> leadline_status
) -> leadline_status {
  guard index >= 0 else { return LEADLINE_ERROR_ARGUMENT }
  if let handle = unsafe handle {
    let engine = unsafe LeadlineCore.engine(handle)
    guard unsafe engine.pointee.mark.isOurs else { return LEADLINE_ERROR_FORKED }
    if index < StageCatalogue.count { return ready(index) }
    unsafe engine.pointee.namesLock.lockToRead()
    defer { unsafe engine.pointee.namesLock.unlock() }
    let lists = unsafe engine.pointee.stageLists.pointer
    let own = index - StageCatalogue.count
    guard unsafe own < lists.pointee.count else {
      return unsafe engine.pointee.failure(LEADLINE_ERROR_ARGUMENT, "there are not so many lists of stages").status
    }
    return unsafe defined(lists.pointee[own])
  }
  return index < StageCatalogue.count ? ready(index) : LEADLINE_ERROR_ARGUMENT
}

@implementation @_cdecl("leadline_stage_list_at")
public func leadline_stage_list_at(
  _ engine: OpaquePointer!, _ index: Int, _ list: UnsafeMutablePointer<leadline_stage_list>!
) -> leadline_status {
  guard let list = unsafe list else { return LEADLINE_ERROR_NULL }
  var found = unsafe leadline_stage_list()
  let status = unsafe readList(engine, index) { ready in
    unsafe found.name = StepSource.text(StageCatalogue.name(ready))
    unsafe found.step_count = StageCatalogue.stageCount(ready)
    unsafe found.boundary = StageCatalogue.boundary(ready)
    return LEADLINE_OK
  } defined: { own in
    unsafe found.name = UnsafeRawPointer(own.name.start).assumingMemoryBound(to: CChar.self)
    unsafe found.step_count = own.count
    unsafe found.boundary = own.boundary
    return LEADLINE_OK
  }
  return unsafe status == LEADLINE_OK ? writeResult(found, to: list) : status
}

@implementation @_cdecl("leadline_stage_at")
public func leadline_stage_at(
  _ engine: OpaquePointer!, _ index: Int, _ step: Int, _ result: UnsafeMutablePointer<leadline_step>!
) -> leadline_status {
  guard let result = unsafe result else { return LEADLINE_ERROR_NULL }
  var found = unsafe leadline_step()
  let status = unsafe readList(engine, index) { ready in
    guard step >= 0, step < StageCatalogue.stageCount(ready) else { return LEADLINE_ERROR_ARGUMENT }
    unsafe found = StepSource.step(StageCatalogue.stage(ready, step))
    return LEADLINE_OK
  } defined: { own in
    guard step >= 0, step < own.count else { return LEADLINE_ERROR_ARGUMENT }
    unsafe found = own.steps.assumingMemoryBound(to: leadline_step.self)[step]
    return LEADLINE_OK
  }
  guard status == LEADLINE_OK else { return status }
  // A program that knows no flags would ask about other facts than the list does.
  let writable = unsafe isWritable(result)
  if writable != LEADLINE_OK { return writable }
  if unsafe found.flags != 0 && result.pointee.struct_size < MemoryLayout<leadline_step>.size {
    guard let handle = unsafe engine else { return LEADLINE_ERROR_STRUCT_SIZE }
    let fault: StaticString = "the step has flags, for which its struct_size has no room"
    return unsafe LeadlineCore.engine(handle).pointee.failure(LEADLINE_ERROR_STRUCT_SIZE, fault).status
  }
  return unsafe writeResult(found, to: result)
}

@implementation @_cdecl("leadline_define_stages")
public func leadline_define_stages(
  _ engine: OpaquePointer!, _ name: UnsafePointer<CChar>!, _ steps: UnsafePointer<leadline_step>!, _ count: Int, _ boundary: Int
) -> leadline_status {
  guard let handle = unsafe engine, let name = unsafe name else { return LEADLINE_ERROR_NULL }
  let engine = unsafe LeadlineCore.engine(handle)
  guard unsafe engine.pointee.mark.isOurs else { return LEADLINE_ERROR_FORKED }
  let text = unsafe Bytes(c: name)
  guard KindDefinition.isName(text) else {
    return unsafe engine.pointee.failure(LEADLINE_ERROR_ARGUMENT, "this is no name for a list of stages: ", text).status
  }
  unsafe engine.pointee.namesLock.lockToWrite()
  defer { unsafe engine.pointee.namesLock.unlock() }
  guard unsafe StageCatalogue.find(text) == nil && engine.pointee.stageList(named: text) == nil else {
    return unsafe engine.pointee.failure(LEADLINE_ERROR_DUPLICATE_NAME, "a list of stages has this name already: ", text).status
  }
  do throws(Failure) {
    let list = unsafe try StageReader.list(name, steps, count, boundary, engine.pointee)
    unsafe try engine.pointee.add(list)
    return LEADLINE_OK
  } catch {
    return error.status
  }
}

// Who is in which stage, and how long.

extension StageReader {
  static func plan(
    _ options: leadline_stage_options, isPopulation: Bool, _ engine: borrowing Engine, _ names: inout StepNames
  ) throws(Failure) -> StagePlan {
    let flags = unsafe options.flags
    let stretch = unsafe try JourneyReader.stretch(
      flags: flags, known: StepSource.flags | UInt32(LEADLINE_STAGES_LATEST), from: options.from_us, to: options.to_us, asOf: options.as_of_us, engine)
    let source = unsafe try StepSource(options.steps, options.step_count, stages: options.stages, flags: flags, engine)
    let hasExit = unsafe options.exit != nil
    guard var matchers = unsafe try? Matchers(engine.heap, matchers: source.count + (hasExit ? 1 : 0), slots: engine.kinds.pointer.pointee.count)
    else { throw engine.outOfMemory() }
    try JourneyReader.meet(source, engine, &matchers, &names)
    if let exit = unsafe options.exit { unsafe try JourneyReader.step("exit", exit, else: "", of: source.count, engine, &matchers) }
    let keys = unsafe try JourneyReader.keys(options.by, options.by_count, period: options.period, engine)
    if isPopulation && keys.period == .all && flags & UInt32(LEADLINE_QUERY_FROM | LEADLINE_QUERY_TO) != 0 {
      throw engine.failure(LEADLINE_ERROR_ARGUMENT, "a population from or to an instant, without a period; as_of_us says when")
    }
    if isPopulation && keys.period != .all && flags & UInt32(LEADLINE_QUERY_FROM) == 0 {
      throw engine.failure(LEADLINE_ERROR_ARGUMENT, "a population by period, without from_us")
    }
    return StagePlan(
      stages: source.count, matchers: matchers, hasExit: hasExit, isLatest: flags & UInt32(LEADLINE_STAGES_LATEST) != 0, keys: keys,
      from: stretch.from, to: stretch.to, asOf: stretch.asOf, ends: Buffer(engine.heap), starts: Buffer(engine.heap))
  }
}

@implementation @_cdecl("leadline_stage_times")
public func leadline_stage_times(
  _ engine: OpaquePointer!, _ options: UnsafePointer<leadline_stage_options>!, _ table: UnsafeMutablePointer<OpaquePointer?>!
) -> leadline_status {
  guard let options = unsafe options else { return LEADLINE_ERROR_NULL }
  return unsafe JourneyCall.answer(engine, table) { engine, table throws(Failure) in
    var local = unsafe leadline_stage_options()
    unsafe try JourneyCall.copy(options, into: &local, engine)
    let quantiles = unsafe try JourneyReader.quantiles(local.quantiles, local.quantile_count, engine.pointee)
    var names = unsafe StepNames(engine.pointee.heap)
    let plan = unsafe try JourneyCall.plan(engine) { () throws(Failure) in
      unsafe try StageReader.plan(local, isPopulation: false, engine.pointee, &names)
    }
    unsafe try engine.pointee.answer(times: plan.pointer, names, quantiles: quantiles, into: &table.pointee)
  }
}

@implementation @_cdecl("leadline_stage_population")
public func leadline_stage_population(
  _ engine: OpaquePointer!, _ options: UnsafePointer<leadline_stage_options>!, _ table: UnsafeMutablePointer<OpaquePointer?>!
) -> leadline_status {
  guard let options = unsafe options else { return LEADLINE_ERROR_NULL }
  return unsafe JourneyCall.answer(engine, table) { engine, table throws(Failure) in
    var local = unsafe leadline_stage_options()
    unsafe try JourneyCall.copy(options, into: &local, engine)
    guard unsafe local.quantile_count == 0 else { throw unsafe engine.pointee.failure(LEADLINE_ERROR_ARGUMENT, "quantiles of a population") }
    var names = unsafe StepNames(engine.pointee.heap)
    let plan = unsafe try JourneyCall.plan(engine) { () throws(Failure) in
      unsafe try StageReader.plan(local, isPopulation: true, engine.pointee, &names)
    }
    unsafe try engine.pointee.answer(population: plan.pointer, names, into: &table.pointee)
  }
}
