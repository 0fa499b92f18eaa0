import CLeadline
@testable import LeadlineCore
import Testing

@Suite struct KindTableTests {
  let heap = TestHeap()

  /// A kind of the host's; the name must outlive the call.
  func host(
    _ number: UInt16, _ name: StaticString, parent: UInt16 = 0, subject: UInt16 = 0, order: UInt16 = 50, roles: UInt32 = 0,
    unit: UInt32 = Unit.none
  ) -> KindDefinition {
    KindDefinition(
      number: number, parent: parent, subject: subject, order: order, roles: roles, unit: unit, name: Bytes(name))
  }

  func fault(_ kind: KindDefinition, _ table: inout KindTable) -> KindError? {
    let count = table.count
    do {
      try table.add(kind)
      return nil
    } catch {
      #expect(table.count == count)
      return error
    }
  }

  @Test func constantsAreThoseOfTheHeader() {
    #expect(KindRole.viewTouch == LEADLINE_ROLE_VIEW_TOUCH)
    #expect(KindRole.clickTouch == LEADLINE_ROLE_CLICK_TOUCH)
    #expect(KindRole.stage == LEADLINE_ROLE_STAGE)
    #expect(KindRole.outcome == LEADLINE_ROLE_OUTCOME)
    #expect(KindRole.cost == LEADLINE_ROLE_COST)
    #expect(KindRole.correction == LEADLINE_ROLE_CORRECTION)
    #expect(KindRole.status == LEADLINE_ROLE_STATUS)
    #expect(KindRole.mark == LEADLINE_ROLE_MARK)
    #expect(KindRole.stock == LEADLINE_ROLE_STOCK)
    #expect(KindRole.survey == LEADLINE_ROLE_SURVEY)
    #expect(KindRole.external == LEADLINE_ROLE_EXTERNAL)
    #expect(KindRole.clockStart == LEADLINE_ROLE_CLOCK_START)
    #expect(KindRole.clockStop == LEADLINE_ROLE_CLOCK_STOP)
    #expect(KindRole.known == (LEADLINE_ROLE_CLOCK_STOP << 1) - 1)
    let units = [LEADLINE_UNIT_NONE, LEADLINE_UNIT_MONEY, LEADLINE_UNIT_SECONDS, LEADLINE_UNIT_POINTS, LEADLINE_UNIT_COUNT,
      LEADLINE_UNIT_RATIO, LEADLINE_UNIT_MONEY_PER_COUNT]
    let ours = [Unit.none, Unit.money, Unit.seconds, Unit.points, Unit.count, Unit.ratio, Unit.moneyPerCount]
    #expect(units.map { UInt32($0) } == ours)
  }

  @Test func builtInKindsAreInOrderAndSound() throws {
    let table = try KindTable(heap.heap)
    #expect(table.count == 104)
    var units: [UInt32: Int] = [:]
    var roles: [UInt32: Int] = [:]
    for slot in 0..<UInt16(table.count) {
      let kind = table.kind(at: slot)
      #expect(table.slot(of: kind.number) == slot)
      #expect(table.number(ofName: kind.name) == kind.number)
      #expect(KindDefinition.isName(kind.name))
      #expect(kind.name.start[kind.name.count] == 0)
      #expect(slot == 0 || table.number(at: slot - 1) < kind.number)
      #expect(kind.number < 200 && kind.order >= 1 && kind.order <= 99 && kind.roles & ~KindRole.known == 0)
      #expect(table.carriesAmountBase[Int(slot)] == (kind.unit == Unit.none ? 0 : 1))
      #expect(table.orderBase[Int(slot)] == kind.order)
      #expect(table.slotBase[Int(kind.number)] == slot)
      #expect(table.slot(inOrderOfNumbers: Int(slot)) == slot)
      if kind.parent != 0 {
        let parent = table.kind(at: table.slot(of: kind.parent))
        #expect(parent.number < kind.number && parent.unit == kind.unit && parent.roles == kind.roles)
        #expect(table.isPart(kind.number, of: kind.parent) && !table.isPart(kind.parent, of: kind.number))
        #expect(table.family(of: kind.number) == kind.parent)
      } else {
        #expect(table.family(of: kind.number) == kind.number)
      }
      units[kind.unit, default: 0] += 1
      for bit in 0..<13 where kind.roles >> UInt32(bit) & 1 == 1 { roles[1 << UInt32(bit), default: 0] += 1 }
    }
    // Counted in the table of kinds by hand.
    #expect(units == [Unit.none: 56, Unit.money: 45, Unit.seconds: 1, Unit.points: 2])
    #expect(roles[KindRole.cost] == 9)
    #expect(roles[KindRole.correction] == 5)
    #expect(roles[KindRole.status] == 3)
    #expect(roles[KindRole.mark] == 11)
    #expect(roles[KindRole.stock] == 4)
    #expect(roles[KindRole.survey] == 4)
    #expect(roles[KindRole.external] == 7)
    #expect(roles[KindRole.viewTouch] == 5)
    #expect(roles[KindRole.clickTouch] == 7)
    #expect(roles[KindRole.clockStart] == 6)
    #expect(roles[KindRole.clockStop] == 1)
  }

  @Test func rowsOfTheTableOfKinds() throws {
    let table = try KindTable(heap.heap)
    let rows: [(UInt16, String, UInt16, UInt16, UInt16, UInt32, UInt32)] = [
      (1, "ad_request", 0, 0, 1, KindRole.other, Unit.none),
      (4, "eligible_impression", 0, 0, 4, KindRole.external, Unit.none),
      (10, "impression", 0, 0, 10, KindRole.viewTouch | KindRole.stage, Unit.money),
      (12, "impression_viewable", 0, 10, 11, KindRole.mark, Unit.none),
      (21, "click_invalid", 0, 20, 96, KindRole.correction, Unit.money),
      (30, "visit", 0, 0, 30, KindRole.stage, Unit.seconds),
      (43, "social_action", 40, 0, 34, KindRole.stage | KindRole.outcome, Unit.none),
      (45, "enquiry", 0, 0, 44, KindRole.stage | KindRole.outcome | KindRole.clockStart, Unit.none),
      (47, "response", 0, 0, 53, KindRole.clockStop, Unit.none),
      (53, "lead_callback", 50, 0, 50, KindRole.stage | KindRole.outcome | KindRole.clockStart, Unit.money),
      (58, "lead_rejected", 0, 50, 95, KindRole.status, Unit.none),
      (68, "deal_lost", 0, 50, 95, KindRole.status, Unit.money),
      (71, "sale_referral", 70, 0, 90, KindRole.stage | KindRole.outcome, Unit.money),
      (72, "sale_repeat", 70, 0, 91, KindRole.stage | KindRole.outcome, Unit.money),
      (75, "down_sell", 0, 70, 92, KindRole.mark, Unit.money),
      (78, "cancellation", 0, 70, 96, KindRole.correction, Unit.money),
      (83, "discount_new", 82, 0, 94, KindRole.other, Unit.money),
      (87, "customer_opening", 0, 0, 5, KindRole.stock, Unit.none),
      (91, "spend_credit", 0, 90, 96, KindRole.correction, Unit.money),
      (99, "payout", 0, 0, 94, KindRole.cost, Unit.money),
      (112, "email_open", 0, 0, 16, KindRole.viewTouch, Unit.none),
      (122, "social_like", 121, 0, 22, KindRole.clickTouch, Unit.none),
      (125, "social_mention", 121, 0, 22, KindRole.clickTouch, Unit.none),
      (127, "mention_own", 126, 0, 94, KindRole.external, Unit.none),
      (150, "survey_promoter", 0, 0, 98, KindRole.survey, Unit.none),
      (152, "survey_detractor", 0, 0, 98, KindRole.survey, Unit.none),
      (153, "satisfaction_answer", 0, 0, 98, KindRole.survey, Unit.points),
      (171, "custom_value", 0, 0, 94, KindRole.other, Unit.points),
    ]
    for row in rows {
      let slot = table.slot(of: row.0)
      #expect(slot != KindTable.unknown, "\(row.1)")
      guard slot != KindTable.unknown else { continue }
      let kind = table.kind(at: slot)
      #expect(string(kind.name) == row.1)
      #expect((kind.parent, kind.subject, kind.order) == (row.2, row.3, row.4), "\(row.1)")
      #expect((kind.roles, kind.unit) == (row.5, row.6), "\(row.1)")
    }
    #expect(table.slot(of: 0) == KindTable.unknown)
    #expect(table.slot(of: 200) == KindTable.unknown)
    #expect(table.slot(of: 65535) == KindTable.unknown)
    #expect(table.number(ofName: Bytes("no_such_kind")) == nil)
    #expect(table.number(ofName: Bytes("")) == nil)
    #expect(table.family(of: 7777) == 0)
    #expect(!table.isPart(7777, of: 7777) && !table.isPart(70, of: 7777) && !table.isPart(7777, of: 70))
    #expect(table.isPart(70, of: 70) == true)
  }

  @Test func hostKindsComeBehind() throws {
    var table = try KindTable(heap.heap)
    try table.add(host(2000, "sale_online", parent: 70, order: 90, unit: Unit.money))
    try table.add(host(1500, "sale_app", parent: 2000, order: 90, unit: Unit.money))
    try table.add(host(65535, "void_app", subject: 1500, roles: KindRole.correction, unit: Unit.money))
    #expect(table.count == 107)
    #expect(table.slot(of: 2000) == 104 && table.slot(of: 1500) == 105 && table.slot(of: 65535) == 106)
    #expect(table.isPart(1500, of: 70) && table.isPart(1500, of: 2000) && !table.isPart(2000, of: 1500))
    #expect(table.family(of: 1500) == 70 && table.family(of: 65535) == 65535)
    #expect((103..<107).map { table.number(at: table.slot(inOrderOfNumbers: $0)) } == [171, 1500, 2000, 65535])
    #expect(table.number(ofName: Bytes("sale_app")) == 1500)
    #expect(string(table.name(at: 106)) == "void_app")
  }

  @Test func faultyHostKindsAreRefused() throws {
    var table = try KindTable(heap.heap)
    #expect(fault(host(999, "a"), &table) == .number)
    #expect(fault(host(0, "a"), &table) == .number)
    for name in ["", "1a", "_a", "A", "a-b", "a b", "ü", "a.b"] as [StaticString] {
      #expect(fault(host(1000, name), &table) == .name)
    }
    let longest = String(repeating: "x", count: 63)
    withBytes(longest + "x") { name in
      var kind = host(1000, "a")
      kind.name = name
      #expect(fault(kind, &table) == .name)
      kind.name = name.slice(0, 63)
      #expect(fault(kind, &table) == nil)
    }
    #expect(fault(host(1000, "a"), &table) == .duplicateNumber)
    #expect(fault(host(1001, "sale"), &table) == .duplicateName)
    #expect(fault(host(1001, "a", parent: 1002), &table) == .unknownParent)
    #expect(fault(host(1001, "a", parent: 1001), &table) == .unknownParent)
    #expect(fault(host(1001, "a", parent: 70), &table) == .unit)
    #expect(fault(host(1001, "a", subject: 5), &table) == .unknownSubject)
    #expect(fault(host(1001, "a", order: 0), &table) == .order)
    #expect(fault(host(1001, "a", order: 100), &table) == .order)
    #expect(fault(host(1001, "a", roles: 0x2000), &table) == .roles)
    #expect(fault(host(1001, "a", unit: Unit.count), &table) == .unit)
    #expect(fault(host(1001, "a"), &table) == nil)
  }

  /// Names and slots stay right while the index grows, and every number that is left can be used.
  @Test func manyHostKinds() throws {
    var table = try KindTable(heap.heap)
    let numbers = (1000...1600).reversed().map { UInt16($0) }
    for number in numbers {
      try withBytes("k\(number)") { name in
        var kind = host(number, "a", parent: number == 1600 ? 0 : number + 1)
        kind.name = name
        try table.add(kind)
      }
    }
    #expect(table.count == 104 + 601)
    for number in numbers {
      #expect(withBytes("k\(number)") { table.number(ofName: $0) } == number)
    }
    #expect((104..<table.count).map { table.number(at: table.slot(inOrderOfNumbers: $0)) } == (1000...1600).map { UInt16($0) })
    #expect(table.family(of: 1000) == 1600 && table.isPart(1000, of: 1600))
  }

  @Test func allocationFailuresChangeNothing() throws {
    var failures = 0
    for n in 0..<100 {
      heap.failAfter = n
      do {
        _ = try KindTable(heap.heap)
        break
      } catch {
        failures += 1
        #expect(heap.live == 0)
      }
    }
    #expect(failures > 6)
    heap.failAfter = -1

    var table = try KindTable(heap.heap)
    var number: UInt16 = 1000
    while number < 1300 {
      heap.failAfter = 0
      let refused = withBytes("k\(number)") { name in
        var kind = host(number, "a")
        kind.name = name
        return fault(kind, &table)
      }
      heap.failAfter = -1
      #expect(refused == nil || refused == .outOfMemory)
      if refused != nil {
        #expect(table.slot(of: number) == KindTable.unknown)
        try withBytes("k\(number)") { name in
          var kind = host(number, "a")
          kind.name = name
          try table.add(kind)
        }
      }
      number += 1
    }
    #expect(table.count == 104 + 300)
    #expect(withBytes("k1299") { table.number(ofName: $0) } == 1299)
  }
}
