@testable import LeadlineCore
import Testing
import TestSupport

/// An exact fraction of any size, or the reason why there is none: what an expression comes to by the book.
enum SlowValue {
  case number(SlowInteger, SlowInteger)
  case undefined(UInt8)

  init(_ n: Int) { self = .number(SlowInteger(Int128(n)), SlowInteger(1)) }

  var isDefined: Bool { if case .number = self { true } else { false } }

  func combine(_ other: SlowValue, _ operation: (SlowInteger, SlowInteger, SlowInteger, SlowInteger) -> SlowValue) -> SlowValue {
    switch (self, other) {
    case (.number(let a, let b), .number(let c, let d)): return operation(a, b, c, d)
    case (.undefined(2), _), (_, .undefined(2)): return .undefined(2)
    case (.undefined(let state), _), (_, .undefined(let state)): return .undefined(state)
    }
  }

  var value: Value {
    switch self {
    case .undefined(let state): return .undefined(state)
    case .number(let a, let b):
      let divisor = a.gcd(b)
      return Value(
        numerator: Int128(a.divided(by: divisor).quotient.description)!, denominator: Int128(b.divided(by: divisor).quotient.description)!,
        state: 0)
    }
  }
}

/// Writes random expressions and works them out on the way.
struct ExpressionWriter {
  var random: SeededGenerator
  /// Of these kinds, all with an amount of money, facts were taken in or not.
  let facts: Facts
  let kinds = ["click", "sale", "media_spend", "goods_cost", "overhead"]

  enum Unit { case count, money, ratio }

  mutating func write(_ unit: Unit, depth: Int) -> (String, SlowValue) {
    let choice = random.next() % (depth == 0 ? 2 : 10)
    switch (unit, choice) {
    case (.ratio, 0), (.ratio, 1):
      let tenths = Int(random.next() % 400)
      return ("\(tenths / 10).\(tenths % 10)", .number(SlowInteger(Int128(tenths)), SlowInteger(10)))
    case (_, 0), (_, 1):
      let kind = kinds[Int(random.next() % UInt64(kinds.count))]
      let sum = unit == .count ? facts.counts[kind] : facts.amounts[kind]
      let value: SlowValue = facts.taken.contains(kind) ? .number(SlowInteger(sum ?? 0), SlowInteger(1)) : .undefined(2)
      return ("\(unit == .count ? "count" : "amount")(\(kind))", value)
    case (.ratio, 2), (.ratio, 3):
      let inner: Unit = random.next() % 2 == 0 ? .count : .money
      let (a, x) = write(inner, depth: depth - 1)
      let (b, y) = write(inner, depth: depth - 1)
      return ("(\(a)) / (\(b))", Self.divide(x, y))
    case (_, 2), (_, 3):
      let (a, x) = write(unit, depth: depth - 1)
      let (b, y) = write(.ratio, depth: depth - 1)
      let product = x.combine(y) { .number($0 * $2, $1 * $3) }
      return random.next() % 2 == 0 ? ("(\(a)) * (\(b))", product) : ("(\(b))*(\(a))", product)
    case (_, 4), (_, 5):
      let (a, x) = write(unit, depth: depth - 1)
      let (b, y) = write(unit, depth: depth - 1)
      return ("(\(a) + \(b))", x.combine(y) { .number($0 * $3 + $2 * $1, $1 * $3) })
    case (_, 6):
      let (a, x) = write(unit, depth: depth - 1)
      let (b, y) = write(unit, depth: depth - 1)
      return ("(\(a) - (\(b)))", x.combine(y) { .number($0 * $3 - $2 * $1, $1 * $3) })
    case (_, 7):
      let (a, x) = write(unit, depth: depth - 1)
      let (b, y) = write(unit, depth: depth - 1)
      let isSmaller = random.next() % 2 == 0
      return (
        "\(isSmaller ? "min" : "max")(\(a), \(b))",
        x.combine(y) { a, b, c, d in ((a * d < c * b) == isSmaller) ? .number(a, b) : .number(c, d) }
      )
    case (_, 8):
      let (a, x) = write(unit, depth: depth - 1)
      let (b, y) = write(unit, depth: depth - 1)
      return ("if defined(\(a), \(b))", x.isDefined ? x : y)
    default:
      let (a, x) = write(unit, depth: depth - 1)
      return ("-(\(a))", x.combine(SlowValue(1)) { .number(-$0 * $2, $1 * $3) })
    }
  }

  static func divide(_ x: SlowValue, _ y: SlowValue) -> SlowValue {
    x.combine(y) { a, b, c, d in SlowInteger(0) < c ? .number(a * d, b * c) : .undefined(1) }
  }
}

@Suite struct ExpressionTests {
  let heap = TestHeap()

  /// Unit-correct expressions at random, against fractions of any size.
  @Test(arguments: 1...20 as ClosedRange<UInt64>) func randomExpressions(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let kinds = try KindTable(heap.heap)
    let registry = try Registry(heap.heap)
    var facts = Facts()
    for kind in ["click", "sale", "media_spend", "goods_cost"] where random.next() % 8 != 0 {
      facts.add(kind, count: Int128(random.next() % 60) - 5, amount: Int128(random.next() % 900) - 40)
    }
    var writer = ExpressionWriter(random: random, facts: facts)
    var defined = 0
    for round in 0..<200 {
      let (text, expected) = writer.write([.count, .money, .ratio][round % 3], depth: round % 4)
      var program = Program(heap.heap)
      try withBytes(text) { try program.add(column: $0, kinds: kinds, registry: registry, scale: 0) }
      let value = facts.answer(program, kinds)[0]
      #expect(value == expected.value, "seed \(seed): \(text)")
      if value.isDefined { defined += 1 }
    }
    #expect(defined > 20, "seed \(seed)")
  }

  @Test func precedence() throws {
    var facts = Facts()
    facts.add("click", count: 10)
    facts.add("view", count: 4)
    func value(_ text: String) throws -> String { try facts.value(of: text, heap: heap).description }
    #expect(try value("clicks - views - views") == "2")
    #expect(try value("clicks - (views - views)") == "10")
    #expect(try value("clicks + views * 2") == "18")
    #expect(try value("clicks / views / 2") == "5/4")
    #expect(try value("clicks / views * 2") == "5")
    #expect(try value("-clicks + views") == "-6")
    #expect(try value("- -clicks") == "10")
    #expect(try value("2 * -clicks") == "-20")
    #expect(try value("1.5 * clicks") == "15")
    #expect(try value("max(clicks, views, 12)") == "12")
    #expect(try value("min(clicks)") == "10")
    #expect(try value(" clicks\t*\n( 1 ) ") == "10")
    #expect(try value("clicks + 1") == "11")
    #expect(try value("clicks / (views - 4)") == "undefined_zero_denominator")
    #expect(try value("if defined(clicks / (views - 4), 7)") == "7")
    #expect(try value("if defined(sales, clicks)") == "10")
    #expect(try value("sales + clicks") == "undefined_no_data")
    #expect(try value("0") == "0")
  }

  /// Numbers beside money are in units of the currency, whatever the engine's scale.
  @Test func numbersBesideMoney() throws {
    var facts = Facts()
    facts.add("sale", count: 4, amount: 10_000)
    func value(_ text: String, scale: Int) throws -> String { try facts.value(of: text, heap: heap, scale: scale).description }
    #expect(try value("revenue + 5", scale: 2) == "10500")
    #expect(try value("revenue + 0.005", scale: 2) == "20001/2")
    #expect(try value("average_check - 1 * 20", scale: 2) == "500")
    #expect(try value("max(revenue, 200)", scale: 2) == "20000")
    #expect(try value("if defined(overhead, 3)", scale: 2) == "300")
    #expect(try value("revenue / money(25)", scale: 2) == "4")
    #expect(try value("money(2) * sales", scale: 3) == "8000")
    // What is not in the scale is told in whole units.
    #expect(try value("sales / revenue", scale: 2) == "1/25")
    #expect(try value("revenue * revenue", scale: 2) == "10000")
    #expect(try value("revenue * revenue / revenue", scale: 2) == "10000")
  }

  @Test func overflowIsAStateOfItsOwn() throws {
    var facts = Facts()
    facts.add("sale", count: Int128.max, amount: Int128.min)
    facts.add("click", count: 3)
    func value(_ text: String) throws -> String { try facts.value(of: text, heap: heap).description }
    #expect(try value("sales * sales") == "overflow")
    #expect(try value("sales / clicks * 3") == "\(Int128.max)")
    #expect(try value("revenue * sales / sales") == "overflow")
    #expect(try value("revenue * (sales / sales)") == "\(Int128.min)")
    #expect(try value("sales / clicks + clicks / sales") == "overflow")
    #expect(try value("sales / clicks - sales / clicks") == "0")
    #expect(try value("-revenue") == "overflow")
    #expect(try value("if defined(sales * sales, clicks * clicks)") == "9")
    #expect(try value("overhead / revenue + sales * sales / clicks / clicks") == "undefined_no_data")
  }
}
