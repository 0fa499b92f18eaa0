import CLeadline

/// The number that a fact, a person or an account is known by.
///
/// ```swift
/// let anna = Identifier("anna@example.org")
/// try engine.record(Event(.lead, at: now, person: anna, id: 1042))
/// ```
///
/// Up to 19 digits without a leading zero that make a number from 1 to 2⁶³ - 1 are that number. Any other text becomes a
/// hash of its bytes with the top bit set, the same on every machine and for good; among n hashed texts two share a
/// number with a chance of about n² / 2⁶⁴. An empty text is 0, which stands for none.
@frozen
public struct Identifier: RawRepresentable, Hashable, Sendable, BitwiseCopyable, ExpressibleByIntegerLiteral {
  /// The number.
  public var rawValue: UInt64

  /// Makes an identifier of its number; 0 stands for none.
  @inlinable
  public init(rawValue: UInt64) {
    self.rawValue = rawValue
  }

  /// Makes an identifier of its number; 0 stands for none.
  @inlinable
  public init(integerLiteral number: UInt64) {
    self.init(rawValue: number)
  }

  /// Stands for no id, no person, no account.
  @inlinable public static var none: Identifier { Identifier(rawValue: 0) }

  /// The identifier of some bytes.
  ///
  /// The corresponding C function is `leadline_id_from_bytes`.
  ///
  /// - Parameter bytes: The text, by custom UTF-8.
  /// - Complexity: O(*n*) in the number of bytes.
  public init(_ bytes: Span<UInt8>) {
    self.init(rawValue: unsafe bytes.withUnsafeBufferPointer { unsafe leadline_id_from_bytes($0.baseAddress, $0.count) })
  }

  /// The identifier of some bytes.
  ///
  /// The corresponding C function is `leadline_id_from_bytes`.
  ///
  /// - Parameter bytes: The text, by custom UTF-8.
  /// - Complexity: O(*n*) in the number of bytes.
  public init(_ bytes: [UInt8]) {
    self.init(bytes.span)
  }

  /// The identifier of a text's UTF-8 bytes.
  ///
  /// The corresponding C function is `leadline_id_from_bytes`.
  ///
  /// - Parameter text: The text.
  /// - Complexity: O(*n*) in the number of bytes.
  public init(_ text: String) {
    self.init(rawValue: unsafe text.withBytes { unsafe leadline_id_from_bytes($0, $1) })
  }
}

extension Identifier: CustomStringConvertible {
  /// The number.
  public var description: String { "\(rawValue)" }
}
