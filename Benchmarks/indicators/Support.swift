#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// SplitMix64.
struct Numbers {
  var state: UInt64

  mutating func next(below bound: UInt64) -> Int128 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var x = state
    x = (x ^ (x >> 30)) &* 0xBF58_476D_1CE4_E5B9
    x = (x ^ (x >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int128((x ^ (x >> 31)).multipliedFullWidth(by: bound).high)
  }
}

/// Of processor time, which others on the machine disturb least.
func seconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  return sorted[sorted.count / 2]
}

/// The number with so many digits after the point, padded on the left.
func text(_ value: Double, _ digits: Int, width: Int = 0) -> String {
  var scale = 1.0
  for _ in 0..<digits { scale *= 10 }
  let whole = Int((value * scale).rounded())
  var fraction = String(whole % Int(scale))
  while fraction.count < digits { fraction = "0" + fraction }
  return pad(String(whole / Int(scale)) + (digits > 0 ? "." + fraction : ""), width)
}

func pad(_ text: String, _ width: Int) -> String {
  String(repeating: " ", count: max(width - text.count, 0)) + text
}

/// Of several runs the one that others on the machine disturbed least.
func least(_ values: [Double]) -> Double { values.min() ?? 0 }
