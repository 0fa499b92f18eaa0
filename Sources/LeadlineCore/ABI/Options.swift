import CLeadline
import CPlatform

// Option structs may come from a program older or newer than the library: a shorter one reads as if filled up with zeros, a
// longer one is fine as long as what this version does not know is zero. Nothing is read beyond struct_size.
//
// A size below that of the first version is a mistake. A struct that grew says how long it was then; of a size between, the fields
// that it ends before read as zero. Fields have 8 bytes at most, each at a multiple of its size: a multiple of 8 cuts none in two.

/// An option struct that has got longer.
protocol GrownOptions {
  /// Its size in the first version that had it.
  static var firstSize: Int { get }
}

extension leadline_options: GrownOptions {
  /// To id_window_us.
  static var firstSize: Int { unsafe MemoryLayout<leadline_options>.size - 80 }
}

extension leadline_batch: GrownOptions {
  static var firstSize: Int { unsafe MemoryLayout<leadline_batch>.size - 8 }
}

extension leadline_query_options: GrownOptions {
  static var firstSize: Int { unsafe MemoryLayout<leadline_query_options>.size - 16 }
}

extension leadline_funnel_options: GrownOptions {
  static var firstSize: Int { unsafe MemoryLayout<leadline_funnel_options>.size - 8 }
}

extension leadline_step: GrownOptions {
  static var firstSize: Int { unsafe MemoryLayout<leadline_step>.size - 8 }
}

extension leadline_open_leads_options: GrownOptions {
  static var firstSize: Int { unsafe MemoryLayout<leadline_open_leads_options>.size - 8 }
}

extension leadline_exclusion: GrownOptions {
  static var firstSize: Int { unsafe MemoryLayout<leadline_exclusion>.size - 8 }
}

extension leadline_audience_options: GrownOptions {
  static var firstSize: Int { unsafe MemoryLayout<leadline_audience_options>.size - 16 }
}

/// Copies an option struct from C into a zeroed local; a status other than LEADLINE_OK when its size or tail is wrong.
func copyOptions<T>(_ source: UnsafePointer<T>, into local: inout T) -> leadline_status {
  unsafe copyBytes(UnsafeRawPointer(source), into: &local, least: MemoryLayout<T>.size)
}

func copyOptions<T: GrownOptions>(_ source: UnsafePointer<T>, into local: inout T) -> leadline_status {
  unsafe copyBytes(UnsafeRawPointer(source), into: &local, least: T.firstSize)
}

private func copyBytes<T>(_ source: UnsafeRawPointer, into local: inout T, least: Int) -> leadline_status {
  guard Int(bitPattern: source) % MemoryLayout<Int>.alignment == 0 else { return LEADLINE_ERROR_MISALIGNED }
  let size = unsafe source.load(as: Int.self)
  let known = MemoryLayout<T>.size
  // A struct this much longer than any version's is garbage, not a newer program.
  guard size >= least, size <= known + 4096, size >= known || size % 8 == 0 else { return LEADLINE_ERROR_STRUCT_SIZE }
  unsafe withUnsafeMutableBytes(of: &local) { bytes in
    unsafe _ = memset(bytes.baseAddress.unsafelyUnwrapped, 0, known)
    unsafe _ = memcpy(bytes.baseAddress.unsafelyUnwrapped, source, Swift.min(size, known))
  }
  var at = known
  while at < size {
    if unsafe source.load(fromByteOffset: at, as: UInt8.self) != 0 { return LEADLINE_ERROR_STRUCT_SIZE }
    at += 1
  }
  return LEADLINE_OK
}

/// The stride of an array of option structs: the first element's size, which all share.
func optionStride<T>(_ first: UnsafePointer<T>) -> Int { unsafe UnsafeRawPointer(first).load(as: Int.self) }

/// Copies element `index` of an array of option structs.
func copyElement<T>(_ first: UnsafePointer<T>, _ index: Int, into local: inout T) -> leadline_status {
  unsafe copyElement(first, index, into: &local, least: MemoryLayout<T>.size)
}

func copyElement<T: GrownOptions>(_ first: UnsafePointer<T>, _ index: Int, into local: inout T) -> leadline_status {
  unsafe copyElement(first, index, into: &local, least: T.firstSize)
}

private func copyElement<T>(_ first: UnsafePointer<T>, _ index: Int, into local: inout T, least: Int) -> leadline_status {
  guard Int(bitPattern: first) % MemoryLayout<Int>.alignment == 0 else { return LEADLINE_ERROR_MISALIGNED }
  let stride = unsafe optionStride(first)
  guard stride >= MemoryLayout<Int>.size, stride <= MemoryLayout<T>.size + 4096, stride % MemoryLayout<Int>.alignment == 0 else {
    return LEADLINE_ERROR_STRUCT_SIZE
  }
  let element = unsafe UnsafeRawPointer(first) + index * stride
  guard unsafe element.load(as: Int.self) == stride else { return LEADLINE_ERROR_STRUCT_SIZE }
  return unsafe copyBytes(element, into: &local, least: least)
}

/// Writes min(struct_size, known) bytes of a result, keeping the caller's struct_size.
func writeResult<T>(_ result: T, to target: UnsafeMutablePointer<T>) -> leadline_status {
  let raw = UnsafeMutableRawPointer(target)
  guard Int(bitPattern: raw) % MemoryLayout<Int>.alignment == 0 else { return LEADLINE_ERROR_MISALIGNED }
  let size = unsafe raw.load(as: Int.self)
  guard size >= MemoryLayout<Int>.size, size <= MemoryLayout<T>.size + 4096 else { return LEADLINE_ERROR_STRUCT_SIZE }
  var copy = result
  unsafe withUnsafeBytes(of: &copy) { bytes in
    let skipped = MemoryLayout<Int>.size
    let count = Swift.min(size, MemoryLayout<T>.size)
    if count > skipped { unsafe _ = memcpy(raw + skipped, bytes.baseAddress.unsafelyUnwrapped + skipped, count - skipped) }
  }
  return LEADLINE_OK
}

/// Whether a result struct can be written, asked before anything is done.
func isWritable<T>(_ target: UnsafeMutablePointer<T>?) -> leadline_status {
  guard let target = unsafe target else { return LEADLINE_OK }
  let raw = UnsafeMutableRawPointer(target)
  guard Int(bitPattern: raw) % MemoryLayout<Int>.alignment == 0 else { return LEADLINE_ERROR_MISALIGNED }
  let size = unsafe raw.load(as: Int.self)
  return size >= MemoryLayout<Int>.size && size <= MemoryLayout<T>.size + 4096 ? LEADLINE_OK : LEADLINE_ERROR_STRUCT_SIZE
}

/// Whether a count that came as size_t, and so may read as negative, is at most `most`.
@inline(__always)
func isCount(_ count: Int, atMost most: Int) -> Bool { count >= 0 && count <= most }

@inline(__always)
func isAligned<T>(_ pointer: UnsafePointer<T>?) -> Bool {
  guard let pointer = unsafe pointer else { return true }
  return Int(bitPattern: pointer) & (MemoryLayout<T>.alignment &- 1) == 0
}

/// The engine behind a handle.
@inline(__always)
func engine(_ handle: OpaquePointer) -> UnsafeMutablePointer<Engine> { unsafe UnsafeMutablePointer<Engine>(handle) }

/// A text and its size from C; nil where the size is out of range or bytes are missing.
func bytes(_ text: UnsafePointer<CChar>?, _ size: Int, atMost most: Int) -> Bytes? {
  guard isCount(size, atMost: most) else { return nil }
  if size == 0 { return Bytes("") }
  guard let text = unsafe text else { return nil }
  return unsafe Bytes(UnsafeRawPointer(text).assumingMemoryBound(to: UInt8.self), size)
}

@inline(__always)
func isAligned<T>(_ pointer: UnsafeMutablePointer<T>?) -> Bool { unsafe isAligned(UnsafePointer(pointer)) }
