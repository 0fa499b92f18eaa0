import CLeadline

// Responses and working time: checks and conversions.

private enum ResponseReader {
  /// A calendar of the host's, with the zone that it names, if any; none for NULL.
  static func calendar(
    _ options: UnsafePointer<leadline_work_calendar>?, _ engine: UnsafeMutablePointer<Engine>
  ) throws(Failure) -> Buffer<WorkCalendar> {
    let heap = unsafe engine.pointee.heap
    var calendars = Buffer<WorkCalendar>(heap)
    guard let options = unsafe options else { return calendars }
    var local = unsafe leadline_work_calendar()
    unsafe try JourneyCall.copy(options, into: &local, engine)
    let hours = unsafe try hours(local.hours, local.hour_count, engine.pointee)
    let holidays = unsafe try holidays(local.holidays, local.holiday_count, engine.pointee)
    var ownZone: Box<Zone>?
    var zone = unsafe engine.pointee.zone.pointer
    if let name = unsafe local.time_zone {
      let named = unsafe try self.zone(Bytes(c: name), engine.pointee)
      unsafe zone = named.pointer
      ownZone = consume named
    }
    do throws(WorkCalendar.Fault) {
      let calendar = try unsafe WorkCalendar(heap, hours: hours, holidays: holidays, zone: zone, ownZone: ownZone)
      guard (try? calendars.append(calendar)) != nil else { throw .outOfMemory }
      return calendars
    } catch {
      switch error {
      case .outOfMemory: throw unsafe engine.pointee.outOfMemory()
      case .overlap: throw unsafe engine.pointee.failure(LEADLINE_ERROR_ARGUMENT, "working hours of a day overlap")
      }
    }
  }

  private static func zone(_ name: Bytes, _ engine: borrowing Engine) throws(Failure) -> Box<Zone> {
    do throws(ZoneError) {
      let zone = try Zone(engine.heap, name: name)
      guard let box = try? Box(engine.heap, zone) else { throw .outOfMemory }
      return box
    } catch {
      switch error {
      case .outOfMemory: throw engine.outOfMemory()
      case .unknown: throw engine.failure(LEADLINE_ERROR_TIME_ZONE, "no such time zone, or no tz database: ", name)
      case .damaged: throw engine.failure(LEADLINE_ERROR_TIME_ZONE, "the tz database's file is damaged: ", name)
      }
    }
  }

  private static func hours(
    _ first: UnsafePointer<leadline_work_hours>?, _ count: Int, _ engine: borrowing Engine
  ) throws(Failure) -> Buffer<WorkCalendar.Hours> {
    guard isCount(count, atMost: 1024) else { throw engine.failure(LEADLINE_ERROR_TOO_MANY, "more than 1024 working hours") }
    var hours = Buffer<WorkCalendar.Hours>(engine.heap)
    guard (try? hours.reserve(exactly: Swift.max(count, 5))) != nil else { throw engine.outOfMemory() }
    if count == 0 {
      for day in 0..<5 { hours.appendReserved(WorkCalendar.Hours(weekday: day, from: 9 * 3_600, to: 17 * 3_600)) }
      return hours
    }
    guard let first = unsafe first else { throw engine.failure(LEADLINE_ERROR_NULL, "hours is NULL") }
    guard unsafe isAligned(first) else { throw engine.failure(LEADLINE_ERROR_MISALIGNED, StatusText.text(LEADLINE_ERROR_MISALIGNED)) }
    for i in 0..<count {
      let given = unsafe first[i]
      guard given.weekday >= 1, given.weekday <= 7, given.from_s < given.to_s, given.to_s <= 86_400 else {
        throw engine.failure(LEADLINE_ERROR_ARGUMENT, "working hours are of a weekday from 1 to 7, and from one second of the day to a later one")
      }
      hours.appendReserved(WorkCalendar.Hours(weekday: Int(given.weekday) - 1, from: Int(given.from_s), to: Int(given.to_s)))
    }
    return hours
  }

  private static func holidays(_ first: UnsafePointer<UInt32>?, _ count: Int, _ engine: borrowing Engine) throws(Failure) -> Buffer<Int> {
    guard isCount(count, atMost: 4096) else { throw engine.failure(LEADLINE_ERROR_TOO_MANY, "more than 4096 holidays") }
    var days = Buffer<Int>(engine.heap)
    guard (try? days.reserve(exactly: count)) != nil else { throw engine.outOfMemory() }
    for i in 0..<count {
      guard let first = unsafe first else { throw engine.failure(LEADLINE_ERROR_NULL, "holidays is NULL") }
      guard unsafe isAligned(first) else { throw engine.failure(LEADLINE_ERROR_MISALIGNED, StatusText.text(LEADLINE_ERROR_MISALIGNED)) }
      let given = unsafe Int(first[i])
      let date = Civil(year: given / 10_000, month: given / 100 % 100, day: given % 100)
      guard date.isValid else { throw engine.failure(LEADLINE_ERROR_ARGUMENT, "a holiday is no date, such as 20241225") }
      days.appendReserved(date.days)
    }
    return days
  }

  static func response(
    _ options: leadline_response_options, _ calendars: consuming Buffer<WorkCalendar>, _ engine: UnsafeMutablePointer<Engine>
  ) throws(Failure) -> ResponsePlan {
    let flags = unsafe options.flags
    let stretch = unsafe try JourneyReader.stretch(
      flags: flags, known: UInt32(LEADLINE_RESPONSE_LIFT), from: options.from_us, to: options.to_us, asOf: options.as_of_us, engine.pointee)
    unsafe try engine.pointee.check("limit_us", Int128(options.limit_us))
    let hasLift = flags & UInt32(LEADLINE_RESPONSE_LIFT) != 0
    if unsafe hasLift && options.limit_us == 0 { throw unsafe engine.pointee.failure(LEADLINE_ERROR_ARGUMENT, "the lift of answers within a limit, without a limit") }
    guard var matchers = unsafe try? Matchers(engine.pointee.heap, matchers: hasLift ? 3 : 2, slots: engine.pointee.kinds.pointer.pointee.count) else {
      throw unsafe engine.pointee.outOfMemory()
    }
    unsafe try JourneyReader.step("enquiry", options.enquiry, else: "enquiry|lead", of: ResponsePlan.Matcher.start, engine.pointee, &matchers)
    unsafe try JourneyReader.step("response", options.response, else: "response", of: ResponsePlan.Matcher.answer, engine.pointee, &matchers)
    if hasLift { unsafe try JourneyReader.step("qualified", options.qualified, else: "mql|sql", of: ResponsePlan.Matcher.qualified, engine.pointee, &matchers) }
    let keys = unsafe try JourneyReader.keys(options.by, options.by_count, period: options.period, engine.pointee)
    return unsafe ResponsePlan(
      matchers: matchers, keys: keys, calendars: calendars, limit: options.limit_us, hasLift: hasLift, from: stretch.from, to: stretch.to, asOf: stretch.asOf)
  }
}

@implementation @_cdecl("leadline_response")
public func leadline_response(
  _ engine: OpaquePointer!, _ options: UnsafePointer<leadline_response_options>!, _ table: UnsafeMutablePointer<OpaquePointer?>!
) -> leadline_status {
  guard let options = unsafe options else { return LEADLINE_ERROR_NULL }
  return unsafe JourneyCall.answer(engine, table) { engine, table throws(Failure) in
    var local = unsafe leadline_response_options()
    unsafe try JourneyCall.copy(options, into: &local, engine)
    let quantiles = unsafe try JourneyReader.quantiles(local.quantiles, local.quantile_count, engine.pointee)
    var calendars = Optional(unsafe try ResponseReader.calendar(local.calendar, engine))
    let plan = unsafe try JourneyCall.plan(engine) { () throws(Failure) in unsafe try ResponseReader.response(local, calendars.take()!, engine) }
    unsafe try engine.pointee.answer(plan.pointer, quantiles: quantiles, into: &table.pointee)
  }
}

@implementation @_cdecl("leadline_working_time")
public func leadline_working_time(
  _ engine: OpaquePointer!, _ calendar: UnsafePointer<leadline_work_calendar>!, _ from: Int64, _ to: Int64, _ working: UnsafeMutablePointer<Int64>!
) -> leadline_status {
  guard let handle = unsafe engine, let calendar = unsafe calendar, let working = unsafe working else { return LEADLINE_ERROR_NULL }
  guard unsafe isAligned(working) else { return LEADLINE_ERROR_MISALIGNED }
  let engine = unsafe LeadlineCore.engine(handle)
  guard unsafe engine.pointee.mark.isOurs else { return LEADLINE_ERROR_FORKED }
  guard TimeRange.contains(from), TimeRange.contains(to), from <= to else {
    return unsafe engine.pointee.failure(LEADLINE_ERROR_ARGUMENT, "working time is from one instant of the years 1 to 9999 to the same or a later one").status
  }
  do throws(Failure) {
    let calendars = unsafe try ResponseReader.calendar(calendar, engine)
    unsafe working.pointee = calendars[0].working(from: from, to: to)
    return LEADLINE_OK
  } catch {
    return error.status
  }
}
