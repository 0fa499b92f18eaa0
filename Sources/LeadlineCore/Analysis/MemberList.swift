/// Persons and the buyers that they are, or buy for, with what is known of these.
struct MemberList: ~Copyable {
  struct Member {
    var person: UInt64
    var account: UInt64
    /// When the buyer joined, or reached a class.
    var since: Int64
    var score: Int64 = 0
    var place = 0
  }

  let heap: Heap
  private(set) var members: Buffer<Member>

  init(_ heap: Heap) {
    self.heap = heap
    members = Buffer(heap)
  }

  /// All persons who have a fact in a journey up to the as-of instant; person 0 where nobody is known.
  mutating func append(_ segment: borrowing Segment, _ events: JourneyEvents, joined: Int64, asOf: Int64) throws(OutOfMemory) {
    let owner = segment.owners[events.owner]
    let account = segment.marks[events.owner] & Segment.Mark.account == 0 ? 0 : owner
    if account == 0 && segment.person.width == 0 && segment.person.base == 0 {
      return try members.append(Member(person: owner, account: 0, since: joined))
    }
    let first = members.count
    var last: UInt64 = 0
    for row in Int(segment.starts[events.owner])..<events.end where segment.time[row] <= asOf {
      let person = UInt64(bitPattern: segment.person[row])
      if person == 0 || person == last { continue }
      last = person
      try members.append(Member(person: person, account: account, since: joined))
    }
    if members.count == first { try members.append(Member(person: 0, account: account, since: joined)) }
  }

  mutating func append(_ member: Member) throws(OutOfMemory) { try members.append(member) }

  mutating func merge(_ other: borrowing MemberList) throws(OutOfMemory) {
    try members.reserve(more: other.members.count)
    for i in 0..<other.members.count { members.appendReserved(other.members[i]) }
  }

  /// The places of members by person, then account, or the other way round; of equal ones the first alone.
  func sorted(byAccount: Bool) throws(OutOfMemory) -> Buffer<UInt32> {
    var places = Buffer<UInt32>(heap)
    try places.reserve(exactly: members.count)
    for i in 0..<members.count { places.appendReserved(UInt32(truncatingIfNeeded: i)) }
    let order = unsafe ById(members: members.base, byAccount: byAccount)
    try MergeSort.sort(&places, heap, by: order)
    var kept = 0
    for i in 0..<places.count where i == 0 || order.compare(places[i - 1], places[i]) != 0 {
      places[kept] = places[i]
      kept += 1
    }
    places.truncate(to: kept)
    return places
  }

  @safe
  private struct ById: RowOrder {
    let members: UnsafeMutablePointer<Member>?
    let byAccount: Bool

    func compare(_ a: UInt32, _ b: UInt32) -> Int {
      let (left, right) = unsafe (members.unsafelyUnwrapped[Int(a)], members.unsafelyUnwrapped[Int(b)])
      if byAccount && left.account != right.account { return left.account < right.account ? -1 : 1 }
      if left.person != right.person { return left.person < right.person ? -1 : 1 }
      return left.account < right.account ? -1 : left.account > right.account ? 1 : 0
    }
  }
}
