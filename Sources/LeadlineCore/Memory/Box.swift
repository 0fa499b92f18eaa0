/// One value with an address of its own, on the engine's heap.
@safe
struct Box<Value: ~Copyable>: ~Copyable {
  let pointer: UnsafeMutablePointer<Value>
  private let heap: Heap

  init(_ heap: Heap, _ value: consuming Value) throws(OutOfMemory) {
    guard let memory = unsafe heap.allocate(MemoryLayout<Value>.size, alignment: Swift.max(MemoryLayout<Value>.alignment, 16))
    else { throw OutOfMemory() }
    unsafe pointer = memory.bindMemory(to: Value.self, capacity: 1)
    unsafe pointer.initialize(to: value)
    self.heap = heap
  }

  deinit {
    unsafe pointer.deinitialize(count: 1)
    unsafe heap.deallocate(pointer, MemoryLayout<Value>.size, alignment: Swift.max(MemoryLayout<Value>.alignment, 16))
  }

  var value: Value {
    _read { yield unsafe pointer.pointee }
    _modify { yield unsafe &pointer.pointee }
  }
}
