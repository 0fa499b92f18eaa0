import CPlatform

/// The search of `FunnelSearch` for what is asked most: steps in order, entered at the first, nothing excluded, all matches in
/// one word.
///
/// The furthest step is found as there. The first run that gets so far ends with the first fact that met it, and any fact
/// that meets the first step within the window before that one begins such a run: what a later beginning met in time, an
/// earlier one had met by then.
///
/// Where the first beginning counts, the run from there is followed instead.
///
/// All journeys of a segment are gone through in one loop, and what a fact does is worked out without branches, because
/// neither what it will be nor where a journey ends can be guessed. Events are numbered from 1; a number from before the
/// first of the journey at hand belongs to another one, so nothing is wiped where a journey begins.
@safe
struct PlainFunnel: ~Copyable {
  private let steps: Int
  /// By step and one: the number of the latest beginning of a run that has met it, in this journey or an earlier one. The
  /// first place is for the fact at hand.
  private var begun: Buffer<Int>
  /// By number.
  private var times: Buffer<Int64>
  private var isFirst: Buffer<UInt8>
  /// By journey.
  private var owners: Buffer<UInt32>
  private var found: Buffer<Journey>

  /// What was found of a journey.
  struct Journey {
    /// The furthest step, below 0 where no run begins.
    var last: Int32
    /// The event that first met it, and the latest beginning of any run.
    var end: UInt32
    var latest: UInt32
  }

  init(_ heap: Heap, _ shape: borrowing FunnelShape) throws(OutOfMemory) {
    steps = shape.steps
    begun = Buffer(heap)
    times = Buffer(heap)
    isFirst = Buffer(heap)
    owners = Buffer(heap)
    found = Buffer(heap)
    try begun.append(repeating: 0, count: steps + 1)
  }

  static func suits(_ shape: borrowing FunnelShape, words: Int) -> Bool {
    shape.mode == .ordered && !shape.isOpen && shape.exclusions.count == 0 && words == 1
  }

  /// How long the journeys may last, any time where there is no limit.
  @inline(__always)
  private static func window(_ shape: borrowing FunnelShape) -> UInt64 { shape.window == .max ? .max : UInt64(shape.window) }

  /// Goes through all journeys of a segment and returns how many have any event.
  @_optimize(speed)
  mutating func search(_ shape: borrowing FunnelShape, _ journeys: borrowing MatchedJourneys, _ segment: borrowing Segment, asOf: Int64)
    throws(OutOfMemory) -> Int
  {
    let count = journeys.count
    if count == 0 { return 0 }
    try times.resize(to: count + 1, filling: 0)
    isFirst.removeAll()
    try isFirst.append(repeating: 0, count: count + 1)
    try owners.resize(to: segment.ownerCount + 1, filling: 0)
    try found.resize(to: segment.ownerCount, filling: Journey(last: -1, end: 0, latest: 0))
    let times = unsafe self.times.base.unsafelyUnwrapped
    let isFirst = unsafe self.isFirst.base.unsafelyUnwrapped
    let found = unsafe self.found.base.unsafelyUnwrapped
    let begun = unsafe self.begun.base.unsafelyUnwrapped
    unsafe journeys.readTimes(segment, to: times + 1)
    let total = unsafe journeys.listOwners(segment, owners.base.unsafelyUnwrapped, isFirst: isFirst)
    for k in 0...steps { unsafe begun[k] = 0 }
    let matches = unsafe journeys.bits
    if shape.countsFirst {
      unsafe follow(shape, matches, times, isFirst, found, count: count, asOf: asOf)
      return total
    }
    let (from, to, window) = (shape.from, shape.to, Self.window(shape))
    var journey = -1
    var first = 1
    var last = -1
    var end = 0
    for e in 1...count {
      let new = unsafe Int(isFirst[e &- 1])
      journey &+= new
      first = platform_choose(new, e, first)
      // All ones are -1.
      last |= 0 &- new
      let time = unsafe times[e]
      let seen = time <= asOf ? 1 : 0
      unsafe begun[0] = platform_choose((time >= from ? 1 : 0) & (time < to ? 1 : 0), e, 0)
      var bits = unsafe matches[e &- 1]
      // From the last step down, so that one fact meets no two steps of a run.
      repeat {
        let k = 63 &- bits.leadingZeroBitCount
        bits &= ~(UInt64(1) &<< UInt64(k))
        let start = unsafe begun[k]
        let known = unsafe begun[k &+ 1]
        let taken = unsafe UInt64(bitPattern: time &- times[start])
        let inTime = (start >= first ? 1 : 0) & (taken <= window ? 1 : 0) & seen
        unsafe begun[k &+ 1] = platform_choose(inTime & (start > known ? 1 : 0), start, known)
        let further = inTime & (k > last ? 1 : 0)
        last = platform_choose(further, k, last)
        end = platform_choose(further, e, end)
      } while bits != 0
      unsafe found[journey] = Journey(
        last: Int32(truncatingIfNeeded: last), end: UInt32(truncatingIfNeeded: end), latest: UInt32(truncatingIfNeeded: begun[1]))
    }
    return total
  }

  /// Where the run of each journey's first beginning counts: that one alone is followed, to each next step's first fact.
  @_optimize(speed)
  private func follow(
    _ shape: borrowing FunnelShape, _ matches: UnsafePointer<UInt64>, _ times: UnsafePointer<Int64>, _ isFirst: UnsafePointer<UInt8>,
    _ found: UnsafeMutablePointer<Journey>, count: Int, asOf: Int64
  ) {
    let (from, to, window) = (shape.from, shape.to, Self.window(shape))
    var journey = -1
    var start = 0
    // The step that the run needs next.
    var next = 0
    var end = 0
    for e in 1...count {
      let new = unsafe Int(isFirst[e &- 1])
      journey &+= new
      next = platform_choose(new, 0, next)
      let time = unsafe times[e]
      let mayBegin = (time >= from ? 1 : 0) & (time < to ? 1 : 0)
      let inTime = unsafe UInt64(bitPattern: time &- times[start]) <= window ? 1 : 0
      // Beyond the last step no bit is set, but behind the 64th comes the first again.
      let meets = unsafe Int(truncatingIfNeeded: matches[e &- 1] &>> UInt64(next) & 1) & (next < steps ? 1 : 0)
      let begins = next == 0 ? 1 : 0
      let hit = meets & (time <= asOf ? 1 : 0) & platform_choose(begins, mayBegin, inTime)
      start = platform_choose(hit & begins, e, start)
      end = platform_choose(hit, e, end)
      next &+= hit
      unsafe found[journey] = Journey(
        last: Int32(truncatingIfNeeded: next &- 1), end: UInt32(truncatingIfNeeded: end), latest: UInt32(truncatingIfNeeded: start))
    }
  }

  @inline(__always)
  func owner(_ journey: Int) -> Int { unsafe Int(owners.base.unsafelyUnwrapped[journey]) }

  /// The furthest step of a journey, below 0 where no run begins.
  @inline(__always)
  func last(_ journey: Int) -> Int { unsafe Int(found.base.unsafelyUnwrapped[journey].last) }

  /// Whether no window of a journey may still go on, so that where its run ended is all there is to know. Without a window, whether
  /// the run met all steps.
  @inline(__always)
  func isOver(_ journey: Int, _ shape: borrowing FunnelShape, asOf: Int64) -> Bool {
    let found = unsafe self.found.base.unsafelyUnwrapped[journey]
    let latest = unsafe times.base.unsafelyUnwrapped[Int(found.latest)]
    let isEndless = shape.window == .max && Int(found.last) == steps &- 1
    return isEndless || UInt64(bitPattern: asOf &- latest) >= Self.window(shape)
  }

  /// The run of a journey that counts: of those that get as far the first.
  @inline(__always)
  func run(_ journey: Int, _ shape: borrowing FunnelShape, _ events: JourneyEvents) -> FunnelRun {
    let last = self.last(journey)
    let end = unsafe times.base.unsafelyUnwrapped[Int(found[journey].end)]
    // Facts come by time, so the first beginning is the first that the window reaches back to.
    var e = 0
    while true {
      let time = events.time(e)
      let isBeginning = unsafe events.matches[e] & 1 != 0 && time >= shape.from
      // The first beginning is in time where it alone was followed.
      if isBeginning && (last == 0 || shape.countsFirst ? time < shape.to : end &- time <= shape.window) { return FunnelRun(entry: 0, last: last, start: time, first: e) }
      e &+= 1
    }
  }
}
