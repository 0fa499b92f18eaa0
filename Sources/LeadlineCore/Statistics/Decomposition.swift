/// A change of a count times a mean value, taken apart.
///
/// With counts m, n and sums of values v, w: (n - m) v/m comes of the count, at the old mean, and w - n v/m of the mean, at the
/// new count. Both together are w - v, exactly.
enum ValueChange {
  static func countEffect(_ m: Int128, _ v: Int128, _ n: Int128) -> Exact {
    guard m > 0, n > 0 else { return .undefined(Exact.State.zeroDenominator) }
    return Exact(WideNumber(n - m, times: v), over: m)
  }

  static func valueEffect(_ m: Int128, _ v: Int128, _ n: Int128, _ w: Int128) -> Exact {
    guard m > 0, n > 0 else { return .undefined(Exact.State.zeroDenominator) }
    return Exact(WideNumber(w, times: m) - WideNumber(n, times: v), over: m)
  }
}

/// A change of a rate over keys, taken apart.
///
/// With numerators a, b and denominators m, n of a key before and after, A, B, M, N over all keys, and X the sum of n a/m,
/// which is what the new denominators would have brought at the old rates: the volume (N - M) A/M, the mix X - N A/M and the
/// rate B - X add up to B - A; the last two over N are the change of the rate.
/// A key without a denominator before has no old rate and takes the new one: it adds b to X.
///
/// X over one denominator soon has more digits than 128 bits hold: that of ten keys may need two hundred bits. So there is also
/// a sum in fixed point, whose double is right even then.
struct RateChange {
  private var before = (numerator: WideSum(), denominator: WideSum())
  private var after = (numerator: WideSum(), denominator: WideSum())
  private var expected = Exact(0)
  private var fixed = FixedSum()
  /// A key has a negative denominator, or a numerator over nothing.
  private var isUndefined = false

  init() {}

  mutating func add(_ a: Int128, over m: Int128, _ b: Int128, over n: Int128) {
    guard m > 0 || (m == 0 && a == 0), n > 0 || (n == 0 && b == 0) else {
      isUndefined = true
      return
    }
    before.numerator.add(a)
    before.denominator.add(m)
    after.numerator.add(b)
    after.denominator.add(n)
    guard m > 0 else {
      expected = expected + Exact(b)
      fixed.add(b)
      return
    }
    guard n > 0 else { return }
    let term = WideNumber(n, times: a)
    expected = expected + Exact(term, over: m)
    fixed.add(term, over: m)
  }

  /// What came of it.
  struct Effects {
    /// In units of the numerator.
    var change, volume, mix, rate: Exact
    /// Of the rate.
    var ratePoints, mixPoints, changePoints: Exact
    /// Mix and rate as doubles, in units of the numerator and as points; or the reason why there are none.
    var state: UInt32
    var mixDouble = 0.0
    var rateDouble = 0.0
    var mixPointsDouble = 0.0
    var ratePointsDouble = 0.0

    fileprivate init(undefined state: UInt32) {
      let none = Exact.undefined(state)
      (change, volume, mix, rate) = (none, none, none, none)
      (ratePoints, mixPoints, changePoints) = (none, none, none)
      self.state = state
    }
  }

  var effects: Effects {
    if isUndefined { return Effects(undefined: Exact.State.zeroDenominator) }
    guard let a = before.numerator.total, let m = before.denominator.total, let b = after.numerator.total,
      let n = after.denominator.total
    else { return Effects(undefined: Exact.State.overflow) }
    guard m > 0, n > 0 else { return Effects(undefined: Exact.State.zeroDenominator) }
    var effects = Effects(undefined: Exact.State.overflow)
    effects.change = Exact(b) - Exact(a)
    effects.volume = Exact(WideNumber(n - m, times: a), over: m)
    effects.mix = expected - Exact(WideNumber(n, times: a), over: m)
    effects.rate = Exact(b) - expected
    effects.mixPoints = expected / Exact(n) - Exact(a, over: m)
    effects.ratePoints = Exact(b, over: n) - expected / Exact(n)
    effects.changePoints = Exact(b, over: n) - Exact(a, over: m)

    var mix = fixed
    let flat = WideNumber(n, times: a)
    mix.add(WideNumber(flat.magnitude, isNegative: !flat.isNegative), over: m)
    // The other sign of it, which has the same digits.
    var rate = fixed
    rate.add(WideNumber(b, times: -1), over: 1)
    guard let mix = mix.double, let rate = rate.double else { return effects }
    effects.state = Exact.State.defined
    effects.mixDouble = mix
    effects.rateDouble = rate == 0 ? 0 : -rate
    effects.mixPointsDouble = mix / Proportion.double(n)
    effects.ratePointsDouble = effects.rateDouble / Proportion.double(n)
    return effects
  }
}
