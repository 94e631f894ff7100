// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {HedgeBand} from "../types/Config.sol";
import {SquareRoot} from "./SquareRoot.sol";

/// @title What a band gains because its book ends
/// @notice With variance v left, moving the hedge from a distance y to b once and for all costs lambda S (y - b) + k and saves
/// gamma S^2 v (y^2 - b^2) / 2: worth while from b = h = lambda / (gamma S v) (Zakamouline's H0, 2006) and
/// y - b >= d = sqrt(2 k / (gamma S^2 v)). Joined with the thresholds of an endless book: b = b1 + h,
/// a = b + sqrt((a1 - b1)^2 + d^2).
/// With the reach E = 1 / (gamma S v), h = lambda E and d^2 = 2 k E / S. It adds to the error of the thresholds less than 6e-12
/// of a plus 2e-15 units and never reverts; lengths beyond 5e9 units are unbounded.
library HorizonBand {
    uint256 private constant UNBOUNDED = 2 ** 128 - 1;
    /// @dev 1e54 in Q64.
    uint256 private constant REACH_UNIT = 1e54 * 2 ** 64;
    uint256 private constant MAX_REACH = 2 ** 127 - 1;
    uint256 private constant MAX_SPOT = (1 << 112) - 1;
    uint256 private constant MAX_VARIANCE = 1 << 70;

    /// @notice a and b from those of an endless book; both may exceed 128 bits.
    /// @dev Saturates: risk aversion at 2^128, spot at 2^112 wei, variance at 1180, gamma S at 2e19, E at 9e18. No spot is one wei.
    /// @param outer of the endless book, below 2^128
    /// @param variance not zero
    function widen(
        uint256 outer,
        uint256 inner,
        HedgeBand memory terms,
        uint256 riskAversion,
        uint256 spot,
        uint256 variance
    ) internal pure returns (uint256 a, uint256 b) {
        uint256 square;
        uint256 sum;
        assembly ("memory-safe") {
            // gamma S below 2^240, then 2^184; with v at most 2^254
            let e := mul(riskAversion, spot)
            if or(
                or(shr(112, spot), shr(128, riskAversion)),
                or(shr(70, variance), or(shr(184, e), iszero(e)))
            ) {
                if shr(112, spot) { spot := MAX_SPOT }
                if shr(128, riskAversion) { riskAversion := UNBOUNDED }
                if shr(70, variance) { variance := MAX_VARIANCE }
                spot := add(spot, iszero(spot))
                e := mul(riskAversion, spot)
                if shr(184, e) { e := shl(184, 1) }
                // Without risk aversion E is the largest of all, as from one.
                e := add(e, iszero(e))
            }
            e := div(REACH_UNIT, mul(e, variance))
            if shr(127, e) { e := MAX_REACH }
            a := sub(outer, inner)
            // lambda and k fill 128 bits: h below 2^191, 2 k E below 2^256
            b := add(inner, shr(64, mul(mload(add(terms, 0x20)), e)))
            // d^2 = 2 k E / S, in 36 decimals and 64 more bits as the square of the gap
            square := mul(shl(1, mload(add(terms, 0x40))), e)
            switch or(shr(136, square), shr(92, a))
            case 0 { square := div(mul(square, 1000000000000000000000000000000000000), spot) }
            default {
                // 5e9 units in wei
                if shr(92, a) { a := UNBOUNDED }
                switch shr(136, square)
                case 0 { square := div(mul(square, 1000000000000000000000000000000000000), spot) }
                default {
                    square := div(square, spot)
                    // beyond 4.6e9 units
                    if shr(127, square) { a := UNBOUNDED }
                    square := mul(square, 1000000000000000000000000000000000000)
                }
                // An unbounded gap is left as it is.
                if eq(a, UNBOUNDED) { square := 0 }
            }
            sum := shl(64, mul(a, a))
            // `square` is below 2^255.7 and that of the gap below 2^248; that of an unbounded gap is not used.
            switch gt(square, sum)
            case 0 {
                // The gap is not the shorter side: the chord gap + 27/64 square / gap is within 1.5 %; Heron's method makes that
                // 1.2e-4, 7e-9 and 3e-17. Without any d the sides are the same, and by zero there is nothing to divide.
                if square {
                    let y := shl(32, a)
                    sum := add(sum, square)
                    y := add(y, div(mul(shr(6, square), 27), y))
                    y := shr(1, add(y, div(sum, y)))
                    y := shr(1, add(y, div(sum, y)))
                    a := shr(33, add(y, div(sum, y)))
                }
                square := 0
            }
            default { square := add(sum, square) }
        }
        if (square != 0) a = SquareRoot.ofWord(square) >> 32;
        unchecked {
            a += b;
        }
    }
}
