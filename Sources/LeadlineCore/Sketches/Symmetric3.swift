/// Three numbers.
struct Vector3 {
  var x = 0.0
  var y = 0.0
  var z = 0.0

  func plus(_ other: Vector3) -> Vector3 { Vector3(x: x + other.x, y: y + other.y, z: z + other.z) }
  func scaled(_ factor: Double) -> Vector3 { Vector3(x: x * factor, y: y * factor, z: z * factor) }
}

/// A symmetric matrix of three by three.
struct Symmetric3 {
  var xx = 0.0
  var xy = 0.0
  var xz = 0.0
  var yy = 0.0
  var yz = 0.0
  var zz = 0.0

  /// Adds `factor` times the products of a vector's numbers.
  @inline(__always)
  mutating func add(square v: Vector3, times factor: Double) {
    let (x, y, z) = (v.x * factor, v.y * factor, v.z * factor)
    xx = xx + x * v.x
    xy = xy + x * v.y
    xz = xz + x * v.z
    yy = yy + y * v.y
    yz = yz + y * v.z
    zz = zz + z * v.z
  }

  func times(_ v: Vector3) -> Vector3 {
    Vector3(x: xx * v.x + xy * v.y + xz * v.z, y: xy * v.x + yy * v.y + yz * v.z, z: xz * v.x + yz * v.y + zz * v.z)
  }

  /// The inverse, if the matrix is positive definite beyond rounding.
  ///
  /// By cofactors of the matrix scaled to ones on its diagonal, without which parts of very different size would drown each
  /// other.
  var inverse: Symmetric3? {
    guard xx > 0.0, yy > 0.0, zz > 0.0 else { return nil }
    let (sx, sy, sz) = (1.0 / xx.squareRoot(), 1.0 / yy.squareRoot(), 1.0 / zz.squareRoot())
    let (a, b, c) = (xy * sx * sy, xz * sx * sz, yz * sy * sz)
    let determinant = 1.0 + 2.0 * a * b * c - a * a - b * b - c * c
    guard determinant > 1e-13 else { return nil }
    return Symmetric3(
      xx: (1.0 - c * c) / determinant * sx * sx, xy: (b * c - a) / determinant * sx * sy,
      xz: (a * c - b) / determinant * sx * sz, yy: (1.0 - b * b) / determinant * sy * sy,
      yz: (a * b - c) / determinant * sy * sz, zz: (1.0 - a * a) / determinant * sz * sz)
  }
}
