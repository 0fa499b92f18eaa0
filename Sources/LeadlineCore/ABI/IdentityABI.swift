import CLeadline

// Identity: links, and who is forgotten.

/// Calls on the journeys of an engine that answer nothing but a status.
private func change(
  _ engine: OpaquePointer?, _ what: UInt32, _ body: (UnsafeMutablePointer<Engine>) throws(Failure) -> Void
) -> leadline_status {
  guard let handle = unsafe engine else { return LEADLINE_ERROR_NULL }
  let engine = unsafe LeadlineCore.engine(handle)
  guard unsafe engine.pointee.mark.isOurs else { return LEADLINE_ERROR_FORKED }
  do throws(Failure) {
    guard unsafe engine.pointee.keepsJourneys else {
      throw unsafe engine.pointee.failure(LEADLINE_ERROR_UNSUPPORTED, "the engine was opened without journeys")
    }
    guard what == UInt32(LEADLINE_PERSON) || what == UInt32(LEADLINE_ACCOUNT) else {
      throw unsafe engine.pointee.failure(LEADLINE_ERROR_ARGUMENT, "neither LEADLINE_PERSON nor LEADLINE_ACCOUNT")
    }
    unsafe try body(engine)
    return LEADLINE_OK
  } catch {
    return error.status
  }
}

/// A column of ids, none of which is 0.
private func ids(
  _ first: UnsafePointer<UInt64>?, _ count: Int, _ engine: borrowing Engine
) throws(Failure) -> UnsafePointer<UInt64> {
  guard let first = unsafe first else { throw Failure(status: LEADLINE_ERROR_NULL) }
  guard unsafe isAligned(first) else { throw Failure(status: LEADLINE_ERROR_MISALIGNED) }
  for i in 0..<count where unsafe first[i] == 0 { throw engine.failure(LEADLINE_ERROR_ARGUMENT, "0 is nobody's id") }
  return unsafe first
}

@implementation @_cdecl("leadline_link")
public func leadline_link(_ engine: OpaquePointer!, _ target: UInt32, _ person: UInt64, _ to: UInt64) -> leadline_status {
  var (person, to) = (person, to)
  return unsafe leadline_link_many(engine, target, &person, &to, 1)
}

@implementation @_cdecl("leadline_link_many")
public func leadline_link_many(
  _ engine: OpaquePointer!, _ target: UInt32, _ persons: UnsafePointer<UInt64>!, _ to: UnsafePointer<UInt64>!, _ count: Int
) -> leadline_status {
  unsafe change(engine, target) { engine throws(Failure) in
    guard isCount(count, atMost: 1 << 31) else { throw unsafe engine.pointee.failure(LEADLINE_ERROR_TOO_MANY, "more than 2^31 links") }
    if count == 0 { return }
    let (from, to) = unsafe (try ids(persons, count, engine.pointee), try ids(to, count, engine.pointee))
    unsafe try engine.pointee.link(from, to, count, toAccounts: target == UInt32(LEADLINE_ACCOUNT))
  }
}

@implementation @_cdecl("leadline_forget")
public func leadline_forget(_ engine: OpaquePointer!, _ what: UInt32, _ id: UInt64) -> leadline_status {
  var id = id
  return unsafe leadline_forget_many(engine, what, &id, 1)
}

@implementation @_cdecl("leadline_forget_many")
public func leadline_forget_many(
  _ engine: OpaquePointer!, _ what: UInt32, _ ids: UnsafePointer<UInt64>!, _ count: Int
) -> leadline_status {
  unsafe change(engine, what) { engine throws(Failure) in
    guard isCount(count, atMost: 1 << 31) else { throw unsafe engine.pointee.failure(LEADLINE_ERROR_TOO_MANY, "more than 2^31 ids") }
    if count == 0 { return }
    let given = unsafe try LeadlineCore.ids(ids, count, engine.pointee)
    var copy = unsafe Buffer<UInt64>(engine.pointee.heap)
    guard unsafe (try? copy.append(from: given, count: count)) != nil else { throw unsafe engine.pointee.outOfMemory() }
    let who = Forgotten(accounts: what == UInt32(LEADLINE_ACCOUNT), copy)
    unsafe engine.pointee.namesLock.lockToRead()
    defer { unsafe engine.pointee.namesLock.unlock() }
    unsafe try engine.pointee.forget(who)
  }
}
