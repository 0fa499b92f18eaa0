import CLeadline
@testable import LeadlineCore
import TestSupport
import Testing

@Suite("Statistics: exact results") struct StatisticsExactTests {
  /// An overflow is one in lowest terms, never one on the way.
  @Test(arguments: [1, 2, 3] as [UInt64]) func arithmetic(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<400 {
      let (a, b, c, d) = (random.int128(), random.int128(), random.int128(), random.int128())
      guard b > 0, d > 0 else { continue }
      let (x, y) = (Exact(a, over: b), Exact(c, over: d))
      let (u, v) = (SlowRatio(a, over: b), SlowRatio(c, over: d))
      #expect(text(x) == text(u), "seed \(seed)")
      #expect(text(x + y) == text(u + v), "seed \(seed): \(u) + \(v)")
      #expect(text(x - y) == text(u - v), "seed \(seed): \(u) - \(v)")
      #expect(text(x * y) == text(u * v), "seed \(seed): \(u) * \(v)")
      #expect(text(x / y) == (c <= 0 ? "!1" : text(u / v)), "seed \(seed): \(u) / \(v)")
      let wide = WideNumber(a, times: c) + WideNumber(b, times: d)
      #expect(text(Exact(wide, over: b)) == text((SlowRatio(a) * SlowRatio(c) + SlowRatio(b) * SlowRatio(d)) / SlowRatio(b)))
      #expect(isClose(wide.double, (SlowRatio(a) * SlowRatio(c) + SlowRatio(b) * SlowRatio(d)).double, 1e-15))
    }
    #expect(text(Exact(1, over: -2)) == "!1")
    #expect(text(Exact.undefined(2) + .undefined(1)) == "!2")
    #expect(text(Exact(0) * .undefined(1)) == "!1")
    #expect(text(Exact(.min) / Exact(1)) == "\(Int128.min)")
    #expect(text(Exact(0) - Exact(.min)) == "!5")
  }

  @Test(arguments: [1, 2, 3] as [UInt64]) func effects(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for round in 0..<300 {
      // Some that fit, some that nearly fit, some of any size.
      func number() -> Int128 {
        round % 3 == 0 ? Int128(random.next() % 1000) : round % 3 == 1 ? random.int128() >> 64 : random.int128()
      }
      let (m, v, n, w) = (number(), number(), number(), number())
      let ofCount = ValueChange.countEffect(m, v, n)
      let ofValue = ValueChange.valueEffect(m, v, n, w)
      guard m > 0, n > 0 else {
        #expect(text(ofCount) == "!1" && text(ofValue) == "!1")
        continue
      }
      let model = (SlowRatio(n) - SlowRatio(m)) * SlowRatio(v, over: m)
      let rest = SlowRatio(n) * (SlowRatio(w, over: n) - SlowRatio(v, over: m))
      #expect(text(ofCount) == text(model), "seed \(seed), round \(round)")
      #expect(text(ofValue) == text(rest), "seed \(seed), round \(round)")
      #expect(text(Growth.ratio(m, w)) == text(SlowRatio(w, over: m) - SlowRatio(1)), "seed \(seed), round \(round)")
      let lift = ProportionTest.lift(Proportion(successes: m / 2, trials: m), Proportion(successes: n / 3, trials: n))
      if n > 2 { #expect(text(lift) == text(SlowRatio(m / 2, over: m) / SlowRatio(n / 3, over: n)), "seed \(seed), round \(round)") }
    }
  }

  /// The definition, term by term.
  @Test(arguments: [1, 2, 3, 4] as [UInt64]) func rateEffects(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for round in 0..<60 {
      let bits = [4, 10, 24, 60][round % 4]
      func number() -> Int128 { random.next() % 6 == 0 ? 0 : Int128(random.next() >> UInt64(64 - bits)) + 1 }
      let count = Int(random.next() % 12) + 1
      var change = RateChange()
      var (a, m, b, n) = (SlowRatio(0), SlowRatio(0), SlowRatio(0), SlowRatio(0))
      var keys: [(SlowRatio, SlowRatio, SlowRatio, SlowRatio)] = []
      for _ in 0..<count {
        let (mi, ni) = (number(), number())
        let ai = mi == 0 ? 0 : random.next() % 3 == 0 ? -number() : number()
        let bi = ni == 0 ? 0 : number()
        change.add(ai, over: mi, bi, over: ni)
        (a, m, b, n) = (a + SlowRatio(ai), m + SlowRatio(mi), b + SlowRatio(bi), n + SlowRatio(ni))
        keys.append((SlowRatio(ai), SlowRatio(mi), SlowRatio(bi), SlowRatio(ni)))
      }
      let effects = change.effects
      let zero = SlowRatio(0)
      if m == zero || n == zero {
        #expect(text(effects.mix) == "!1" && text(effects.changePoints) == "!1" && effects.state == 1)
        continue
      }
      var (mix, rate) = (zero, zero)
      for (ai, mi, bi, ni) in keys where mi != zero || ni != zero {
        let old = mi == zero ? bi / ni : ai / mi
        let new = ni == zero ? ai / mi : bi / ni
        mix = mix + (ni / n - mi / m) * old
        rate = rate + ni / n * (new - old)
      }
      let note: Comment = "seed \(seed), round \(round)"
      #expect(text(effects.volume) == text((n - m) * a / m), note)
      #expect(text(effects.change) == text(b - a), note)
      #expect(text(effects.changePoints) == text(b / n - a / m), note)
      // The sum of some keys may not fit where that of all does.
      for (exact, model) in [
        (effects.mix, mix * n), (effects.rate, rate * n), (effects.mixPoints, mix), (effects.ratePoints, rate),
      ] { #expect(text(exact) == text(model) || (exact.state == 5 && bits > 10), note) }
      #expect(effects.state == 0, note)
      // What is cut off behind the point, and the rounding.
      func isNear(_ double: Double, _ model: SlowRatio) -> Bool {
        abs(double - model.double) <= abs(model.double) * 4.5e-16 + Double(count + 1) * 0x1p-128
      }
      #expect(isNear(effects.mixDouble, mix * n), note)
      #expect(isNear(effects.rateDouble, rate * n), note)
      #expect(isNear(effects.mixPointsDouble, mix), note)
      #expect(isNear(effects.ratePointsDouble, rate), note)
    }
  }

  @Test func rateEffectsOfManyKeys() {
    var change = RateChange()
    for key in 0..<1000 as Range<Int128> { change.add(key % 7 + 1, over: 1009 + 2 * key, key % 5 + 1, over: 2003 + 4 * key) }
    let effects = change.effects
    #expect(effects.mix.state == 5 && effects.rate.state == 5 && effects.volume.state == 0 && effects.changePoints.state == 0)
    #expect(effects.state == 0)
    #expect(isClose(effects.mixDouble + effects.rateDouble + effects.volume.double, effects.change.double, 1e-13))
    for (a, m, b, n) in [(1, 0, 1, 1), (0, -1, 1, 1), (1, 1, 1, 0), (1, 1, 1, .min)] as [(Int128, Int128, Int128, Int128)] {
      var change = RateChange()
      change.add(5, over: 9, 5, over: 9)
      change.add(a, over: m, b, over: n)
      #expect(text(change.effects.mix) == "!1" && change.effects.state == 1)
    }
    let ends: [(Int128, Int128, Int128, Int128)] = [
      (.max, .max, .max, .max), (.min, 1, .min, 1), (.min, 1, 1, .max), (.max, 1, .min, .max),
    ]
    for key in ends {
      var change = RateChange()
      for _ in 0..<3 { change.add(key.0, over: key.1, key.2, over: key.3) }
      #expect(change.effects.change.state == 5 || change.effects.state != 0 || change.effects.volume.state == 5)
    }
  }

  @Test(arguments: [1, 2, 3] as [UInt64]) func seasons(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for round in 0..<120 {
      let length = Int(random.next() % 7) + 1
      let values = (0..<Int(random.next() % 30)).map { _ in Int128(random.next() % 1000) - (round % 5 == 0 ? 500 : 0) }
      var indices = [leadline_value](repeating: value(7), count: length)
      #expect(leadline_seasonal_indices(values.map(int), values.count, length, &indices) == LEADLINE_OK)
      guard values.count >= length else {
        #expect(indices.map(text) == [String](repeating: "!2", count: length))
        continue
      }
      let means = (0..<length).map { season in
        let own = values.indices.filter { $0 % length == season }.map { values[$0] }
        return SlowRatio(own.reduce(0, +), over: Int128(own.count))
      }
      let mean = means.reduce(SlowRatio(0), +) / SlowRatio(Int128(length))
      let isPositive = mean.top > SlowInteger(0)
      #expect(indices.map(text) == means.map { isPositive ? text($0 / mean) : "!1" }, "seed \(seed), round \(round)")
    }
    var indices = [leadline_value](repeating: value(7), count: 2)
    #expect(leadline_seasonal_indices([int(.max), int(.max)], 2, 2, &indices) == LEADLINE_OK)
    #expect(indices.map(text) == ["!5", "!5"])
    #expect(leadline_seasonal_indices([int(.max), int(.min)], 2, 2, &indices) == LEADLINE_OK)
    #expect(indices.map(text) == ["!1", "!1"])
  }

  @Test func factors() {
    for (from, to, periods, factor) in StatisticsReference.factors {
      let root = Growth.factor(from, to, periods: periods) ?? .nan
      #expect(isClose(root, factor, 1e-15), "\(to)/\(from), \(periods): \(root), not \(factor)")
    }
    #expect(Growth.factor(1, 16, periods: 4) == 2)
    #expect(Growth.factor(7, 7, periods: .max) == 1)
    #expect(Growth.factor(5, 0, periods: 3) == 0)
    let none: [(Int128, Int128, UInt32)] = [
      (0, 1, 1), (-1, 1, 1), (.min, 1, 1), (1, -1, 1), (1, -1, 3), (1, .min, 2), (1, 2, 0),
    ]
    for (from, to, periods) in none {
      #expect(Growth.factor(from, to, periods: periods) == nil)
    }
  }

  @Test(arguments: [1, 2] as [UInt64]) func rates(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<200 {
      let (n, pn, w) = (Int128(random.next() % 50), Int128(random.next() % 9000) + 1, Int64(random.next() % 30))
      let (s, ps) = (Int128(random.next() % UInt64(n + 1)), Int128(random.next() % UInt64(pn + 1)))
      var rate = leadline_value()
      #expect(leadline_shrink_rate(int(s), int(n), int(ps), int(pn), w, &rate) == LEADLINE_OK)
      if n == 0 && w == 0 {
        #expect(text(rate) == "!1")
      } else {
        let model = (SlowRatio(s) + SlowRatio(Int128(w)) * SlowRatio(ps, over: pn)) / SlowRatio(n + Int128(w))
        #expect(text(rate) == text(model), "seed \(seed)")
      }
    }
    for (s, n, ps, pn, w, expected) in [
      (0, 0, 2, 25, 10, "2/25"), (5, 50, 2, 25, 0, "1/10"), (5, 50, 1, 0, 0, "1/10"), (5, 50, 1, 0, 1, "!1"), (5, 50, 3, 2, 1, "!4"),
      (5, 4, 1, 2, 1, "!4"), (-1, 4, 1, 2, 1, "!4"), (0, -1, 1, 2, 5, "!1"), (1, .max, 1, 2, 1, "!5"),
      (.max, .max, 1, 2, 0, "1"), (.max - 1, .max - 1, .max, .max, 1, "1"),
    ] as [(Int128, Int128, Int128, Int128, Int64, String)] {
      var rate = leadline_value()
      #expect(leadline_shrink_rate(int(s), int(n), int(ps), int(pn), w, &rate) == LEADLINE_OK)
      #expect(text(rate) == expected)
    }
    var rate = value(7)
    #expect(leadline_shrink_rate(int(1), int(2), int(1), int(2), -1, &rate) == LEADLINE_ERROR_ARGUMENT)
    #expect(text(rate) == "7")
  }

  @Test func forecasts() {
    var parts = [leadline_value](repeating: value(7), count: 3)
    var forecast = leadline_value()
    // 20 meetings of which every fourth became one, 60 replies at a tenth, 9 ideal leads at two thirds.
    let (now, results, earlier) = ([20, 60, 9].map(int), [25, 30, 40].map(int), [100, 300, 60].map(int))
    #expect(leadline_forecast(now, results, earlier, [2, 1, 1], 3, &parts, &forecast) == LEADLINE_OK)
    #expect(parts.map(text) == ["5", "6", "6"] && text(forecast) == "11/2")
    #expect(leadline_forecast(now, results, earlier, [2, 1, 1], 3, nil, &forecast) == LEADLINE_OK)
    #expect(leadline_forecast(now, results, [int(100), int(0), int(60)], [1, 0, 1], 3, &parts, &forecast) == LEADLINE_OK)
    #expect(parts.map(text) == ["5", "!1", "6"] && text(forecast) == "11/2")
    #expect(leadline_forecast(now, results, [int(100), int(0), int(60)], [1, 1, 1], 3, nil, &forecast) == LEADLINE_OK)
    #expect(text(forecast) == "!1")
    for weights in [[0, 0, 0], [1, -1, 0], [-1, 0, 0]] as [[Int64]] {
      #expect(leadline_forecast(now, results, earlier, weights, 3, nil, &forecast) == LEADLINE_OK)
      #expect(text(forecast) == "!1")
    }
    #expect(leadline_composite_index([value(1), value(2)], [.max, .max], 2, &forecast) == LEADLINE_OK)
    #expect(text(forecast) == "3/2")
    #expect(leadline_composite_index([value(.max), value(.max)], [.max, .max], 2, &forecast) == LEADLINE_OK)
    #expect(text(forecast) == "!5")
    #expect(leadline_composite_index([value(1), value(0, 0, state: 2)], [1, 1], 2, &forecast) == LEADLINE_OK)
    #expect(text(forecast) == "!2")
    #expect(leadline_composite_index(nil, nil, 0, &forecast) == LEADLINE_OK)
    #expect(text(forecast) == "!1")
    forecast = value(7)
    #expect(leadline_composite_index([value(1), value(1, 1, state: 7)], [1, 0], 2, &forecast) == LEADLINE_ERROR_ARGUMENT)
    #expect(text(forecast) == "7")
  }
}
