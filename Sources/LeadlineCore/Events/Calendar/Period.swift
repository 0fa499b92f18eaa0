/// The lengths of time that facts are rolled up by; the numbers are those of the contract.
enum Period: UInt32 {
  case all = 1
  case hour = 2
  case day = 3
  case week = 4
  case month = 5
  case quarter = 6
  case year = 7

  /// Whether each period of this kind lies within one of `other`, in every zone. Each nests in itself.
  func nests(in other: Period) -> Bool {
    switch other {
    case .all: true
    case .hour: self == .hour
    case .day: self == .hour || self == .day
    case .week: self == .hour || self == .day || self == .week
    case .month: self == .hour || self == .day || self == .month
    case .quarter: self == .hour || self == .day || self == .month || self == .quarter
    case .year: self != .all && self != .week
    }
  }
}
