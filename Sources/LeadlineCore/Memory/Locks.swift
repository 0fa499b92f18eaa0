import CPlatform

/// A mutex at an address of its own, as pthread wants it.
@safe
struct Lock: ~Copyable {
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let heap: Heap

  init(_ heap: Heap) throws(OutOfMemory) {
    guard let memory = unsafe heap.allocate(MemoryLayout<pthread_mutex_t>.size, alignment: 64) else { throw OutOfMemory() }
    let mutex = unsafe memory.bindMemory(to: pthread_mutex_t.self, capacity: 1)
    if unsafe pthread_mutex_init(mutex, nil) != 0 {
      unsafe heap.deallocate(memory, MemoryLayout<pthread_mutex_t>.size, alignment: 64)
      throw OutOfMemory()
    }
    self.heap = heap
    unsafe self.mutex = mutex
  }

  // Not destroyed: in a forked child another thread may have held it, and on Linux destroying frees nothing.
  deinit { unsafe heap.deallocate(mutex, MemoryLayout<pthread_mutex_t>.size, alignment: 64) }

  @inline(__always)
  func lock() { _ = unsafe pthread_mutex_lock(mutex) }

  @inline(__always)
  func tryLock() -> Bool { unsafe pthread_mutex_trylock(mutex) == 0 }

  @inline(__always)
  func unlock() { _ = unsafe pthread_mutex_unlock(mutex) }
}

/// A lock that many readers or one writer hold; a waiting writer goes first, so that a new name is not kept waiting for ever
/// by an unbroken stream of batches. A reader must not take it twice.
@safe
struct ReadWriteLock: ~Copyable {
  private let lock: UnsafeMutablePointer<pthread_rwlock_t>
  private let heap: Heap

  init(_ heap: Heap) throws(OutOfMemory) {
    guard let memory = unsafe heap.allocate(MemoryLayout<pthread_rwlock_t>.size, alignment: 64) else { throw OutOfMemory() }
    let lock = unsafe memory.bindMemory(to: pthread_rwlock_t.self, capacity: 1)
    if unsafe platform_rwlock_init_writer_first(lock) != 0 {
      unsafe heap.deallocate(memory, MemoryLayout<pthread_rwlock_t>.size, alignment: 64)
      throw OutOfMemory()
    }
    self.heap = heap
    unsafe self.lock = lock
  }

  deinit { unsafe heap.deallocate(lock, MemoryLayout<pthread_rwlock_t>.size, alignment: 64) }

  @inline(__always)
  func lockToRead() { _ = unsafe pthread_rwlock_rdlock(lock) }

  func tryLockToWrite() -> Bool { unsafe pthread_rwlock_trywrlock(lock) == 0 }

  @inline(__always)
  func lockToWrite() { _ = unsafe pthread_rwlock_wrlock(lock) }

  @inline(__always)
  func unlock() { _ = unsafe pthread_rwlock_unlock(lock) }
}
