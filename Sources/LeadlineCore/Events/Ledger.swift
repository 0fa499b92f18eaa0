/// The facts that speak of another by `ref`, whole, by that ref: statuses, corrections, marks and payments.
///
/// Records hang in lists, one a bucket of the hash of the ref, so that one can be taken out as cheaply as it was put in.
struct Ledger: ~Copyable {
  let dimensionCount: Int
  private let width: Int
  private var records: Buffer<UInt64>
  /// By record, the next one of its bucket, and one; 0: none.
  private var next: Buffer<UInt32>
  /// By bucket, its first record, and one.
  private var heads: Buffer<UInt32>

  init(_ heap: Heap, dimensions: Int) {
    dimensionCount = dimensions
    width = Fact.words(dimensions: dimensions)
    records = Buffer(heap)
    next = Buffer(heap)
    heads = Buffer(heap)
  }

  var count: Int { next.count }
  var bytes: Int { records.bytes + next.bytes + heads.bytes }

  /// A record; valid until the ledger changes.
  @inline(__always)
  func fact(_ record: Int) -> Fact {
    unsafe Fact(words: records.base.unsafelyUnwrapped + record &* width, dimensionCount: dimensionCount)
  }

  /// Where the buckets are is part of the hash, so that nobody can think up refs that all come to one.
  private func bucket(_ ref: UInt64) -> Int {
    let salt = unsafe UInt64(UInt(bitPattern: heads.base))
    return Int(truncatingIfNeeded: Hash.word(ref ^ salt)) & (heads.count &- 1)
  }

  /// The record of this ref that came last; the others follow.
  func first(_ ref: UInt64) -> Int? { heads.isEmpty ? nil : search(heads[bucket(ref)], ref) }

  /// The next record of the same ref.
  func following(_ record: Int) -> Int? { search(next[record], fact(record).ref) }

  private func search(_ link: UInt32, _ ref: UInt64) -> Int? {
    var at = link
    while at != 0 {
      let record = Int(at) - 1
      if fact(record).ref == ref { return record }
      at = next[record]
    }
    return nil
  }

  /// Makes room for `more` facts, so that adding them cannot fail.
  mutating func reserve(_ more: Int) throws(OutOfMemory) {
    guard count + more < Int(UInt32.max) else { throw OutOfMemory() }
    if more == 0 { return }
    try records.reserve(more: more * width)
    try next.reserve(more: more)
    guard count + more > heads.count else { return }
    var size = Swift.max(heads.count, 64)
    while count + more > size { size *= 2 }
    var fresh = Buffer<UInt32>(heads.heap)
    try fresh.append(repeating: 0, count: size)
    swap(&heads, &fresh)
    for record in 0..<count { link(record) }
  }

  private mutating func link(_ record: Int) {
    let bucket = bucket(fact(record).ref)
    next[record] = heads[bucket]
    heads[bucket] = UInt32(record + 1)
  }

  /// Adds a fact into room that was made.
  mutating func add(_ fact: Fact) {
    for i in 0..<width { unsafe records.appendReserved(fact.words[i]) }
    next.appendReserved(0)
    link(count - 1)
  }

  /// Takes out what is this fact to the last bit. Cannot fail.
  mutating func remove(_ fact: Fact) {
    var found = first(fact.ref)
    while let record = found {
      found = following(record)
      if self.fact(record).isSame(fact) {
        // The last record moves into the gap.
        if found == count - 1 { found = record }
        remove(at: record)
      }
    }
  }

  /// Takes out a record; the last one takes its place.
  mutating func remove(at record: Int) {
    replace(linkTo: record, by: next[record])
    let last = count - 1
    if record != last {
      replace(linkTo: last, by: UInt32(record + 1))
      next[record] = next[last]
      fact(record).set(fact(last))
    }
    next.truncate(to: last)
    records.truncate(to: last * width)
  }

  private mutating func replace(linkTo record: Int, by link: UInt32) {
    let bucket = bucket(fact(record).ref)
    var at = heads[bucket]
    if Int(at) == record + 1 {
      heads[bucket] = link
      return
    }
    while Int(next[Int(at) - 1]) != record + 1 { at = next[Int(at) - 1] }
    next[Int(at) - 1] = link
  }
}

extension Fact {
  /// Whether two facts are the same words, with the same codes for their names.
  func isSame(_ other: Fact) -> Bool {
    for i in 0..<Self.words(dimensions: dimensionCount) where unsafe words[i] != other.words[i] { return false }
    return true
  }

  /// Only the fact's time is another.
  func setTime(_ time: Int64) { unsafe words[1] = UInt64(bitPattern: time) }
}
