/// The values of an attribute that a file gives, until the file's facts are added.
struct GivenAttribute: ~Copyable {
  /// The plan's field.
  let field: Int
  let attribute: Int
  /// The dimension it describes.
  let base: Int
  /// The values in a block's rows, as codes.
  var codes: Buffer<UInt32>
  /// By code of the base's name: the value's code, 0 where none was given. The last one given stands.
  private var values: Buffer<UInt32>

  /// `constant` is what rows have while no column is read.
  init(_ heap: Heap, field: Int, attribute: Int, base: Int, constant: UInt32) throws(OutOfMemory) {
    self.field = field
    self.attribute = attribute
    self.base = base
    codes = Buffer(heap)
    values = Buffer(heap)
    try codes.append(repeating: constant, count: RecordBlock.usualCapacity)
  }

  mutating func note(_ code: UInt32, _ value: UInt32) throws(OutOfMemory) {
    // What is not set, or beyond the limit, has no attributes.
    guard value != Code.notSet, code >= Code.firstName, !Code.isBeyond(code) else { return }
    let at = Int(code)
    if at >= values.count { try values.append(repeating: Code.notSet, count: at + 1 - values.count) }
    values[at] = value
  }

  /// Does what may fail of `give`. What it adds reads as not set, so it does no harm to stop here.
  func makeRoom(_ engine: borrowing Engine) throws(Failure) {
    guard values.count > 0 else { return }
    engine.namesLock.lockToWrite()
    defer { engine.namesLock.unlock() }
    let last = UInt32(values.count - 1)
    do {
      try engine.putAttribute(attribute, last, engine.attribute(attribute, of: last))
    } catch { throw engine.outOfMemory() }
  }

  func give(_ engine: borrowing Engine) {
    guard values.count > 0 else { return }
    engine.namesLock.lockToWrite()
    defer { engine.namesLock.unlock() }
    for code in 0..<values.count where values[code] != Code.notSet {
      // Room was made, so this does not fail.
      try? engine.putAttribute(attribute, UInt32(code), values[code])
    }
  }
}
