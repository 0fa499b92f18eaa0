/// Links from persons to persons, or from persons to accounts: a set, so that neither the order in which they come nor how
/// often one comes is left to see. Of several links of one person that to the smallest target stands; the others are kept,
/// because the one that stands may be forgotten.
struct LinkSet: ~Copyable {
  struct Link: BitwiseCopyable {
    var from: UInt64
    var to: UInt64

    static func isBefore(_ a: Link, _ b: Link) -> Bool { a.from != b.from ? a.from < b.from : a.to < b.to }
  }

  /// Once settled, each link once, by source, then target.
  private var links: Buffer<Link>
  private var isSettled = true

  init(_ heap: Heap) { links = Buffer(heap) }

  var isEmpty: Bool { links.isEmpty }
  var bytes: Int { links.bytes }

  /// Links that may be there several times while the set is not settled.
  var count: Int { links.count }

  func link(_ i: Int) -> Link { links[i] }

  /// Room for more. Links that come time and again take none.
  mutating func reserve(more: Int) throws(OutOfMemory) {
    guard links.count + more > links.capacity else { return }
    settle()
    // A quarter at least is free afterwards, so that settling pays.
    guard (links.count + more) * 4 > links.capacity * 3 else { return }
    try links.reserve(exactly: Swift.max(links.count + more, links.capacity + links.capacity / 2, 8))
  }

  /// Adds a link into room that was made. One of a person to itself says nothing.
  mutating func add(_ from: UInt64, _ to: UInt64) {
    links.appendReserved(Link(from: from, to: to))
    isSettled = false
  }

  /// Adds another set's, into room that was made.
  mutating func add(_ other: borrowing LinkSet) {
    for i in 0..<other.count { add(other.link(i).from, other.link(i).to) }
  }

  /// Brings the links in order, each once. Cannot fail.
  mutating func settle() {
    if isSettled { return }
    HeapSort.sort(&links, Link.isBefore)
    var kept = 0
    for i in 0..<links.count where kept == 0 || Link.isBefore(links[kept - 1], links[i]) {
      links[kept] = links[i]
      kept += 1
    }
    links.truncate(to: kept)
    isSettled = true
  }

  /// How many links do not stand because their person has one to a smaller target; settled.
  var conflicts: Int {
    var conflicts = 0
    for i in 1..<Swift.max(links.count, 1) where links[i].from == links[i - 1].from { conflicts += 1 }
    return conflicts
  }

  /// Takes out the links that `isGone` names; whether there were any.
  mutating func remove(_ isGone: (Link) -> Bool) -> Bool {
    var kept = 0
    for i in 0..<links.count where !isGone(links[i]) {
      links[kept] = links[i]
      kept += 1
    }
    let removed = links.count - kept
    links.truncate(to: kept)
    return removed > 0
  }
}

/// What the host has said of who is who.
struct Links: ~Copyable {
  /// From a visitor to a contact: one person.
  var persons: LinkSet
  /// From a person to the account that it buys for.
  var accounts: LinkSet

  init(_ heap: Heap) {
    persons = LinkSet(heap)
    accounts = LinkSet(heap)
  }

  var isEmpty: Bool { persons.isEmpty && accounts.isEmpty }
  var bytes: Int { persons.bytes + accounts.bytes }

  mutating func settle() {
    persons.settle()
    accounts.settle()
  }

  /// Room for another engine's.
  mutating func reserve(_ other: borrowing Links) throws(OutOfMemory) {
    try persons.reserve(more: other.persons.count)
    try accounts.reserve(more: other.accounts.count)
  }

  mutating func add(_ other: borrowing Links) {
    persons.add(other.persons)
    accounts.add(other.accounts)
  }

  /// Takes out all that speak of somebody forgotten; whether there were any.
  mutating func forget(_ who: borrowing Forgotten) -> Bool {
    let ofPersons = who.isAccount ? false : persons.remove { who.holds($0.from) || who.holds($0.to) }
    let ofAccounts = accounts.remove { who.holds(who.isAccount ? $0.to : $0.from) }
    return ofPersons || ofAccounts
  }
}

/// Persons, or accounts, to be forgotten.
struct Forgotten: ~Copyable {
  let isAccount: Bool
  private var ids: Buffer<UInt64>

  init(accounts isAccount: Bool, _ ids: consuming Buffer<UInt64>) {
    self.isAccount = isAccount
    self.ids = ids
    HeapSort.sort(&self.ids)
  }

  func holds(_ id: UInt64) -> Bool { HeapSort.contains(ids, id) }

  /// Whether a fact of that person and account goes.
  func holds(person: UInt64, account: UInt64) -> Bool { holds(isAccount ? account : person) }
}
