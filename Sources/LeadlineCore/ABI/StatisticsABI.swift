import CLeadline

// Statistics: checks and conversions, and nothing else.

// MARK: Proportions

@implementation @_cdecl("leadline_wilson_interval")
public func leadline_wilson_interval(
  _ successes: leadline_int128, _ trials: leadline_int128, _ level: UInt32, _ interval: UnsafeMutablePointer<leadline_interval>!
) -> leadline_status {
  guard let target = unsafe interval else { return LEADLINE_ERROR_NULL }
  guard unsafe isAligned(target) else { return LEADLINE_ERROR_MISALIGNED }
  guard let level = ConfidenceLevel(level) else { return LEADLINE_ERROR_ARGUMENT }
  let proportion = Proportion(successes, trials)
  unsafe target.pointee =
    proportion.state == Exact.State.defined
    ? leadline_interval(RateInterval.wilson(proportion, level)) : leadline_interval(undefined: proportion.state)
  return LEADLINE_OK
}

@implementation @_cdecl("leadline_enough_data")
public func leadline_enough_data(
  _ successes: leadline_int128, _ trials: leadline_int128, _ level: UInt32, _ minimum_trials: leadline_int128,
  _ maximum_width: Double, _ enough: UnsafeMutablePointer<UInt32>!
) -> leadline_status {
  guard let enough = unsafe enough else { return LEADLINE_ERROR_NULL }
  guard unsafe isAligned(enough) else { return LEADLINE_ERROR_MISALIGNED }
  // Not a number is not above 0, either.
  guard let level = ConfidenceLevel(level), maximum_width >= 0 else { return LEADLINE_ERROR_ARGUMENT }
  let proportion = Proportion(successes, trials)
  let isEnough = RateInterval.isEnough(proportion, level, minimum: Int128(minimum_trials), width: maximum_width)
  unsafe enough.pointee = isEnough ? 1 : 0
  return LEADLINE_OK
}

@implementation @_cdecl("leadline_compare_proportions")
public func leadline_compare_proportions(
  _ successes_a: leadline_int128, _ trials_a: leadline_int128, _ successes_b: leadline_int128, _ trials_b: leadline_int128,
  _ comparison: UnsafeMutablePointer<leadline_comparison>!
) -> leadline_status {
  guard let target = unsafe comparison else { return LEADLINE_ERROR_NULL }
  guard unsafe isAligned(target) else { return LEADLINE_ERROR_MISALIGNED }
  let (a, b) = (Proportion(successes_a, trials_a), Proportion(successes_b, trials_b))
  let (state, z) = ProportionTest.between(a, b)
  unsafe target.pointee = leadline_comparison(
    z: z, p: state == Exact.State.defined ? Normal.twoSided(z) : 0, state: state, reserved: 0,
    lift: leadline_value(ProportionTest.lift(a, b), LEADLINE_UNIT_RATIO))
  return LEADLINE_OK
}

/// The caller's arrays as a table of keys.
@safe
private struct CallersOutliers: OutlierTable {
  let successes: UnsafePointer<leadline_int128>
  let trials: UnsafePointer<leadline_int128>
  let outliers: UnsafeMutablePointer<leadline_outlier>
  let count: Int

  func proportion(_ key: Int) -> Proportion { unsafe Proportion(successes[key], trials[key]) }

  subscript(_ key: Int) -> Outlier {
    get {
      let row = unsafe outliers[key]
      return Outlier(
        z: row.z, p: row.p, adjusted: row.adjusted_p, state: row.state, isOutlier: row.is_outlier != 0, place: row.by_p)
    }
    nonmutating set {
      unsafe outliers[key] = leadline_outlier(
        z: newValue.z, p: newValue.p, adjusted_p: newValue.adjusted, state: newValue.state,
        is_outlier: newValue.isOutlier ? 1 : 0, by_p: newValue.place, reserved: 0)
    }
  }
}

@implementation @_cdecl("leadline_find_outliers")
public func leadline_find_outliers(
  _ successes: UnsafePointer<leadline_int128>!, _ trials: UnsafePointer<leadline_int128>!, _ count: Int,
  _ minimum_trials: leadline_int128, _ level: UInt32, _ outliers: UnsafeMutablePointer<leadline_outlier>!
) -> leadline_status {
  if let status = unsafe refusal(successes, count) { return status }
  if let status = unsafe refusal(trials, count) { return status }
  if let status = unsafe refusal(UnsafePointer(outliers), count) { return status }
  guard let level = ConfidenceLevel(level) else { return LEADLINE_ERROR_ARGUMENT }
  guard count > 0, let successes = unsafe successes, let trials = unsafe trials, let outliers = unsafe outliers else {
    return LEADLINE_OK
  }
  let table = unsafe CallersOutliers(successes: successes, trials: trials, outliers: outliers, count: count)
  Outliers(table: table, minimum: Int128(minimum_trials), level: level).find()
  return LEADLINE_OK
}

// MARK: Change

@implementation @_cdecl("leadline_value_effects")
public func leadline_value_effects(
  _ count_1: leadline_int128, _ total_1: leadline_int128, _ count_2: leadline_int128, _ total_2: leadline_int128,
  _ count_effect: UnsafeMutablePointer<leadline_value>!, _ value_effect: UnsafeMutablePointer<leadline_value>!
) -> leadline_status {
  guard let ofCount = unsafe count_effect, let ofValue = unsafe value_effect else { return LEADLINE_ERROR_NULL }
  guard unsafe isAligned(ofCount), unsafe isAligned(ofValue) else { return LEADLINE_ERROR_MISALIGNED }
  let (m, v, n, w) = (Int128(count_1), Int128(total_1), Int128(count_2), Int128(total_2))
  unsafe ofCount.pointee = leadline_value(ValueChange.countEffect(m, v, n), LEADLINE_UNIT_NONE)
  unsafe ofValue.pointee = leadline_value(ValueChange.valueEffect(m, v, n, w), LEADLINE_UNIT_NONE)
  return LEADLINE_OK
}

@implementation @_cdecl("leadline_split_rate_change")
public func leadline_split_rate_change(
  _ numerators_1: UnsafePointer<leadline_int128>!, _ denominators_1: UnsafePointer<leadline_int128>!,
  _ numerators_2: UnsafePointer<leadline_int128>!, _ denominators_2: UnsafePointer<leadline_int128>!, _ count: Int,
  _ effects: UnsafeMutablePointer<leadline_rate_effects>!
) -> leadline_status {
  if let status = unsafe refusal(numerators_1, count) ?? refusal(denominators_1, count) { return status }
  if let status = unsafe refusal(numerators_2, count) ?? refusal(denominators_2, count) { return status }
  guard let target = unsafe effects else { return LEADLINE_ERROR_NULL }
  let writable = unsafe isWritable(target)
  guard writable == LEADLINE_OK else { return writable }
  var sums = RateChange()
  for key in 0..<count {
    unsafe sums.add(
      Int128(numerators_1[key]), over: Int128(denominators_1[key]), Int128(numerators_2[key]), over: Int128(denominators_2[key]))
  }
  let found = sums.effects
  var result = leadline_rate_effects()
  result.change = leadline_value(found.change, LEADLINE_UNIT_NONE)
  result.volume = leadline_value(found.volume, LEADLINE_UNIT_NONE)
  result.mix = leadline_value(found.mix, LEADLINE_UNIT_NONE)
  result.rate = leadline_value(found.rate, LEADLINE_UNIT_NONE)
  result.change_points = leadline_value(found.changePoints, LEADLINE_UNIT_RATIO)
  result.mix_points = leadline_value(found.mixPoints, LEADLINE_UNIT_RATIO)
  result.rate_points = leadline_value(found.ratePoints, LEADLINE_UNIT_RATIO)
  result.mix_double = found.mixDouble
  result.rate_double = found.rateDouble
  result.mix_points_double = found.mixPointsDouble
  result.rate_points_double = found.ratePointsDouble
  result.doubles_state = found.state
  return unsafe writeResult(result, to: target)
}

@implementation @_cdecl("leadline_growth")
public func leadline_growth(
  _ from: leadline_int128, _ to: leadline_int128, _ growth: UnsafeMutablePointer<leadline_value>!
) -> leadline_status {
  guard let growth = unsafe growth else { return LEADLINE_ERROR_NULL }
  guard unsafe isAligned(growth) else { return LEADLINE_ERROR_MISALIGNED }
  unsafe growth.pointee = leadline_value(Growth.ratio(Int128(from), Int128(to)), LEADLINE_UNIT_RATIO)
  return LEADLINE_OK
}

@implementation @_cdecl("leadline_growth_factor")
public func leadline_growth_factor(
  _ from: leadline_int128, _ to: leadline_int128, _ periods: UInt32, _ factor: UnsafeMutablePointer<Double>!,
  _ state: UnsafeMutablePointer<UInt32>!
) -> leadline_status {
  guard let factor = unsafe factor, let state = unsafe state else { return LEADLINE_ERROR_NULL }
  guard unsafe isAligned(factor), unsafe isAligned(state) else { return LEADLINE_ERROR_MISALIGNED }
  let root = Growth.factor(Int128(from), Int128(to), periods: periods)
  unsafe factor.pointee = root ?? 0
  unsafe state.pointee = root == nil ? Exact.State.zeroDenominator : Exact.State.defined
  return LEADLINE_OK
}

@implementation @_cdecl("leadline_seasonal_indices")
public func leadline_seasonal_indices(
  _ values: UnsafePointer<leadline_int128>!, _ count: Int, _ season_count: Int, _ indices: UnsafeMutablePointer<leadline_value>!
) -> leadline_status {
  if let status = unsafe refusal(values, count) { return status }
  if let status = unsafe refusal(UnsafePointer(indices), season_count) { return status }
  guard season_count > 0, let indices = unsafe indices else { return LEADLINE_ERROR_ARGUMENT }
  let value = { (i: Int) in unsafe Int128(values[i]) }
  let seasons = Seasons(count: count, length: season_count, value)
  for season in 0..<season_count {
    unsafe indices[season] = leadline_value(seasons.index(season, value), LEADLINE_UNIT_RATIO)
  }
  return LEADLINE_OK
}

@implementation @_cdecl("leadline_deseasonalise")
public func leadline_deseasonalise(
  _ value: leadline_int128, _ seasonal_index: UnsafePointer<leadline_value>!, _ result: UnsafeMutablePointer<leadline_value>!
) -> leadline_status {
  guard let given = unsafe seasonal_index, let result = unsafe result else { return LEADLINE_ERROR_NULL }
  guard unsafe isAligned(given), unsafe isAligned(result) else { return LEADLINE_ERROR_MISALIGNED }
  guard let seasonal = unsafe Exact(given.pointee) else { return LEADLINE_ERROR_ARGUMENT }
  unsafe result.pointee = leadline_value(Exact(Int128(value)) / seasonal, LEADLINE_UNIT_NONE)
  return LEADLINE_OK
}
