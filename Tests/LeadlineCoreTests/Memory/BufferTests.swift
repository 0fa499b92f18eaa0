@testable import LeadlineCore
import Testing

/// Growing memory that may not be there.
@Suite struct BufferTests {
  /// Fails the first, second, third ... allocation until `body` succeeds; each time `body` must leave things as they were.
  func failing(_ heap: TestHeap, _ body: () throws -> Void) {
    for failure in 0..<20 {
      heap.failAfter = failure
      defer { heap.failAfter = -1 }
      if (try? body()) != nil { return }
    }
    Issue.record("never succeeds")
  }

  @Test func growthFails() {
    let heap = TestHeap()
    do {
      var buffer = Buffer<Int>(heap.heap)
      for i in 0..<100 {
        heap.failAfter = 0
        let before = (buffer.count, buffer.capacity)
        let isAppended = (try? buffer.append(i)) != nil
        heap.failAfter = -1
        if !isAppended {
          #expect(buffer.count == before.0 && buffer.capacity == before.1)
          try? buffer.append(i)
        }
      }
      #expect(buffer.count == 100)
      for i in 0..<100 { #expect(buffer[i] == i) }
      #expect(buffer.bytes == heap.used)
    }
    #expect(heap.live == 0 && heap.used == 0)
  }

  @Test func sizesThatCannotBe() {
    let heap = TestHeap()
    var buffer = Buffer<Int>(heap.heap)
    try? buffer.append(1)
    for size in [Int.max, Int.max / 2, Int.max / 8 + 1] {
      #expect(throws: OutOfMemory.self) { try buffer.reserve(exactly: size) }
      #expect(throws: OutOfMemory.self) { try buffer.reserve(more: size) }
    }
    #expect(buffer.count == 1 && buffer[0] == 1)
  }

  @Test func operations() throws {
    let heap = TestHeap()
    do {
      var buffer = Buffer<UInt32>(heap.heap)
      var model: [UInt32] = []
      failing(heap) { try buffer.append(repeating: 7, count: 20) }
      model += [UInt32](repeating: 7, count: 20)
      failing(heap) { try buffer.append(from: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], count: 12) }
      model += 1...12
      failing(heap) { try buffer.resize(to: 50, filling: 3) }
      model += [UInt32](repeating: 3, count: 18)
      try buffer.resize(to: 40, filling: 9)
      model.removeLast(10)
      #expect(buffer.removeLast() == model.removeLast())
      buffer.truncate(to: 100)
      buffer.truncate(to: 30)
      model.removeLast(9)
      #expect((0..<buffer.count).map { buffer[$0] } == model)
      buffer[3] = 99
      #expect(buffer[3] == 99)
      try buffer.append(repeating: 1, count: 0)
      buffer.removeAll()
      #expect(buffer.isEmpty == true)
    }
    #expect(heap.live == 0)
  }

  /// What is in a buffer is destroyed with it, once.
  @Test func elementsOwnMemory() throws {
    let heap = TestHeap()
    do {
      var outer = Buffer<Buffer<UInt8>>(heap.heap)
      for i in 0..<20 {
        var inner = Buffer<UInt8>(heap.heap)
        try inner.append(UInt8(i))
        try outer.append(inner)
      }
      #expect(heap.live == 21)
      _ = outer.removeLast()
      #expect(heap.live == 20)
      outer.truncate(to: 5)
      #expect(heap.live == 6)
      outer[0] = Buffer(heap.heap)
      #expect(heap.live == 5)
    }
    #expect(heap.live == 0)
  }

  @Test func boxes() throws {
    let heap = TestHeap()
    heap.failAfter = 0
    #expect(throws: OutOfMemory.self) { _ = try Box(heap.heap, 5) }
    heap.failAfter = -1
    do {
      let box = try Box(heap.heap, 5)
      #expect(box.pointer.pointee == 5)
      box.pointer.pointee += 1
      #expect(box.value == 6)
      var inner = Buffer<Int>(heap.heap)
      try inner.append(1)
      heap.failAfter = 0
      // The value is given up with the box that there is no memory for.
      #expect((try? Box(heap.heap, inner)) == nil)
      heap.failAfter = -1
      #expect(heap.live == 1)
    }
    #expect(heap.live == 0)
  }
}
