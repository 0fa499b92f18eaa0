/// Columns of times in seconds of six decimals: means and quantiles.
extension Table {
  /// `mean` and `p500`… of the times that `sketches` has at `places`, a row each; the names begin with `prefix`.
  mutating func addTimes(
    _ prefix: StaticString, _ quantiles: borrowing Buffer<UInt16>, at places: borrowing Buffer<Int>, of sketches: inout Buffer<DurationSketch>
  ) throws(OutOfMemory) {
    for q in -1..<quantiles.count {
      var column = Column(heap, .ratio)
      for i in 0..<places.count {
        let place = places[i]
        if sketches[place].count == 0 {
          try column.append(undefined: ValueState.noData)
        } else if q < 0 {
          try column.append(sketches[place].sum, over: Int128(sketches[place].count))
        } else {
          try column.append(Int128(sketches[place].quantile(permille: UInt32(quantiles[q])) ?? 0), over: 1)
        }
      }
      try addTime(column, prefix, q < 0 ? nil : quantiles[q])
    }
  }

  /// `censored_p500`…: what the product-limit estimate says, where some have not come to an end; undefined where its curve does
  /// not get so far.
  mutating func addCensored(
    _ quantiles: borrowing Buffer<UInt16>, at places: borrowing Buffer<Int>, of finished: inout Buffer<DurationSketch>,
    open: inout Buffer<DurationSketch>
  ) throws(OutOfMemory) {
    var curve = SurvivalCurve(heap)
    var times = Buffer<Int64>(heap)
    for i in 0..<places.count { try curve.quantiles(&finished[places[i]], &open[places[i]], quantiles, into: &times) }
    for q in 0..<quantiles.count {
      var column = Column(heap, .ratio)
      for i in 0..<places.count {
        let time = times[i * quantiles.count + q]
        if time < 0 {
          try column.append(undefined: ValueState.noData)
        } else {
          try column.append(Int128(time), over: 1)
        }
      }
      try addTime(column, "censored_", quantiles[q])
    }
  }

  private mutating func addTime(_ column: consuming Column, _ prefix: StaticString, _ quantile: UInt16?) throws(OutOfMemory) {
    var name = Buffer<UInt8>(heap)
    try name.append(text: Bytes(prefix))
    if let quantile {
      try name.append(text: Bytes("p"))
      try name.append(number: Int(quantile))
    } else {
      try name.append(text: Bytes("mean"))
    }
    try add(column, unsafe Bytes(UnsafePointer(name.base.unsafelyUnwrapped), name.count), unit: Unit.seconds, scale: 6)
  }
}
