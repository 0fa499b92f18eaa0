import CLeadline

// MARK: Links

extension Engine {
  /// Says that a person, such as a visitor, is another, such as a contact: their facts are one journey from now on, and were
  /// before.
  ///
  /// Links are a set, whatever order they come in and however engines are merged. A person who is linked to several goes to
  /// the smallest of them; the rest are counted in ``Info/linkConflicts``. Roll-ups and distinct persons do not follow links.
  ///
  /// ```swift
  /// try engine.link(Identifier("cookie 17"), to: Identifier("anna@example.org"))
  /// ```
  ///
  /// The corresponding C function is `leadline_link`.
  ///
  /// - Parameters:
  ///   - person: The person.
  ///   - contact: Who that is. One linked to oneself changes nothing.
  /// - Throws: ``LeadlineError/argument`` for ``Identifier/none``, ``LeadlineError/unsupported`` when the engine keeps no
  ///   journeys, ``LeadlineError/memory``, or ``LeadlineError/closed``.
  public func link(_ person: Identifier, to contact: Identifier) throws(LeadlineError) {
    try call { unsafe leadline_link(handle, UInt32(LEADLINE_PERSON), person.rawValue, contact.rawValue) }
  }

  /// Says that a person buys for an account: the facts that name no other account are the account's journey from now on, and
  /// were before.
  ///
  /// It stands above what facts say, but for those that name an account themselves. A person who is linked to several buys for
  /// the smallest of them; the rest are counted in ``Info/linkConflicts``.
  ///
  /// The corresponding C function is `leadline_link`.
  ///
  /// - Parameters:
  ///   - person: The person; with all who are the same by links.
  ///   - account: The account.
  /// - Throws: As linking persons.
  public func link(_ person: Identifier, toAccount account: Identifier) throws(LeadlineError) {
    try call { unsafe leadline_link(handle, UInt32(LEADLINE_ACCOUNT), person.rawValue, account.rawValue) }
  }

  /// Links many persons to others, each to that at the same place; all or none.
  ///
  /// The corresponding C function is `leadline_link_many`.
  ///
  /// - Throws: As linking one; ``LeadlineError/argument`` when there are more of one than of the other.
  public func link(_ persons: [Identifier], to contacts: [Identifier]) throws(LeadlineError) {
    try link(persons, to: contacts, UInt32(LEADLINE_PERSON))
  }

  /// Links many persons to accounts, each to that at the same place; all or none.
  ///
  /// The corresponding C function is `leadline_link_many`.
  ///
  /// - Throws: As linking one; ``LeadlineError/argument`` when there are more of one than of the other.
  public func link(_ persons: [Identifier], toAccounts accounts: [Identifier]) throws(LeadlineError) {
    try link(persons, to: accounts, UInt32(LEADLINE_ACCOUNT))
  }

  private func link(_ persons: [Identifier], to targets: [Identifier], _ target: UInt32) throws(LeadlineError) {
    guard persons.count == targets.count else {
      throw LeadlineError(.argument, "There are \(persons.count) persons, but \(targets.count) that they are linked to.")
    }
    let from = persons.map(\.rawValue), to = targets.map(\.rawValue)
    try call { unsafe leadline_link_many(handle, target, from, to, from.count) }
  }
}

// MARK: Forgetting

extension Engine {
  /// Takes persons out of everything: all facts that name them, from journeys, roll-ups, distinct persons, ids and refs, and
  /// all of their links.
  ///
  /// The engine then answers what one does that never saw them, while no limit was reached; but names and counters of work
  /// stay. Facts that come later are taken in as new. Who is linked to them is not forgotten.
  ///
  /// Give many at once: where distinct persons are counted, each call looks at all facts that journeys hold.
  ///
  /// The corresponding C function is `leadline_forget_many`.
  ///
  /// - Parameter persons: The persons; those of whom there is nothing are no fault. All are forgotten or none.
  /// - Throws: ``LeadlineError/unsupported`` when journeys do not hold every fact (without journeys, with some kinds only, once
  ///   facts were dropped) or distinct persons cannot be told apart any more because a rollup reached its limit of cells,
  ///   ``LeadlineError/argument`` for ``Identifier/none``, ``LeadlineError/memory``, or ``LeadlineError/closed``.
  public func forget(_ persons: [Identifier]) throws(LeadlineError) {
    try forget(persons, UInt32(LEADLINE_PERSON))
  }

  /// Takes a person out of everything.
  ///
  /// The corresponding C function is `leadline_forget`.
  ///
  /// - Throws: As forgetting many.
  public func forget(_ person: Identifier) throws(LeadlineError) {
    try forget([person])
  }

  /// Takes accounts out of everything: all facts that name them and all links to them. The persons who buy for them stay with
  /// the facts that name no account.
  ///
  /// The corresponding C function is `leadline_forget_many`.
  ///
  /// - Throws: As forgetting persons.
  public func forget(accounts: [Identifier]) throws(LeadlineError) {
    try forget(accounts, UInt32(LEADLINE_ACCOUNT))
  }

  private func forget(_ ids: [Identifier], _ what: UInt32) throws(LeadlineError) {
    let ids = ids.map(\.rawValue)
    try call { unsafe leadline_forget_many(handle, what, ids, ids.count) }
  }
}
