import CLeadline

/// Turns texts into the numbers that facts, persons and accounts are known by.
///
/// Up to 19 digits without a leading zero that make a number from 1 to 2⁶³ - 1 are that number. Any other text becomes a
/// hash of its bytes with the top bit set, the same on every machine and for good; among n hashed texts two share a
/// number with a chance of about n² / 2⁶⁴. An empty text is 0, which stands for none.
public enum Identifier {
  /// Stands for no id, no person, no account.
  @inlinable public static var none: UInt64 { 0 }

  /// Gives the number of some bytes.
  ///
  /// The corresponding C function is `leadline_id_from_bytes`.
  ///
  /// - Parameter bytes: The text, by custom UTF-8.
  /// - Complexity: O(*n*) in the number of bytes.
  public static func from(_ bytes: Span<UInt8>) -> UInt64 {
    unsafe bytes.withUnsafeBufferPointer { unsafe leadline_id_from_bytes($0.baseAddress, $0.count) }
  }

  /// Gives the number of some bytes.
  ///
  /// The corresponding C function is `leadline_id_from_bytes`.
  ///
  /// - Parameter bytes: The text, by custom UTF-8.
  /// - Complexity: O(*n*) in the number of bytes.
  public static func from(_ bytes: [UInt8]) -> UInt64 {
    from(bytes.span)
  }

  /// Gives the number of a text's UTF-8 bytes.
  ///
  /// The corresponding C function is `leadline_id_from_bytes`.
  ///
  /// - Parameter text: The text.
  /// - Complexity: O(*n*) in the number of bytes.
  public static func from(_ text: String) -> UInt64 {
    unsafe text.withBytes { unsafe leadline_id_from_bytes($0, $1) }
  }
}
