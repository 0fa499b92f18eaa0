import CPlatform

/// A file on its way to a reader.
enum CSVFile {
  /// Small enough to stay in the second-level cache between being read from the system and being cut.
  private static var pieceSize: Int { 1 << 18 }

  /// Feeds the file at a NUL-terminated path and finishes.
  static func read(_ path: UnsafePointer<CChar>, into reader: inout CSVReader) throws(Failure) {
    let engine = unsafe reader.engine
    let descriptor = unsafe platform_open_read(path)
    if descriptor < 0 { throw unsafe failure(engine.pointee, "cannot open ", path) }
    defer { close(descriptor) }
    var piece = unsafe Buffer<UInt8>(engine.pointee.heap)
    do {
      try piece.append(repeating: 0, count: pieceSize)
    } catch { throw unsafe engine.pointee.outOfMemory() }
    let bytes = unsafe piece.base.unsafelyUnwrapped
    while true {
      let size = unsafe platform_read_full(descriptor, bytes, pieceSize)
      if size < 0 { throw unsafe failure(engine.pointee, "cannot read ", path) }
      if size == 0 { break }
      unsafe try reader.feed(Bytes(bytes, Int(size)))
    }
    try reader.finish()
  }

  /// The causes that a host is likely to meet, in words of our own: the C library's depend on the locale.
  private static func failure(_ engine: borrowing Engine, _ what: StaticString, _ path: UnsafePointer<CChar>) -> Failure {
    let cause: StaticString =
      switch platform_errno() {
      case ENOENT: ": there is no such file"
      case EACCES, EPERM: ": permission denied"
      case EISDIR: ": it is a directory"
      case ENOTDIR: ": part of the path is no directory"
      case ELOOP: ": too many symbolic links"
      case ENAMETOOLONG: ": the path is too long"
      case EMFILE, ENFILE: ": too many files are open"
      case EIO: ": the device gave an error"
      case ENOMEM: ": the system is out of memory"
      default: ": the system refused"
      }
    return engine.failure(201, what, unsafe Bytes(c: path), cause)
  }
}
