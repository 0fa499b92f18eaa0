import CLeadline

// Exact numbers for hosts without 128-bit arithmetic. None of these needs an engine, and none keeps anything.

extension Int128 {
  init(_ number: leadline_int128) {
    self = Int128(number.high) << 64 | Int128(number.low)
  }
}

extension leadline_int128 {
  init(_ number: Int128) {
    self.init(low: UInt64(truncatingIfNeeded: number), high: Int64(truncatingIfNeeded: number >> 64))
  }
}

@implementation @_cdecl("leadline_ratio_shift")
public func leadline_ratio_shift(
  _ numerator: UnsafeMutablePointer<leadline_int128>!, _ denominator: UnsafeMutablePointer<leadline_int128>!, _ power: Int32
) -> leadline_status {
  guard let numerator = unsafe numerator, let denominator = unsafe denominator else { return LEADLINE_ERROR_NULL }
  guard unsafe isAligned(UnsafePointer(numerator)), unsafe isAligned(UnsafePointer(denominator)) else { return LEADLINE_ERROR_MISALIGNED }
  let (top, bottom) = unsafe (Int128(numerator.pointee), Int128(denominator.pointee))
  guard bottom != 0, power >= -40, power <= 40 else { return LEADLINE_ERROR_ARGUMENT }
  guard let result = Ratio.make(numerator: top, denominator: bottom, timesTenTo: Int(power)) else { return LEADLINE_ERROR_TOO_MANY }
  unsafe numerator.pointee = leadline_int128(result.numerator)
  unsafe denominator.pointee = leadline_int128(result.denominator)
  return LEADLINE_OK
}

@implementation @_cdecl("leadline_ratio_reduce")
public func leadline_ratio_reduce(
  _ numerator: UnsafeMutablePointer<leadline_int128>!, _ denominator: UnsafeMutablePointer<leadline_int128>!
) -> leadline_status {
  unsafe leadline_ratio_shift(numerator, denominator, 0)
}

@implementation @_cdecl("leadline_ratio_round")
public func leadline_ratio_round(
  _ numerator: leadline_int128, _ denominator: leadline_int128, _ decimals: UInt32, _ mode: UInt32,
  _ result: UnsafeMutablePointer<leadline_int128>!
) -> leadline_status {
  guard let result = unsafe result else { return LEADLINE_ERROR_NULL }
  let bottom = Int128(denominator)
  guard bottom != 0, decimals <= 38, let mode = RoundingMode(rawValue: mode) else { return LEADLINE_ERROR_ARGUMENT }
  guard let whole = Ratio.rounded(Int128(numerator), bottom, decimals: Int(decimals), mode) else {
    return LEADLINE_ERROR_TOO_MANY
  }
  unsafe result.pointee = leadline_int128(whole)
  return LEADLINE_OK
}

@implementation @_cdecl("leadline_ratio_double")
public func leadline_ratio_double(
  _ numerator: leadline_int128, _ denominator: leadline_int128, _ result: UnsafeMutablePointer<Double>!
) -> leadline_status {
  guard let result = unsafe result else { return LEADLINE_ERROR_NULL }
  guard let nearest = Ratio.nearestDouble(Int128(numerator), Int128(denominator)) else { return LEADLINE_ERROR_ARGUMENT }
  unsafe result.pointee = nearest
  return LEADLINE_OK
}

@implementation @_cdecl("leadline_ratio_format")
public func leadline_ratio_format(
  _ numerator: leadline_int128, _ denominator: leadline_int128, _ decimals: UInt32, _ mode: UInt32,
  _ buffer: UnsafeMutablePointer<CChar>!, _ capacity: Int, _ size: UnsafeMutablePointer<Int>!
) -> leadline_status {
  guard let buffer = unsafe buffer, let size = unsafe size else { return LEADLINE_ERROR_NULL }
  guard decimals <= 38, let mode = RoundingMode(rawValue: mode),
    let text = Ratio.text(Int128(numerator), Int128(denominator), decimals: Int(decimals), mode)
  else { return LEADLINE_ERROR_ARGUMENT }
  // A size_t above Int.max arrives negative; it is room enough.
  if capacity >= 0 && capacity <= text.count {
    unsafe size.pointee = text.count
    return LEADLINE_ERROR_BUFFER
  }
  for i in 0..<text.count { unsafe buffer[i] = CChar(bitPattern: text[i]) }
  unsafe buffer[text.count] = 0
  unsafe size.pointee = text.count
  return LEADLINE_OK
}
