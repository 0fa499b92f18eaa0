/// One thread's part of an analysis of all journeys: it sees some segments and counts for itself. What several threads
/// counted is added up, whichever thread saw what.
protocol JourneyPass: ~Copyable {
  /// Calls `JourneyWork<Self>.takePart`. Here because a function that C can call knows nothing of generic parameters.
  static var part: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? { get }

  /// One for another thread, with nothing seen.
  func another() throws(OutOfMemory) -> Self

  /// Sees the owners of a segment, but for those whose facts are to be read elsewhere.
  mutating func pass(_ segment: borrowing Segment) throws(OutOfMemory)

  mutating func merge(_ other: borrowing Self) throws(OutOfMemory)

  /// Whether buyers are seen, who may be several persons; otherwise persons as facts name them.
  var isOfBuyers: Bool { get }
}

extension JourneyPass where Self: ~Copyable {
  var isOfBuyers: Bool { true }
}

/// A pass of several threads over all journeys. Each takes one partition after the other.
@safe
struct JourneyWork<Pass: JourneyPass & ~Copyable>: ~Copyable {
  private let journeys: UnsafeMutablePointer<JourneyStore>
  private let lock: Lock
  /// Hands out parts.
  private let parts: SharedCount
  /// Under the lock.
  private var hasFailed = false
  private var sum: Pass

  private init(_ heap: Heap, _ journeys: UnsafeMutablePointer<JourneyStore>, _ pass: consuming Pass) throws(OutOfMemory) {
    let lock = try Lock(heap)
    let parts = try SharedCount(heap)
    unsafe self.journeys = journeys
    self.lock = lock
    self.parts = parts
    sum = pass
  }

  /// Sends a pass that has seen nothing over all journeys.
  static func run(_ heap: Heap, _ journeys: UnsafeMutablePointer<JourneyStore>, threads: Int, _ pass: consuming Pass) throws(OutOfMemory) -> Pass {
    let work = unsafe try Box(heap, try Self(heap, journeys, pass))
    unsafe Workers.run(threads: threads, work.pointer, Pass.part)
    if unsafe work.pointer.pointee.hasFailed { throw OutOfMemory() }
    var done = unsafe try work.pointer.pointee.sum.another()
    unsafe swap(&done, &work.pointer.pointee.sum)
    return done
  }

  static func takePart(_ work: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    unsafe takePart(of: work.unsafelyUnwrapped.assumingMemoryBound(to: Self.self))
    return nil
  }

  /// The sum and whether anything failed are changed under the lock alone.
  private static func takePart(of work: UnsafeMutablePointer<Self>) {
    let journeys = unsafe work.pointee.journeys
    do throws(OutOfMemory) {
      var pass = unsafe try work.pointee.another()
      while true {
        let part = unsafe work.pointee.parts.next()
        let partitions = unsafe journeys.pointee.bins.count
        if unsafe part >= partitions + journeys.pointee.joined.count { break }
        if part < partitions {
          for b in unsafe 0..<journeys.pointee.bins[part].count { unsafe try pass.pass(journeys.pointee.bins[part][b]) }
        } else if pass.isOfBuyers {
          unsafe try pass.pass(journeys.pointee.joined[part - partitions])
        }
      }
      unsafe work.pointee.lock.lock()
      defer { unsafe work.pointee.lock.unlock() }
      unsafe try work.pointee.sum.merge(pass)
    } catch {
      unsafe work.pointee.lock.lock()
      unsafe work.pointee.hasFailed = true
      unsafe work.pointee.lock.unlock()
    }
  }

  private func another() throws(OutOfMemory) -> Pass {
    lock.lock()
    defer { lock.unlock() }
    return try sum.another()
  }
}
