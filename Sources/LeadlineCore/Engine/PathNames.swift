/// How steps of paths read, and their order by bytes. Made and used under the lock on names.
struct PathNames: ~Copyable {
  /// By number of a step.
  let names: StepNames
  /// By number of a step: its place among all.
  private(set) var places: Buffer<UInt32>

  init(_ engine: borrowing Engine, _ plan: borrowing PathPlan, _ sources: borrowing StepNames, _ steps: borrowing GroupIndex)
    throws(OutOfMemory)
  {
    let heap = engine.heap
    var names = StepNames(heap)
    var text = Buffer<UInt8>(heap)
    for s in 0..<steps.count {
      let word = steps.key(s, 0)
      text.removeAll()
      if plan.naming.hasSource {
        let source = PathNaming.source(word)
        unsafe try text.append(
          text: plan.naming.firstMatcher == 0 ? engine.kinds.pointer.pointee.name(at: UInt16(source)) : sources.name(source - plan.naming.firstMatcher))
        if plan.naming.dimensions.count > 0 { try text.append(text: Bytes(":")) }
      }
      if plan.naming.dimensions.count > 0 {
        let code = PathNaming.code(word)
        let known = unsafe engine.namesBase.unsafelyUnwrapped + plan.naming.dimensions[0].asked
        unsafe try text.append(text: code == Code.notSet ? Bytes("(not set)") : known.pointee.name(code))
      }
      try names.append(text.isEmpty ? Bytes("") : unsafe Bytes(UnsafePointer(text.base.unsafelyUnwrapped), text.count))
    }
    var order = Buffer<UInt32>(heap)
    for s in 0..<steps.count { try order.append(UInt32(truncatingIfNeeded: s)) }
    let comparison = Order(names: names, words: try steps.copiedKeys())
    try MergeSort.sort(&order, heap, by: comparison)
    var places = Buffer<UInt32>(heap)
    try places.append(repeating: 0, count: order.count)
    for i in 0..<order.count { places[Int(order[i])] = UInt32(truncatingIfNeeded: i) }
    self.names = comparison.names
    self.places = places
  }

  /// By bytes; words that read alike by what they are, which does not depend on arrival: only codes 0 and 1 have texts that
  /// names may have, too.
  private struct Order: RowOrder, ~Copyable {
    let names: StepNames
    let words: Buffer<Int64>

    func compare(_ a: UInt32, _ b: UInt32) -> Int {
      let order = names.name(Int(a)).compare(names.name(Int(b)))
      if order != 0 { return order }
      return words[Int(a)] < words[Int(b)] ? -1 : words[Int(a)] > words[Int(b)] ? 1 : 0
    }
  }

  /// The text of a sequence of steps.
  func write(_ steps: borrowing Buffer<UInt32>, _ range: Range<Int>, into text: inout Buffer<UInt8>) throws(OutOfMemory) {
    text.removeAll()
    for i in range {
      if i > range.lowerBound { try text.append(text: Bytes(" > ")) }
      try text.append(text: names.name(Int(steps[i])))
    }
  }
}
