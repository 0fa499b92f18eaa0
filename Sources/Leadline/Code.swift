/// What stands for a name in facts: a number that an engine gave out for it.
///
/// A code belongs to one dimension of one engine. ``Names/code(for:)-(String)`` gives it out.
@frozen
public struct Code: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
  /// The code's number.
  public var rawValue: UInt32

  /// Makes a code of its number.
  @inlinable
  public init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  /// No name is set.
  @inlinable public static var notSet: Code { Code(rawValue: 0) }

  /// Whatever is beyond a limit, shown as "(other)".
  @inlinable public static var other: Code { Code(rawValue: 1) }

  /// Whether the code stands for a name beyond its dimension's limit: it may be recorded, and is shown as "(other)".
  @inlinable public var isBeyondLimit: Bool { rawValue >> 31 == 1 }
}

extension Code: CustomStringConvertible {
  /// The number, "not set" or "(other)"; the name is its dimension's to tell: ``Names/name(of:)``.
  public var description: String {
    switch self {
    case .notSet: "not set"
    case .other: "(other)"
    default: "code \(rawValue)"
    }
  }
}
