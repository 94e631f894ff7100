// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @title Exponential in Q96
/// @notice x = k ln 2 + r with |r| <= ln(2)/2, and e^r = (2c + r) / (2c - r) where c = (r/2) coth(r/2) is even in r: seven
/// terms in r^2 (Chebyshev fit, error 4.4e-25) and one division.
library Exponential {
    uint256 private constant LN2 = 54916777467707473351141471128;
    int256 private constant LOWEST = -67 * 2 ** 96;

    /// @notice e^x for x <= 42 * 2^96, relative error below 1e-24 plus 2^-96 absolute; 0 once that is below 2^-96.
    /// @param x Q96
    /// @return y Q96
    function exp(int256 x) internal pure returns (uint256 y) {
        // The bound on x keeps every product below 2^250; far below it the result is zero.
        if (x < LOWEST) return 0;
        assembly ("memory-safe") {
            let k := sar(96, add(sdiv(shl(96, x), LN2), shl(95, 1)))
            let r := sub(x, mul(k, LN2))
            let z := shr(96, mul(r, r))
            // forgefmt: disable-next-item
            let c := shl(1,
                add(79228162514264337593543985442,
                sar(96, mul(z, add(6602346876188694799424587441,
                sar(96, mul(z, sub(
                sar(96, mul(z, add(2619978919122062259140930,
                sar(96, mul(z, sub(
                sar(96, mul(z, add(1654026842100630044442,
                sar(96, mul(z, sub(
                shr(96, mul(z, 1047462265437869613)),
                41863172573400601964)))))),
                65499472963808464092507)))))),
                110039114603144906783927497)))))))
            )
            // Q157 before the binary exponent, so that small results keep their digits.
            y := shr(sub(61, k), div(shl(157, add(c, r)), sub(c, r)))
        }
    }
}
