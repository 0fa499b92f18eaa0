import CLeadline

/// What became of the rows of a batch.
public struct Intake: Sendable {
  /// Rows taken in, duplicates among them.
  public internal(set) var accepted = 0

  /// Rows refused and left out.
  public internal(set) var rejected = 0

  /// Of the accepted rows, those left out because their id had been seen.
  public internal(set) var duplicates = 0

  /// Duplicates that differed from the fact that stands.
  public internal(set) var conflicts = 0

  /// The first refused row, its column and its reason; nil when none was refused.
  public internal(set) var firstRejection: LeadlineError?

  private var byReason: InlineArray<8, Int> = InlineArray(repeating: 0)
  private var overfull = 0

  /// Tells how many rows were refused for a reason.
  ///
  /// - Parameter reason: The reason, such as ``LeadlineError/factTime``; ``LeadlineError/tooMany`` for events that were
  ///   given more codes than they hold.
  public func rejected(for reason: LeadlineError) -> Int {
    if reason == .tooMany { return overfull }
    let index = Int(reason.rawValue) - Int(LEADLINE_FACT_TIME)
    return byReason.indices.contains(index) ? byReason[index] : 0
  }

  init() {}

  /// Adds what became of one batch, `offset` rows into the input.
  mutating func add(_ result: leadline_batch_result, offset: Int, of engine: Engine) {
    if firstRejection == nil, result.first_reason != LEADLINE_OK {
      firstRejection = result.rejection(offset: offset, accepted: 0, of: engine)
    }
    accepted += Int(clamping: result.accepted)
    rejected += Int(clamping: result.rejected)
    duplicates += Int(clamping: result.duplicates)
    conflicts += Int(clamping: result.conflicts)
    unsafe withUnsafeBytes(of: result.rejected_by) { bytes in
      for index in byReason.indices {
        unsafe byReason[index] += Int(
          clamping: bytes.loadUnaligned(fromByteOffset: index * MemoryLayout<UInt64>.stride, as: UInt64.self))
      }
    }
  }
}

extension Intake {
  /// Adds a row whose event was given more codes than it holds.
  mutating func addOverfull(row: Int) {
    rejected += 1
    overfull += 1
    if firstRejection == nil { firstRejection = .overfull(row: row) }
  }
}

extension LeadlineError {
  /// The error of an event that was given more codes than it holds.
  @usableFromInline
  static func overfull(row: Int?) -> LeadlineError {
    let text = "the event was given more codes than it holds; they can be passed beside it."
    guard let row else { return LeadlineError(.tooMany, "T" + text.dropFirst()) }
    return LeadlineError(.tooMany, "Row \(row): \(text)", at: Place(row: row))
  }
}

extension Intake: Equatable, CustomStringConvertible {
  /// Whether two batches fared alike; first rejections are equal when their reasons are.
  public static func == (left: Intake, right: Intake) -> Bool {
    (left.accepted, left.rejected, left.duplicates, left.conflicts)
      == (right.accepted, right.rejected, right.duplicates, right.conflicts)
      && (left.overfull, left.firstRejection) == (right.overfull, right.firstRejection)
      && left.byReason.indices.allSatisfy { left.byReason[$0] == right.byReason[$0] }
  }

  /// The numbers, and the first rejection if there is one.
  public var description: String {
    let numbers = "accepted: \(accepted), rejected: \(rejected), duplicates: \(duplicates), conflicts: \(conflicts)"
    return firstRejection.map { "\(numbers), first rejection: \($0)" } ?? numbers
  }
}

extension leadline_batch_result {
  static var empty: leadline_batch_result {
    var result = leadline_batch_result()
    result.struct_size = MemoryLayout<leadline_batch_result>.stride
    return result
  }

  /// The error that the first refused row is.
  func rejection(offset: Int, accepted: Int, of engine: Engine) -> LeadlineError {
    let row = offset + Int(clamping: first_row)
    let column = columnName(of: engine)
    let reason = LeadlineError(rawValue: first_reason)
    let place = LeadlineError.Place(row: row, column: column, rowsAccepted: accepted)
    return LeadlineError(reason, "Row \(row)\(column.map { ", \($0)" } ?? ""): \(reason.message)", at: place)
  }

  private func columnName(of engine: Engine) -> String? {
    switch Int(first_column) {
    case Int(LEADLINE_COLUMN_TIME): "time"
    case Int(LEADLINE_COLUMN_KIND): "kind"
    case Int(LEADLINE_COLUMN_AMOUNT): "amount"
    case Int(LEADLINE_COLUMN_COUNT): "count"
    case Int(LEADLINE_COLUMN_CURRENCY): "currency"
    case let column where engine.options.dimensions.indices.contains(column - Int(LEADLINE_COLUMN_DIMENSION)):
      engine.options.dimensions[column - Int(LEADLINE_COLUMN_DIMENSION)].name
    default: nil
    }
  }
}
