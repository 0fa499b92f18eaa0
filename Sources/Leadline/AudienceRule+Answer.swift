extension AudienceRule {
  /// What became of audiences: a row for each, in their order.
  ///
  /// An answer never changes and may be read by any number of threads.
  public struct Answer: Sendable {
    /// The same as a table, with the columns of `leadline_follow_audiences`.
    public let table: Table

    /// Each two of the audiences beside each other.
    public let overlaps: [Overlap]
  }

  /// What became of one audience.
  public struct Row: Sendable {
    let row: Table.Row

    /// What the audience is called.
    public var name: String { row.text("audience") ?? "" }

    /// How many joined, in the stretch of time asked for.
    public var joined: Int { row.count("joined") }

    /// How many of these did not leave up to the as-of instant.
    public var members: Int { row.count("members") }

    /// How many of those who joined have a fact of the outcome behind that of joining, within the window.
    public var converted: Int { row.count("converted") }

    /// How many of those who joined have none yet, and still may.
    public var open: Int { row.count("open") }

    /// How many of those who joined have had their window up to the as-of instant; without a window, all.
    public var decided: Int { row.count("decided") }

    /// How many of those decided converted.
    public var decidedConverted: Int { row.count("decided_converted") }

    /// How many of those who joined are not decided.
    public var inProgress: Int { joined - decided }

    /// The share of those decided that converted.
    public var conversion: Ratio { row["conversion"] ?? Ratio(0, over: 0) }

    /// The mean time from joining to the outcome in seconds, of those decided who converted.
    public var meanTime: Ratio? { row["mean"] }

    /// The median of these times in seconds; nil where it was not asked for.
    public var medianTime: Ratio? { time(0.5) }

    /// A quantile of these times in seconds, by nearest rank: exact up to 256 times, and within 1/128 beyond.
    ///
    /// - Parameter quantile: One of those asked for.
    /// - Returns: The time, or nil where it was not asked for.
    public func time(_ quantile: Double) -> Ratio? { row["p\(Int((quantile * 1000).rounded()))"] }
  }

  /// Two audiences beside each other.
  public struct Overlap: Hashable, Sendable {
    /// What they are called.
    public let names: (first: String, second: String)

    /// How many joined both.
    public let both: Int

    /// How many joined one of them or both.
    public let either: Int

    /// The first conversion as a multiple of the second, both of those decided.
    public let lift: Ratio

    /// How many standard errors the first conversion is above the second; nil when undefined.
    public let z: Double?

    /// The probability of a difference at least as great, either way, if there were none; nil when undefined.
    ///
    /// As of two audiences without common members: with many of them differences are found less often than there are.
    public let p: Double?

    init(_ row: Table.Row, _ z: Double?, _ p: Double?) {
      names = (row.text("first") ?? "", row.text("second") ?? "")
      both = row.count("both")
      either = row.count("either")
      lift = row["lift"] ?? Ratio(0, over: 0)
      self.z = z
      self.p = p
    }

    public static func == (a: Overlap, b: Overlap) -> Bool {
      a.names == b.names && a.both == b.both && a.either == b.either && a.lift == b.lift && a.z == b.z && a.p == b.p
    }

    public func hash(into hasher: inout Hasher) {
      hasher.combine(names.first)
      hasher.combine(names.second)
      hasher.combine(both)
      hasher.combine(either)
    }
  }

  /// The members of an audience, by person, then account.
  ///
  /// Of an account all persons are listed who have a fact in its journey, and one without an identifier where nobody is known.
  public struct Members: Sendable {
    /// The same as a table, with the columns of `leadline_audience_members`.
    public let table: Table
  }

  /// A person of an audience.
  public struct Member: Hashable, Sendable {
    /// The person; `none` where nobody of the account is known.
    public let person: Identifier

    /// The account that the person acts for, or `none`.
    public let account: Identifier

    /// When the person, or the account, joined.
    public let joined: Timestamp
  }
}

extension Table.Row {
  /// The count in a column.
  func count(_ column: String) -> Int { self[column]?.integer ?? 0 }

  /// The id in a column.
  func identifier(_ column: String) -> Identifier {
    Identifier(rawValue: UInt64(truncatingIfNeeded: self[column]?.numerator ?? 0))
  }

  /// The instant in a column of microseconds.
  func instant(_ column: String) -> Timestamp {
    Timestamp(microseconds: Int64(truncatingIfNeeded: self[column]?.numerator ?? 0))
  }
}

extension AudienceRule.Answer: RandomAccessCollection {
  public var startIndex: Int { 0 }
  public var endIndex: Int { table.count }

  /// A row.
  public subscript(index: Int) -> AudienceRule.Row { AudienceRule.Row(row: table[index]) }

  /// The instant that the answer is as of; nil when no fact was taken in.
  public var asOf: Timestamp? { table.asOf }
}

extension AudienceRule.Members: RandomAccessCollection {
  public var startIndex: Int { 0 }
  public var endIndex: Int { table.count }

  /// A member.
  public subscript(index: Int) -> AudienceRule.Member {
    let row = table[index]
    return AudienceRule.Member(person: row.identifier("person"), account: row.identifier("account"), joined: row.instant("joined_us"))
  }
}

extension AudienceRule.Row: CustomStringConvertible {
  /// The columns' names and values.
  public var description: String { row.description }
}
