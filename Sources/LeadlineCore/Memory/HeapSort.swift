/// Sorting where things are (Williams' heapsort), for when there is no memory left or it may not fail. Not stable.
enum HeapSort {
  static func sort(_ words: inout Buffer<UInt64>) { sort(&words) { $0 < $1 } }

  /// Whether a word is among sorted ones.
  static func contains(_ words: borrowing Buffer<UInt64>, _ wanted: UInt64) -> Bool {
    var low = 0
    var high = words.count
    while low < high {
      let middle = (low + high) / 2
      if words[middle] < wanted { low = middle + 1 } else { high = middle }
    }
    return low < words.count && words[low] == wanted
  }

  @_optimize(speed)
  static func sort<Element: BitwiseCopyable>(_ values: inout Buffer<Element>, _ isBefore: (Element, Element) -> Bool) {
    guard values.count > 1, let base = unsafe values.base else { return }
    // What comes in order is looked at once.
    var isSorted = true
    for i in 1..<values.count where unsafe isBefore(base[i], base[i - 1]) {
      isSorted = false
      break
    }
    if isSorted { return }
    for top in stride(from: values.count / 2 - 1, through: 0, by: -1) { unsafe sink(base, top, values.count, isBefore) }
    for end in stride(from: values.count - 1, to: 0, by: -1) {
      let greatest = unsafe base[0]
      unsafe base[0] = base[end]
      unsafe base[end] = greatest
      unsafe sink(base, 0, end, isBefore)
    }
  }

  /// Lets a value sink until none below it is greater.
  @inline(__always)
  private static func sink<Element: BitwiseCopyable>(
    _ base: UnsafeMutablePointer<Element>, _ top: Int, _ count: Int, _ isBefore: (Element, Element) -> Bool
  ) {
    let value = unsafe base[top]
    var at = top
    while true {
      var child = 2 * at + 1
      if child >= count { break }
      if child + 1 < count, unsafe isBefore(base[child], base[child + 1]) { child += 1 }
      if unsafe !isBefore(value, base[child]) { break }
      unsafe base[at] = base[child]
      at = child
    }
    unsafe base[at] = value
  }
}
