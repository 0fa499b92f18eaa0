/// A prepared question about single keys of one rollup. It never changes after opening, so any number of threads may read
/// it, and reading allocates nothing.
@safe
struct Point: ~Copyable {
  static var mostLeaves: Int { 64 }
  static var mostKinds: Int { 512 }
  static var mostSums: Int { 128 }

  let engine: UnsafeMutablePointer<Engine>
  let rollup: Int
  /// By position of the rollup: the place of its dimension among the codes given.
  let order: InlineArray<16, UInt8>
  let width: Int
  let program: Program

  /// Hands the value and unit of each column for one key over the periods in [from, to) to `emit`.
  func read(_ codes: InlineArray<16, UInt32>, from: Int64, to: Int64, _ emit: (Int, Value, UInt32) -> Void) throws(Failure) {
    let engine = unsafe self.engine
    unsafe try engine.pointee.checkProcess()
    var mine = InlineArray<16, UInt32>(repeating: 0)
    for p in 0..<width { mine[p] = codes[Int(order[p])] }
    var frame = Frame()
    try gather(mine, from: from, to: to, &frame.sums, &frame.takenIn)
    unsafe withUnsafeMutablePointer(to: &frame) { frame in
      let sums = unsafe Self.first(&frame.pointee.sums, Int128.self)
      for leaf in 0..<program.leaves.count { unsafe frame.pointee.leaves[leaf] = UnsafePointer(sums + leaf) }
      let data = unsafe Self.first(&frame.pointee.judged, UInt8.self)
      unsafe program.judge(takenIn: Self.first(&frame.pointee.takenIn, UInt8.self), into: data)
      let waiting = unsafe ValueRows(
        numerators: Self.first(&frame.pointee.numerators, Int128.self),
        denominators: Self.first(&frame.pointee.denominators, Int128.self), states: Self.first(&frame.pointee.states, UInt8.self))
      // The first of what waits is the result, the rest is behind it.
      let block = unsafe RowBlock(
        leaves: Self.first(&frame.pointee.leaves, UnsafePointer<Int128>.self), data: data, count: 1, waiting: waiting.from(1))
      for c in 0..<program.columns.count {
        program.evaluate(c, block, into: waiting)
        emit(c, waiting[0], program.columns[c].unit)
      }
    }
  }

  /// What working one row out needs, on the stack.
  @safe
  private struct Frame {
    var sums = InlineArray<64, Int128>(repeating: 0)
    var takenIn = InlineArray<512, UInt8>(repeating: 0)
    var leaves = unsafe InlineArray<64, UnsafePointer<Int128>?>(repeating: nil)
    var judged = InlineArray<128, UInt8>(repeating: 0)
    var numerators = InlineArray<33, Int128>(repeating: 0)
    var denominators = InlineArray<33, Int128>(repeating: 0)
    var states = InlineArray<33, UInt8>(repeating: 0)
  }

  /// Where an array of a frame begins; the frame stays where it is.
  private static func first<A: BitwiseCopyable, E>(_ array: inout A, _ element: E.Type) -> UnsafeMutablePointer<E> {
    unsafe withUnsafeMutablePointer(to: &array) { unsafe UnsafeMutableRawPointer($0).assumingMemoryBound(to: E.self) }
  }

  /// Adds up the leaves of a key whose codes are in the rollup's order.
  private func gather(
    _ mine: InlineArray<16, UInt32>, from: Int64, to: Int64, _ sums: inout InlineArray<64, Int128>,
    _ takenIn: inout InlineArray<512, UInt8>
  ) throws(Failure) {
    let engine = unsafe self.engine
    // Names matter where a limit may show a key as another, or where cells must be added up to know what was taken in.
    var hasNames = unsafe engine.pointee.hasLimits
    if hasNames { unsafe engine.pointee.namesLock.lockToRead() }
    unsafe engine.pointee.lockShards()
    let isPlain = unsafe engine.pointee.hasCellsAlone
    if !isPlain && !hasNames {
      hasNames = true
      unsafe engine.pointee.unlockShards()
      unsafe engine.pointee.namesLock.lockToRead()
      unsafe engine.pointee.lockShards()
    }
    defer {
      unsafe engine.pointee.unlockShards()
      if hasNames { unsafe engine.pointee.namesLock.unlock() }
    }
    if unsafe engine.pointee.hasLimits { try checkKept(mine) }
    var isCut = false
    if !isPlain {
      for i in 0..<program.groupSlots.count {
        let slot = UInt16(program.groupSlots[i])
        guard let isThere = unsafe try? engine.pointee.isTakenIn(slot, rollup, from: Int64.min, end: Int64.max) else {
          throw unsafe engine.pointee.outOfMemory()
        }
        if isThere { takenIn[Int(slot)] = 1 }
      }
    }
    for s in unsafe 0..<engine.pointee.shards.count {
      let store = unsafe engine.pointee.shards[s].store.pointer
      if unsafe store.pointee.isWide {
        unsafe add(&store.pointee.wide[rollup], store.pointee.kinds.pointer, mine, from, to, isPlain, &sums, &takenIn, &isCut)
      } else {
        unsafe add(&store.pointee.narrow[rollup], store.pointee.kinds.pointer, mine, from, to, isPlain, &sums, &takenIn, &isCut)
      }
    }
    if isCut { throw unsafe engine.pointee.failure(501, "the range cuts through a period of the rollup") }
  }

  /// What is beyond a limit of names or cells has no row of its own. Under the locks on names and shards.
  private func checkKept(_ codes: InlineArray<16, UInt32>) throws(Failure) {
    let engine = unsafe self.engine
    let shape = unsafe engine.pointee.shapes[rollup]
    var isGiven = true
    for p in 0..<width {
      let names = unsafe engine.pointee.namesBase.unsafelyUnwrapped + Int(shape.dimensions[p])
      if unsafe Code.isBeyond(codes[p]) || (Int(codes[p]) < names.pointee.count && !names.pointee.isKept(codes[p])) {
        throw unsafe engine.pointee.failure(109, "the name is beyond the dimension's limit")
      }
      if unsafe Int(codes[p]) >= names.pointee.count { isGiven = false }
    }
    // A name that nobody gave has no facts.
    if shape.limit == 0 || !isGiven { return }
    let names = unsafe DimensionNames(engine.pointee.namesBase.unsafelyUnwrapped, shape.dimensions)
    let store = unsafe engine.pointee.shards[0].store.pointer
    let hash =
      unsafe store.pointee.isWide
      ? store.pointee.wide[rollup].tuples.fixedHash(of: codes, names)
      : store.pointee.narrow[rollup].tuples.fixedHash(of: codes, names)
    if unsafe !engine.pointee.isWithinLimit(rollup, hash) {
      throw unsafe engine.pointee.failure(109, "the key is beyond the rollup's cell limit")
    }
  }

  private func add<W>(
    _ rollup: inout Rollup<W>, _ kinds: UnsafeMutablePointer<StoreKinds>, _ codes: InlineArray<16, UInt32>, _ from: Int64,
    _ to: Int64, _ isPlain: Bool, _ sums: inout InlineArray<64, Int128>, _ takenIn: inout InlineArray<512, UInt8>, _ isCut: inout Bool
  ) {
    for i in 0..<program.groupSlots.count where isPlain {
      let slot = UInt16(program.groupSlots[i])
      if takenIn[Int(slot)] != 0 { continue }
      let number = unsafe engine.pointee.kinds.pointer.pointee.number(at: slot)
      if let kind = unsafe kinds.pointee.find(number), rollup.holds(kind) { takenIn[Int(slot)] = 1 }
    }
    var place = rollup.firstBlock(notBefore: from)
    if place > 0 && rollup.blocks[Int(rollup.sorted[place - 1])].end > from {
      isCut = isCut || rollup.isUsed(Int(rollup.sorted[place - 1]))
    }
    guard let tuple = rollup.tuple(codes) else { return }
    while place < rollup.sorted.count {
      let block = Int(rollup.sorted[place])
      if rollup.blocks[block].start >= to && to != Int64.max { return }
      if rollup.blocks[block].end > to {
        isCut = isCut || rollup.isUsed(block)
        return
      }
      for leaf in 0..<program.leaves.count {
        let number = unsafe engine.pointee.kinds.pointer.pointee.number(at: program.leaves[leaf].kindSlot)
        guard let kind = unsafe kinds.pointee.find(number), let cell = unsafe rollup.existing(block, kind, tuple) else { continue }
        let word = unsafe program.leaves[leaf].isAmount ? cell.pointee.amount : cell.pointee.count
        sums[leaf] &+= Int128(truncatingIfNeeded: word)
      }
      place += 1
    }
  }
}
