/// Facts as columns that the batch owns: appended one by one, or arrays taken over as they are.
///
/// ```swift
/// var batch = Batch()
/// for row in rows {
///   batch.append(Event(.click, at: row.time, codes: [row.campaign], amount: row.price))
/// }
/// try engine.record(batch)
/// ```
///
/// A batch may have any number of rows. Columns that no row has set take no memory.
public struct Batch: Sendable {
  /// Times, in microseconds since 1970-01-01 00:00 UTC.
  public private(set) var times: [Int64]

  /// The currency of all amounts of money, unless facts or arrays tell theirs; to be set before any fact is appended.
  public var currency = Currency.own

  // Optional columns are nil until a row sets them; then they are filled up with what stands for not set.
  var kinds: [Kind]?
  var oneKind: Kind
  var codes: [[Code]?]
  var amounts: [Int64]?
  var counts: [Int64]?
  var persons: [Identifier]?
  var accounts: [Identifier]?
  var ids: [Identifier]?
  var refs: [Identifier]?
  var currencies: [Currency]?
  // Rows whose events were given more codes than they hold; they are here without codes, and never recorded.
  var overfull: [Int] = []

  /// Makes an empty batch.
  public init() {
    self.init(times: [], kinds: [])
  }

  /// Makes a batch of arrays, one element for each fact, without copying them.
  ///
  /// Arrays of different lengths are refused when the batch is recorded.
  ///
  /// - Parameters:
  ///   - times: Microseconds since 1970-01-01 00:00 UTC.
  ///   - kinds: The kinds.
  ///   - codes: For each dimension, in the order of the engine's options, its codes; nil and those left out at the end
  ///     are not set.
  ///   - amounts: The facts' totals; without, 0.
  ///   - counts: Multiplicities; without, 1.
  ///   - persons: Visitors or contacts.
  ///   - accounts: Buying companies.
  ///   - ids: The facts' ids.
  ///   - refs: The ids of the facts that these belong to.
  ///   - currencies: The currencies of the amounts; without, ``currency``.
  public init(
    times: [Int64], kinds: [Kind], codes: [[Code]?] = [], amounts: [Int64]? = nil, counts: [Int64]? = nil,
    persons: [Identifier]? = nil, accounts: [Identifier]? = nil, ids: [Identifier]? = nil, refs: [Identifier]? = nil,
    currencies: [Currency]? = nil
  ) {
    self.init(times, kinds, Kind(rawValue: 0), codes, amounts, counts, persons, accounts, ids, refs, currencies)
  }

  /// Makes a batch of arrays whose facts are all of one kind, without copying them.
  ///
  /// - Parameters:
  ///   - times: Microseconds since 1970-01-01 00:00 UTC.
  ///   - kind: The kind of all facts.
  ///   - codes: For each dimension, in the order of the engine's options, its codes; nil and those left out at the end
  ///     are not set.
  ///   - amounts: The facts' totals; without, 0.
  ///   - counts: Multiplicities; without, 1.
  ///   - persons: Visitors or contacts.
  ///   - accounts: Buying companies.
  ///   - ids: The facts' ids.
  ///   - refs: The ids of the facts that these belong to.
  ///   - currencies: The currencies of the amounts; without, ``currency``.
  public init(
    times: [Int64], kind: Kind, codes: [[Code]?] = [], amounts: [Int64]? = nil, counts: [Int64]? = nil,
    persons: [Identifier]? = nil, accounts: [Identifier]? = nil, ids: [Identifier]? = nil, refs: [Identifier]? = nil,
    currencies: [Currency]? = nil
  ) {
    self.init(times, nil, kind, codes, amounts, counts, persons, accounts, ids, refs, currencies)
  }

  /// Makes a batch of arrays whose times are instants; the times are copied, the other arrays are not.
  ///
  /// - Parameters: As with times in microseconds.
  @_disfavoredOverload
  public init(
    times: [Timestamp], kinds: [Kind], codes: [[Code]?] = [], amounts: [Int64]? = nil, counts: [Int64]? = nil,
    persons: [Identifier]? = nil, accounts: [Identifier]? = nil, ids: [Identifier]? = nil, refs: [Identifier]? = nil,
    currencies: [Currency]? = nil
  ) {
    let times = times.map(\.microseconds)
    self.init(times, kinds, Kind(rawValue: 0), codes, amounts, counts, persons, accounts, ids, refs, currencies)
  }

  /// Makes a batch of arrays whose times are instants and whose facts are all of one kind; the times are copied, the
  /// other arrays are not.
  ///
  /// - Parameters: As with times in microseconds.
  @_disfavoredOverload
  public init(
    times: [Timestamp], kind: Kind, codes: [[Code]?] = [], amounts: [Int64]? = nil, counts: [Int64]? = nil,
    persons: [Identifier]? = nil, accounts: [Identifier]? = nil, ids: [Identifier]? = nil, refs: [Identifier]? = nil,
    currencies: [Currency]? = nil
  ) {
    self.init(times.map(\.microseconds), nil, kind, codes, amounts, counts, persons, accounts, ids, refs, currencies)
  }

  /// Makes a batch of facts.
  ///
  /// - Parameter events: The facts.
  /// - Complexity: O(*n*) in the number of facts.
  public init(_ events: some Sequence<Event>) {
    self.init()
    append(contentsOf: events)
  }

  private init(
    _ times: [Int64], _ kinds: [Kind]?, _ oneKind: Kind, _ codes: [[Code]?], _ amounts: [Int64]?, _ counts: [Int64]?,
    _ persons: [Identifier]?, _ accounts: [Identifier]?, _ ids: [Identifier]?, _ refs: [Identifier]?,
    _ currencies: [Currency]?
  ) {
    self.times = times
    self.kinds = kinds
    self.oneKind = oneKind
    self.codes = codes
    self.amounts = amounts
    self.counts = counts
    self.persons = persons
    self.accounts = accounts
    self.ids = ids
    self.refs = refs
    self.currencies = currencies
  }

  /// How many facts the batch holds.
  public var count: Int { times.count }

  /// Whether the batch holds no fact.
  public var isEmpty: Bool { times.isEmpty }
}

// MARK: Appending

extension Batch {
  /// Appends a fact.
  ///
  /// - Parameter event: The fact.
  /// - Complexity: O(1) on average.
  public mutating func append(_ event: Event) {
    let row = count
    appendColumns(of: event)
    if event.isOverfull { overfull.append(row) }
    let given = event.isOverfull ? 0 : event.codeCount
    for dimension in 0..<max(given, codes.count) {
      append(dimension < given ? event.codes[dimension] : .notSet, at: dimension, row: row)
    }
  }

  /// Appends a fact with its codes beside it, for any number of dimensions.
  ///
  /// - Parameters:
  ///   - event: The fact, whose own codes are ignored.
  ///   - codes: The codes, in the order of the engine's options.
  /// - Complexity: O(1) on average.
  public mutating func append(_ event: Event, codes: Span<Code>) {
    let row = count
    appendColumns(of: event)
    for dimension in 0..<max(codes.count, self.codes.count) {
      append(dimension < codes.count ? codes[dimension] : .notSet, at: dimension, row: row)
    }
  }

  /// Appends a fact with its codes beside it, for any number of dimensions.
  ///
  /// - Parameters:
  ///   - event: The fact, whose own codes are ignored.
  ///   - codes: The codes, in the order of the engine's options.
  /// - Complexity: O(1) on average.
  public mutating func append(_ event: Event, codes: [Code]) {
    append(event, codes: codes.span)
  }

  /// Appends facts.
  ///
  /// - Parameter events: The facts.
  /// - Complexity: O(*n*) in the number of facts.
  public mutating func append(contentsOf events: some Sequence<Event>) {
    // Not when there are some already: room for a few more, time and again, would copy all of them each time.
    if isEmpty { reserveCapacity(events.underestimatedCount) }
    for event in events { append(event) }
  }

  /// Makes room for as many facts in all.
  public mutating func reserveCapacity(_ capacity: Int) {
    times.reserveCapacity(capacity)
    kinds?.reserveCapacity(capacity)
    for dimension in codes.indices { codes[dimension]?.reserveCapacity(capacity) }
    amounts?.reserveCapacity(capacity)
    counts?.reserveCapacity(capacity)
    persons?.reserveCapacity(capacity)
    accounts?.reserveCapacity(capacity)
    ids?.reserveCapacity(capacity)
    refs?.reserveCapacity(capacity)
    currencies?.reserveCapacity(capacity)
  }

  /// Takes all facts out, so that the batch can be filled anew.
  ///
  /// - Parameter keepingCapacity: Whether the columns keep their memory.
  public mutating func removeAll(keepingCapacity: Bool = false) {
    guard keepingCapacity else {
      self = Batch()
      return
    }
    times.removeAll(keepingCapacity: true)
    kinds?.removeAll(keepingCapacity: true)
    for dimension in codes.indices { codes[dimension]?.removeAll(keepingCapacity: true) }
    amounts?.removeAll(keepingCapacity: true)
    counts?.removeAll(keepingCapacity: true)
    persons?.removeAll(keepingCapacity: true)
    accounts?.removeAll(keepingCapacity: true)
    ids?.removeAll(keepingCapacity: true)
    refs?.removeAll(keepingCapacity: true)
    currencies?.removeAll(keepingCapacity: true)
    overfull.removeAll(keepingCapacity: true)
  }

  private mutating func appendColumns(of event: Event) {
    let row = count
    if kinds == nil, event.kind != oneKind { kinds = Self.filled(oneKind, row) }
    kinds?.append(event.kind)
    Self.append(event.amount, to: &amounts, absent: 0, row)
    Self.append(event.count, to: &counts, absent: 1, row)
    Self.append(event.person, to: &persons, absent: .none, row)
    Self.append(event.account, to: &accounts, absent: .none, row)
    Self.append(event.id, to: &ids, absent: .none, row)
    Self.append(event.ref, to: &refs, absent: .none, row)
    Self.append(event.currency, to: &currencies, absent: currency, row)
    times.append(event.time.microseconds)
  }

  @inline(__always)
  private static func append<Element: Equatable>(
    _ value: Element, to column: inout [Element]?, absent: Element, _ row: Int
  ) {
    if column == nil {
      if value == absent { return }
      column = filled(absent, row)
    }
    column?.append(value)
  }

  @inline(__always)
  private mutating func append(_ code: Code, at dimension: Int, row: Int) {
    while codes.count <= dimension { codes.append(nil) }
    Self.append(code, to: &codes[dimension], absent: .notSet, row)
  }

  private static func filled<Element>(_ value: Element, _ row: Int) -> [Element] {
    var column: [Element] = []
    column.reserveCapacity(row + 1)
    for _ in 0..<row { column.append(value) }
    return column
  }
}
