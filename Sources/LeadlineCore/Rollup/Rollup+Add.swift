import CPlatform

/// What adding a chunk needs beside the rollup.
@safe
struct AddContext {
  let names: DimensionNames
  let kinds: UnsafeMutablePointer<StoreKinds>
  let table: UnsafeMutablePointer<KindTable>
  let zone: UnsafeMutablePointer<Zone>
  let scratch: UnsafeMutablePointer<Scratch>
}

extension Rollup {
  /// Adds a chunk; `columns` are the codes of this rollup's dimensions. All of it or nothing.
  @_optimize(speed)
  mutating func add(_ chunk: Chunk, _ columns: UnsafePointer<UnsafePointer<UInt32>>, _ context: AddContext) -> ChunkOutcome {
    let tuples: UnsafePointer<UInt32>
    if shape.isDirect {
      unsafe tuples = shape.width == 0 ? UnsafePointer(context.scratch.pointee.zeros.base.unsafelyUnwrapped) : columns[0]
    } else {
      let outcome = unsafe numberTuples(chunk, columns, context)
      if outcome != .done { return outcome }
      unsafe tuples = UnsafePointer(context.scratch.pointee.tuples.base.unsafelyUnwrapped)
    }
    let first: Int
    do {
      let time = unsafe chunk.time[0]
      if !FactRules.isTime(time) { return .invalid }
      unsafe first = try block(at: time, context.zone.pointee)
    } catch {
      return .outOfMemory
    }
    let single = holds(chunk, in: first)
    // Cells that outgrow the second-level cache are fetched ahead of use.
    let reach = tupleCount(context.names) * MemoryLayout<Cell<Word>>.stride * (single ? 1 : blocks.count)
    if reach > 1 << 17 {
      return unsafe addAhead(chunk, tuples, context, first, single: single)
    }
    return unsafe addNear(chunk, tuples, context, first, single: single)
  }

  /// Adds row after row: runs of rows whose cells are at hand, and the rows between them slowly.
  @_optimize(speed)
  private mutating func addNear(
    _ chunk: Chunk, _ tuples: UnsafePointer<UInt32>, _ context: AddContext, _ first: Int, single: Bool
  ) -> ChunkOutcome {
    var row = 0
    while true {
      if single {
        row = unsafe HotLoop.single(
          chunk, tuples, context.kinds.pointee.base, blocks.base.unsafelyUnwrapped[first].planes.base,
          blocks.base.unsafelyUnwrapped[first].planes.count, from: row)
      } else {
        row = unsafe HotLoop.mixed(chunk, tuples, context.kinds.pointee.base, blocks.base.unsafelyUnwrapped, cache.view, from: row)
      }
      if row >= chunk.rows { return .done }
      let outcome = unsafe addSlowly(chunk, row, tuples[row], context)
      if outcome != .done {
        for done in 0..<row { unsafe subtract(chunk, done, tuples[done], context) }
        return outcome
      }
      row &+= 1
    }
  }

  /// Finds the cells of a stretch of rows first and asks for their lines, then adds, so that misses overlap.
  @_optimize(speed)
  private mutating func addAhead(
    _ chunk: Chunk, _ tuples: UnsafePointer<UInt32>, _ context: AddContext, _ first: Int, single: Bool
  ) -> ChunkOutcome {
    let stretch = 256
    let numbers = unsafe context.kinds.pointee.base
    let targets = unsafe context.scratch.pointee.targets.base.unsafelyUnwrapped
    let slow = unsafe context.scratch.pointee.slow.base.unsafelyUnwrapped
    let tupleCount = tupleCount(context.names)
    var from = 0
    while from < chunk.rows {
      let to = Swift.min(from &+ stretch, chunk.rows)
      let slowCount: Int
      if single {
        slowCount = unsafe HotLoop.aim(
          chunk, tuples, numbers, blocks.base.unsafelyUnwrapped[first].planes.base,
          blocks.base.unsafelyUnwrapped[first].planes.count, from, to, tupleCount, targets, slow)
      } else {
        slowCount = unsafe HotLoop.aim(
          chunk, tuples, numbers, blocks.base.unsafelyUnwrapped, cache.view, from, to, tupleCount, targets, slow)
      }
      unsafe HotLoop.hit(chunk, from, to, targets, Word.self)
      // Making cells may move a plane's, and making planes a block's: so rows in tables come when no cell is outstanding, and
      // the rest when no plane is.
      var done = 0
      var outcome = ChunkOutcome.done
      for pass in 0..<2 where outcome == .done {
        for s in 0..<slowCount where outcome == .done {
          let row = Int(unsafe slow[s])
          let target = unsafe targets[row &- from]
          if (target == 0) != (pass == 1) { continue }
          outcome = unsafe target == 0 ? addSlowly(chunk, row, tuples[row], context) : addToTable(chunk, row, tuples[row], target, tupleCount)
          if outcome == .done { done &+= 1 }
        }
      }
      if outcome != .done {
        for row in 0..<from { unsafe subtract(chunk, row, tuples[row], context) }
        for row in from..<to where unsafe targets[row - from] & 1 == 0 && targets[row - from] != 0 {
          unsafe subtract(chunk, row, tuples[row], context)
        }
        for pass in 0..<2 {
          for s in 0..<slowCount where done > 0 {
            let row = Int(unsafe slow[s])
            if unsafe (targets[row &- from] == 0) != (pass == 1) { continue }
            unsafe subtract(chunk, row, tuples[row], context)
            done -= 1
          }
        }
        return outcome
      }
      from = to
    }
    return .done
  }

  /// A row whose plane is known and keeps the tuple in its table, or will.
  @inline(__always)
  private mutating func addToTable(_ chunk: Chunk, _ row: Int, _ tuple: UInt32, _ target: Int, _ tupleCount: Int) -> ChunkOutcome {
    let plane = unsafe UnsafeMutablePointer<Plane<Word>>(bitPattern: target & ~1).unsafelyUnwrapped
    guard let cell = unsafe try? plane.pointee.cell(tuple, tuples: tupleCount, heap) else { return .outOfMemory }
    unsafe cell.pointee.count &+= Word(truncatingIfNeeded: chunk.count(row))
    unsafe cell.pointee.amount &+= Word(truncatingIfNeeded: chunk.amount(row))
    return .done
  }

  /// One row, with everything that may be missing made.
  @_optimize(speed)
  @inline(never)
  private mutating func addSlowly(_ chunk: Chunk, _ row: Int, _ tuple: UInt32, _ context: AddContext) -> ChunkOutcome {
    let time = unsafe chunk.time[row]
    if !FactRules.isTime(time) { return .invalid }
    var place = tuple
    if shape.isDirect && shape.width == 1 {
      if !context.names.isGiven(0, tuple) { return .invalid }
      if Code.isBeyond(tuple) { place = Code.other }
    }
    do {
      guard let kind = unsafe try context.kinds.pointee.meet(chunk.kind(row), context.table.pointee) else { return .invalid }
      let amount = chunk.amount(row)
      if unsafe amount & context.kinds.pointee.forbidden(kind) != 0 { return .invalid }
      let block = unsafe try block(at: time, context.zone.pointee)
      let target = unsafe try cell(block, kind, place, context.names, context.kinds.pointee)
      unsafe target.pointee.count &+= Word(truncatingIfNeeded: chunk.count(row))
      unsafe target.pointee.amount &+= Word(truncatingIfNeeded: amount)
      return .done
    } catch {
      return .outOfMemory
    }
  }

  /// Takes out a row that was added; its cell is there.
  private mutating func subtract(_ chunk: Chunk, _ row: Int, _ tuple: UInt32, _ context: AddContext) {
    let place = shape.isDirect && shape.width == 1 && Code.isBeyond(tuple) ? Code.other : tuple
    guard let kind = unsafe context.kinds.pointee.find(chunk.kind(row)),
      let block = unsafe try? block(at: chunk.time[row], context.zone.pointee),
      let target = unsafe existing(block, kind, place)
    else { return }
    unsafe target.pointee.count &-= Word(truncatingIfNeeded: chunk.count(row))
    unsafe target.pointee.amount &-= Word(truncatingIfNeeded: chunk.amount(row))
  }

  /// Takes out a chunk that was added.
  mutating func subtract(_ chunk: Chunk, _ columns: UnsafePointer<UnsafePointer<UInt32>>, _ context: AddContext) {
    for row in 0..<chunk.rows { unsafe subtract(chunk, row, tuple(columns, row) ?? 0, context) }
  }

  /// Finds the number of each row's tuple, column by column, then row by row with the index fetched ahead.
  @_optimize(speed)
  private mutating func numberTuples(
    _ chunk: Chunk, _ columns: UnsafePointer<UnsafePointer<UInt32>>, _ context: AddContext
  ) -> ChunkOutcome {
    let hashes = unsafe context.scratch.pointee.hashes.base.unsafelyUnwrapped
    let numbers = unsafe context.scratch.pointee.tuples.base.unsafelyUnwrapped
    for row in 0..<chunk.rows { unsafe hashes[row] = TupleIndex.seed }
    for d in 0..<shape.width {
      let column = unsafe columns[d]
      if unsafe !Chunk.isBelow(context.names.count(d), column, chunk.rows) {
        for row in 0..<chunk.rows where unsafe !context.names.isGiven(d, column[row]) { return .invalid }
      }
      for row in 0..<chunk.rows { unsafe hashes[row] = TupleIndex.chain(hashes[row], column[row]) }
    }
    let isLarge = tuples.count > 1 << 12
    if isLarge { for row in 0..<Swift.min(16, chunk.rows) { unsafe tuples.prefetch(hashes[row]) } }
    for row in 0..<chunk.rows {
      if isLarge && row &+ 16 < chunk.rows {
        unsafe tuples.prefetch(hashes[row &+ 16])
        unsafe tuples.prefetchCodes(hashes[row &+ 8])
      }
      if let known = unsafe tuples.find(hashes[row], columns, row) {
        unsafe numbers[row] = known
      } else {
        do {
          unsafe numbers[row] = try tuples.meet(hashes[row], columns, row, names: context.names)
        } catch {
          return .outOfMemory
        }
      }
    }
    return .done
  }
}
