import Leadline

let engine = try Engine(Engine.Options(dimensions: ["campaign"], currency: "EUR", moneyScale: 2))
let campaigns = try engine.names(of: "campaign").codes(for: ["Sunglasses", "Lenses"])
let morning = Timestamp(year: 2024, month: 3, day: 1, hour: 9)!

var batch = Batch()
for (campaign, clicks) in zip(campaigns, [100, 300]) {
  for click in 0..<clicks {
    batch.append(Event(.click, at: morning + .seconds(click), codes: [campaign], amount: 45))
  }
}
try engine.record(batch)

var writer = try engine.writer()
for _ in 0..<16 { try writer.record(Event(.lead, at: morning, codes: [campaigns[1]])) }
try writer.close()

let table = try engine.query(Query("clicks", "leads", "cpl", by: ["campaign"]).ordered(by: .descending("clicks")))
let best = table[0]
print(
  best.text("campaign")!, best["clicks"]!, best["leads"]!,
  best["cpl"]!.formatted(decimals: 2, mode: .halfEven)!, table.currency)
