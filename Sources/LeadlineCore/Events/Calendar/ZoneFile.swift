import CPlatform

/// The bytes of a zone's file in the system's tz database.
struct ZoneFile: ~Copyable {
  private var content: Buffer<UInt8>

  /// The largest file of today's database has about 4 KiB.
  private static var sizeLimit: Int64 { 1 << 20 }
  private static var nameLimit: Int { 255 }

  var bytes: Bytes {
    guard let base = unsafe content.base else { return Bytes("") }
    return unsafe Bytes(base, content.count)
  }

  init(_ heap: Heap, zone name: Bytes) throws(ZoneError) {
    content = Buffer(heap)
    guard ZoneFile.isSafe(name) else { throw .unknown }
    var path = Buffer<UInt8>(heap)
    for place in 0..<4 {
      if try ZoneFile.read(ZoneFile.directory(place), name, &path, &content) { return }
    }
    throw .unknown
  }

  /// Where systems keep the database, most likely first.
  private static func directory(_ place: Int) -> StaticString {
    switch place {
    case 0: "/usr/share/zoneinfo/"
    case 1: "/usr/lib/zoneinfo/"
    case 2: "/usr/share/lib/zoneinfo/"
    default: "/etc/zoneinfo/"
    }
  }

  /// Whether a name stays in the database's directory: parts between slashes, none empty, "." or "..".
  private static func isSafe(_ name: Bytes) -> Bool {
    guard name.count >= 1 && name.count <= nameLimit else { return false }
    var partStart = 0
    for i in 0...name.count {
      guard i == name.count || name[i] == UInt8(ascii: "/") else {
        if name[i] == 0 { return false }
        continue
      }
      let part = name.slice(partStart, i)
      if part.isEmpty || part == "." || part == ".." { return false }
      partStart = i + 1
    }
    return true
  }

  /// Reads one file whole; false if there is none.
  private static func read(
    _ directory: StaticString, _ name: Bytes, _ path: inout Buffer<UInt8>, _ content: inout Buffer<UInt8>
  ) throws(ZoneError) -> Bool {
    let directory = Bytes(directory)
    path.removeAll()
    do {
      try path.reserve(more: directory.count + name.count + 1)
      try unsafe path.append(from: directory.start, count: directory.count)
      try unsafe path.append(from: name.start, count: name.count)
      try path.append(0)
    } catch { throw .outOfMemory }
    let descriptor = unsafe path.base.unsafelyUnwrapped.withMemoryRebound(to: CChar.self, capacity: path.count) {
      unsafe platform_open_read($0)
    }
    guard descriptor >= 0 else { return false }
    defer { _ = close(descriptor) }
    let size = platform_file_size(descriptor)
    guard size >= 0 else { return false }
    guard size > 0 && size <= sizeLimit else { throw .damaged }
    do { try content.append(repeating: 0, count: Int(size)) } catch { throw .outOfMemory }
    guard unsafe platform_read_full(descriptor, content.base, Int(size)) == size else { throw .damaged }
    return true
  }
}
