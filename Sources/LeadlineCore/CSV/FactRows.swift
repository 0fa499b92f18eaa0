/// Facts on their way from a file to the engine, in columns. Only columns that the plan fills have memory; one that holds the
/// same for all rows is filled once.
@safe
struct FactRows: ~Copyable {
  /// The columns of 64-bit words, in the order of their places.
  enum Word: Int {
    case time = 0
    case amount, count, person, account, id, ref
    static var places: Int { 7 }
  }

  let capacity: Int
  var count = 0
  /// Words of all columns there are, `capacity` each; a column's place among them, or -1.
  private var words: Buffer<UInt64>
  private var wordPlaces = InlineArray<7, Int>(repeating: -1)
  private var kinds: Buffer<UInt16>
  private var codes: Buffer<UInt32>
  /// By dimension of the engine: its place among `codes`, or -1.
  private var codePlaces: Buffer<Int>
  /// What a batch wants of the codes.
  private var codeColumns: Buffer<UnsafePointer<UInt32>?>
  var oneKind: UInt16 = 0

  init(_ heap: Heap, capacity: Int) {
    self.capacity = capacity
    words = Buffer(heap)
    kinds = Buffer(heap)
    codes = Buffer(heap)
    codePlaces = Buffer(heap)
    unsafe codeColumns = Buffer(heap)
  }

  /// Says how many dimensions the engine has; before any column is added.
  mutating func prepare(dimensions: Int) throws(OutOfMemory) {
    try codePlaces.append(repeating: -1, count: dimensions)
    unsafe try codeColumns.append(repeating: nil, count: dimensions)
  }

  /// Adds a column that reads `value` in every row until it is written. Before any row is.
  mutating func add(_ word: Word, filling value: UInt64) throws(OutOfMemory) {
    let place = words.count / capacity
    try words.append(repeating: value, count: capacity)
    wordPlaces[word.rawValue] = place
  }

  mutating func addKinds() throws(OutOfMemory) { try kinds.append(repeating: 0, count: capacity) }

  mutating func add(dimension: Int, filling code: UInt32) throws(OutOfMemory) {
    let place = codes.count / capacity
    try codes.append(repeating: code, count: capacity)
    codePlaces[dimension] = place
    for d in 0..<codePlaces.count where codePlaces[d] >= 0 {
      unsafe codeColumns[d] = UnsafePointer(codes.base.unsafelyUnwrapped + codePlaces[d] * capacity)
    }
  }

  func has(_ word: Word) -> Bool { wordPlaces[word.rawValue] >= 0 }

  /// A column that was added.
  func column(_ word: Word) -> UnsafeMutablePointer<UInt64> {
    precondition(has(word))
    return unsafe words.base.unsafelyUnwrapped + wordPlaces[word.rawValue] * capacity
  }

  /// The same as signed numbers.
  func signed(_ word: Word) -> UnsafeMutablePointer<Int64> {
    unsafe UnsafeMutableRawPointer(column(word)).assumingMemoryBound(to: Int64.self)
  }

  var kindColumn: UnsafeMutablePointer<UInt16> { unsafe kinds.base.unsafelyUnwrapped }

  func codes(of dimension: Int) -> UnsafeMutablePointer<UInt32> {
    precondition(codePlaces[dimension] >= 0)
    return unsafe codes.base.unsafelyUnwrapped + codePlaces[dimension] * capacity
  }

  /// The rows there are, for the engine; valid until more are added.
  var facts: FactColumns {
    var facts = unsafe FactColumns(time: signed(.time), rows: count)
    if !kinds.isEmpty { unsafe facts.kind = UnsafePointer(kindColumn) }
    facts.oneKind = oneKind
    unsafe facts.codes = codeColumns.base.map { unsafe UnsafePointer($0) }
    facts.dimensionCount = codePlaces.count
    if has(.amount) { unsafe facts.amount = UnsafePointer(signed(.amount)) }
    if has(.count) { unsafe facts.count = UnsafePointer(signed(.count)) }
    if has(.person) { unsafe facts.person = UnsafePointer(column(.person)) }
    if has(.account) { unsafe facts.account = UnsafePointer(column(.account)) }
    if has(.id) { unsafe facts.id = UnsafePointer(column(.id)) }
    if has(.ref) { unsafe facts.ref = UnsafePointer(column(.ref)) }
    return facts
  }

  /// Copies row `from` over row `to`.
  mutating func move(from: Int, to: Int) {
    precondition(from < capacity && to < capacity && from >= 0 && to >= 0)
    for i in 0..<(words.count / capacity) { words[i * capacity + to] = words[i * capacity + from] }
    if !kinds.isEmpty { kinds[to] = kinds[from] }
    for i in 0..<(codes.count / capacity) { codes[i * capacity + to] = codes[i * capacity + from] }
  }

  /// Takes over from a row of `other`, which has the same columns or fewer, what both have; returns the new row.
  mutating func append(_ row: Int, of other: borrowing FactRows) -> Int {
    precondition(count < capacity && row < other.capacity)
    let to = count
    for i in 0..<Word.places where wordPlaces[i] >= 0 && other.wordPlaces[i] >= 0 {
      words[wordPlaces[i] * capacity + to] = other.words[other.wordPlaces[i] * other.capacity + row]
    }
    for d in 0..<codePlaces.count where codePlaces[d] >= 0 {
      codes[codePlaces[d] * capacity + to] = other.codes[other.codePlaces[d] * other.capacity + row]
    }
    count += 1
    return to
  }
}
