// A Swift program that links the C library, archive or shared. The library brings an embedded runtime of its own; were
// that to show, the host's objects would be retained and released by the wrong one, and this would crash.

import CLeadline

final class Node {
  let name: String
  var next: Node?
  init(_ name: String, next: Node?) {
    self.name = name
    self.next = next
  }
}

func chain(_ length: Int) -> Int {
  var head: Node?
  for index in 0..<length { head = Node("node \(index)", next: head) }
  var names: [String: Int] = [:]
  var node = head
  while let here = node {
    names[here.name, default: 0] += 1
    node = here.next
  }
  return names.count
}

var engine: OpaquePointer?
let before = chain(1000)
let opened = leadline_open(nil, &engine, nil, 0)
let during = chain(1000)
let closed = leadline_close(engine)
let after = chain(1000)

guard before == 1000, during == 1000, after == 1000, opened == LEADLINE_OK, closed == LEADLINE_OK,
  leadline_version_number() == UInt32(LEADLINE_VERSION_MAJOR * 10000 + LEADLINE_VERSION_MINOR * 100 + LEADLINE_VERSION_PATCH)
else {
  fatalError("open \(opened), close \(closed), version \(leadline_version_number())")
}
print("Swift host: \(String(cString: leadline_version_text()))")
