import CLeadline
import CPlatform

// Prices.

@implementation @_cdecl("leadline_set_price")
public func leadline_set_price(_ engine: OpaquePointer!, _ price: UnsafePointer<leadline_price>!) -> leadline_status {
  guard let handle = unsafe engine, let price = unsafe price else { return LEADLINE_ERROR_NULL }
  let engine = unsafe LeadlineCore.engine(handle)
  guard unsafe engine.pointee.mark.isOurs else { return LEADLINE_ERROR_FORKED }
  var local = unsafe leadline_price()
  let status = unsafe copyOptions(price, into: &local)
  if status != LEADLINE_OK { return unsafe engine.pointee.failure(status, StatusText.text(status)).status }
  do throws(Failure) {
    var given = Price(name: Bytes(""))
    if let dimension = unsafe local.dimension {
      guard let found = unsafe engine.pointee.dimensionIndex(named: Bytes(c: dimension)) else {
        throw unsafe engine.pointee.failure(LEADLINE_ERROR_NAME, "no dimension is called '", Bytes(c: dimension), "'")
      }
      guard let name = unsafe local.name else { throw unsafe engine.pointee.failure(LEADLINE_ERROR_NULL, "a price of a dimension is for a name") }
      given.dimension = found
      given.name = unsafe Bytes(c: name)
    } else if unsafe local.name != nil {
      throw unsafe engine.pointee.failure(LEADLINE_ERROR_NULL, "the dimension of a price's name is NULL")
    }
    unsafe try engine.pointee.check(reserved: UInt32(local.reserved.0 | local.reserved.1 | local.reserved.2))
    unsafe given.model = local.model
    unsafe given.side = local.side == 0 ? UInt32(LEADLINE_SIDE_SPEND) : local.side
    unsafe given.kind = local.kind
    unsafe given.wanted = local.lead_status
    unsafe given.rate = local.rate
    unsafe given.share = local.share_millionths
    let isAlways = unsafe local.from_us == 0 && local.to_us == 0
    unsafe given.from = isAlways ? Int64.min : local.from_us
    unsafe given.to = isAlways ? Int64.max : local.to_us
    unsafe try engine.pointee.setPrice(given)
    return LEADLINE_OK
  } catch {
    return error.status
  }
}

@implementation @_cdecl("leadline_price_count")
public func leadline_price_count(_ engine: OpaquePointer!) -> Int {
  guard let handle = unsafe engine else { return 0 }
  let engine = unsafe LeadlineCore.engine(handle)
  guard unsafe engine.pointee.mark.isOurs else { return 0 }
  unsafe engine.pointee.namesLock.lockToRead()
  defer { unsafe engine.pointee.namesLock.unlock() }
  return unsafe engine.pointee.prices.pointer.pointee.count
}

@implementation @_cdecl("leadline_price_at")
public func leadline_price_at(_ engine: OpaquePointer!, _ index: Int, _ price: UnsafeMutablePointer<leadline_price>!) -> leadline_status {
  guard let handle = unsafe engine, let price = unsafe price else { return LEADLINE_ERROR_NULL }
  let engine = unsafe LeadlineCore.engine(handle)
  guard unsafe engine.pointee.mark.isOurs else { return LEADLINE_ERROR_FORKED }
  let writable = unsafe isWritable(price)
  if writable != LEADLINE_OK { return writable }
  unsafe engine.pointee.namesLock.lockToRead()
  defer { unsafe engine.pointee.namesLock.unlock() }
  let book = unsafe engine.pointee.prices.pointer
  guard index >= 0, unsafe index < book.pointee.count else {
    return unsafe engine.pointee.failure(LEADLINE_ERROR_ARGUMENT, "there are not so many prices").status
  }
  let known = unsafe book.pointee.prices[index]
  var result = unsafe leadline_price()
  if known.dimension >= 0 {
    unsafe result.dimension = UnsafeRawPointer(engine.pointee.dimensions[known.dimension].text.start).assumingMemoryBound(to: CChar.self)
    unsafe result.name = UnsafeRawPointer(known.name.start).assumingMemoryBound(to: CChar.self)
  }
  unsafe result.from_us = known.from
  unsafe result.to_us = known.to
  unsafe result.rate = known.rate
  unsafe result.share_millionths = known.share
  unsafe result.model = known.model
  unsafe result.side = known.side
  unsafe result.lead_status = known.wanted
  unsafe result.kind = known.model == PriceModel.cpa ? known.kind : 0
  return unsafe writeResult(result, to: price)
}

@implementation @_cdecl("leadline_remove_price")
public func leadline_remove_price(_ engine: OpaquePointer!, _ index: Int) -> leadline_status {
  guard let handle = unsafe engine else { return LEADLINE_ERROR_NULL }
  let engine = unsafe LeadlineCore.engine(handle)
  guard unsafe engine.pointee.mark.isOurs else { return LEADLINE_ERROR_FORKED }
  if unsafe engine.pointee.removePrice(at: index) { return LEADLINE_OK }
  return unsafe engine.pointee.failure(LEADLINE_ERROR_ARGUMENT, "there are not so many prices").status
}
