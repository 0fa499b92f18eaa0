#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The heap of the measurements: malloc.
nonisolated(unsafe) let heap: Heap = {
  let used = UnsafeMutablePointer<Int>.allocate(capacity: 1)
  used.initialize(to: 0)
  let state = UnsafeMutablePointer<Heap.State>.allocate(capacity: 1)
  state.initialize(to: Heap.State(context: nil, allocate: nil, deallocate: nil, used: used))
  return Heap(state)
}()
