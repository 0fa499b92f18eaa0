import CLeadline

/// Takes in facts one at a time: buffers them, and hands them on to its engine as batches.
///
/// ```swift
/// var writer = try engine.writer()
/// for click in clicks {
///   try writer.record(Event(.click, at: click.time, codes: [click.campaign], amount: click.price))
/// }
/// try writer.close()
/// ```
///
/// Facts are seen by queries once they are handed on: when the buffer is full, when they have aged, or by ``flush()``. A
/// writer belongs to whoever holds it and cannot be copied; a thread or task that records makes one of its own. At the end
/// of its lifetime it hands on what it holds, as far as that succeeds; ``close()`` tells whether it did.
@safe
public struct Writer: ~Copyable, @unchecked Sendable {
  // Sendable because every call that reaches the C writer is mutating, so that Swift lets only one happen at a time.

  /// The engine that the facts go to.
  public let engine: Engine

  // nil once closed.
  @usableFromInline
  var handle: OpaquePointer?

  fileprivate init(_ engine: Engine, _ handle: OpaquePointer) {
    self.engine = engine
    unsafe self.handle = handle
  }

  deinit {
    guard let handle = unsafe handle else { return }
    if unsafe leadline_writer_close(handle) != LEADLINE_OK {
      unsafe _ = leadline_writer_discard(handle)
      unsafe _ = leadline_writer_close(handle)
    }
    engine.leave()
  }
}

extension Engine {
  /// Opens a writer, which keeps the engine from being closed.
  ///
  /// The corresponding C function is `leadline_writer_open`.
  ///
  /// - Parameters:
  ///   - capacity: How many facts are buffered before they are handed on, 1 to 1 048 576.
  ///   - maxAge: Hand on when the oldest buffered fact is older than this, checked when a fact is recorded; nil only
  ///     when the buffer is full.
  ///   - skippingInvalid: Whether facts that are refused are left out, instead of refusing the whole buffer.
  /// - Throws: ``LeadlineError/argument``, ``LeadlineError/memory``, or ``LeadlineError/closed``.
  public func writer(
    capacity: Int = 4096, maxAge: Duration? = nil, skippingInvalid: Bool = false
  ) throws(LeadlineError) -> Writer {
    var options = leadline_writer_options()
    options.struct_size = MemoryLayout<leadline_writer_options>.stride
    options.capacity = try UInt32(limit: capacity, "capacity")
    options.flags = skippingInvalid ? LEADLINE_SKIP_INVALID : 0
    if let maxAge {
      guard maxAge >= .zero else { throw LeadlineError(.argument, "maxAge is \(maxAge), which is out of range.") }
      options.max_age_us = max(1, maxAge.wholeMicroseconds)
    }
    try enter()
    var writer: OpaquePointer?
    let status = unsafe leadline_writer_open(handle, &options, &writer)
    guard status == LEADLINE_OK, let writer = unsafe writer else {
      let error = failure(status)
      leave()
      throw error
    }
    return unsafe Writer(self, writer)
  }
}

// MARK: Recording

// Inlined into the caller: an event then is built where C reads it, and not copied on the way. Measured, a fact takes 1.1
// times what it takes in C; when it is passed to a function that is not inlined, 1.7 times.

extension Writer {
  /// Buffers one fact; a full buffer is first handed on.
  ///
  /// When that fails the buffer is kept and this fact is not in it: mend the cause and record it again, or
  /// ``discard()``.
  ///
  /// The corresponding C function is `leadline_writer_record`.
  ///
  /// - Parameter event: The fact.
  /// - Throws: ``LeadlineError/argument`` for more codes than dimensions, ``LeadlineError/tooMany`` for more codes than
  ///   an event holds, and what ``Engine/record(_:skippingInvalid:)`` throws.
  /// - Complexity: O(1) on average.
  @inlinable
  @inline(__always)
  public mutating func record(_ event: Event) throws(LeadlineError) {
    guard !event.isOverfull else { throw .overfull(row: nil) }
    let codes = event.codes
    try record(event, codes: codes.span, codeCount: event.codeCount)
  }

  /// Buffers one fact with its codes beside it, for any number of dimensions; a full buffer is first handed on.
  ///
  /// The corresponding C function is `leadline_writer_record`.
  ///
  /// - Parameters:
  ///   - event: The fact, whose own codes are ignored.
  ///   - codes: The codes, in the order of the engine's options.
  /// - Throws: As for an event alone.
  /// - Complexity: O(1) on average.
  @inlinable
  public mutating func record(_ event: Event, codes: Span<Code>) throws(LeadlineError) {
    try record(event, codes: codes, codeCount: codes.count)
  }

  /// Buffers one fact with its codes beside it, for any number of dimensions; a full buffer is first handed on.
  ///
  /// The corresponding C function is `leadline_writer_record`.
  ///
  /// - Parameters:
  ///   - event: The fact, whose own codes are ignored.
  ///   - codes: The codes, in the order of the engine's options.
  /// - Throws: As for an event alone.
  /// - Complexity: O(1) on average.
  @inlinable
  public mutating func record(_ event: Event, codes: [Code]) throws(LeadlineError) {
    try record(event, codes: codes.span, codeCount: codes.count)
  }

  @inlinable
  @inline(__always)
  mutating func record(_ event: Event, codes: Span<Code>, codeCount: Int) throws(LeadlineError) {
    let status = unsafe codes.withUnsafeBytes { bytes in
      var fact = unsafe leadline_event(
        time: event.time.microseconds, amount: event.amount, count: event.count, person: event.person.rawValue,
        account: event.account.rawValue, id: event.id.rawValue, ref: event.ref.rawValue,
        // A Code is its number and nothing else.
        codes: bytes.baseAddress?.assumingMemoryBound(to: UInt32.self), code_count: UInt32(truncatingIfNeeded: codeCount),
        kind: event.kind.rawValue, currency: event.currency.rawValue)
      return unsafe leadline_writer_record(handle, &fact)
    }
    if status != 0 { throw failure(status) }
  }

  @usableFromInline
  @inline(never)
  func failure(_ status: Int32) -> LeadlineError {
    // The engine may be closed, too, once the writer is.
    guard unsafe handle != nil else { return LeadlineError(.closed, "The writer has been closed.") }
    // Where handing on was refused for a row, the writer knows which.
    let told = result
    return told.first_reason == status ? told.rejection(offset: 0, accepted: 0, of: engine) : engine.failure(status)
  }
}

// MARK: Handing on

extension Writer {
  /// What became of all facts that were handed on since the writer was opened.
  ///
  /// The writer also hands on by itself, when the buffer is full or old: what was refused then, with `skippingInvalid`, is
  /// told here. Empty once the writer is closed, since ``close()`` tells it.
  ///
  /// The corresponding C function is `leadline_writer_read_result`.
  public var total: Intake {
    var intake = Intake()
    intake.add(result, offset: 0, of: engine)
    return intake
  }

  private var result: leadline_batch_result {
    var result = leadline_batch_result.empty
    // Of a closed writer it stays empty.
    unsafe _ = leadline_writer_read_result(handle, &result)
    return result
  }

  /// Hands on what is buffered, so that queries see it.
  ///
  /// The corresponding C function is `leadline_writer_flush`.
  ///
  /// - Returns: What became of the facts.
  /// - Throws: What ``Engine/record(_:skippingInvalid:)`` throws; the buffer is then kept, and the place's row counts from
  ///   its first fact.
  @discardableResult
  public mutating func flush() throws(LeadlineError) -> Intake {
    var result = leadline_batch_result.empty
    let status = unsafe leadline_writer_flush(handle, &result)
    guard status == LEADLINE_OK else {
      if result.first_reason != LEADLINE_OK { throw result.rejection(offset: 0, accepted: 0, of: engine) }
      throw failure(status)
    }
    var intake = Intake()
    intake.add(result, offset: 0, of: engine)
    return intake
  }

  /// Forgets what is buffered.
  ///
  /// The corresponding C function is `leadline_writer_discard`.
  ///
  /// - Returns: How many facts that were.
  @discardableResult
  public mutating func discard() -> Int {
    guard let handle = unsafe handle else { return 0 }
    return unsafe Int(clamping: leadline_writer_discard(handle))
  }

  /// Hands on what is buffered and closes the writer; without this call, the end of its lifetime does.
  ///
  /// Every later call on the writer throws ``LeadlineError/closed``.
  ///
  /// The corresponding C functions are `leadline_writer_flush` and `leadline_writer_close`.
  ///
  /// - Returns: What became of all facts that went through the writer.
  /// - Throws: What ``flush()`` throws. The writer then stays open: mend the cause, or ``discard()``, and close again.
  @discardableResult
  public mutating func close() throws(LeadlineError) -> Intake {
    try flush()
    let intake = total
    let status = unsafe leadline_writer_close(handle)
    guard status == LEADLINE_OK else { throw failure(status) }
    unsafe handle = nil
    engine.leave()
    return intake
  }
}
