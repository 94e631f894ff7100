// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @title How far spot and strike are apart beyond where carry takes them
/// @notice ln(a / b) + p where the two nearly cancel: absolute error below 2^-149 plus 2^-118 of |ln(a / b)|, so that d1 has 18
/// digits at any width that `BlackScholes` knows, which is 1e-27 or more.
/// @dev With powers of two taken out, ln(a / b) = 2 atanh(z) with |z| < 0.18 is summed term by term: what follows 25 of them is
/// 2^-125 of it.
library Closeness {
    uint256 private constant LN2_Q152 = 3957170856639293246623822679089056842134909763;
    uint256 private constant ONE_Q36 = 1e36;

    /// @param a 1 to 2^112
    /// @param b 1 to 2^112
    /// @param p 36 decimals, up to 2e37 of either sign
    /// @return y Q152
    function moneyness(uint256 a, uint256 b, int256 p) internal pure returns (int256 y) {
        // a - b is below 2^113, z below 2^150, u below 2^120, the series below 2^123.
        assembly ("memory-safe") {
            // n / d with 24 bits more than a word would hold.
            function ratio(n, d) -> r {
                r := add(shl(24, sdiv(n, d)), sdiv(shl(24, smod(n, d)), d))
            }
            for {} gt(mul(a, 10), mul(b, 14)) {} {
                b := shl(1, b)
                y := add(y, LN2_Q152)
            }
            for {} lt(mul(a, 10), mul(b, 7)) {} {
                a := shl(1, a)
                y := sub(y, LN2_Q152)
            }
            let z := ratio(shl(128, sub(a, b)), add(a, b))
            a := sar(28, z)
            a := shr(124, mul(a, a))
            b := 0
            for { let k := 51 } gt(k, 1) { k := sub(k, 2) } {
                b := shr(124, mul(a, add(b, div(shl(124, 1), k))))
            }
            y := add(add(y, ratio(shl(128, p), ONE_Q36)), shl(1, add(z, sar(108, mul(sar(16, z), b)))))
        }
    }
}
