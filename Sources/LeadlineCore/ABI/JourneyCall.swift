import CLeadline

/// What all questions to journeys have in common.
enum JourneyCall {
  /// Fills a table for the caller, who gets it when nothing failed; `ofJourneys`: only of an engine that keeps some.
  static func answer(
    _ engine: OpaquePointer?, _ result: UnsafeMutablePointer<OpaquePointer?>?, ofJourneys: Bool = true,
    _ body: (UnsafeMutablePointer<Engine>, UnsafeMutablePointer<Table>) throws(Failure) -> Void
  ) -> leadline_status {
    guard let handle = unsafe engine, let result = unsafe result else { return LEADLINE_ERROR_NULL }
    guard unsafe isAligned(result) else { return LEADLINE_ERROR_MISALIGNED }
    let engine = unsafe LeadlineCore.engine(handle)
    guard unsafe engine.pointee.mark.isOurs else { return LEADLINE_ERROR_FORKED }
    do throws(Failure) {
      guard unsafe !ofJourneys || engine.pointee.keepsJourneys else {
        throw unsafe engine.pointee.failure(LEADLINE_ERROR_UNSUPPORTED, "the engine was opened without journeys")
      }
      let answer = unsafe try NewTable.make(engine)
      unsafe try body(engine, answer.table)
      unsafe result.pointee = answer.keep()
      return LEADLINE_OK
    } catch {
      return error.status
    }
  }

  /// Refuses one place for two tables, the first of which nobody could close; nil is no place.
  static func checkApart(
    _ first: UnsafeMutablePointer<OpaquePointer?>?, _ second: UnsafeMutablePointer<OpaquePointer?>?, _ engine: UnsafeMutablePointer<Engine>
  ) throws(Failure) {
    if unsafe second != nil && first == second {
      throw unsafe engine.pointee.failure(LEADLINE_ERROR_ARGUMENT, "two tables are asked for by one pointer")
    }
  }

  static func copy<T>(_ options: UnsafePointer<T>, into local: inout T, _ engine: UnsafeMutablePointer<Engine>) throws(Failure) {
    let status = unsafe copyOptions(options, into: &local)
    if status != LEADLINE_OK { throw unsafe engine.pointee.failure(status, StatusText.text(status)) }
  }

  static func copy<T: GrownOptions>(_ options: UnsafePointer<T>, into local: inout T, _ engine: UnsafeMutablePointer<Engine>) throws(Failure) {
    let status = unsafe copyOptions(options, into: &local)
    if status != LEADLINE_OK { throw unsafe engine.pointee.failure(status, StatusText.text(status)) }
  }

  /// Makes a plan under the lock on names, which is held afterwards unless it fails.
  static func plan<Plan: ~Copyable>(_ engine: UnsafeMutablePointer<Engine>, _ make: () throws(Failure) -> Plan) throws(Failure) -> Box<Plan> {
    unsafe engine.pointee.namesLock.lockToRead()
    do throws(Failure) {
      let plan = try make()
      guard let box = unsafe try? Box(engine.pointee.heap, plan) else { throw unsafe engine.pointee.outOfMemory() }
      return box
    } catch {
      unsafe engine.pointee.namesLock.unlock()
      throw error
    }
  }
}
