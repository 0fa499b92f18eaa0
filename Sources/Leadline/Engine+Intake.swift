import CLeadline

// The spans of eight dimensions are parameters of their own: Swift has no array of spans. More come in as a batch.

extension Engine {
  /// Takes in columns of facts, which are only read during the call and not copied.
  ///
  /// ```swift
  /// try engine.record(time: times.span, kind: kinds.span, codes: campaigns.span, channels.span, amount: amounts.span)
  /// ```
  ///
  /// Give an array that a call makes, such as `map`, a name before its span is passed: Swift 6.3 crashes where it compiles
  /// `values.map { … }.span` as an argument of a call that throws a type of its own.
  ///
  /// The facts are taken in whole or not at all. More than 1 048 576 rows are cut into batches of that many, each a
  /// transaction of its own: when a later one is refused, ``LeadlineError/Place/rowsAccepted`` tells how many rows the
  /// earlier ones have brought.
  ///
  /// The corresponding C function is `leadline_record_batch`.
  ///
  /// - Parameters:
  ///   - time: Microseconds since 1970-01-01 00:00 UTC.
  ///   - kind: The kinds.
  ///   - codes: The codes of the first dimension in the order of the engine's options; nil is not set.
  ///   - codes1: Those of the second dimension.
  ///   - codes2: Those of the third dimension.
  ///   - codes3: Those of the fourth dimension.
  ///   - codes4: Those of the fifth dimension.
  ///   - codes5: Those of the sixth dimension.
  ///   - codes6: Those of the seventh dimension.
  ///   - codes7: Those of the eighth dimension.
  ///   - amount: The facts' totals; without, 0.
  ///   - count: Multiplicities; without, 1.
  ///   - person: Visitors or contacts.
  ///   - account: Buying companies.
  ///   - id: The facts' ids.
  ///   - ref: The ids of the facts that these belong to.
  ///   - currency: The currencies of the amounts; without, the engine's own.
  ///   - skippingInvalid: Whether rows that are refused are left out and counted, instead of refusing all.
  /// - Returns: What became of the rows.
  /// - Throws: The reason of the first refused row, such as ``LeadlineError/factTime``, with its ``LeadlineError/place``;
  ///   ``LeadlineError/argument`` for columns of different lengths; ``LeadlineError/memory``, or
  ///   ``LeadlineError/closed``.
  /// - Complexity: O(*n*) in the number of rows.
  @discardableResult
  public func record(
    time: Span<Int64>, kind: Span<Kind>,
    codes: Span<Code>? = nil, _ codes1: Span<Code>? = nil, _ codes2: Span<Code>? = nil, _ codes3: Span<Code>? = nil,
    _ codes4: Span<Code>? = nil, _ codes5: Span<Code>? = nil, _ codes6: Span<Code>? = nil, _ codes7: Span<Code>? = nil,
    amount: Span<Int64>? = nil, count: Span<Int64>? = nil, person: Span<Identifier>? = nil,
    account: Span<Identifier>? = nil, id: Span<Identifier>? = nil, ref: Span<Identifier>? = nil,
    currency: Span<Currency>? = nil, skippingInvalid: Bool = false
  ) throws(LeadlineError) -> Intake {
    var columns = unsafe Columns(time: time)
    unsafe columns.kind = unsafe columns.start(kind, "kind")
    unsafe columns.setCodes(codes, codes1, codes2, codes3, codes4, codes5, codes6, codes7)
    unsafe columns.setOptional(amount, count, person, account, id, ref, currency)
    defer {
      keepAlive(time, codes, codes1, codes2, codes3, codes4, codes5, codes6, codes7)
      keepAlive(kind, amount, count, person, account, id, ref, currency)
    }
    return unsafe try record(columns, skippingInvalid: skippingInvalid)
  }

  /// Takes in columns of facts of one kind, which are only read during the call and not copied.
  ///
  /// The facts are taken in whole or not at all, as with a column of kinds.
  ///
  /// The corresponding C function is `leadline_record_batch`.
  ///
  /// - Parameters:
  ///   - time: Microseconds since 1970-01-01 00:00 UTC.
  ///   - kind: The kind of all facts.
  ///   - codes: The codes of the first dimension in the order of the engine's options; nil is not set.
  ///   - codes1: Those of the second dimension.
  ///   - codes2: Those of the third dimension.
  ///   - codes3: Those of the fourth dimension.
  ///   - codes4: Those of the fifth dimension.
  ///   - codes5: Those of the sixth dimension.
  ///   - codes6: Those of the seventh dimension.
  ///   - codes7: Those of the eighth dimension.
  ///   - amount: The facts' totals; without, 0.
  ///   - count: Multiplicities; without, 1.
  ///   - person: Visitors or contacts.
  ///   - account: Buying companies.
  ///   - id: The facts' ids.
  ///   - ref: The ids of the facts that these belong to.
  ///   - currency: The currencies of the amounts; without, the engine's own.
  ///   - skippingInvalid: Whether rows that are refused are left out and counted, instead of refusing all.
  /// - Returns: What became of the rows.
  /// - Throws: As with a column of kinds.
  /// - Complexity: O(*n*) in the number of rows.
  @discardableResult
  public func record(
    time: Span<Int64>, kind: Kind,
    codes: Span<Code>? = nil, _ codes1: Span<Code>? = nil, _ codes2: Span<Code>? = nil, _ codes3: Span<Code>? = nil,
    _ codes4: Span<Code>? = nil, _ codes5: Span<Code>? = nil, _ codes6: Span<Code>? = nil, _ codes7: Span<Code>? = nil,
    amount: Span<Int64>? = nil, count: Span<Int64>? = nil, person: Span<Identifier>? = nil,
    account: Span<Identifier>? = nil, id: Span<Identifier>? = nil, ref: Span<Identifier>? = nil,
    currency: Span<Currency>? = nil, skippingInvalid: Bool = false
  ) throws(LeadlineError) -> Intake {
    var columns = unsafe Columns(time: time)
    unsafe columns.oneKind = kind
    unsafe columns.setCodes(codes, codes1, codes2, codes3, codes4, codes5, codes6, codes7)
    unsafe columns.setOptional(amount, count, person, account, id, ref, currency)
    defer {
      keepAlive(time, codes, codes1, codes2, codes3, codes4, codes5, codes6, codes7)
      keepAlive(nil, amount, count, person, account, id, ref, currency)
    }
    return unsafe try record(columns, skippingInvalid: skippingInvalid)
  }

  /// Takes in columns of facts whose times are instants, which are only read during the call and not copied.
  ///
  /// The corresponding C function is `leadline_record_batch`.
  ///
  /// - Parameters: As with times in microseconds.
  /// - Returns: What became of the rows.
  /// - Throws: As with times in microseconds.
  /// - Complexity: O(*n*) in the number of rows.
  @discardableResult
  public func record(
    time: Span<Timestamp>, kind: Span<Kind>,
    codes: Span<Code>? = nil, _ codes1: Span<Code>? = nil, _ codes2: Span<Code>? = nil, _ codes3: Span<Code>? = nil,
    _ codes4: Span<Code>? = nil, _ codes5: Span<Code>? = nil, _ codes6: Span<Code>? = nil, _ codes7: Span<Code>? = nil,
    amount: Span<Int64>? = nil, count: Span<Int64>? = nil, person: Span<Identifier>? = nil,
    account: Span<Identifier>? = nil, id: Span<Identifier>? = nil, ref: Span<Identifier>? = nil,
    currency: Span<Currency>? = nil, skippingInvalid: Bool = false
  ) throws(LeadlineError) -> Intake {
    var columns = unsafe Columns(time: time)
    unsafe columns.kind = unsafe columns.start(kind, "kind")
    unsafe columns.setCodes(codes, codes1, codes2, codes3, codes4, codes5, codes6, codes7)
    unsafe columns.setOptional(amount, count, person, account, id, ref, currency)
    defer {
      keepAlive(time, codes, codes1, codes2, codes3, codes4, codes5, codes6, codes7)
      keepAlive(kind, amount, count, person, account, id, ref, currency)
    }
    return unsafe try record(columns, skippingInvalid: skippingInvalid)
  }

  /// Takes in columns of facts of one kind whose times are instants, which are only read during the call and not copied.
  ///
  /// The corresponding C function is `leadline_record_batch`.
  ///
  /// - Parameters: As with times in microseconds.
  /// - Returns: What became of the rows.
  /// - Throws: As with times in microseconds.
  /// - Complexity: O(*n*) in the number of rows.
  @discardableResult
  public func record(
    time: Span<Timestamp>, kind: Kind,
    codes: Span<Code>? = nil, _ codes1: Span<Code>? = nil, _ codes2: Span<Code>? = nil, _ codes3: Span<Code>? = nil,
    _ codes4: Span<Code>? = nil, _ codes5: Span<Code>? = nil, _ codes6: Span<Code>? = nil, _ codes7: Span<Code>? = nil,
    amount: Span<Int64>? = nil, count: Span<Int64>? = nil, person: Span<Identifier>? = nil,
    account: Span<Identifier>? = nil, id: Span<Identifier>? = nil, ref: Span<Identifier>? = nil,
    currency: Span<Currency>? = nil, skippingInvalid: Bool = false
  ) throws(LeadlineError) -> Intake {
    var columns = unsafe Columns(time: time)
    unsafe columns.oneKind = kind
    unsafe columns.setCodes(codes, codes1, codes2, codes3, codes4, codes5, codes6, codes7)
    unsafe columns.setOptional(amount, count, person, account, id, ref, currency)
    defer {
      keepAlive(time, codes, codes1, codes2, codes3, codes4, codes5, codes6, codes7)
      keepAlive(nil, amount, count, person, account, id, ref, currency)
    }
    return unsafe try record(columns, skippingInvalid: skippingInvalid)
  }
}

// What columns point at is not to go before C has read it.

@inline(__always)
private func keepAlive<Time>(
  _ time: Span<Time>, _ codes0: Span<Code>?, _ codes1: Span<Code>?, _ codes2: Span<Code>?, _ codes3: Span<Code>?,
  _ codes4: Span<Code>?, _ codes5: Span<Code>?, _ codes6: Span<Code>?, _ codes7: Span<Code>?
) {
  extendLifetime(time)
  extendLifetime(codes0)
  extendLifetime(codes1)
  extendLifetime(codes2)
  extendLifetime(codes3)
  extendLifetime(codes4)
  extendLifetime(codes5)
  extendLifetime(codes6)
  extendLifetime(codes7)
}

@inline(__always)
private func keepAlive(
  _ kind: Span<Kind>?, _ amount: Span<Int64>?, _ count: Span<Int64>?, _ person: Span<Identifier>?,
  _ account: Span<Identifier>?, _ id: Span<Identifier>?, _ ref: Span<Identifier>?, _ currency: Span<Currency>?
) {
  extendLifetime(kind)
  extendLifetime(amount)
  extendLifetime(count)
  extendLifetime(person)
  extendLifetime(account)
  extendLifetime(id)
  extendLifetime(ref)
  extendLifetime(currency)
}

extension Columns {
  @inline(__always)
  mutating func setCodes(
    _ codes0: Span<Code>?, _ codes1: Span<Code>?, _ codes2: Span<Code>?, _ codes3: Span<Code>?, _ codes4: Span<Code>?,
    _ codes5: Span<Code>?, _ codes6: Span<Code>?, _ codes7: Span<Code>?
  ) {
    unsafe append(codes0)
    unsafe append(codes1)
    unsafe append(codes2)
    unsafe append(codes3)
    unsafe append(codes4)
    unsafe append(codes5)
    unsafe append(codes6)
    unsafe append(codes7)
    // What is nil at the end was not passed.
    while unsafe dimensionCount > 0, unsafe codes[dimensionCount - 1] == nil { unsafe dimensionCount -= 1 }
  }

  @inline(__always)
  mutating func setOptional(
    _ amount: Span<Int64>?, _ count: Span<Int64>?, _ person: Span<Identifier>?, _ account: Span<Identifier>?,
    _ id: Span<Identifier>?, _ ref: Span<Identifier>?, _ currency: Span<Currency>?
  ) {
    unsafe self.amount = unsafe start(amount, "amount")
    unsafe self.count = unsafe start(count, "count")
    unsafe self.person = unsafe start(person, "person")
    unsafe self.account = unsafe start(account, "account")
    unsafe self.id = unsafe start(id, "id")
    unsafe self.ref = unsafe start(ref, "ref")
    unsafe self.currency = unsafe start(currency, "currency")
  }
}
