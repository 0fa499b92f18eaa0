/// How names of one engine read in another: for each dimension the target's code by the source's. Nil: the same engine.
@safe
struct CodeMap {
  let maps: UnsafeMutablePointer<Buffer<UInt32>>?

  static var same: CodeMap { unsafe CodeMap(maps: nil) }

  func map(_ dimension: Int, _ code: UInt32) -> UInt32 {
    guard let maps = unsafe maps, !Code.isBeyond(code) else { return code }
    return unsafe maps[dimension][Int(code)]
  }
}

/// Moving cells between rollups of one shape, whatever their width.
enum Transfer {
  /// Adds a single fact to a rollup (sign 1), takes it out (-1), or makes its cell (0). True when the cell is then below zero.
  static func book<W>(_ fact: Fact, _ kind: Int, _ sign: Int64, _ rollup: inout Rollup<W>, _ context: AddContext)
    throws(OutOfMemory) -> Bool
  {
    let (block, tuple) = try place(of: fact, &rollup, context)
    let cell = unsafe try rollup.cell(block, kind, tuple, context.names, context.kinds.pointee)
    unsafe cell.pointee.count &+= W(truncatingIfNeeded: sign &* fact.count)
    unsafe cell.pointee.amount &+= W(truncatingIfNeeded: sign &* fact.amount)
    return unsafe cell.pointee.count < 0 || cell.pointee.amount < 0
  }

  /// Where a fact belongs.
  private static func place<W>(of fact: Fact, _ rollup: inout Rollup<W>, _ context: AddContext) throws(OutOfMemory) -> (Int, UInt32) {
    let scratch = unsafe context.scratch
    for p in 0..<rollup.shape.width { unsafe scratch.pointee.tuples[p] = fact.code(Int(rollup.shape.dimensions[p])) }
    let columns = unsafe pointers(scratch, rollup.shape.width)
    let tuple = unsafe try rollup.meet(columns, 0, context.names)
    return (unsafe try rollup.block(at: fact.time, context.zone.pointee), tuple)
  }

  /// The key of a fact's persons.
  static func key<W>(of fact: Fact, _ rollup: inout Rollup<W>, _ context: AddContext) throws(OutOfMemory) -> UInt64 {
    let (block, tuple) = try place(of: fact, &rollup, context)
    return PersonCells.key(block, tuple)
  }

  /// The key under which another rollup has the persons of this one's key.
  static func key<A, B>(
    _ key: UInt64, _ source: borrowing Rollup<A>, _ target: inout Rollup<B>, _ context: AddContext, _ map: CodeMap
  ) throws(OutOfMemory) -> UInt64 {
    let tuple = try tuple(PersonCells.tuple(key), source, &target, context, map)
    let block = unsafe try target.block(at: source.blocks[PersonCells.block(key)].start, context.zone.pointee)
    return PersonCells.key(block, tuple)
  }

  /// The number that another rollup gives to a tuple.
  private static func tuple<A, B>(
    _ tuple: UInt32, _ source: borrowing Rollup<A>, _ target: inout Rollup<B>, _ context: AddContext, _ map: CodeMap
  ) throws(OutOfMemory) -> UInt32 {
    let shape = source.shape
    guard shape.isDirect || source.tuples.isKept(Int(tuple), by: source.tuples.threshold) else { return 0 }
    for p in 0..<shape.width {
      unsafe context.scratch.pointee.tuples[p] = map.map(Int(shape.dimensions[p]), source.code(tuple, p))
    }
    return unsafe try target.meet(pointers(context.scratch, shape.width), 0, context.names)
  }

  /// Row 0 of columns that stand in the scratch's first words, one a position.
  private static func pointers(_ scratch: UnsafeMutablePointer<Scratch>, _ width: Int)
    -> UnsafePointer<UnsafePointer<UInt32>>
  {
    for p in 0..<width {
      unsafe scratch.pointee.columns[p] = UnsafePointer(scratch.pointee.tuples.base.unsafelyUnwrapped + p)
    }
    return unsafe UnsafePointer(scratch.pointee.columns.base.unsafelyUnwrapped)
  }

  /// Adds a rollup's cells to another's (sign 1), or makes the cells that this takes (0): after that it cannot fail.
  /// `kinds` are the source's.
  static func add<A, B>(
    _ source: borrowing Rollup<A>, _ kinds: borrowing StoreKinds, to target: inout Rollup<B>, _ context: AddContext,
    _ map: CodeMap, sign: Int
  ) throws(OutOfMemory) {
    for place in 0..<source.sorted.count {
      let from = Int(source.sorted[place])
      let time = source.blocks[from].start
      for kind in 0..<source.blocks[from].planes.count {
        if source.blocks[from].planes[kind].isUnused { continue }
        let number = unsafe context.table.pointee.number(at: kinds.slot(kind))
        guard let targetKind = unsafe try context.kinds.pointee.meet(number, context.table.pointee) else { continue }
        let block = unsafe try target.block(at: time, context.zone.pointee)
        for at in 0..<source.blocks[from].planes[kind].places {
          guard let (tuple, cell) = source.blocks[from].planes[kind].at(place: at) else { continue }
          let targetTuple = try self.tuple(tuple, source, &target, context, map)
          let sum = unsafe try target.cell(block, targetKind, targetTuple, context.names, context.kinds.pointee)
          if sign == 0 { continue }
          unsafe sum.pointee.count &+= B(truncatingIfNeeded: cell.count)
          unsafe sum.pointee.amount &+= B(truncatingIfNeeded: cell.amount)
        }
      }
    }
  }

  /// Sets the cells of marked tuples in the ranges to nothing. Cannot fail.
  static func clear<W>(_ rollup: inout Rollup<W>, _ marked: borrowing Buffer<UInt8>, _ ranges: borrowing Buffer<Interval>) {
    for b in 0..<rollup.blocks.count {
      let block = unsafe rollup.blocks.base.unsafelyUnwrapped + b
      guard unsafe Interval.touching(block.pointee.start, block.pointee.end, ranges) != nil else { continue }
      for kind in unsafe 0..<block.pointee.planes.count {
        for place in unsafe 0..<block.pointee.planes[kind].places {
          guard let (tuple, _) = unsafe block.pointee.planes[kind].at(place: place), marked[Int(tuple)] != 0,
            let cell = unsafe block.pointee.planes[kind].find(tuple)
          else { continue }
          unsafe cell.pointee = .zero
        }
      }
    }
  }
}

/// [start, end) of instants.
struct Interval: BitwiseCopyable {
  var start: Int64
  var end: Int64

  /// The first of several ranges that has an instant of [start, end) in it.
  static func touching(_ start: Int64, _ end: Int64, _ ranges: borrowing Buffer<Interval>) -> Interval? {
    for i in 0..<ranges.count where ranges[i].start < end && start < ranges[i].end { return ranges[i] }
    return nil
  }
}
