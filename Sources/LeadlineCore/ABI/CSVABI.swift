import CLeadline
import CPlatform

// CSV intake.

/// The reader behind a handle.
@inline(__always)
private func reader(_ handle: OpaquePointer) -> UnsafeMutablePointer<CSVReader> { unsafe UnsafeMutablePointer<CSVReader>(handle) }

extension leadline_csv_result {
  /// What a reader has come to, as C reads it.
  init(_ reader: borrowing CSVReader) {
    self.init()
    let outcome = reader.outcome
    lines = reader.source.lines
    rows = outcome.rows
    facts = outcome.facts
    ignored = outcome.ignored
    rejected = outcome.rejected
    unsafe withUnsafeMutableBytes(of: &rejected_by_csv) { bytes in
      for i in 0..<CSVOutcome.csvReasons {
        unsafe bytes.storeBytes(of: outcome.rejectedByCSV[i], toByteOffset: 8 * i, as: UInt64.self)
      }
    }
    unsafe withUnsafeMutableBytes(of: &rejected_by_fact) { bytes in
      for i in 0..<CSVOutcome.factReasons {
        unsafe bytes.storeBytes(of: outcome.rejectedByFact[i], toByteOffset: 8 * i, as: UInt64.self)
      }
    }
    duplicates = reader.counters.duplicates
    conflicts = reader.counters.conflicts
    earliest = outcome.facts > 0 ? outcome.earliest : 0
    latest = outcome.facts > 0 ? outcome.latest : 0
    first_reason = outcome.firstReason
    first_column = outcome.firstColumn
    first_line = outcome.firstLine
    unsafe withUnsafeMutableBytes(of: &first_column_name) { bytes in
      for i in 0..<64 { unsafe bytes[i] = outcome.firstColumnName.bytes[i] }
    }
    unsafe withUnsafeMutableBytes(of: &first_text) { bytes in
      for i in 0..<64 { unsafe bytes[i] = outcome.firstText.bytes[i] }
    }
  }
}

/// A text from C that may be left out.
private func text(_ text: UnsafePointer<CChar>?) -> Bytes? {
  guard let text = unsafe text else { return nil }
  return unsafe Bytes(c: text)
}

/// The options of leadline_csv_open, on their way to a plan.
@safe
private struct CSVOptions {
  let options: leadline_csv_options
  let engine: UnsafeMutablePointer<Engine>

  init(_ options: leadline_csv_options, _ engine: UnsafeMutablePointer<Engine>) {
    unsafe self.options = options
    unsafe self.engine = engine
  }

  private static var knownFlags: UInt32 { 0x1FF }

  private func failure(_ status: leadline_status, _ text: StaticString, _ name: Bytes = Bytes("")) -> Failure {
    unsafe engine.pointee.failure(status, text, name)
  }

  private func has(_ flag: UInt32) -> Bool { unsafe options.flags & flag != 0 }

  private func settings() throws(Failure) -> CSVPlan.Settings {
    unsafe try engine.pointee.check(flags: options.flags, known: Self.knownFlags)
    let reserved = unsafe options.reserved
    unsafe try engine.pointee.check(
      reserved: UInt32(UInt8(bitPattern: reserved.0 | reserved.1 | reserved.2 | reserved.3 | reserved.4 | reserved.5)))
    var settings = CSVPlan.Settings()
    let delimiter = unsafe UInt8(bitPattern: options.delimiter)
    if delimiter != 0 { settings.dialect.delimiter = delimiter }
    settings.dialect.collapses = has(UInt32(LEADLINE_CSV_COLLAPSE))
    settings.hasHeader = !has(UInt32(LEADLINE_CSV_NO_HEADER))
    settings.skipsInvalid = has(UInt32(LEADLINE_CSV_SKIP_INVALID))
    settings.takesEmptyAsAbsent = has(UInt32(LEADLINE_CSV_EMPTY_ABSENT))
    settings.takesDashesAsAbsent = has(UInt32(LEADLINE_CSV_DASHES_ABSENT))
    settings.foldsCase = has(UInt32(LEADLINE_CSV_FOLD_CASE))
    settings.hasNoTime = has(UInt32(LEADLINE_CSV_NO_TIME))
    settings.hasDefaultTime = has(UInt32(LEADLINE_CSV_DEFAULT_TIME))
    settings.numbers.scale = unsafe engine.pointee.moneyScale
    if has(UInt32(LEADLINE_CSV_DECIMAL_COMMA)) { settings.numbers.point = UInt8(ascii: ",") }
    settings.numbers.thousands = unsafe UInt8(bitPattern: options.thousands)
    if unsafe options.rounding != UInt32(LEADLINE_ROUND_NONE) {
      unsafe try engine.pointee.check("rounding", Int128(options.rounding), to: Int128(LEADLINE_ROUND_CEILING))
      settings.numbers.rounding = unsafe RoundingMode(rawValue: options.rounding)
    }
    if unsafe options.default_time_us != 0 && !settings.hasNoTime && !settings.hasDefaultTime {
      throw failure(LEADLINE_ERROR_ARGUMENT, "default_time_us is given without LEADLINE_CSV_NO_TIME or LEADLINE_CSV_DEFAULT_TIME")
    }
    settings.defaultTime = unsafe options.default_time_us
    settings.linesToSkip = unsafe options.skip_lines
    if let name = unsafe text(options.restate) {
      guard let dimension = unsafe engine.pointee.dimensionIndex(named: name), unsafe !engine.pointee.isAttribute(dimension) else {
        throw failure(LEADLINE_ERROR_NAME, "no such dimension to restate: ", name)
      }
      settings.restate = dimension
    }
    return settings
  }

  func plan() throws(Failure) -> CSVPlan {
    var plan = unsafe CSVPlan(engine.pointee.heap, try settings())
    try addFields(&plan)
    try addTranslations(&plan)
    unsafe try plan.complete(engine.pointee)
    return plan
  }

  private func addFields(_ plan: inout CSVPlan) throws(Failure) {
    let count = unsafe options.field_count
    guard isCount(count, atMost: CSVPlan.mostFields) else { throw failure(LEADLINE_ERROR_TOO_MANY, "more than 4096 fields") }
    for i in 0..<count {
      guard let fields = unsafe options.fields else { throw failure(LEADLINE_ERROR_NULL, "fields is NULL") }
      unsafe try engine.pointee.within("field", i + 1) { () throws(Failure) in
        var field = unsafe leadline_csv_field()
        unsafe try JourneyReader.element(fields, i, into: &field, engine.pointee)
        unsafe try plan.add(
          engine.pointee, use: field.use, index: field.index, column: text(field.column), name: text(field.name),
          value: text(field.value))
      }
    }
  }

  private func addTranslations(_ plan: inout CSVPlan) throws(Failure) {
    let count = unsafe options.translation_count
    guard isCount(count, atMost: CSVPlan.mostTranslations) else {
      throw failure(LEADLINE_ERROR_TOO_MANY, "more than 1048576 translations")
    }
    for i in 0..<count {
      guard let translations = unsafe options.translations else { throw failure(LEADLINE_ERROR_NULL, "translations is NULL") }
      unsafe try engine.pointee.within("translation", i + 1) { () throws(Failure) in
        var item = unsafe leadline_csv_translation()
        unsafe try JourneyReader.element(translations, i, into: &item, engine.pointee)
        unsafe try engine.pointee.check(reserved: item.reserved)
        guard let from = unsafe text(item.text), let to = unsafe text(item.replacement) else {
          throw failure(LEADLINE_ERROR_NULL, "a translation lacks its text or its replacement")
        }
        unsafe try plan.addTranslation(engine.pointee, use: item.use, name: text(item.name), text: from, replacement: to)
      }
    }
  }

  func format() throws(Failure) -> TimeFormat {
    do throws(TimeFormatError) {
      return unsafe try TimeFormat(engine.pointee.heap, text(options.time_format))
    } catch {
      if case .outOfMemory = error { throw unsafe engine.pointee.outOfMemory() }
      throw failure(LEADLINE_ERROR_ARGUMENT, "not a time format: ", unsafe text(options.time_format) ?? Bytes(""))
    }
  }

  func zone() throws(Failure) -> Box<Zone>? {
    guard let name = unsafe text(options.time_zone) else { return nil }
    let zone = try zone(name)
    do {
      return unsafe try Box(engine.pointee.heap, zone)
    } catch { throw unsafe engine.pointee.outOfMemory() }
  }

  private func zone(_ name: Bytes) throws(Failure) -> Zone {
    do throws(ZoneError) {
      return unsafe try Zone(engine.pointee.heap, name: name)
    } catch {
      if case .outOfMemory = error { throw unsafe engine.pointee.outOfMemory() }
      throw failure(LEADLINE_ERROR_TIME_ZONE, "no such time zone: ", name)
    }
  }
}

/// Opens a reader on the engine's heap.
private func open(
  _ engine: UnsafeMutablePointer<Engine>, _ options: UnsafePointer<leadline_csv_options>
) throws(Failure) -> UnsafeMutablePointer<CSVReader> {
  var local = unsafe leadline_csv_options()
  let status = unsafe copyOptions(options, into: &local)
  if status != LEADLINE_OK { throw unsafe engine.pointee.failure(status, StatusText.text(status)) }
  let given = unsafe CSVOptions(local, engine)
  let reader = unsafe try place(engine, given)
  do throws(Failure) {
    unsafe try reader.pointee.setUp()
  } catch {
    unsafe Handles.destroy(reader, engine)
    throw error
  }
  return unsafe reader
}

/// A function of its own, so that the stack is free of it when the reader is set up.
@inline(never)
private func place(
  _ engine: UnsafeMutablePointer<Engine>, _ options: CSVOptions
) throws(Failure) -> UnsafeMutablePointer<CSVReader> {
  let reader = unsafe try CSVReader.make(engine, try options.plan(), try options.format(), zone: try options.zone())
  do {
    return unsafe try Handles.make(reader, engine)
  } catch { throw unsafe engine.pointee.outOfMemory() }
}

@implementation @_cdecl("leadline_csv_open")
public func leadline_csv_open(
  _ engine: OpaquePointer!, _ options: UnsafePointer<leadline_csv_options>!, _ csv: UnsafeMutablePointer<OpaquePointer?>!
) -> leadline_status {
  guard let handle = unsafe engine, let options = unsafe options, let csv = unsafe csv else { return LEADLINE_ERROR_NULL }
  guard unsafe isAligned(UnsafePointer(csv)) else { return LEADLINE_ERROR_MISALIGNED }
  let engine = unsafe LeadlineCore.engine(handle)
  guard unsafe engine.pointee.mark.isOurs else { return LEADLINE_ERROR_FORKED }
  do throws(Failure) {
    unsafe csv.pointee = try OpaquePointer(open(engine, options))
    return LEADLINE_OK
  } catch {
    return error.status
  }
}

@implementation @_cdecl("leadline_csv_feed")
public func leadline_csv_feed(_ csv: OpaquePointer!, _ bytes: UnsafeRawPointer!, _ size: Int) -> leadline_status {
  guard let handle = unsafe csv else { return LEADLINE_ERROR_NULL }
  let reader = unsafe reader(handle)
  guard unsafe reader.pointee.engine.pointee.mark.isOurs else { return LEADLINE_ERROR_FORKED }
  let text = unsafe LeadlineCore.bytes(bytes?.assumingMemoryBound(to: CChar.self), size, atMost: .max)
  guard let text else {
    // A size_t above Int.max arrives negative; no memory is so large.
    return unsafe reader.pointee.engine.pointee.failure(
      size < 0 ? LEADLINE_ERROR_TOO_MANY : LEADLINE_ERROR_NULL, size < 0 ? "the size is beyond all memory" : "bytes is NULL"
    ).status
  }
  do throws(Failure) {
    unsafe try reader.pointee.feed(text)
    return LEADLINE_OK
  } catch {
    return error.status
  }
}

@implementation @_cdecl("leadline_csv_finish")
public func leadline_csv_finish(_ csv: OpaquePointer!) -> leadline_status {
  guard let handle = unsafe csv else { return LEADLINE_ERROR_NULL }
  let reader = unsafe reader(handle)
  guard unsafe reader.pointee.engine.pointee.mark.isOurs else { return LEADLINE_ERROR_FORKED }
  do throws(Failure) {
    unsafe try reader.pointee.finish()
    return LEADLINE_OK
  } catch {
    return error.status
  }
}

@implementation @_cdecl("leadline_csv_read_result")
public func leadline_csv_read_result(_ csv: OpaquePointer!, _ result: UnsafeMutablePointer<leadline_csv_result>!) -> leadline_status {
  guard let handle = unsafe csv, let result = unsafe result else { return LEADLINE_ERROR_NULL }
  let reader = unsafe reader(handle)
  guard unsafe reader.pointee.engine.pointee.mark.isOurs else { return LEADLINE_ERROR_FORKED }
  return unsafe writeResult(leadline_csv_result(reader.pointee), to: result)
}

@implementation @_cdecl("leadline_csv_close")
public func leadline_csv_close(_ csv: OpaquePointer!) {
  guard let handle = unsafe csv else { return }
  let reader = unsafe reader(handle)
  unsafe Handles.destroy(reader, reader.pointee.engine)
}

@implementation @_cdecl("leadline_csv_file")
public func leadline_csv_file(
  _ engine: OpaquePointer!, _ options: UnsafePointer<leadline_csv_options>!, _ path: UnsafePointer<CChar>!,
  _ result: UnsafeMutablePointer<leadline_csv_result>!
) -> leadline_status {
  guard let handle = unsafe engine, let options = unsafe options, let path = unsafe path else { return LEADLINE_ERROR_NULL }
  let engine = unsafe LeadlineCore.engine(handle)
  guard unsafe engine.pointee.mark.isOurs else { return LEADLINE_ERROR_FORKED }
  let writable = unsafe isWritable(result)
  if writable != LEADLINE_OK { return writable }
  if let result = unsafe result { _ = unsafe writeResult(leadline_csv_result(), to: result) }
  do throws(Failure) {
    let reader = unsafe try open(engine, options)
    defer {
      if let result = unsafe result { _ = unsafe writeResult(leadline_csv_result(reader.pointee), to: result) }
      unsafe Handles.destroy(reader, engine)
    }
    unsafe try CSVFile.read(path, into: &reader.pointee)
    return LEADLINE_OK
  } catch {
    return error.status
  }
}

@implementation @_cdecl("leadline_id_from_bytes")
public func leadline_id_from_bytes(_ bytes: UnsafeRawPointer!, _ size: Int) -> UInt64 {
  guard let bytes = unsafe bytes, size > 0, size <= 1 << 62 else { return 0 }
  return unsafe Identifier.of(Bytes(bytes.assumingMemoryBound(to: UInt8.self), size))
}

@implementation @_cdecl("leadline_parse_time")
public func leadline_parse_time(
  _ engine: OpaquePointer!, _ text: UnsafePointer<CChar>!, _ size: Int, _ format: UnsafePointer<CChar>!,
  _ time_us: UnsafeMutablePointer<Int64>!
) -> leadline_status {
  guard let handle = unsafe engine, let text = unsafe text, let time_us = unsafe time_us else { return LEADLINE_ERROR_NULL }
  let engine = unsafe LeadlineCore.engine(handle)
  guard unsafe engine.pointee.mark.isOurs else { return LEADLINE_ERROR_FORKED }
  var options = unsafe leadline_csv_options()
  unsafe options.time_format = UnsafePointer(format)
  do throws(Failure) {
    let format = unsafe try CSVOptions(options, engine).format()
    var parser = unsafe try CSVReader.makeParser(engine, format, UnsafePointer(engine.pointee.zone.pointer))
    guard let bytes = unsafe bytes(text, size, atMost: .max), let time = parser.parse(bytes) else {
      return unsafe engine.pointee.failure(LEADLINE_CSV_TIME, StatusText.text(LEADLINE_CSV_TIME)).status
    }
    unsafe time_us.pointee = time
    return LEADLINE_OK
  } catch {
    return error.status
  }
}
