import CLeadline
import CPlatform

// Dimensions, names, attributes and kinds.

@implementation @_cdecl("leadline_dimension_index")
public func leadline_dimension_index(_ engine: OpaquePointer!, _ name: UnsafePointer<CChar>!, _ index: UnsafeMutablePointer<UInt32>!)
  -> leadline_status
{
  guard let handle = unsafe engine, let name = unsafe name, let index = unsafe index else { return LEADLINE_ERROR_NULL }
  let engine = unsafe LeadlineCore.engine(handle)
  guard unsafe engine.pointee.mark.isOurs else { return LEADLINE_ERROR_FORKED }
  guard let found = unsafe engine.pointee.dimensionIndex(named: Bytes(c: name)) else {
    return unsafe engine.pointee.failure(LEADLINE_ERROR_NAME, "no dimension is called '", Bytes(c: name), "'").status
  }
  unsafe index.pointee = UInt32(found)
  return LEADLINE_OK
}

/// The status for a dimension's number or a name that cannot be, nil when all is well.
private func refusal(_ engine: UnsafeMutablePointer<Engine>, _ dimension: UInt32, _ name: UnsafePointer<CChar>?, _ size: Int)
  -> leadline_status?
{
  guard unsafe engine.pointee.mark.isOurs else { return LEADLINE_ERROR_FORKED }
  guard unsafe Int(dimension) < engine.pointee.dimensions.count else {
    return unsafe engine.pointee.failure(LEADLINE_ERROR_ARGUMENT, "no dimension has this number").status
  }
  guard isCount(size, atMost: Int(LEADLINE_MAX_NAME_BYTES)) else {
    return unsafe engine.pointee.failure(LEADLINE_ERROR_TOO_MANY, "a name is longer than 65535 bytes").status
  }
  let isMissing = unsafe name == nil
  return size > 0 && isMissing ? LEADLINE_ERROR_NULL : nil
}

@implementation @_cdecl("leadline_intern")
public func leadline_intern(
  _ engine: OpaquePointer!, _ dimension: UInt32, _ name: UnsafePointer<CChar>!, _ size: Int, _ code: UnsafeMutablePointer<UInt32>!
) -> leadline_status {
  guard let handle = unsafe engine, let code = unsafe code else { return LEADLINE_ERROR_NULL }
  guard unsafe isAligned(UnsafePointer(code)) else { return LEADLINE_ERROR_MISALIGNED }
  let engine = unsafe LeadlineCore.engine(handle)
  if let status = unsafe refusal(engine, dimension, name, size) { return status }
  do {
    let text = unsafe bytes(name, size, atMost: Int(LEADLINE_MAX_NAME_BYTES)) ?? Bytes("")
    unsafe code.pointee = try engine.pointee.intern(dimension: Int(dimension), text)
    return LEADLINE_OK
  } catch {
    return error.status
  }
}

@implementation @_cdecl("leadline_intern_many")
public func leadline_intern_many(
  _ engine: OpaquePointer!, _ dimension: UInt32, _ names: UnsafePointer<UnsafePointer<CChar>?>!, _ sizes: UnsafePointer<Int>!,
  _ count: Int, _ codes: UnsafeMutablePointer<UInt32>!
) -> leadline_status {
  guard let handle = unsafe engine else { return LEADLINE_ERROR_NULL }
  let engine = unsafe LeadlineCore.engine(handle)
  guard isCount(count, atMost: 1 << 31) else { return LEADLINE_ERROR_TOO_MANY }
  if let status = unsafe refusal(engine, dimension, nil, 0) { return status }
  if count == 0 { return LEADLINE_OK }
  guard let names = unsafe names, let sizes = unsafe sizes, let codes = unsafe codes else { return LEADLINE_ERROR_NULL }
  guard unsafe isAligned(names), unsafe isAligned(sizes), unsafe isAligned(UnsafePointer(codes)) else { return LEADLINE_ERROR_MISALIGNED }
  for i in 0..<count {
    if let status = unsafe refusal(engine, dimension, names[i], sizes[i]) { return status }
  }
  unsafe engine.pointee.namesLock.lockToWrite()
  defer { unsafe engine.pointee.namesLock.unlock() }
  let known = unsafe engine.pointee.namesBase.unsafelyUnwrapped + Int(dimension)
  unsafe known.pointee.begin()
  // Codes are handed out last, when every name has one.
  for i in 0..<count {
    let text = unsafe bytes(names[i], sizes[i], atMost: Int(LEADLINE_MAX_NAME_BYTES)) ?? Bytes("")
    do {
      _ = unsafe try engine.pointee.internLocked(dimension: Int(dimension), text)
    } catch {
      unsafe known.pointee.undo()
      return error.status
    }
  }
  unsafe known.pointee.commit()
  for i in 0..<count {
    let text = unsafe bytes(names[i], sizes[i], atMost: Int(LEADLINE_MAX_NAME_BYTES)) ?? Bytes("")
    unsafe codes[i] = (try? engine.pointee.internLocked(dimension: Int(dimension), text)) ?? LEADLINE_CODE_OTHER
  }
  return LEADLINE_OK
}

@implementation @_cdecl("leadline_find")
public func leadline_find(
  _ engine: OpaquePointer!, _ dimension: UInt32, _ name: UnsafePointer<CChar>!, _ size: Int, _ code: UnsafeMutablePointer<UInt32>!
) -> leadline_status {
  guard let handle = unsafe engine, let code = unsafe code else { return LEADLINE_ERROR_NULL }
  guard unsafe isAligned(UnsafePointer(code)) else { return LEADLINE_ERROR_MISALIGNED }
  let engine = unsafe LeadlineCore.engine(handle)
  if let status = unsafe refusal(engine, dimension, name, size) { return status }
  let text = unsafe bytes(name, size, atMost: Int(LEADLINE_MAX_NAME_BYTES)) ?? Bytes("")
  guard let found = unsafe engine.pointee.find(dimension: Int(dimension), text) else {
    return unsafe engine.pointee.failure(LEADLINE_ERROR_NAME, "the dimension has no name ", text).status
  }
  unsafe code.pointee = found
  return LEADLINE_OK
}

@implementation @_cdecl("leadline_name")
public func leadline_name(
  _ engine: OpaquePointer!, _ dimension: UInt32, _ code: UInt32, _ buffer: UnsafeMutablePointer<CChar>!, _ capacity: Int,
  _ size: UnsafeMutablePointer<Int>!
) -> leadline_status {
  guard let handle = unsafe engine, let size = unsafe size else { return LEADLINE_ERROR_NULL }
  let engine = unsafe LeadlineCore.engine(handle)
  if let status = unsafe refusal(engine, dimension, nil, 0) { return status }
  unsafe engine.pointee.namesLock.lockToRead()
  defer { unsafe engine.pointee.namesLock.unlock() }
  let names = unsafe engine.pointee.namesBase.unsafelyUnwrapped + Int(dimension)
  guard unsafe names.pointee.isGiven(code) else {
    return unsafe engine.pointee.failure(LEADLINE_ERROR_ARGUMENT, "this code was not given out").status
  }
  let text = unsafe names.pointee.name(code)
  // A size_t above Int.max arrives negative; it is room enough.
  if capacity >= 0 && capacity < text.count {
    unsafe size.pointee = text.count
    return LEADLINE_ERROR_BUFFER
  }
  if text.count > 0 {
    guard let buffer = unsafe buffer else { return LEADLINE_ERROR_NULL }
    unsafe _ = memcpy(buffer, text.start, text.count)
  }
  unsafe size.pointee = text.count
  return LEADLINE_OK
}

@implementation @_cdecl("leadline_set_attribute")
public func leadline_set_attribute(
  _ engine: OpaquePointer!, _ attribute: UInt32, _ code: UInt32, _ value: UnsafePointer<CChar>!, _ size: Int
) -> leadline_status {
  guard let handle = unsafe engine else { return LEADLINE_ERROR_NULL }
  let engine = unsafe LeadlineCore.engine(handle)
  if let status = unsafe refusal(engine, attribute, value, size) { return status }
  guard unsafe engine.pointee.isAttribute(Int(attribute)) else {
    return unsafe engine.pointee.failure(LEADLINE_ERROR_ARGUMENT, "this is a dimension of facts, not an attribute").status
  }
  let text = unsafe bytes(value, size, atMost: Int(LEADLINE_MAX_NAME_BYTES)) ?? Bytes("")
  do {
    unsafe try engine.pointee.setAttribute(attribute: Int(attribute), code: code, value: text)
    return LEADLINE_OK
  } catch {
    return error.status
  }
}

@implementation @_cdecl("leadline_kind_count")
public func leadline_kind_count(_ engine: OpaquePointer!) -> Int {
  guard let handle = unsafe engine else { return 0 }
  let engine = unsafe LeadlineCore.engine(handle)
  return unsafe engine.pointee.mark.isOurs ? engine.pointee.kinds.pointer.pointee.count : 0
}

@implementation @_cdecl("leadline_kind_at")
public func leadline_kind_at(_ engine: OpaquePointer!, _ index: Int, _ info: UnsafeMutablePointer<leadline_kind_info>!) -> leadline_status {
  guard let handle = unsafe engine, let info = unsafe info else { return LEADLINE_ERROR_NULL }
  let engine = unsafe LeadlineCore.engine(handle)
  guard unsafe engine.pointee.mark.isOurs else { return LEADLINE_ERROR_FORKED }
  let kinds = unsafe engine.pointee.kinds.pointer
  guard unsafe isCount(index, atMost: kinds.pointee.count - 1) else { return LEADLINE_ERROR_ARGUMENT }
  let kind = unsafe kinds.pointee.kind(at: kinds.pointee.slot(inOrderOfNumbers: index))
  var result = unsafe leadline_kind_info()
  unsafe result.name = UnsafeRawPointer(kind.name.start).assumingMemoryBound(to: CChar.self)
  unsafe result.number = kind.number
  unsafe result.parent = kind.parent
  unsafe result.subject = kind.subject
  unsafe result.order = kind.order
  unsafe result.roles = kind.roles
  unsafe result.unit = kind.unit
  return unsafe writeResult(result, to: info)
}

@implementation @_cdecl("leadline_kind_number")
public func leadline_kind_number(_ engine: OpaquePointer!, _ name: UnsafePointer<CChar>!, _ number: UnsafeMutablePointer<UInt16>!)
  -> leadline_status
{
  guard let handle = unsafe engine, let name = unsafe name, let number = unsafe number else { return LEADLINE_ERROR_NULL }
  guard unsafe isAligned(UnsafePointer(number)) else { return LEADLINE_ERROR_MISALIGNED }
  let engine = unsafe LeadlineCore.engine(handle)
  guard unsafe engine.pointee.mark.isOurs else { return LEADLINE_ERROR_FORKED }
  guard let found = unsafe engine.pointee.kinds.pointer.pointee.number(ofName: Bytes(c: name)) else {
    return unsafe engine.pointee.failure(LEADLINE_ERROR_NAME, "no kind is called '", Bytes(c: name), "'").status
  }
  unsafe number.pointee = found
  return LEADLINE_OK
}
