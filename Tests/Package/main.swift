// The program of a package outside the tree; see scripts/check-package.sh. It uses what a user would, by `import Leadline`
// alone.

import Leadline

let second = Timestamp(seconds: 1)
precondition(second - Timestamp(seconds: 0) == .seconds(1))
print("Leadline from outside: periods of \(Period.day)")
