import CLeadline

/// Where a question's steps come from: the host's array, or a list of stages by name, or one part of it.
@safe
struct StepSource {
  /// Nil for a list of the catalogue.
  private let given: UnsafePointer<leadline_step>?
  private let ready: Int
  private let first: Int
  let count: Int

  /// Flags that cut a list in two.
  static var flags: UInt32 { UInt32(LEADLINE_STAGES_TOP | LEADLINE_STAGES_BOTTOM) }

  /// All steps of a ready-made list.
  init(ready: Int) {
    unsafe given = nil
    self.ready = ready
    first = 0
    count = StageCatalogue.stageCount(ready)
  }

  /// The lock on names is held.
  init(
    _ steps: UnsafePointer<leadline_step>?, _ count: Int, stages: UnsafePointer<CChar>?, flags: UInt32, _ engine: borrowing Engine
  ) throws(Failure) {
    let part = flags & Self.flags
    guard let stages = unsafe stages else {
      guard isCount(count, atMost: Int(LEADLINE_MAX_STEPS)) else { throw engine.failure(LEADLINE_ERROR_TOO_MANY, "more steps than there may be") }
      guard count > 0 else { throw engine.failure(LEADLINE_ERROR_ARGUMENT, "there are no steps") }
      guard part == 0 else { throw engine.failure(LEADLINE_ERROR_ARGUMENT, "top and bottom are parts of a list of stages, and none is named") }
      guard let steps = unsafe steps else { throw engine.failure(LEADLINE_ERROR_NULL, "steps is NULL") }
      unsafe given = steps
      ready = 0
      first = 0
      self.count = count
      return
    }
    guard count == 0 else { throw engine.failure(LEADLINE_ERROR_ARGUMENT, "there are steps and a list of stages, where one of both is asked for") }
    let name = unsafe Bytes(c: stages)
    let whole: Int
    let boundary: Int
    if let list = StageCatalogue.find(name) {
      unsafe given = nil
      ready = list
      whole = StageCatalogue.stageCount(list)
      boundary = StageCatalogue.boundary(list)
    } else if let list = engine.stageList(named: name) {
      unsafe given = engine.stageLists.pointer.pointee[list].steps.assumingMemoryBound(to: leadline_step.self)
      ready = 0
      whole = unsafe engine.stageLists.pointer.pointee[list].count
      boundary = unsafe engine.stageLists.pointer.pointee[list].boundary
    } else {
      throw engine.failure(LEADLINE_ERROR_NAME, "no list of stages is called '", name, "'")
    }
    first = part == UInt32(LEADLINE_STAGES_BOTTOM) ? boundary : 0
    self.count = part == UInt32(LEADLINE_STAGES_TOP) ? boundary : whole - first
    if part == Self.flags { throw engine.failure(LEADLINE_ERROR_ARGUMENT, "either the top or the bottom of a list of stages") }
    if self.count == 0 { throw engine.failure(LEADLINE_ERROR_ARGUMENT, "that part of the list of stages has no steps: ", name) }
  }

  func step(_ i: Int, _ engine: borrowing Engine) throws(Failure) -> leadline_step {
    guard let given = unsafe given else { return unsafe Self.step(StageCatalogue.stage(ready, first + i)) }
    var step = unsafe leadline_step()
    unsafe try JourneyReader.element(given, first + i, into: &step, engine)
    return unsafe step
  }

  /// A stage of the catalogue as the contract has steps.
  static func step(_ stage: StageCatalogue.Stage) -> leadline_step {
    var step = unsafe leadline_step()
    unsafe step.struct_size = MemoryLayout<leadline_step>.size
    unsafe step.kinds = text(stage.kinds)
    if let name = stage.name { unsafe step.name = text(name) }
    return unsafe step
  }

  /// A literal of the program, behind which a NUL stands.
  static func text(_ text: StaticString) -> UnsafePointer<CChar> {
    unsafe UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
  }
}
