/// A zone's file, checked from end to end.
///
/// Source of the format: RFC 9636, "The Time Zone Information Format (TZif)", versions 1 to 4. Of a file of version 2 and
/// above the first block, with its 32-bit times, is passed over as the RFC asks.
@safe
struct TZif {
  /// Counts of a data block, in the order of the header.
  private struct Counts {
    var utIndicators, standardIndicators, leapSeconds, times, types, characters: Int

    func size(timeSize: Int) -> Int {
      times * (timeSize + 1) + types * 6 + characters + leapSeconds * (timeSize + 4) + standardIndicators + utIndicators
    }
  }

  private static var headerSize: Int { 44 }
  /// What the RFC lets a type's offset be.
  private static var offsets: ClosedRange<Int> { -89_999...93_599 }

  private let counts: Counts
  private let timeSize: Int
  private let times: Bytes
  private let typeIndexes: Bytes
  private let types: Bytes
  /// The rule for what comes after the last transition, without the newlines; empty if there is none.
  let footer: Bytes

  init(_ file: Bytes) throws(ZoneError) {
    var counts = try TZif.header(file, 0)
    var at = TZif.headerSize
    if file[4] == 0 {
      timeSize = 4
    } else {
      let second = at + counts.size(timeSize: 4)
      counts = try TZif.header(file, second)
      at = second + TZif.headerSize
      timeSize = 8
    }
    self.counts = counts
    let end = at + counts.size(timeSize: timeSize)
    guard end <= file.count, counts.types > 0, counts.types <= 256, counts.characters > 0 else { throw .damaged }
    guard counts.utIndicators == 0 || counts.utIndicators == counts.types else { throw .damaged }
    guard counts.standardIndicators == 0 || counts.standardIndicators == counts.types else { throw .damaged }
    // Such a file counts leap seconds, and time here does not.
    guard counts.leapSeconds == 0 else { throw .unknown }
    times = file.slice(at, at + counts.times * timeSize)
    at += times.count
    typeIndexes = file.slice(at, at + counts.times)
    at += typeIndexes.count
    types = file.slice(at, at + counts.types * 6)
    at += types.count
    let names = file.slice(at, at + counts.characters)
    at += names.count
    let standard = file.slice(at, at + counts.standardIndicators)
    at += standard.count
    let ut = file.slice(at, end)
    footer = timeSize == 4 ? Bytes("") : try TZif.footer(file, end)
    try check(names: names, standard: standard, ut: ut)
  }

  private static func header(_ file: Bytes, _ at: Int) throws(ZoneError) -> Counts {
    guard file.count >= headerSize, at <= file.count - headerSize, file.slice(at, at + 4) == "TZif" else { throw .damaged }
    let version = file[at + 4]
    guard version == 0 || version >= UInt8(ascii: "2") else { throw .damaged }
    // Each is below 2^32, so that the sizes worked out from them are far from overflowing.
    return Counts(
      utIndicators: Int(file.bigEndian32(at + 20)),
      standardIndicators: Int(file.bigEndian32(at + 24)),
      leapSeconds: Int(file.bigEndian32(at + 28)),
      times: Int(file.bigEndian32(at + 32)),
      types: Int(file.bigEndian32(at + 36)),
      characters: Int(file.bigEndian32(at + 40)))
  }

  private static func footer(_ file: Bytes, _ at: Int) throws(ZoneError) -> Bytes {
    let newline = UInt8(ascii: "\n")
    guard at < file.count, file[at] == newline else { throw .damaged }
    var end = at + 1
    while end < file.count && file[end] != newline { end += 1 }
    guard end < file.count else { throw .damaged }
    return file.slice(at + 1, end)
  }

  private func check(names: Bytes, standard: Bytes, ut: Bytes) throws(ZoneError) {
    for i in 0..<counts.types {
      guard TZif.offsets.contains(offset(ofType: i)), types[6 * i + 4] <= 1 else { throw .damaged }
      var end = Int(types[6 * i + 5])
      while end < names.count && names[end] != 0 { end += 1 }
      guard end < names.count else { throw .damaged }
    }
    for i in 0..<counts.times {
      guard typeIndexes[i] < counts.types, i == 0 || time(i - 1) < time(i) else { throw .damaged }
    }
    for i in 0..<standard.count { guard standard[i] <= 1 else { throw .damaged } }
    for i in 0..<ut.count { guard ut[i] == 0 || (ut[i] == 1 && i < standard.count && standard[i] == 1) else { throw .damaged } }
  }

  var count: Int { counts.times }

  func time(_ i: Int) -> Int {
    timeSize == 4
      ? Int(Int32(bitPattern: times.bigEndian32(4 * i)))
      : Int(times.bigEndian32(8 * i)) << 32 | Int(times.bigEndian32(8 * i + 4))
  }

  /// Seconds east of UTC from transition `i` on.
  func offset(_ i: Int) -> Int { offset(ofType: Int(typeIndexes[i])) }

  /// Seconds east of UTC before the first transition: those of type 0, as the RFC says.
  var firstOffset: Int { offset(ofType: 0) }

  private func offset(ofType type: Int) -> Int { Int(Int32(bitPattern: types.bigEndian32(6 * type))) }
}

extension Bytes {
  fileprivate func bigEndian32(_ at: Int) -> UInt32 {
    UInt32(self[at]) << 24 | UInt32(self[at + 1]) << 16 | UInt32(self[at + 2]) << 8 | UInt32(self[at + 3])
  }
}
