/// Who is one person by their links, worked out from the set of links alone.
///
/// Each person has one link that stands at most, so following them leads to one end: the last person, or round in a circle, of
/// which the smallest then is the end. All who come to one end are one person, known by it. Of the accounts that they are
/// linked to, the smallest stands.
struct LinkedPersons: ~Copyable {
  /// In rising order: everybody whom a link speaks of.
  private var persons: Buffer<UInt64>
  /// By place in `persons`: that of the end.
  private var ends: Buffer<UInt32>
  /// By place in `persons`, at the end: the account that a link names, 0: none.
  private var accounts: Buffer<UInt64>
  /// Place + 1 by the hash of the person, open addressing; 0 where free.
  private var slots: Buffer<UInt32>

  var isEmpty: Bool { persons.isEmpty }
  var count: Int { persons.count }

  /// From links that are settled.
  init(_ heap: Heap, _ links: borrowing Links) throws(OutOfMemory) {
    var all = Buffer<UInt64>(heap)
    try all.reserve(exactly: links.persons.count * 2 + links.accounts.count)
    for i in 0..<links.persons.count {
      all.appendReserved(links.persons.link(i).from)
      all.appendReserved(links.persons.link(i).to)
    }
    for i in 0..<links.accounts.count { all.appendReserved(links.accounts.link(i).from) }
    HeapSort.sort(&all)
    var count = 0
    for i in 0..<all.count where i == 0 || all[i] != all[i - 1] {
      all[count] = all[i]
      count += 1
    }
    all.truncate(to: count)
    guard count < Int(UInt32.max) else { throw OutOfMemory() }
    var size = count == 0 ? 0 : 64
    while size < count * 2 { size *= 2 }
    var slots = Buffer<UInt32>(heap)
    try slots.append(repeating: 0, count: size)
    var ends = Buffer<UInt32>(heap)
    try ends.reserve(exactly: count)
    for i in 0..<count { ends.appendReserved(UInt32(i)) }
    var accounts = Buffer<UInt64>(heap)
    try accounts.append(repeating: 0, count: count)
    // By person: the walk that he was met on, and one.
    var walks = Buffer<UInt32>(heap)
    try walks.append(repeating: 0, count: count)
    // What may fail has come first: a type with a deinit is whole or not there.
    persons = all
    self.slots = slots
    self.ends = ends
    self.accounts = accounts
    for i in 0..<count {
      var at = slot(persons[i])
      while self.slots[at] != 0 { at = (at + 1) & (size - 1) }
      self.slots[at] = UInt32(i + 1)
    }
    resolve(links, &walks)
  }

  /// Where the slots are is part of the hash, so that nobody can think up persons that all come to one place.
  @inline(__always)
  private func slot(_ person: UInt64) -> Int {
    let salt = unsafe UInt64(UInt(bitPattern: slots.base))
    return Int(truncatingIfNeeded: Hash.word(person ^ salt)) & (slots.count &- 1)
  }

  private func place(_ person: UInt64) -> Int? {
    if slots.isEmpty { return nil }
    var at = slot(person)
    while slots[at] != 0 {
      if persons[Int(slots[at]) - 1] == person { return Int(slots[at]) - 1 }
      at = (at + 1) & (slots.count - 1)
    }
    return nil
  }

  private mutating func resolve(_ links: borrowing Links, _ walks: inout Buffer<UInt32>) {
    // First whom each is linked to: the first of his links is that to the smallest.
    for i in 0..<links.persons.count where i == 0 || links.persons.link(i).from != links.persons.link(i - 1).from {
      guard let from = place(links.persons.link(i).from), let to = place(links.persons.link(i).to) else { continue }
      ends[from] = UInt32(to)
    }
    for first in 0..<count where walks[first] == 0 {
      let walk = UInt32(first) + 1
      var at = first
      while walks[at] == 0 {
        walks[at] = walk
        at = Int(ends[at])
      }
      var end = Int(ends[at])
      if walks[at] == walk {
        // Round: the smallest of the circle, which is `at` alone where nothing leads on. Places rise with persons.
        end = at
        var next = Int(ends[at])
        while next != at {
          end = Swift.min(end, next)
          next = Int(ends[next])
        }
      }
      at = first
      while walks[at] == walk {
        let next = Int(ends[at])
        ends[at] = UInt32(end)
        // Met, and settled.
        walks[at] = .max
        at = next
      }
    }
    for i in 0..<links.accounts.count {
      guard let from = place(links.accounts.link(i).from) else { continue }
      let (end, account) = (Int(ends[from]), links.accounts.link(i).to)
      if accounts[end] == 0 || account < accounts[end] { accounts[end] = account }
    }
  }

  /// The end of a person, as a number below `count`; nil of one that no link speaks of.
  func end(of person: UInt64) -> Int? { place(person).map { Int(ends[$0]) } }

  func person(_ end: Int) -> UInt64 { persons[end] }

  /// The account that a link gives those of an end.
  func account(_ end: Int) -> UInt64? { accounts[end] == 0 ? nil : accounts[end] }
}
