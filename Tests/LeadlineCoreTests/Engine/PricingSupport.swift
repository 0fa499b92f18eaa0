import CLeadline
import Testing
import TestSupport

/// A price in words.
struct ModelPrice {
  var model: Int32
  var campaign: String?
  var region: String?
  /// Days; to is not one of them. Nil: open.
  var from: Int?
  var to: Int?
  var rate: Int64 = 0
  var share: UInt32 = 0
  var side: Int32 = LEADLINE_SIDE_SPEND
  var kind: UInt16 = 0
  var status: Int32 = 0
}

extension LiveEngine {
  func setPrice(_ price: ModelPrice) -> Int32 {
    let texts = CTexts()
    var options = leadline_price()
    options.struct_size = MemoryLayout<leadline_price>.size
    if let name = price.campaign ?? price.region {
      options.dimension = texts.text(price.campaign != nil ? "campaign" : "region")
      options.name = texts.text(name)
    }
    options.from_us = price.from.map { Int64($0) * StatusTests.day } ?? .min
    options.to_us = price.to.map { Int64($0) * StatusTests.day } ?? .max
    options.rate = price.rate
    options.share_millionths = price.share
    options.model = UInt32(price.model)
    options.side = UInt32(price.side)
    options.lead_status = UInt32(price.status)
    options.kind = price.kind
    return leadline_set_price(handle, &options)
  }
}

/// What prices make of facts, fact by fact, in millionths.
struct PricingModel {
  struct Entry {
    var time: Int64
    var names: [String]
    var side: Int32
    var value: Int128
  }

  var prices: [ModelPrice]
  var facts: [ModelFact]
  var asOf: Int64
  private(set) var entries: [Entry] = []

  /// `hasRefs`: facts that name another by ref count there.
  init(_ prices: [ModelPrice], _ facts: [ModelFact], hasRefs: Bool, asOf: Int64? = nil) {
    self.prices = prices
    self.asOf = asOf ?? facts.map(\.time).max() ?? .min
    self.facts = facts.filter { $0.time <= asOf ?? .max }
    var tariffs: [(Int32, Int32, UInt16)] = []
    for price in prices where !tariffs.contains(where: { $0 == (price.side, price.model, price.kind) }) {
      tariffs.append((price.side, price.model, price.kind))
    }
    let known = Dictionary(grouping: self.facts.filter { $0.id != 0 }, by: \.id)
    var groups: [String: (subject: ModelFact, about: [ModelFact])] = [:]
    var alone: [ModelFact] = []
    for fact in self.facts {
      let family = Self.subject(fact.kind)
      if hasRefs, fact.ref != 0, let family, let subject = known[fact.ref]?.first(where: { Self.family($0.kind) == family }) {
        groups["\(family) \(fact.ref)", default: (subject, [])].about.append(fact)
      } else {
        alone.append(fact)
      }
    }
    let subjects = Set(groups.values.map(\.subject))
    for tariff in tariffs {
      if tariff.1 == LEADLINE_PRICE_FIXED {
        addFees(tariff.0)
        continue
      }
      for fact in alone where !subjects.contains(fact) { add(fact, [], tariff) }
      for group in groups.values { add(group.subject, group.about.sorted(by: Self.isBefore), tariff) }
    }
    // Statuses that name no known lead change each other all the same.
    if hasRefs {
      for ref in Set(alone.map(\.ref)) where ref != 0 {
        let chain = alone.filter { $0.ref == ref && ($0.kind == 57 || $0.kind == 58) }.sorted(by: Self.isBefore)
        guard var held = chain.first else { continue }
        for next in chain.dropFirst() {
          var left = held.kind == next.kind ? next : held
          if held.kind != next.kind { held = next }
          left.time = next.time
          left.count = -left.count
          for tariff in tariffs where tariff.1 != LEADLINE_PRICE_FIXED { add(left, [], tariff) }
        }
      }
    }
  }

  static func subject(_ kind: UInt16) -> UInt16? {
    switch kind {
    case 13: 10
    case 21: 20
    case 55, 57, 58: 50
    case 76, 77, 78: 70
    default: nil
    }
  }

  static func family(_ kind: UInt16) -> UInt16 { [51: 50, 72: 70][kind] ?? kind }

  static func isBefore(_ a: ModelFact, _ b: ModelFact) -> Bool {
    func order(_ kind: UInt16) -> Int { [55: 51, 57: 54, 58: 95, 76: 92, 77: 96, 78: 96, 13: 96, 21: 96][Int(kind)] ?? 0 }
    if a.time != b.time { return a.time < b.time }
    if order(a.kind) != order(b.kind) { return order(a.kind) < order(b.kind) }
    if a.kind != b.kind { return a.kind < b.kind }
    for d in a.names.indices where a.names[d].text != b.names[d].text { return a.names[d].text < b.names[d].text }
    if a.amount != b.amount { return a.amount < b.amount }
    return a.count != b.count ? a.count < b.count : a.id < b.id
  }

  func price(_ tariff: (Int32, Int32, UInt16), _ fact: ModelFact) -> ModelPrice? {
    let day = Int((Double(fact.time) / Double(StatusTests.day)).rounded(.down))
    let valid = prices.filter {
      ($0.side, $0.model, $0.kind) == tariff && $0.from ?? .min <= day && day < $0.to ?? .max
    }
    return valid.first { ($0.campaign != nil && $0.campaign == fact.names[0].text) || ($0.region != nil && $0.region == fact.names[1].text) }
      ?? valid.first { $0.campaign == nil && $0.region == nil }
  }

  private mutating func book(_ fact: ModelFact, _ side: Int32, _ value: Int128) {
    entries.append(Entry(time: fact.time, names: fact.names.map(\.text), side: side, value: value))
  }

  /// A fact and, in their order, those that name it.
  private mutating func add(_ fact: ModelFact, _ about: [ModelFact], _ tariff: (Int32, Int32, UInt16)) {
    let count = Int128(fact.count)
    let amount = Int128(fact.amount)
    let price = price(tariff, fact)
    let rate = Int128(price?.rate ?? 0) * 1_000_000
    let share = Int128(price?.share ?? 0)
    let side = tariff.0
    func total(_ kinds: [UInt16], _ path: KeyPath<ModelFact, Int64>) -> Int128 {
      about.filter { kinds.contains($0.kind) }.reduce(0) { $0 + Int128($1[keyPath: path]) }
    }
    let family = Self.family(fact.kind)
    switch tariff.1 {
    case LEADLINE_PRICE_CPM, LEADLINE_PRICE_CPC:
      let (kind, wrong): (UInt16, UInt16) = tariff.1 == LEADLINE_PRICE_CPM ? (10, 13) : (20, 21)
      let each = tariff.1 == LEADLINE_PRICE_CPM ? Int128(price?.rate ?? 0) * 1000 : rate
      if fact.kind == kind { book(fact, side, each * max(0, count - total([wrong], \.count))) }
      if fact.kind == wrong { book(fact, side, -each * count) }
    case LEADLINE_PRICE_CPL:
      let isStrict = price?.status != LEADLINE_LEAD_NOT_REJECTED
      if family == 50 && about.contains(where: { $0.kind == 55 }) {
        let last = about.last { $0.kind == 57 || $0.kind == 58 }?.kind
        if isStrict ? last == 57 : last != 58 { book(fact, side, rate * count) }
      }
      if isStrict && fact.kind == 57 || !isStrict && fact.kind == 55 { book(fact, side, rate * count) }
      if !isStrict && fact.kind == 58 { book(fact, side, -rate * count) }
    case LEADLINE_PRICE_CPA:
      if fact.kind == tariff.2 || family == tariff.2 {
        let returned = total([77, 78], \.amount)
        let isUndone =
          (family == 70 && amount > 0 && returned >= amount) || (family == 50 && tariff.2 == 50 && about.last { $0.kind == 57 || $0.kind == 58 }?.kind == 58)
        book(fact, side, isUndone ? 0 : rate * max(0, count - total([13, 21, 78], \.count)))
      }
      let reverses: [UInt16: UInt16] = [13: 10, 21: 20, 58: 50, 78: 70]
      if reverses[fact.kind] == tariff.2 { book(fact, side, -rate * count) }
    case LEADLINE_PRICE_REVENUE_SHARE:
      if family == 70 { book(fact, side, share * (amount - max(0, min(amount, total([77, 78], \.amount))))) }
      if fact.kind == 77 || fact.kind == 78 { book(fact, side, -share * amount) }
    case LEADLINE_PRICE_AFTER_SALE:
      if family == 70 { addPayments(fact, about, tariff) }
      if fact.kind == 76 { book(fact, side, price.map { $0.share > 0 ? share * amount : rate * count } ?? 0) }
      if fact.kind == 77 { book(fact, side, -share * amount) }
    default:
      if fact.kind == 99 { book(fact, side, share * amount) }
    }
  }

  private mutating func addPayments(_ sale: ModelFact, _ about: [ModelFact], _ tariff: (Int32, Int32, UInt16)) {
    let returned = about.filter { $0.kind == 77 || $0.kind == 78 }.reduce(0) { $0 + $1.amount }
    let cancelled = about.filter { $0.kind == 78 }.reduce(0) { $0 + $1.count }
    let remains = max(0, sale.amount - returned)
    if (sale.amount > 0 && returned >= sale.amount) || (cancelled > 0 && cancelled >= sale.count) { return }
    var paid: Int64 = 0
    var isDone = false
    for payment in about where payment.kind == 76 {
      let before = min(paid, remains)
      paid += payment.amount
      if let price = price(tariff, payment) {
        if price.share > 0 { book(payment, tariff.0, Int128(price.share) * Int128(min(paid, remains) - before)) }
        if price.share == 0 && !isDone && paid >= remains { book(payment, tariff.0, Int128(price.rate) * 1_000_000 * Int128(sale.count)) }
      }
      if paid >= remains { isDone = true }
    }
  }

  private mutating func addFees(_ side: Int32) {
    for price in prices where price.model == LEADLINE_PRICE_FIXED && price.side == side {
      let days = Int128(price.to! - price.from!)
      let fee = Int128(price.rate) * 1_000_000
      for day in price.from!..<price.to! where Int64(day) * StatusTests.day <= asOf {
        let n = Int128(day - price.from!)
        let value = fee * (n + 1) / days - fee * n / days
        entries.append(
          Entry(time: Int64(day) * StatusTests.day, names: [price.campaign ?? "", price.region ?? ""], side: side, value: value))
      }
    }
  }

  /// As a column shows it: millionths in lowest terms.
  static func text(_ value: Int128) -> String {
    var (a, b) = (value.magnitude, UInt128(1_000_000))
    while b != 0 { (a, b) = (b, a % b) }
    return "\(value / Int128(a))/\(1_000_000 / Int128(a))"
  }

  func sum(_ side: Int32, _ isIn: (Entry) -> Bool = { _ in true }) -> String {
    Self.text(entries.filter { $0.side == side && isIn($0) }.reduce(0) { $0 + $1.value })
  }
}
