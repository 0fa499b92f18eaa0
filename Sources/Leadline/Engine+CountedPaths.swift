import CLeadline

extension Engine {
  /// Gives the credit for outcomes to the touches of paths that were counted elsewhere.
  ///
  /// Every touch is a click. The engine needs no journeys; it gives no more than memory. In answers the key is called "key":
  ///
  /// ```swift
  /// for row in answer {
  ///   print(row.text("key")!, row.credit(of: .linear), row.removalEffect(of: .markov())!)
  /// }
  /// ```
  ///
  /// The corresponding C function is `leadline_attribute_paths`.
  ///
  /// - Parameters:
  ///   - attribution: The question: its models, quantiles, what it changes of paths, whether it is by position, detailed and paired;
  ///     ``Attribution/direct(_:in:)`` of the dimension "key", and one outcome of a name and no kinds, which is "outcome" unless set.
  ///   - paths: The paths, in any order; together they came at most 2^42 times.
  ///   - separator: What stands between keys, 1 to 64 bytes; blanks around keys are not part of them.
  /// - Throws: ``LeadlineError/argument`` for models that want times or facts (``Attribution/Model/timeDecay(halfLife:)`` and stages), for
  ///   anything else in the question, and for a key without a name; ``LeadlineError/duplicateName`` for models of one name,
  ///   ``LeadlineError/unknownName``, ``LeadlineError/tooMany``, ``LeadlineError/memory``, or ``LeadlineError/closed``.
  public func attribute(
    _ attribution: Attribution, paths: [CountedPath], separator: String = ">"
  ) throws(LeadlineError) -> Attribution.Answer {
    let arena = Arena()
    var options = unsafe try attribution.lowered(in: arena, names: kindNames(), isOfCountedPaths: true)
    var counted = unsafe try paths.lowered(in: arena)
    unsafe counted.separator = try arena.text(separator) as UnsafePointer<CChar>
    return unsafe try credit(arena, pairs: attribution.hasPairs) { credits, totals, pairs in
      unsafe leadline_attribute_paths(handle, &counted, &options, credits, totals, pairs)
    }
  }
}

extension [CountedPath] {
  fileprivate func lowered(in arena: Arena) throws(LeadlineError) -> leadline_counted_paths {
    var counted = unsafe leadline_counted_paths()
    unsafe counted.struct_size = MemoryLayout<leadline_counted_paths>.stride
    unsafe counted.paths = UnsafePointer(
      try arena.array(count) { (index) throws(LeadlineError) -> UnsafePointer<CChar>? in
        unsafe try arena.text(self[index].path) as UnsafePointer<CChar>
      })
    unsafe counted.outcomes = UnsafePointer(
      try arena.array(count) { (index) throws(LeadlineError) in try UInt64(count: self[index].outcomes, "outcomes") })
    unsafe counted.values = UnsafePointer(try arena.array(count) { (index) throws(LeadlineError) in self[index].value })
    unsafe counted.lost = UnsafePointer(
      try arena.array(count) { (index) throws(LeadlineError) in try UInt64(count: self[index].lost, "lost") })
    unsafe counted.count = count
    return unsafe counted
  }
}

extension UInt64 {
  fileprivate init(count: Int, _ name: String) throws(LeadlineError) {
    guard count >= 0 else { throw LeadlineError(.argument, "\(name) is \(count), which is out of range.") }
    self = UInt64(count)
  }
}
