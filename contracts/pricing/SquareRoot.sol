// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @title Square roots
/// @notice Heron's method from a line: within 46 % on [1, 256) times an even power of two, which four steps take to 4.3e-12 and five to 9e-24.
library SquareRoot {
    /// @dev 0.085749 in Q96; the line is 0.085749 (16 + m).
    uint256 private constant SLOPE = 6793755514476281250393198583;

    /// @notice sqrt(tau * 2^192), relative error below 1e-23; for tau = 0 some number.
    /// @param tau below 2^64
    function ofTime(uint256 tau) internal pure returns (uint256 y) {
        // tau < 2^64: the sum in the first guess is below 2^65, each guess below 2^130, and none is zero.
        assembly ("memory-safe") {
            let s := shl(5, lt(0xffffffff, tau))
            s := or(s, shl(4, lt(0xffff, shr(s, tau))))
            s := or(s, shl(3, lt(0xff, shr(s, tau))))
            y := shr(shr(1, s), mul(add(tau, shl(s, 16)), SLOPE))
            s := shl(192, tau)
            y := shr(1, add(y, div(s, y)))
            y := shr(1, add(y, div(s, y)))
            y := shr(1, add(y, div(s, y)))
            y := shr(1, add(y, div(s, y)))
            y := shr(1, add(y, div(s, y)))
        }
    }

    /// @notice sqrt(x), relative error below 5e-12 plus one unit; for x = 0 some number.
    function ofWord(uint256 x) internal pure returns (uint256 y) {
        // The guess is below 2^129; no later one is zero.
        assembly ("memory-safe") {
            let s := shl(7, lt(0, shr(128, x)))
            s := or(s, shl(6, lt(0, shr(or(s, 64), x))))
            s := or(s, shl(5, lt(0xffffffff, shr(s, x))))
            s := or(s, shl(4, lt(0xffff, shr(s, x))))
            s := or(s, shl(3, lt(0xff, shr(s, x))))
            // 0.085749 2^(s/2) (16 + x 2^-s) with 32 bits of the slope
            y := add(shr(32, shl(shr(1, s), mul(add(16, shr(s, x)), 368285474))), 1)
            y := shr(1, add(y, div(x, y)))
            y := shr(1, add(y, div(x, y)))
            y := shr(1, add(y, div(x, y)))
            y := shr(1, add(y, div(x, y)))
        }
    }
}
