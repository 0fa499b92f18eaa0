import Leadline
import Testing

@Suite struct PriceTests {
  let engine: Engine

  init() throws {
    engine = try Engine(Engine.Options(dimensions: ["campaign"], moneyScale: 2, duplicates: .remembered, followsRefs: true))
  }

  func value(_ column: String) throws -> String? { try engine.query(Query(column)).first { _ in true }?[column]?.description }

  @Test func accrues() throws {
    let spring = try engine.code(for: "spring", in: "campaign")
    try engine.setPrice(Price(.cpc(150), for: "spring", in: "campaign"))
    try engine.setPrice(Price(.cpl(500), for: "spring", in: "campaign"))
    try engine.setPrice(Price(.revenueShare(millionths: 100_000), side: .payout))
    try engine.record(Event(.click, at: someDay, codes: [spring], count: 10))
    try engine.record(Event(.lead, at: someDay, codes: [spring], id: 1))
    try engine.record(Event(.leadContact, at: someDay, ref: 1))
    #expect(try value("spend_accrued") == "15.00")
    try engine.record(Event(.leadApproved, at: someDay, ref: 1))
    #expect(try value("spend_accrued") == "20.00")
    #expect(try value("leads_approved") == "1")
    try engine.record(Event(.leadRejected, at: someDay, ref: 1))
    #expect(try value("spend_accrued") == "15.00")
    #expect(try value("leads_rejected") == "1")
    try engine.record(Event(.sale, at: someDay, amount: 80_00, id: 2))
    #expect(try value("payout_accrued") == "8.00")
    #expect(try engine.info().refs == 3)
  }

  @Test func listsWhatWasSet() throws {
    let day = Timestamp(seconds: 1_700_006_400)
    let prices = [
      Price(.cpm(1), from: day), Price(.cpc(2), for: "a", in: "campaign", to: day), Price(.cpl(3, .notRejected)), Price(.cpa(4, .sale)),
      Price(.revenueShare(millionths: 5)), Price(.afterSale(6)), Price(.fixed(8), from: day, to: Timestamp(seconds: 1_700_092_800)),
      Price(.afterSaleShare(millionths: 7), side: .payout), Price(.commission(millionths: 9), side: .payout),
    ]
    for price in prices.reversed() { try engine.setPrice(price) }
    #expect(try engine.prices() == prices)
    try engine.removePrice(at: 0)
    #expect(try engine.prices() == Array(prices.dropFirst()))
  }

  @Test func refuses() throws {
    try engine.setPrice(Price(.cpc(1)))
    #expect(throws: LeadlineError.priceOverlap) { try engine.setPrice(Price(.cpc(2))) }
    #expect(throws: LeadlineError.argument) { try engine.setPrice(Price(.cpm(-1))) }
    #expect(throws: LeadlineError.argument) { try engine.setPrice(Price(.commission(millionths: -1))) }
    #expect(throws: LeadlineError.unknownName) { try engine.setPrice(Price(.cpm(1), for: "a", in: "nothing")) }
    #expect(throws: LeadlineError.argument) { try engine.removePrice(at: 1) }
  }
}
