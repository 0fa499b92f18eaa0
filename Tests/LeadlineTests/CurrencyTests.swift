import Leadline
import Testing

@Suite struct CurrencyTests {
  let engine: Engine

  init() throws {
    engine = try Engine(Engine.Options(dimensions: ["campaign"], currency: "EUR", moneyScale: 2))
    try engine.setRate(ExchangeRate("USD", "0.9"))
    try engine.setRate(ExchangeRate("JPY", 6, over: 1000, scale: 0))
  }

  private func sales() throws -> String {
    try engine.query(Query("count(sale)", "amount(sale)")).map(\.description).joined()
  }

  private func plain(_ amounts: [Int64]) throws -> String {
    let other = try Engine(engine.options)
    try other.record(contentsOf: amounts.map { Event(.sale, at: someDay, amount: $0) })
    return try other.query(Query("count(sale)", "amount(sale)")).map(\.description).joined()
  }

  @Test func everyWayIn() throws {
    let (dollars, yen) = (try engine.currency(named: "USD"), try engine.currency(named: "JPY"))
    #expect(try engine.currency(named: "EUR") == .own)
    var batch = Batch()
    batch.append(Event(.sale, at: someDay, amount: 1_00))
    batch.append(Event(.sale, at: someDay, amount: 10_00, currency: dollars))
    try engine.record(batch)
    let times = [someDay.microseconds]
    var yenBatch = Batch(times: times, kind: .sale, amounts: [1000])
    yenBatch.currency = yen
    try engine.record(yenBatch)
    try engine.record(Batch(times: times, kind: .sale, amounts: [20_00], currencies: [dollars]))
    let (amounts, currencies): ([Int64], [Currency]) = ([30_00], [dollars])
    try engine.record(time: times.span, kind: .sale, amount: amounts.span, currency: currencies.span)
    var writer = try engine.writer()
    try writer.record(Event(.sale, at: someDay, amount: 40_00, currency: dollars))
    try writer.record(Event(.sale, at: someDay, amount: 1))
    try writer.close()
    let csv = CSV(fields: [
      .time(from: "date"), .kind(.sale), .amount(from: "amount"), .currency(from: "currency", usual: "USD"),
    ])
    try engine.read(csv, text: "date,amount,currency\n2024-03-01,50.00,\n2024-03-01,2000,JPY\n2024-03-01,3,EUR\n")
    let all = CSV(fields: [.time(from: "date"), .kind(.sale), .amount(from: "amount"), .currency("USD")])
    try engine.read(all, text: "date,amount\n2024-03-01,60.00\n")
    #expect(try sales() == plain([1_00, 9_00, 6_00, 18_00, 27_00, 36_00, 1, 45_00, 12_00, 3_00, 54_00]))
  }

  @Test func refusals() throws {
    let unknown = failure { () throws(LeadlineError) in _ = try engine.currency(named: "GBP") }
    #expect(unknown == .unknownName)
    let noCode = failure { () throws(LeadlineError) in try engine.record(Event(.sale, at: someDay, amount: 1, currency: Currency(rawValue: 9))) }
    #expect(noCode == .factCurrency)
    #expect(noCode?.place?.column == "currency")
    let dollars = try engine.currency(named: "USD")
    try engine.record(Event(.sale, at: someDay, amount: 1, currency: dollars))
    let day = try engine.bounds(of: .day, around: someDay).lowerBound
    let used = failure { () throws(LeadlineError) in try engine.setRate(ExchangeRate("USD", "0.8", from: day)) }
    #expect(used == .rateUsed)
    let other = failure { () throws(LeadlineError) in try engine.setRate(ExchangeRate("USD", "0.8")) }
    #expect(other == .duplicateName)
    let own = failure { () throws(LeadlineError) in try engine.setRate(ExchangeRate("EUR", "0.8")) }
    #expect(own == .argument)
    let file = failure { () throws(LeadlineError) in
      let csv = CSV(fields: [.time(from: "date"), .kind(.sale), .amount(from: "amount"), .currency(from: "currency")])
      try engine.read(csv, text: "date,amount,currency\n2024-03-01,50.00,GBP\n")
    }
    #expect(file == .factCurrency)
    #expect(file?.place?.text == "GBP")
  }

  @Test func ratesAreListed() throws {
    try engine.setRate(ExchangeRate("USD", "2", from: try engine.bounds(of: .day, around: someDay).upperBound))
    let rates = try engine.rates()
    #expect(rates.map(\.currency) == ["JPY", "USD", "USD"])
    #expect(rates[0] == ExchangeRate("JPY", 3, over: 500, scale: 0))
    #expect(rates[1] == ExchangeRate("USD", 9, over: 10, scale: 2))
    #expect(rates[2].from != nil)
  }

  @Test func roundingIsNamed() throws {
    var options = engine.options
    options.currencyRounding = .ceiling
    let up = try Engine(options)
    try up.setRate(ExchangeRate("USD", "1/3"))
    try up.record(Event(.sale, at: someDay, amount: 1, currency: try up.currency(named: "USD")))
    let is_ = try up.query(Query("count(sale)", "amount(sale)")).map(\.description).joined()
    #expect(try is_ == plain([1]))
  }
}
