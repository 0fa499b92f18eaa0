import CLeadline
import CPlatform

// Rates and codes of currencies.

@implementation @_cdecl("leadline_set_rate")
public func leadline_set_rate(_ engine: OpaquePointer!, _ rate: UnsafePointer<leadline_rate>!) -> leadline_status {
  guard let handle = unsafe engine, let given = unsafe rate else { return LEADLINE_ERROR_NULL }
  let engine = unsafe LeadlineCore.engine(handle)
  guard unsafe engine.pointee.mark.isOurs else { return LEADLINE_ERROR_FORKED }
  var rate = unsafe leadline_rate()
  let status = unsafe copyOptions(given, into: &rate)
  if status != LEADLINE_OK { return unsafe engine.pointee.failure(status, StatusText.text(status)).status }
  do throws(Failure) {
    unsafe try setRate(rate, engine.pointee)
    return LEADLINE_OK
  } catch {
    return error.status
  }
}

private func setRate(_ rate: leadline_rate, _ engine: borrowing Engine) throws(Failure) {
  guard let text = unsafe rate.currency else { throw engine.failure(LEADLINE_ERROR_NULL, "a rate has no currency") }
  let name = unsafe Bytes(c: text)
  let flags = unsafe rate.flags
  let (scale, hasScale) = unsafe (rate.scale, flags & UInt32(LEADLINE_RATE_SCALE) != 0)
  try engine.check(flags: flags, known: UInt32(LEADLINE_RATE_SCALE))
  try engine.check("scale", Int128(scale), to: Int128(LEADLINE_MAX_MONEY_SCALE))
  guard hasScale || scale == 0 else { throw engine.failure(LEADLINE_ERROR_ARGUMENT, "scale is given without LEADLINE_RATE_SCALE") }
  var (numerator, denominator) = unsafe (rate.numerator, rate.denominator)
  if let text = unsafe rate.text {
    let isTwice = numerator != 0 || denominator != 0
    guard !isTwice, let read = RateText.parse(unsafe Bytes(c: text)) else {
      throw engine.failure(LEADLINE_ERROR_ARGUMENT, "not a rate, or given twice: ", unsafe Bytes(c: text), " of ", name)
    }
    (numerator, denominator) = read
  }
  guard numerator > 0, denominator > 0 else {
    throw engine.failure(LEADLINE_ERROR_ARGUMENT, "a rate's numerator and denominator are positive, which they are not for ", name)
  }
  try engine.setRate(name, from: unsafe rate.from_us, numerator, denominator, scale: hasScale ? Int(scale) : nil)
}

@implementation @_cdecl("leadline_currency_code")
public func leadline_currency_code(
  _ engine: OpaquePointer!, _ name: UnsafePointer<CChar>!, _ code: UnsafeMutablePointer<UInt16>!
) -> leadline_status {
  guard let handle = unsafe engine, let name = unsafe name, let target = unsafe code else { return LEADLINE_ERROR_NULL }
  guard unsafe isAligned(UnsafePointer(target)) else { return LEADLINE_ERROR_MISALIGNED }
  let engine = unsafe LeadlineCore.engine(handle)
  guard unsafe engine.pointee.mark.isOurs else { return LEADLINE_ERROR_FORKED }
  unsafe engine.pointee.namesLock.lockToRead()
  let found = unsafe engine.pointee.currencyCode(Bytes(c: name))
  unsafe engine.pointee.namesLock.unlock()
  guard let found else {
    return unsafe engine.pointee.failure(LEADLINE_ERROR_NAME, "no rate was given for the currency ", Bytes(c: name)).status
  }
  unsafe target.pointee = found
  return LEADLINE_OK
}

@implementation @_cdecl("leadline_rate_count")
public func leadline_rate_count(_ engine: OpaquePointer!) -> Int {
  guard let handle = unsafe engine else { return 0 }
  let engine = unsafe LeadlineCore.engine(handle)
  guard unsafe engine.pointee.mark.isOurs else { return 0 }
  unsafe engine.pointee.namesLock.lockToRead()
  defer { unsafe engine.pointee.namesLock.unlock() }
  return unsafe engine.pointee.currencies.pointer.pointee.rateCount
}

@implementation @_cdecl("leadline_rate_at")
public func leadline_rate_at(_ engine: OpaquePointer!, _ index: Int, _ rate: UnsafeMutablePointer<leadline_rate>!) -> leadline_status {
  guard let handle = unsafe engine, let target = unsafe rate else { return LEADLINE_ERROR_NULL }
  let engine = unsafe LeadlineCore.engine(handle)
  guard unsafe engine.pointee.mark.isOurs else { return LEADLINE_ERROR_FORKED }
  unsafe engine.pointee.namesLock.lockToRead()
  defer { unsafe engine.pointee.namesLock.unlock() }
  let currencies = unsafe engine.pointee.currencies.pointer
  guard index >= 0, let (code, found) = unsafe currencies.pointee.rate(index) else { return LEADLINE_ERROR_ARGUMENT }
  var told = unsafe leadline_rate()
  unsafe told.currency = UnsafeRawPointer(currencies.pointee.name(code).start).assumingMemoryBound(to: CChar.self)
  unsafe told.from_us = found.from
  unsafe told.numerator = found.numerator
  unsafe told.denominator = found.denominator
  unsafe told.scale = UInt32(currencies.pointee.scale(code))
  unsafe told.flags = UInt32(LEADLINE_RATE_SCALE)
  return unsafe writeResult(told, to: target)
}
