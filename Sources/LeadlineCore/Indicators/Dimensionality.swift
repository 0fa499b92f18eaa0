/// What a value is measured in: a product of powers of money, seconds, points and counts. A ratio has none of them.
struct Dimensionality: Equatable {
  var money: Int8 = 0
  var seconds: Int8 = 0
  var points: Int8 = 0
  var count: Int8 = 0

  static var ratio: Dimensionality { Dimensionality() }
  static var number: Dimensionality { Dimensionality(count: 1) }

  /// Of the amount of a kind, in its `Unit`.
  init(amountIn unit: UInt32) {
    money = unit == Unit.money ? 1 : 0
    seconds = unit == Unit.seconds ? 1 : 0
    points = unit == Unit.points ? 1 : 0
  }

  /// As people say it, of what no formula tells the unit.
  init(text: Bytes) {
    if text == "money" { self.init(money: 1); return }
    if text == "seconds" { self.init(seconds: 1); return }
    if text == "points" { self.init(points: 1); return }
    if text == "ratio" || text == "factor" { self.init(); return }
    // That of another value is none of those that columns have.
    self.init(count: text == "as the value" ? 2 : 1)
  }

  init(money: Int8 = 0, seconds: Int8 = 0, points: Int8 = 0, count: Int8 = 0) {
    self.money = money
    self.seconds = seconds
    self.points = points
    self.count = count
  }

  /// Of a product, or of a quotient; nil where a power is beyond anything that means something.
  func times(_ other: Dimensionality, power: Int8) -> Dimensionality? {
    let product = Dimensionality(
      money: money &+ other.money &* power, seconds: seconds &+ other.seconds &* power,
      points: points &+ other.points &* power, count: count &+ other.count &* power)
    let isSmall = product.money.magnitude | product.seconds.magnitude | product.points.magnitude | product.count.magnitude < 16
    return isSmall ? product : nil
  }

  /// How many factors of the engine's scale, 10^scale, are in a number of it.
  var scales: Int { Int(money) + Int(seconds) + Int(points) }

  /// The `Unit` that a column says.
  var unit: UInt32 {
    switch (money, seconds, points, count) {
    case (0, 0, 0, 0): Unit.ratio
    case (0, 0, 0, 1): Unit.count
    case (1, 0, 0, 0): Unit.money
    case (1, 0, 0, -1): Unit.moneyPerCount
    case (0, 1, 0, 0): Unit.seconds
    case (0, 1, 0, -1): Unit.secondsPerCount
    case (0, 0, 1, 0): Unit.points
    case (0, 0, 1, -1): Unit.pointsPerCount
    default: Unit.other
    }
  }
}
