import CPlatform

/// A number that several threads count up, from 0: it hands out parts, or counts failures. Apart from who owns it, so that
/// counting is no change of the owner, which all threads see at once.
@safe
struct SharedCount: ~Copyable {
  private let heap: Heap
  private let word: UnsafeMutablePointer<Int>

  init(_ heap: Heap) throws(OutOfMemory) {
    guard let memory = unsafe heap.allocate(MemoryLayout<Int>.size, alignment: 16) else { throw OutOfMemory() }
    self.heap = heap
    unsafe word = memory.bindMemory(to: Int.self, capacity: 1)
    unsafe word.pointee = 0
  }

  deinit { unsafe heap.deallocate(word, MemoryLayout<Int>.size, alignment: 16) }

  /// The number before it is counted up.
  @discardableResult
  func next() -> Int { unsafe platform_add_relaxed(word, 1) }

  /// Once all threads have ended.
  var count: Int { unsafe platform_load(word) }
}
