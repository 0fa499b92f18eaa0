import CPlatform

/// A pass of several threads over all journeys. Each takes one partition after the other and counts for itself; what they
/// counted is added up.
@safe
struct FunnelWork: ~Copyable {
  private let heap: Heap
  private let journeys: UnsafeMutablePointer<JourneyStore>
  private let plan: UnsafeMutablePointer<FunnelPlan>
  private let exits: Int
  private let asOf: Int64
  private let lock: Lock
  /// The next part that nobody has taken; atomic.
  private var next = 0
  /// Under the lock.
  private var hasFailed = false
  var tally: FunnelTally

  init(_ heap: Heap, _ journeys: UnsafeMutablePointer<JourneyStore>, _ plan: UnsafeMutablePointer<FunnelPlan>, exits: Int, asOf: Int64) throws(OutOfMemory) {
    let lock = try Lock(heap)
    self.heap = heap
    unsafe self.journeys = journeys
    unsafe self.plan = plan
    self.exits = exits
    self.asOf = asOf
    self.lock = lock
    tally = unsafe FunnelTally(
      heap, steps: plan.pointee.shape.steps, exits: exits, hasTimes: plan.pointee.hasTimes, width: plan.pointee.keys.width)
  }

  static func run(_ work: UnsafeMutablePointer<FunnelWork>, threads: Int) throws(OutOfMemory) {
    unsafe Workers.run(threads: threads, work) { context in
      unsafe context.unsafelyUnwrapped.assumingMemoryBound(to: FunnelWork.self).pointee.takePart()
      return nil
    }
    if unsafe work.pointee.hasFailed { throw OutOfMemory() }
  }

  private mutating func takePart() {
    do throws(OutOfMemory) {
      var pass = unsafe try FunnelPass(
        heap, plan.pointee.shape, plan.pointee.keys, exits: exits, hasTimes: plan.pointee.hasTimes, asOf: asOf)
      while true {
        let part = unsafe platform_add(&next, 1)
        if unsafe part >= journeys.pointee.bins.count + journeys.pointee.joined.count { break }
        if unsafe part < journeys.pointee.bins.count {
          for b in unsafe 0..<journeys.pointee.bins[part].count {
            unsafe try pass.pass(journeys.pointee.bins[part][b], plan.pointee.shape, plan.pointee.matchers, plan.pointee.keys)
          }
        } else {
          let s = unsafe part - journeys.pointee.bins.count
          unsafe try pass.pass(journeys.pointee.joined[s], plan.pointee.shape, plan.pointee.matchers, plan.pointee.keys)
        }
      }
      lock.lock()
      defer { lock.unlock() }
      try tally.merge(pass.tally)
    } catch {
      lock.lock()
      hasFailed = true
      lock.unlock()
    }
  }
}

/// What a funnel asks, taken apart.
struct FunnelPlan: ~Copyable {
  var shape: FunnelShape
  var matchers: Matchers
  var keys: JourneyKeys
  var hasTimes: Bool
  /// Nil: the greatest time taken in.
  var asOf: Int64?
}
