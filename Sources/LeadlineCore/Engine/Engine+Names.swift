/// Names and their attributes, from any thread.
extension Engine {
  /// The code of a name, given out now if it is new.
  func intern(dimension: Int, _ name: Bytes) throws(Failure) -> UInt32 {
    if name.isEmpty { return Code.notSet }
    namesLock.lockToRead()
    let found = unsafe names.pointer.pointee[dimension].find(name)
    let kept = found.map { unsafe names.pointer.pointee[dimension].isKept($0) } ?? false
    namesLock.unlock()
    if let found, kept { return found }
    namesLock.lockToWrite()
    defer { namesLock.unlock() }
    return try internLocked(dimension: dimension, name)
  }

  /// The same under the lock on names, held to write.
  func internLocked(dimension: Int, _ name: Bytes) throws(Failure) -> UInt32 {
    if name.count > 65535 { throw failure(104, "a name is longer than 65535 bytes") }
    if unsafe names.pointer.pointee[dimension].count >= 1 << 31 - 1 { throw failure(104, "the dimension has 2^31 names") }
    do {
      return unsafe try names.pointer.pointee[dimension].intern(name)
    } catch {
      throw outOfMemory()
    }
  }

  func find(dimension: Int, _ name: Bytes) -> UInt32? {
    namesLock.lockToRead()
    defer { namesLock.unlock() }
    return unsafe names.pointer.pointee[dimension].find(name)
  }

  /// Gives a name of a dimension a value in one of the dimension's attributes; an empty value takes it away.
  func setAttribute(attribute: Int, code: UInt32, value: Bytes) throws(Failure) {
    namesLock.lockToWrite()
    defer { namesLock.unlock() }
    let base = dimensions[attribute].base
    let known = unsafe Int(code) < names.pointer.pointee[base].count && names.pointer.pointee[base].isKept(code)
    if !known || code == Code.notSet { throw failure(101, "this code has no name that could have attributes") }
    let valueCode = try internLocked(dimension: attribute, value)
    do {
      try putAttribute(attribute, code, valueCode)
    } catch {
      throw outOfMemory()
    }
  }

  /// Under the lock on names, held to write.
  func putAttribute(_ attribute: Int, _ code: UInt32, _ value: UInt32) throws(OutOfMemory) {
    let values = unsafe dimensions[attribute].values.pointer
    if unsafe Int(code) >= values.pointee.count {
      unsafe try values.pointee.append(repeating: Code.notSet, count: Int(code) + 1 - values.pointee.count)
    }
    unsafe values.pointee[Int(code)] = value
  }

  /// The attribute's code of a base code; under the lock on names.
  func attribute(_ attribute: Int, of code: UInt32) -> UInt32 {
    let values = unsafe dimensions[attribute].values.pointer
    return unsafe Int(code) < values.pointee.count ? values.pointee[Int(code)] : Code.notSet
  }
}
