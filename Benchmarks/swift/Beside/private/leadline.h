/* SwiftPM searches no headers outside a package; the contract stands beside it. */
#include "../../../../include/leadline.h"
