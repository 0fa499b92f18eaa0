import Leadline
import Testing

@Suite struct CohortsTests {
  private static let dayLength = Duration.seconds(86_400)

  /// March: three buyers for 600 spent on search, of whom two come again and one gets half back; April: one by e-mail.
  private static func engine() throws -> Engine {
    let engine = try Engine(Engine.Options(dimensions: ["channel"], duplicates: .remembered, journeys: .kept))
    let search = try engine.code(for: "search", in: "channel"), email = try engine.code(for: "email", in: "channel")
    let facts: [(String, Kind, Code, Int, Int64, UInt64, UInt64)] = [
      ("", .mediaSpend, search, 0, 600, 0, 0),
      ("anna", .sale, search, 0, 100, 1, 0), ("anna", .saleRepeat, search, 40, 300, 2, 0), ("anna", .refund, search, 75, 150, 3, 2),
      ("ben", .sale, search, 2, 100, 4, 0), ("ben", .sale, search, 70, 500, 5, 0), ("cleo", .sale, search, 3, 200, 6, 0),
      ("cleo", .goodsCost, search, 50, 30, 7, 6), ("dan", .saleReferral, email, 45, 80, 8, 0), ("dan", .lead, email, 80, 0, 9, 0),
    ]
    for (person, kind, code, days, amount, id, ref) in facts {
      try engine.record(
        Event(
          kind, at: day(2024, 3, 1) + dayLength * days, codes: [code], amount: amount, person: person.isEmpty ? .none : Identifier(person),
          id: Identifier(rawValue: id), ref: Identifier(rawValue: ref)))
    }
    return engine
  }

  @Test func followsCohorts() throws {
    let engine = try Self.engine()
    let answer = try engine.cohorts(Cohorts(first: .sale, by: ["channel"], acquisitionCost: "acquisition_cost"))
    #expect(answer.map { $0.text("channel") } == ["email", "email", "search", "search", "search"])
    #expect(answer.map(\.period) == ["2024-04", "2024-04", "2024-03", "2024-03", "2024-03"])
    #expect(answer.map(\.age) == [0, 1, 0, 1, 2] && answer.map(\.size) == [1, 1, 3, 3, 3] && answer.map(\.active) == [1, 0, 3, 1, 1])
    #expect(answer[3].retention == Ratio(1, over: 3) && answer[4].retention.state == .inProgress)
    #expect(answer[4].isAgeInProgress && !answer[3].isAgeInProgress && answer[4].ageStart == day(2024, 5, 1) && !answer[4].isInProgress)
    #expect(answer.map(\.revenue.integer) == [80, 0, 400, 300, 500])
    #expect(answer.map(\.netRevenue.integer) == [80, 0, 400, 150, 500])
    #expect(answer[2].goodsCost.integer == 30 && answer[2].contribution.integer == 370 && answer[2].serviceCost.integer == 0)
    #expect(answer.map(\.totalContribution.integer) == [80, 80, 370, 520, 1020])
    #expect(answer[3].totalRevenue.integer == 700 && answer[3].totalNetRevenue.integer == 550 && answer[3].facts == 1)
    #expect(answer[3].returnOnCost == Ratio(520, over: 600))

    let cohorts = answer.summary
    #expect(cohorts.map(\.size) == [1, 3] && cohorts.map(\.ages) == [2, 3] && cohorts[1].sales.integer == 5)
    #expect(cohorts[1].customers.integer == 3 && cohorts[1].repeatCustomers.integer == 2 && cohorts[1].repeatShare == Ratio(2, over: 3))
    #expect(cohorts[1].purchasesPerCustomer == Ratio(5, over: 3) && cohorts[0].referralShare.integer == 1)
    #expect(cohorts[1].acquisitionCost.integer == 600 && cohorts[1].paybackAge.state == .inProgress)
    #expect(cohorts[1].revenue.integer == 1200 && cohorts[1].netRevenue.integer == 1050 && cohorts[1].goodsCost.integer == 30)
    #expect(cohorts[1].totalValue.integer == 450 && cohorts[1].meanValue.integer == 150 && cohorts[1].margin.integer == 420)
    #expect(cohorts[1].contribution.integer == 1020 && cohorts[1].serviceCost.integer == 0 && cohorts[1].excessCorrections.integer == 0)
    #expect(cohorts[1].meanTimeBetween.integer == 54 * 86_400 && cohorts[1].timeBetween(0.5)?.integer == 40 * 86_400)
    #expect(cohorts[0].paybackAge.integer == 0 && cohorts[0].returnOnCost.state == .zeroDenominator)
    #expect(answer.asOf == day(2024, 3, 1) + Self.dayLength * 80)
  }

  @Test func asksOtherwise() throws {
    let engine = try Self.engine()
    let all = Cohorts(first: .sale)
    #expect(try engine.cohorts(all.ages(upTo: 0)).map(\.active) == [3, 1])
    #expect(try engine.cohorts(all.begun(in: day(2024, 4, 1)..<day(2024, 5, 1))).map(\.active) == [1, 0])
    #expect(try engine.cohorts(all.asOf(day(2024, 3, 2))).map(\.size) == [1])
    #expect(try engine.cohorts(all.quantiles(0, 1)).summary[0].timeBetween(1)?.integer == 68 * 86_400)
    #expect(try engine.cohorts(Cohorts(first: .sale, activity: .lead, period: .quarter)).map(\.active) == [0, 0, 1])
    let searched = Cohorts(first: Funnel.Step(.sale).where("channel", in: "search"), period: .year)
    #expect(try engine.cohorts(searched).map(\.size) == [3])
    #expect(try engine.cohorts(all).summary[0].acquisitionCost.state == .noData)
    #expect(try engine.cohorts(Cohorts(first: .quote)).isEmpty)
  }

  @Test func countsCustomers() throws {
    let engine = try Self.engine()
    let answer = try engine.churn(Churn(lostAfter: Self.dayLength * 30))
    #expect(answer.map(\.period) == ["2024-03", "2024-04", "2024-05"])
    #expect(answer.map(\.new) == [3, 1, 0] && answer.map(\.returned) == [0, 1, 1] && answer.map(\.lost) == [1, 2, 2])
    #expect(answer.map(\.customersAtStart) == [0, 2, 2] && answer.map(\.customersAtEnd) == [2, 2, 1])
    #expect(answer[1].churnRate == Ratio(1, over: 1) && answer[1].newToLoss == Ratio(1, over: 2))
    #expect(answer[0].churnRate.state == .zeroDenominator && answer[2].churnRate.state == .inProgress && answer[2].isInProgress)
    let byChannel = Churn(lostAfter: Self.dayLength * 30, purchase: Funnel.Step(.sale), by: ["channel"], period: .quarter)
    #expect(try engine.churn(byChannel).map(\.new) == [1, 3, 0])
  }

  @Test func findsOpenLeads() throws {
    let engine = try Self.engine()
    let answer = try engine.openLeads(OpenLeads(by: ["channel"], period: .month, isValued: true))
    #expect(answer.count == 1 && answer[0].leads == 1 && answer[0].open == 1 && answer[0].text("channel") == "email")
    #expect(answer[0].value?.state == .zeroDenominator && answer[0].conversion?.state == .zeroDenominator && answer[0].isInProgress)
    let sold = OpenLeads(Funnel.Step(.lead, .sale), isValued: true)
    // None was lost, so far as anybody knows.
    #expect(try engine.openLeads(sold)[0].conversion?.state == .inProgress)
    let old = Self.dayLength * 1
    #expect(try engine.openLeads(sold.givenUp(after: old))[0].conversion?.isDefined == true)
    #expect(try engine.openLeads(sold.givenUp(after: old)).map(\.open) == engine.openLeads(sold).map(\.open))
    #expect(try engine.openLeads(sold.standing()).map(\.leads) == engine.openLeads(sold).map(\.leads))
    #expect(throws: LeadlineError.argument) { try engine.openLeads(sold.givenUp(after: .zero)) }
    #expect(try engine.openLeads(OpenLeads(Funnel.Step(.leadForm))).isEmpty)
    #expect(try engine.openLeads(OpenLeads())[0].value == nil)
  }

  @Test func refuses() throws {
    let engine = try Self.engine()
    #expect(throws: LeadlineError.argument) { try engine.cohorts(Cohorts(first: .sale, period: .hour)) }
    #expect(throws: LeadlineError.argument) { try engine.cohorts(Cohorts(first: .sale).ages(upTo: -1)) }
    #expect(throws: LeadlineError.argument) { try engine.cohorts(Cohorts(first: .sale).quantiles(2)) }
    #expect(throws: LeadlineError.argument) { try engine.cohorts(Cohorts(first: .sale, acquisitionCost: "sales")) }
    #expect(throws: LeadlineError.unknownName) { try engine.cohorts(Cohorts(first: Kind(rawValue: 5000))) }
    #expect(throws: LeadlineError.unknownName) { try engine.cohorts(Cohorts(first: .sale, by: ["campaign"])) }
    #expect(throws: LeadlineError.argument) { try engine.churn(Churn(lostAfter: .zero)) }
    #expect(throws: LeadlineError.duplicateName) { try engine.openLeads(OpenLeads(by: ["channel", "channel"])) }
    let plain = try Engine()
    #expect(throws: LeadlineError.unsupported) { try plain.cohorts(Cohorts(first: .sale)) }
    #expect(throws: LeadlineError.unsupported) { try plain.churn(Churn(lostAfter: Self.dayLength)) }
    #expect(throws: LeadlineError.unsupported) { try plain.openLeads(OpenLeads()) }
    try engine.close()
    #expect(throws: LeadlineError.closed) { try engine.cohorts(Cohorts(first: .sale)) }
  }
}
