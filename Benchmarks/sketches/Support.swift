#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// SplitMix64 as a source of persons, far from the hash of the sketch by its own odd increment and one more mixing.
struct Persons {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed &* 0xD134_2543_DE82_EF95 &+ 0x2545_F491_4F6C_DD1D
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var x = state
    x = (x ^ (x >> 32)) &* 0xD6E8_FEB8_6659_FD93
    x = (x ^ (x >> 32)) &* 0xD6E8_FEB8_6659_FD93
    return x ^ (x >> 32)
  }
}

/// Of processor time, which others on the machine disturb least.
func seconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// The number with so many digits after the point, padded on the left.
func text(_ value: Double, _ digits: Int, width: Int = 0) -> String {
  var scale = 1.0
  for _ in 0..<digits { scale *= 10 }
  let whole = Int((abs(value) * scale).rounded())
  var fraction = String(whole % Int(scale))
  while fraction.count < digits { fraction = "0" + fraction }
  let sign = value < 0 && whole != 0 ? "-" : ""
  return pad(sign + String(whole / Int(scale)) + (digits > 0 ? "." + fraction : ""), width)
}

func pad(_ text: String, _ width: Int) -> String {
  String(repeating: " ", count: max(width - text.count, 0)) + text
}
