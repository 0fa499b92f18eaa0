import CPlatform

/// The loops that every fact goes through. Each adds rows until one whose cell is not at hand, and returns that row; a slower
/// way makes the cell, and the loop is entered again behind it. Kept apart from that way and from the types around it, so that
/// all that is live fits the registers. The library is compiled for size; what every fact goes through, here and elsewhere, is
/// marked to be compiled for speed.
enum HotLoop {
  /// Rows of one period: its planes are fixed.
  @_optimize(speed)
  static func single<Word>(
    _ chunk: Chunk, _ tuples: UnsafePointer<UInt32>, _ numbers: UnsafePointer<UInt16>, _ planes: UnsafeMutablePointer<Plane<Word>>?,
    _ planeCount: Int, from: Int
  ) -> Int {
    guard let planes = unsafe planes else { return from }
    guard let kinds = unsafe chunk.kind else {
      // One kind: one plane.
      let kind = Int(unsafe numbers[Int(chunk.oneKind)])
      if kind >= planeCount { return from }
      let plane = unsafe planes + kind
      switch unsafe (chunk.amount, chunk.count) {
      case (nil, nil): return unsafe run(plane, tuples, chunk.time, chunk.time, from, chunk.rows, hasAmount: false, hasCount: false)
      case (let amounts?, nil): return unsafe run(plane, tuples, amounts, amounts, from, chunk.rows, hasAmount: true, hasCount: false)
      case (nil, let counts?): return unsafe run(plane, tuples, counts, counts, from, chunk.rows, hasAmount: false, hasCount: true)
      case (let amounts?, let counts?):
        return unsafe run(plane, tuples, amounts, counts, from, chunk.rows, hasAmount: true, hasCount: true)
      }
    }
    switch unsafe (chunk.amount, chunk.count) {
    case (nil, nil):
      return unsafe run(planes, planeCount, numbers, kinds, tuples, chunk.time, chunk.time, chunk.time, from, chunk.rows, hasAmount: false, hasCount: false)
    case (let amounts?, nil):
      return unsafe run(planes, planeCount, numbers, kinds, tuples, chunk.time, amounts, amounts, from, chunk.rows, hasAmount: true, hasCount: false)
    case (nil, let counts?):
      return unsafe run(planes, planeCount, numbers, kinds, tuples, chunk.time, counts, counts, from, chunk.rows, hasAmount: false, hasCount: true)
    case (let amounts?, let counts?):
      return unsafe run(planes, planeCount, numbers, kinds, tuples, chunk.time, amounts, counts, from, chunk.rows, hasAmount: true, hasCount: true)
    }
  }

  /// Asks for what the next chunk begins with, so that its first pass does not wait. Never faults, past the end either.
  @inline(__always)
  private static func prefetch(
    _ times: UnsafePointer<Int64>, _ amounts: UnsafePointer<Int64>, _ tuples: UnsafePointer<UInt32>, _ kinds: UnsafePointer<UInt16>, _ row: Int
  ) {
    unsafe platform_prefetch_read(times + row)
    unsafe platform_prefetch_read(amounts + row)
    unsafe platform_prefetch_read(tuples + row)
    unsafe platform_prefetch_read(kinds + row)
  }

  /// The flags are literals at each call, so that each combination is a loop of its own.
  @inline(__always)
  private static func run<Word>(
    _ planes: UnsafeMutablePointer<Plane<Word>>, _ planeCount: Int, _ numbers: UnsafePointer<UInt16>, _ kinds: UnsafePointer<UInt16>,
    _ tuples: UnsafePointer<UInt32>, _ times: UnsafePointer<Int64>, _ amounts: UnsafePointer<Int64>, _ counts: UnsafePointer<Int64>,
    _ from: Int, _ to: Int, hasAmount: Bool, hasCount: Bool
  ) -> Int {
    var row = from
    while row < to {
      if row & 7 == 0 { unsafe prefetch(times, amounts, tuples, kinds, row &+ Chunk.capacity) }
      let kind = Int(unsafe numbers[Int(kinds[row])])
      if kind >= planeCount { return row }
      let plane = unsafe planes + kind
      let tuple = Int(unsafe tuples[row])
      let amount: Int64 = unsafe hasAmount ? amounts[row] : 0
      if unsafe tuple >= plane.pointee.denseCount { return row }
      if unsafe hasAmount && amount & plane.pointee.forbidden != 0 { return row }
      let cell = unsafe plane.pointee.dense.unsafelyUnwrapped + tuple
      unsafe cell.pointee.count &+= hasCount ? Word(truncatingIfNeeded: counts[row]) : 1
      if hasAmount { unsafe cell.pointee.amount &+= Word(truncatingIfNeeded: amount) }
      row &+= 1
    }
    return row
  }

  @inline(__always)
  private static func run<Word>(
    _ plane: UnsafeMutablePointer<Plane<Word>>, _ tuples: UnsafePointer<UInt32>, _ amounts: UnsafePointer<Int64>,
    _ counts: UnsafePointer<Int64>, _ from: Int, _ to: Int, hasAmount: Bool, hasCount: Bool
  ) -> Int {
    guard let dense = unsafe plane.pointee.dense else { return from }
    let denseCount = unsafe plane.pointee.denseCount
    let forbidden = unsafe plane.pointee.forbidden
    var row = from
    while row < to {
      let tuple = Int(unsafe tuples[row])
      let amount: Int64 = unsafe hasAmount ? amounts[row] : 0
      if tuple >= denseCount || (hasAmount && amount & forbidden != 0) { return row }
      let cell = unsafe dense + tuple
      unsafe cell.pointee.count &+= hasCount ? Word(truncatingIfNeeded: counts[row]) : 1
      if hasAmount { unsafe cell.pointee.amount &+= Word(truncatingIfNeeded: amount) }
      row &+= 1
    }
    return row
  }

  /// Rows of several periods: each finds its block by the cache.
  @_optimize(speed)
  static func mixed<Word>(
    _ chunk: Chunk, _ tuples: UnsafePointer<UInt32>, _ numbers: UnsafePointer<UInt16>, _ blocks: UnsafeMutablePointer<Block<Word>>,
    _ cache: PeriodCache.View, from: Int
  ) -> Int {
    let times = unsafe chunk.time
    let rows = chunk.rows
    if let kinds = unsafe chunk.kind, let amounts = unsafe chunk.amount, unsafe chunk.count == nil {
      // The usual columns, without the branches that the others need.
      var row = from
      while row < rows {
        let block = unsafe cache.find(times[row])
        if block == PeriodCache.none { return row }
        let kind = Int(unsafe numbers[Int(kinds[row])])
        let planes = unsafe blocks + Int(block)
        if unsafe kind >= planes.pointee.planes.count { return row }
        let plane = unsafe planes.pointee.planes.base.unsafelyUnwrapped + kind
        let tuple = Int(unsafe tuples[row])
        let amount = unsafe amounts[row]
        if unsafe tuple >= plane.pointee.denseCount { return row }
        if unsafe amount & plane.pointee.forbidden != 0 { return row }
        let cell = unsafe plane.pointee.dense.unsafelyUnwrapped + tuple
        unsafe cell.pointee.count &+= 1
        unsafe cell.pointee.amount &+= Word(truncatingIfNeeded: amount)
        row &+= 1
      }
      return row
    }
    var row = from
    while row < rows {
      let block = unsafe cache.find(times[row])
      if block == PeriodCache.none { return row }
      let kind = Int(unsafe numbers[Int(chunk.kind(row))])
      let planes = unsafe blocks + Int(block)
      if unsafe kind >= planes.pointee.planes.count { return row }
      let plane = unsafe planes.pointee.planes.base.unsafelyUnwrapped + kind
      let tuple = Int(unsafe tuples[row])
      let amount = chunk.amount(row)
      if unsafe tuple >= plane.pointee.denseCount || amount & plane.pointee.forbidden != 0 { return row }
      let cell = unsafe plane.pointee.dense.unsafelyUnwrapped + tuple
      unsafe cell.pointee.count &+= Word(truncatingIfNeeded: chunk.count(row))
      unsafe cell.pointee.amount &+= Word(truncatingIfNeeded: amount)
      row &+= 1
    }
    return row
  }

  // MARK: Cells beyond the caches

  /// Finds the cells of rows of one period and asks for their lines. A row whose cell is in a plane's table, or yet to be made
  /// there, gets the plane for a target, marked by its lowest bit; one with anything else missing gets 0. Both are listed in
  /// `slow`; returns how many those are.
  @_optimize(speed)
  static func aim<Word>(
    _ chunk: Chunk, _ tuples: UnsafePointer<UInt32>, _ numbers: UnsafePointer<UInt16>, _ planes: UnsafeMutablePointer<Plane<Word>>?,
    _ planeCount: Int, _ from: Int, _ to: Int, _ tupleCount: Int, _ targets: UnsafeMutablePointer<Int>, _ slow: UnsafeMutablePointer<UInt16>
  ) -> Int {
    var slowCount = 0
    for row in from..<to {
      let kind = Int(unsafe numbers[Int(chunk.kind(row))])
      let target = unsafe kind < planeCount ? aim(planes.unsafelyUnwrapped + kind, tuples[row], chunk.amount(row), tupleCount) : 0
      unsafe targets[row &- from] = target
      if target & 1 != 0 || target == 0 {
        unsafe slow[slowCount] = UInt16(truncatingIfNeeded: row)
        slowCount &+= 1
      }
    }
    return slowCount
  }

  /// The same for rows of several periods.
  @_optimize(speed)
  static func aim<Word>(
    _ chunk: Chunk, _ tuples: UnsafePointer<UInt32>, _ numbers: UnsafePointer<UInt16>, _ blocks: UnsafeMutablePointer<Block<Word>>,
    _ cache: PeriodCache.View, _ from: Int, _ to: Int, _ tupleCount: Int, _ targets: UnsafeMutablePointer<Int>, _ slow: UnsafeMutablePointer<UInt16>
  ) -> Int {
    let times = unsafe chunk.time
    var slowCount = 0
    for row in from..<to {
      let block = unsafe cache.find(times[row])
      var target = 0
      if block != PeriodCache.none {
        let planes = unsafe blocks + Int(block)
        let kind = Int(unsafe numbers[Int(chunk.kind(row))])
        if unsafe kind < planes.pointee.planes.count {
          target = unsafe aim(planes.pointee.planes.base.unsafelyUnwrapped + kind, tuples[row], chunk.amount(row), tupleCount)
        }
      }
      unsafe targets[row &- from] = target
      if target & 1 != 0 || target == 0 {
        unsafe slow[slowCount] = UInt16(truncatingIfNeeded: row)
        slowCount &+= 1
      }
    }
    return slowCount
  }

  /// The address of a row's cell, that of its plane plus 1, or 0.
  @inline(__always)
  private static func aim<Word>(_ plane: UnsafeMutablePointer<Plane<Word>>, _ tuple: UInt32, _ amount: Int64, _ tuples: Int) -> Int {
    if unsafe amount & plane.pointee.forbidden != 0 { return 0 }
    if unsafe Int(tuple) < plane.pointee.denseCount {
      let cell = unsafe plane.pointee.dense.unsafelyUnwrapped + Int(tuple)
      unsafe platform_prefetch_write(cell)
      return Int(bitPattern: cell)
    }
    if unsafe Int(tuple) >= tuples || plane.pointee.isUntouched { return 0 }
    unsafe plane.pointee.prefetch(tuple)
    return Int(bitPattern: plane) | 1
  }

  /// Adds the rows that have a target.
  @_optimize(speed)
  static func hit<Word: FixedWidthInteger & SignedInteger & BitwiseCopyable>(
    _ chunk: Chunk, _ from: Int, _ to: Int, _ targets: UnsafeMutablePointer<Int>, _ word: Word.Type
  ) {
    if let amounts = unsafe chunk.amount, unsafe chunk.count == nil {
      for row in from..<to {
        let target = unsafe targets[row &- from]
        if target & 1 != 0 || target == 0 { continue }
        let cell = unsafe UnsafeMutablePointer<Cell<Word>>(bitPattern: target).unsafelyUnwrapped
        unsafe cell.pointee.count &+= 1
        unsafe cell.pointee.amount &+= Word(truncatingIfNeeded: amounts[row])
      }
      return
    }
    for row in from..<to {
      let target = unsafe targets[row &- from]
      if target & 1 != 0 || target == 0 { continue }
      let cell = unsafe UnsafeMutablePointer<Cell<Word>>(bitPattern: target).unsafelyUnwrapped
      unsafe cell.pointee.count &+= Word(truncatingIfNeeded: chunk.count(row))
      unsafe cell.pointee.amount &+= Word(truncatingIfNeeded: chunk.amount(row))
    }
  }
}
