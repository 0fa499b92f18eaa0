import CLeadline
import CPlatform

// Points, and the periods that bound what they read.

private func point(_ handle: OpaquePointer) -> UnsafeMutablePointer<Point> { unsafe UnsafeMutablePointer<Point>(handle) }

@implementation @_cdecl("leadline_point_open")
public func leadline_point_open(
  _ engine: OpaquePointer!, _ options: UnsafePointer<leadline_point_options>!, _ point: UnsafeMutablePointer<OpaquePointer?>!
) -> leadline_status {
  guard let handle = unsafe engine, let options = unsafe options, let result = unsafe point else { return LEADLINE_ERROR_NULL }
  guard unsafe isAligned(UnsafePointer(result)) else { return LEADLINE_ERROR_MISALIGNED }
  let engine = unsafe LeadlineCore.engine(handle)
  guard unsafe engine.pointee.mark.isOurs else { return LEADLINE_ERROR_FORKED }
  var local = unsafe leadline_point_options()
  let status = unsafe copyOptions(options, into: &local)
  if status != LEADLINE_OK { return unsafe engine.pointee.failure(status, StatusText.text(status)).status }
  do throws(Failure) {
    let fresh = unsafe try preparePoint(engine, local)
    guard let made = unsafe try? Handles.make(fresh, engine) else { throw unsafe engine.pointee.outOfMemory() }
    unsafe result.pointee = OpaquePointer(made)
    return LEADLINE_OK
  } catch {
    return error.status
  }
}

private func preparePoint(_ engine: UnsafeMutablePointer<Engine>, _ options: leadline_point_options) throws(Failure) -> Point {
  let width = unsafe options.dimension_count
  let counts = unsafe isCount(width, atMost: 16) && isCount(options.column_count, atMost: 1024)
  guard counts else { throw unsafe engine.pointee.failure(LEADLINE_ERROR_TOO_MANY, "too many dimensions or columns") }
  var wanted = unsafe Buffer<Int>(engine.pointee.heap)
  for i in 0..<width {
    guard let names = unsafe options.dimensions, let name = unsafe names[i] else {
      throw unsafe engine.pointee.failure(LEADLINE_ERROR_NULL, "the name of a dimension is NULL")
    }
    guard let d = unsafe engine.pointee.dimensionIndex(named: Bytes(c: name)), unsafe !engine.pointee.isAttribute(d) else {
      throw unsafe engine.pointee.failure(LEADLINE_ERROR_NAME, "no dimension of facts is called '", Bytes(c: name), "'")
    }
    for earlier in 0..<i where wanted[earlier] == d {
      throw unsafe engine.pointee.failure(LEADLINE_ERROR_DUPLICATE_NAME, "a dimension is named twice: ", Bytes(c: name))
    }
    guard (try? wanted.append(d)) != nil else { throw unsafe engine.pointee.outOfMemory() }
  }
  let rollup: Int
  if let name = unsafe options.rollup {
    guard let named = unsafe engine.pointee.rollupIndex(named: Bytes(c: name)) else {
      throw unsafe engine.pointee.failure(LEADLINE_ERROR_NAME, "no rollup is called '", Bytes(c: name), "'")
    }
    let fits = unsafe engine.pointee.fits(named, wanted, .all) && engine.pointee.shapes[named].width == width
    guard fits else {
      throw unsafe engine.pointee.failure(LEADLINE_QUERY_NO_ROLLUP, "the rollup has other dimensions: ", Bytes(c: name))
    }
    rollup = named
  } else {
    guard let chosen = unsafe engine.pointee.choose(wanted, .all, exactly: true) else {
      throw unsafe engine.pointee.failure(LEADLINE_QUERY_NO_ROLLUP, "no rollup has exactly these dimensions")
    }
    rollup = chosen
  }
  var program = unsafe Program(engine.pointee.heap)
  for i in unsafe 0..<options.column_count {
    guard let columns = unsafe options.columns, let name = unsafe columns[i] else {
      throw unsafe engine.pointee.failure(LEADLINE_ERROR_NULL, "a column is NULL")
    }
    unsafe try engine.pointee.add(column: Bytes(c: name), to: &program)
  }
  if program.accruedSides != 0 {
    throw unsafe engine.pointee.failure(LEADLINE_ERROR_UNSUPPORTED, "a point reads no accruals; ask for them in a query")
  }
  for i in 0..<program.leaves.count where !program.leaves[i].isPlain {
    throw unsafe engine.pointee.failure(LEADLINE_ERROR_UNSUPPORTED, "a point reads sums of its own key and range: no where, no other period, no total, nothing distinct")
  }
  let isTooLarge = unsafe program.sums.count > Point.mostSums || program.leaves.count > Point.mostLeaves || engine.pointee.kinds.pointer.pointee.count > Point.mostKinds
  if isTooLarge { throw unsafe engine.pointee.failure(LEADLINE_ERROR_TOO_MANY, "a point reads at most 64 sums, of an engine of at most 512 kinds") }
  var order = InlineArray<16, UInt8>(repeating: 0)
  for i in 0..<width {
    if let position = unsafe engine.pointee.position(of: wanted[i], in: rollup) { order[position] = UInt8(i) }
  }
  return unsafe Point(engine: engine, rollup: rollup, order: order, width: width, program: program)
}

/// Reads a point once the key's codes are known.
private func read(
  _ point: UnsafeMutablePointer<Point>, _ codes: InlineArray<16, UInt32>, _ from: Int64, _ to: Int64,
  _ values: UnsafeMutablePointer<leadline_value>
) -> leadline_status {
  do throws(Failure) {
    unsafe try point.pointee.read(codes, from: from, to: to) { column, value, unit in
      unsafe values[column] = leadline_value(
        numerator: leadline_int128(value.numerator), denominator: leadline_int128(value.denominator), state: UInt32(value.state),
        unit: unit)
    }
    return LEADLINE_OK
  } catch {
    return error.status
  }
}

/// The status of a read whose counts are wrong, nil when they are right.
private func refusal(_ point: UnsafeMutablePointer<Point>, _ codes: Int, _ values: Int, _ from: Int64, _ to: Int64) -> leadline_status? {
  guard unsafe point.pointee.engine.pointee.mark.isOurs else { return LEADLINE_ERROR_FORKED }
  let fits = unsafe codes == point.pointee.width && values == point.pointee.program.columns.count && from < to
  if fits { return nil }
  return unsafe point.pointee.engine.pointee.failure(LEADLINE_ERROR_ARGUMENT, "the number of codes or values differs from the point's, or the range is empty").status
}

@implementation @_cdecl("leadline_point_read")
public func leadline_point_read(
  _ point: OpaquePointer!, _ codes: UnsafePointer<UInt32>!, _ code_count: Int, _ from_us: Int64, _ to_us: Int64,
  _ values: UnsafeMutablePointer<leadline_value>!, _ value_count: Int
) -> leadline_status {
  guard let handle = unsafe point else { return LEADLINE_ERROR_NULL }
  let point = unsafe LeadlineCore.point(handle)
  if let status = unsafe refusal(point, code_count, value_count, from_us, to_us) { return status }
  let isMissing = unsafe (code_count > 0 && codes == nil) || (value_count > 0 && values == nil)
  if isMissing { return LEADLINE_ERROR_NULL }
  guard unsafe isAligned(codes), unsafe isAligned(UnsafePointer(values)) else { return LEADLINE_ERROR_MISALIGNED }
  if value_count == 0 { return LEADLINE_OK }
  var mine = InlineArray<16, UInt32>(repeating: 0)
  for i in 0..<code_count { mine[i] = unsafe codes[i] }
  return unsafe read(point, mine, from_us, to_us, values)
}

@implementation @_cdecl("leadline_point_read_names")
public func leadline_point_read_names(
  _ point: OpaquePointer!, _ names: UnsafePointer<UnsafePointer<CChar>?>!, _ sizes: UnsafePointer<Int>!, _ name_count: Int,
  _ from_us: Int64, _ to_us: Int64, _ values: UnsafeMutablePointer<leadline_value>!, _ value_count: Int
) -> leadline_status {
  guard let handle = unsafe point else { return LEADLINE_ERROR_NULL }
  let point = unsafe LeadlineCore.point(handle)
  if let status = unsafe refusal(point, name_count, value_count, from_us, to_us) { return status }
  let isMissing = unsafe (name_count > 0 && (names == nil || sizes == nil)) || (value_count > 0 && values == nil)
  if isMissing { return LEADLINE_ERROR_NULL }
  guard unsafe isAligned(names), unsafe isAligned(sizes), unsafe isAligned(UnsafePointer(values)) else { return LEADLINE_ERROR_MISALIGNED }
  if value_count == 0 { return LEADLINE_OK }
  let engine = unsafe point.pointee.engine
  var mine = InlineArray<16, UInt32>(repeating: 0)
  unsafe engine.pointee.namesLock.lockToRead()
  for p in unsafe 0..<point.pointee.width {
    let i = unsafe Int(point.pointee.order[p])
    guard let text = unsafe bytes(names[i], sizes[i], atMost: Int(LEADLINE_MAX_NAME_BYTES)) else {
      unsafe engine.pointee.namesLock.unlock()
      let isTooLong = unsafe !isCount(sizes[i], atMost: Int(LEADLINE_MAX_NAME_BYTES))
      return isTooLong ? LEADLINE_ERROR_TOO_MANY : LEADLINE_ERROR_NULL
    }
    let dimension = unsafe Int(engine.pointee.shapes[point.pointee.rollup].dimensions[p])
    let names = unsafe engine.pointee.namesBase.unsafelyUnwrapped + dimension
    // A code that no cell can have stands for a name that nobody gave.
    mine[i] = unsafe names.pointee.find(text) ?? (names.pointee.keeps(text) ? Code.unknown : Code.beyond(Hash.bytes(text)))
  }
  unsafe engine.pointee.namesLock.unlock()
  return unsafe read(point, mine, from_us, to_us, values)
}

@implementation @_cdecl("leadline_point_close")
public func leadline_point_close(_ point: OpaquePointer!) {
  guard let handle = unsafe point else { return }
  let point = unsafe LeadlineCore.point(handle)
  unsafe Handles.destroy(point, point.pointee.engine)
}

@implementation @_cdecl("leadline_period_bounds")
public func leadline_period_bounds(
  _ engine: OpaquePointer!, _ period: UInt32, _ time_us: Int64, _ start_us: UnsafeMutablePointer<Int64>!,
  _ end_us: UnsafeMutablePointer<Int64>!
) -> leadline_status {
  guard let handle = unsafe engine, let start = unsafe start_us, let end = unsafe end_us else { return LEADLINE_ERROR_NULL }
  let engine = unsafe LeadlineCore.engine(handle)
  guard unsafe engine.pointee.mark.isOurs else { return LEADLINE_ERROR_FORKED }
  guard let period = Period(rawValue: period), FactRules.isTime(time_us) else {
    return unsafe engine.pointee.failure(LEADLINE_ERROR_ARGUMENT, "unknown period, or a time outside the years 1 to 9999").status
  }
  let bounds = unsafe engine.pointee.zone.pointer.pointee.bounds(of: period, at: time_us)
  unsafe start.pointee = bounds.start
  unsafe end.pointee = bounds.end
  return LEADLINE_OK
}
