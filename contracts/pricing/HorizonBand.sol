// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {HedgeBand} from "../types/Config.sol";
import {SquareRoot} from "./SquareRoot.sol";

/// @title What a band gains because its book ends
/// @notice With variance v left, moving the hedge from a distance y to b once and for all costs lambda S (y - b) + k and saves
/// gamma S^2 v (y^2 - b^2) / 2: worth while from b = h = lambda / (gamma S v) (Zakamouline's H0, 2006) and
/// y - b >= d = sqrt(2 k / (gamma S^2 v)). Joined with the thresholds of an endless book: b = b1 + h,
/// a = b + sqrt((a1 - b1)^2 + d^2).
/// With the reach E = 1 / (gamma S v), h = lambda E and d^2 = 2 k E / S. It adds to the error of the thresholds less than 2e-11
/// of a plus 2e-15 units and never reverts; a d beyond 6.8e10 units is unbounded.
library HorizonBand {
    uint256 private constant UNBOUNDED = 2 ** 128 - 1;
    /// @dev 1e54 in Q64.
    uint256 private constant REACH_UNIT = 1e54 * 2 ** 64;
    uint256 private constant MAX_REACH = 2 ** 127 - 1;
    uint256 private constant MAX_SPOT = (1 << 112) - 1;
    uint256 private constant MAX_VARIANCE = 1 << 70;

    /// @notice h and d^2 at any input, in wei and wei^2; 2^196 stands for an unbounded d^2, others are below 2^192.
    /// @dev Saturates: risk aversion at 2^128, spot at 2^112 wei, variance at 1180, gamma S at 2e19, E at 9e18. No spot is one wei.
    function last(HedgeBand memory terms, uint256 riskAversion, uint256 spot, uint256 variance)
        internal
        pure
        returns (uint256 h, uint256 square)
    {
        if (variance == 0) return (0, 0);
        assembly ("memory-safe") {
            if shr(112, spot) { spot := MAX_SPOT }
            if shr(128, riskAversion) { riskAversion := UNBOUNDED }
            if shr(70, variance) { variance := MAX_VARIANCE }
            spot := add(spot, iszero(spot))
            // gamma S below 2^240, then 2^184; with v at most 2^254
            let e := mul(riskAversion, spot)
            if shr(184, e) { e := shl(184, 1) }
            // Without risk aversion E is the largest of all, as from one.
            e := div(REACH_UNIT, mul(add(e, iszero(e)), variance))
            if shr(127, e) { e := MAX_REACH }
            // lambda and k fill 128 bits: h below 2^191, 2 k E below 2^256
            h := shr(64, mul(mload(add(terms, 0x20)), e))
            // d^2 = 2 k E / S, in 36 decimals
            square := mul(shl(1, mload(add(terms, 0x40))), e)
            switch shr(136, square)
            case 0 { square := shr(64, div(mul(square, 1000000000000000000000000000000000000), spot)) }
            default {
                square := div(square, spot)
                switch shr(136, square)
                case 0 { square := shr(64, mul(square, 1000000000000000000000000000000000000)) }
                // beyond 6.8e10 units
                default { square := shl(196, 1) }
            }
        }
    }

    /// @notice sqrt(gap^2 + square), relative error below 2e-11 plus one wei.
    /// @param gap below 2^92
    /// @param square at most 2^196, which stands for unbounded
    function join(uint256 gap, uint256 square) internal pure returns (uint256 width) {
        // below 2^184 and 2^192
        unchecked {
            uint256 sum = gap * gap;
            if (square >> 10 >= sum) {
                return square >> 192 != 0 ? UNBOUNDED : SquareRoot.ofWord(sum + square);
            }
        }
        // d is less than 32 gaps, and there is one: t = (d / gap)^2 in Q40, gap (1 + t)^(1/2) from three poles within 0.33 %;
        // Heron's method makes that 6e-6 and 2e-11.
        assembly ("memory-safe") {
            let sum := mul(gap, gap)
            width := div(shl(40, square), sum)
            sum := add(sum, square)
            width := shr(
                64,
                mul(
                    gap,
                    sub(
                        1337965651363555704833,
                        add(
                            add(
                                div(2318235479676014516916039457251000321, add(width, 2002894806951115)),
                                div(9880005736749202810847340355649537, add(width, 73190746390267))
                            ),
                            div(134434671344187513399541785165825, add(width, 4974105615775))
                        )
                    )
                )
            )
            width := shr(1, add(width, div(sum, width)))
            width := shr(1, add(width, div(sum, width)))
        }
    }
}
