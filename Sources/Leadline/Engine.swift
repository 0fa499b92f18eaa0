import CLeadline
import Synchronization

/// A metrics engine: takes in facts, keeps them rolled up, and answers questions exactly.
///
/// ```swift
/// let engine = try Engine(Engine.Options(dimensions: ["campaign"], moneyScale: 2))
/// let campaign = try engine.code(for: "spring sale", in: "campaign")
/// try engine.record(Event(.click, at: Timestamp(seconds: 1_700_000_000), codes: [campaign], amount: 45))
/// let table = try engine.query(Query("clicks", "cpc", by: ["campaign"]))
/// ```
///
/// An engine may be used from any number of threads and tasks at once. Calls do not suspend; a long one, such as reading
/// a large file, keeps its thread for as long as it takes.
@safe
public final class Engine: Sendable {
  /// What the engine was opened with.
  public let options: Options

  nonisolated(unsafe) let handle: OpaquePointer

  // Calls under way and handles opened from the engine, so that none of them meets a closed one. Far below zero when
  // closed.
  private let uses = Atomic<Int>(0)

  /// Opens an engine.
  ///
  /// The corresponding C function is `leadline_open`.
  ///
  /// - Parameter options: What the engine is; without, it has no dimensions and counts whole units of money by day in
  ///   UTC.
  /// - Throws: ``LeadlineError``, such as ``LeadlineError/timeZone`` or ``LeadlineError/duplicateName``.
  public init(_ options: Options = Options()) throws(LeadlineError) {
    let arena = Arena()
    let lowered = unsafe try options.lowered(in: arena)
    var opened: OpaquePointer?
    var (status, text) = (LEADLINE_OK, "")
    withExtendedLifetime(arena) {
      unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 512) { buffer in
        unsafe buffer.initialize(repeating: 0)
        unsafe withUnsafePointer(to: lowered) { lowered in
          unsafe status = leadline_open(lowered, &opened, buffer.baseAddress, buffer.count)
        }
        if status != LEADLINE_OK { unsafe text = String(cString: buffer.baseAddress!) }
      }
    }
    guard status == LEADLINE_OK, let opened = unsafe opened else {
      throw text.isEmpty ? LeadlineError(rawValue: status) : LeadlineError(status, text)
    }
    unsafe handle = opened
    self.options = options
  }

  deinit {
    // Whatever uses the engine holds it, so nothing can be open here.
    if uses.load(ordering: .acquiring) == 0 { unsafe _ = leadline_close(handle) }
  }

  /// Closes the engine and frees everything it holds; without this call, the end of its lifetime does.
  ///
  /// Tables outlive their engine. Every later call on it throws ``LeadlineError/closed``. Closing it again does nothing.
  ///
  /// The corresponding C function is `leadline_close`.
  ///
  /// - Throws: ``LeadlineError/inUse`` while writers, points and CSV readers are alive, or other calls under way; the
  ///   engine then stays as it is.
  public func close() throws(LeadlineError) {
    let (closing, uses) = uses.compareExchange(expected: 0, desired: .min, ordering: .acquiringAndReleasing)
    guard closing else {
      if uses < 0 { return }
      throw LeadlineError(rawValue: LEADLINE_ERROR_IN_USE)
    }
    let status = unsafe leadline_close(handle)
    guard status == LEADLINE_OK else {
      self.uses.subtract(.min, ordering: .releasing)
      throw LeadlineError(rawValue: status)
    }
  }

  /// The version of the library that runs, such as "0.1.0".
  ///
  /// The corresponding C function is `leadline_version_text`.
  public static var version: String {
    unsafe String(cString: leadline_version_text())
  }
}

// MARK: Calling C

extension Engine {
  /// Keeps the engine open until ``leave()``.
  func enter() throws(LeadlineError) {
    let uses = uses.add(1, ordering: .acquiring).oldValue
    if uses < 0 {
      leave()
      throw LeadlineError(.closed, "The engine has been closed.")
    }
  }

  func leave() {
    uses.subtract(1, ordering: .releasing)
  }

  /// Calls C on the open engine.
  func call(_ body: () -> leadline_status) throws(LeadlineError) {
    try enter()
    defer { leave() }
    let status = body()
    if status != LEADLINE_OK { throw failure(status) }
  }

  /// The error of a status that a call on this engine, or on what was opened from it, gave; the engine must be open.
  func failure(_ status: leadline_status, at place: LeadlineError.Place? = nil) -> LeadlineError {
    // These are told by their status in full, and C keeps the explanation of an earlier failure.
    switch status {
    case LEADLINE_ERROR_NULL, LEADLINE_ERROR_MISALIGNED, LEADLINE_ERROR_STRUCT_SIZE, LEADLINE_ERROR_BUFFER,
      LEADLINE_ERROR_FORKED:
      return LeadlineError(status, LeadlineError(rawValue: status).message, at: place)
    default: break
    }
    // More than twice what an explanation takes at most.
    let text = unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 1024) { buffer in
      unsafe buffer.initialize(repeating: 0)
      _ = unsafe leadline_engine_error(handle, buffer.baseAddress, buffer.count)
      return unsafe String(cString: buffer.baseAddress!)
    }
    if text.isEmpty { return LeadlineError(status, LeadlineError(rawValue: status).message, at: place) }
    return LeadlineError(status, text, at: place)
  }
}
