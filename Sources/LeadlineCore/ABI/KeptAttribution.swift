import CLeadline
import CPlatform

/// What a host asked of attribution, with all that it points to, in memory of the engine. It was read before, so that it is known to
/// be whole.
@safe
struct KeptAttribution: ~Copyable {
  private let heap: Heap
  /// What is pointed to; the memory of each stays where it is.
  private var pieces: Buffer<Buffer<UInt64>>
  private(set) var options: leadline_attribution_options

  init(_ given: leadline_attribution_options, _ engine: borrowing Engine) throws(Failure) {
    heap = engine.heap
    pieces = Buffer(engine.heap)
    unsafe options = given
    unsafe try keep(given, engine)
  }

  private mutating func keep(_ given: leadline_attribution_options, _ engine: borrowing Engine) throws(Failure) {
    unsafe options.touches = try each(given.touches, given.touch_count, engine) { kept, touch throws(Failure) in
      unsafe touch.kinds = try kept.text(touch.kinds, engine)
      unsafe touch.filters = try kept.filters(touch.filters, touch.filter_count, engine)
    }
    unsafe options.outcomes = try each(given.outcomes, given.outcome_count, engine) { kept, outcome throws(Failure) in
      unsafe outcome.name = try kept.text(outcome.name, engine)
      unsafe outcome.kinds = try kept.text(outcome.kinds, engine)
      unsafe outcome.filters = try kept.filters(outcome.filters, outcome.filter_count, engine)
    }
    unsafe options.models = try each(given.models, given.model_count, engine) { kept, model throws(Failure) in
      unsafe model.name = try kept.text(model.name, engine)
      unsafe model.weights = try kept.copy(model.weights, model.weight_count, engine)
      unsafe model.anchors = try kept.each(model.anchors, model.anchor_count, engine) { kept, step throws(Failure) in
        unsafe step.name = try kept.text(step.name, engine)
        unsafe step.kinds = try kept.text(step.kinds, engine)
        unsafe step.filters = try kept.filters(step.filters, step.filter_count, engine)
      }
    }
    unsafe options.by = try texts(given.by, given.by_count, engine)
    unsafe options.direct = try filters(given.direct, given.direct_count, engine)
    unsafe options.quantiles = try copy(given.quantiles, given.quantile_count, engine)
    unsafe options.cost = try text(given.cost, engine)
    unsafe options.activity = try text(given.activity, engine)
  }

  private mutating func filters(
    _ first: UnsafePointer<leadline_filter>?, _ count: Int, _ engine: borrowing Engine
  ) throws(Failure) -> UnsafePointer<leadline_filter>? {
    unsafe try each(first, count, engine) { kept, filter throws(Failure) in
      unsafe filter.dimension = try kept.text(filter.dimension, engine)
      unsafe filter.names = try kept.texts(filter.names, filter.name_count, engine)
    }
  }

  /// Copies an array of option structs, whatever their size; `body` copies what each points to.
  private mutating func each<T>(
    _ first: UnsafePointer<T>?, _ count: Int, _ engine: borrowing Engine, _ body: (inout KeptAttribution, inout T) throws(Failure) -> Void
  ) throws(Failure) -> UnsafePointer<T>? {
    guard let first = unsafe first, count > 0 else { return nil }
    let room = unsafe try room(T.self, count, engine)
    for i in 0..<count {
      // Every option struct begins with its size, which is this one's now.
      unsafe memset(room + i, 0, MemoryLayout<T>.size)
      unsafe try JourneyReader.element(first, i, into: &room[i], engine)
      unsafe UnsafeMutableRawPointer(room + i).storeBytes(of: MemoryLayout<T>.size, as: Int.self)
      unsafe try body(&self, &room[i])
    }
    return unsafe UnsafePointer(room)
  }

  private mutating func copy<T: BitwiseCopyable>(
    _ first: UnsafePointer<T>?, _ count: Int, _ engine: borrowing Engine
  ) throws(Failure) -> UnsafePointer<T>? {
    guard let first = unsafe first, count > 0 else { return nil }
    let room = unsafe try room(T.self, count, engine)
    unsafe memcpy(room, first, count * MemoryLayout<T>.stride)
    return unsafe UnsafePointer(room)
  }

  private mutating func texts(
    _ first: UnsafePointer<UnsafePointer<CChar>?>?, _ count: Int, _ engine: borrowing Engine
  ) throws(Failure) -> UnsafePointer<UnsafePointer<CChar>?>? {
    guard let first = unsafe first, count > 0 else { return nil }
    let room = unsafe try room(UnsafePointer<CChar>?.self, count, engine)
    for i in 0..<count { unsafe room[i] = try text(first[i], engine) }
    return unsafe UnsafePointer(room)
  }

  private mutating func text(_ text: UnsafePointer<CChar>?, _ engine: borrowing Engine) throws(Failure) -> UnsafePointer<CChar>? {
    guard let text = unsafe text else { return nil }
    return unsafe try copy(text, Bytes(c: text).count + 1, engine)
  }

  /// Memory for so many; it is not written yet.
  private mutating func room<T>(_ type: T.Type, _ count: Int, _ engine: borrowing Engine) throws(Failure) -> UnsafeMutablePointer<T> {
    var piece = Buffer<UInt64>(heap)
    do throws(OutOfMemory) {
      try piece.reserve(exactly: (count * MemoryLayout<T>.stride + 7) / 8)
      let base = unsafe piece.base.unsafelyUnwrapped
      try pieces.append(piece)
      return unsafe UnsafeMutableRawPointer(base).bindMemory(to: T.self, capacity: count)
    } catch {
      throw engine.outOfMemory()
    }
  }
}
