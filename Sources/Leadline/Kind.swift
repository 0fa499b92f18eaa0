/// What a fact is: a click, a lead, a sale, money spent.
///
/// The built-in kinds are constants of this type; a host's own kinds have numbers from 1000 on and are declared with
/// ``KindDefinition``:
///
/// ```swift
/// extension Kind {
///   static var testDrive: Kind { Kind(rawValue: 1000) }
/// }
/// ```
@frozen
public struct Kind: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
  /// The kind's number.
  public var rawValue: UInt16

  /// Makes a kind of its number; whether there is such a kind is an engine's to say.
  @inlinable
  public init(rawValue: UInt16) {
    self.rawValue = rawValue
  }
}

extension Kind: CustomStringConvertible {
  /// The number; the name is an engine's to tell: ``Engine/kinds()``.
  public var description: String { "kind \(rawValue)" }
}
