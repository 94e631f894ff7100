// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";
import {HedgeBand} from "../types/Config.sol";
import {HorizonBand} from "./HorizonBand.sol";
import {SquareRoot} from "./SquareRoot.sol";

/// @title The two-threshold band: trade from beyond a, stop at b
/// @notice a b (a + b) = P = 3 lambda S Gamma^2 / gamma and (a + b)(a - b)^3 = Q = 12 k Gamma^2 / gamma, the optimum under a
/// proportional cost lambda and a fixed cost k (Whalley and Wilmott 1997 at k = 0). The factor e^(-r tau) of both is left
/// out: bands are used over hours. With q = Q^(1/4) and R = 4P / q^3 it is one root: v^9 - v = R,
/// a = q (v^3 + 1/v) / 2, b = q (v^3 - 1/v) / 2.
/// As Q = 12 k Gamma^2 / gamma, R = lambda S q / k. Errors stay below 3e-11 of a plus 1e-15 units, before the limits: q errs by less than 8e-12
/// (SquareRoot, twice), v by 5e-12 (three Newton steps from within 1.1 %; scanned over R from 1e-8 to 1e36), and a goes with
/// q v^3. It never reverts; lengths beyond 5e9 units (3e5 where the fixed cost is below 18) are unbounded.
library HedgeBands {
    uint256 private constant WAD = 1e18;
    uint256 private constant ONE = 2 ** 64;
    /// @dev 0.02 / 9 in Q32
    uint256 private constant GUESS_SHIFT = 9544372;
    uint256 private constant UNBOUNDED = 2 ** 128 - 1;
    /// @dev Inputs saturate: gamma at 1e12 units per 1.00 of quote, lambda at 100, spot at 2^112 wei.
    uint256 private constant MAX_GAMMA = 1e30;
    uint256 private constant MAX_COST_RATE = 100e18;
    uint256 private constant MAX_SPOT = (1 << 112) - 1;
    /// @dev Of lambda S where there is a fixed cost, 36 decimals: 1.4e9.
    uint256 private constant MAX_COST = 2 ** 150;
    /// @dev Of q with 32 bits below the wei: 5e9 units.
    uint256 private constant MAX_LENGTH = 2 ** 124;
    /// @dev R = 2^120 in Q64: v is 1e4 there, and a and b differ by 2e-16 of themselves.
    uint256 private constant MAX_RATIO = 2 ** 184;

    /// @notice Outer and inner half-width in base units: floor <= inner <= outer <= min(cap, capShare * range). Where that
    /// cap lies below the floor, both are the floor.
    /// @param terms lambda, k and the limits; its own riskAversion is relative and not used here
    /// @param riskAversion gamma of the body, absolute, per 1.00 of quote
    /// @param absGamma |share * dT/dS| per 1.00 of quote
    /// @param range the body's range, base units
    /// @param variance what is left of the book's (BookVariance), 18 decimals; zero: nothing lives, and the band is that of an
    /// endless book
    function band(
        HedgeBand memory terms,
        uint256 riskAversion,
        uint256 absGamma,
        uint256 spot,
        uint256 range,
        uint256 variance
    ) internal pure returns (uint256 outer, uint256 inner) {
        (outer, inner) = optimum(terms.costRate, terms.fixedCost, riskAversion, absGamma, spot);
        if (variance != 0) {
            (outer, inner) = HorizonBand.widen(outer, inner, terms, riskAversion, spot, variance);
        }
        // range and capShare fill 128 bits
        assembly ("memory-safe") {
            let floor_ := mload(add(terms, 0x60))
            let cap := mload(add(terms, 0x80))
            if shr(128, range) { range := UNBOUNDED }
            range := div(mul(range, mload(add(terms, 0xa0))), WAD)
            if lt(range, cap) { cap := range }
            // The inner edge is no further than the outer one.
            if or(lt(inner, floor_), gt(outer, cap)) {
                if lt(cap, floor_) { cap := floor_ }
                if lt(outer, floor_) { outer := floor_ }
                if lt(inner, floor_) { inner := floor_ }
                if gt(outer, cap) { outer := cap }
                if gt(inner, cap) { inner := cap }
            }
        }
    }

    /// @notice The same before the limits. Without risk aversion both are unbounded: 2^128 - 1.
    /// @param fixedCost below 2^128
    function optimum(
        uint256 costRate,
        uint256 fixedCost,
        uint256 riskAversion,
        uint256 absGamma,
        uint256 spot
    ) internal pure returns (uint256 outer, uint256 inner) {
        if (absGamma == 0) return (0, 0);
        if (riskAversion == 0) return (UNBOUNDED, UNBOUNDED);
        bool beyond;
        assembly ("memory-safe") {
            beyond := or(
                or(gt(costRate, MAX_COST_RATE), gt(absGamma, MAX_GAMMA)),
                or(shr(112, spot), shr(128, riskAversion))
            )
        }
        if (beyond) {
            costRate = FixedPointMathLib.min(costRate, MAX_COST_RATE);
            absGamma = FixedPointMathLib.min(absGamma, MAX_GAMMA);
            spot = FixedPointMathLib.min(spot, MAX_SPOT);
            riskAversion = FixedPointMathLib.min(riskAversion, UNBOUNDED);
        }
        // Below 2^179.
        unchecked {
            costRate *= spot;
        }
        if (fixedCost != 0) {
            if (costRate > MAX_COST) costRate = MAX_COST;
            // q = sqrt(Gamma sqrt(12 k / gamma)). 12 k < 2^131.6 shifted by 120, or 2^67.6 by 184: at least 59 bits are left
            // of the ratio; its root is below 2^126.
            bool small;
            uint256 q;
            assembly ("memory-safe") {
                small := iszero(shr(64, fixedCost))
                q := div(shl(add(120, shl(6, small)), mul(12, fixedCost)), riskAversion)
            }
            q = SquareRoot.ofWord(q);
            // Gamma < 2^100. Beyond 2^190, a length of more than 5e9 units, or 3e5 where k is small.
            assembly ("memory-safe") {
                q := mul(q, absGamma)
            }
            if (q >> 190 != 0) return (UNBOUNDED, UNBOUNDED);
            // 18 decimals and 64 bits below the square wei, of which the root has 60 or 92.
            assembly ("memory-safe") {
                q := shr(mul(small, 32), shl(4, mul(q, 1000000000000000000)))
            }
            q = SquareRoot.ofWord(q);
            if (q > MAX_LENGTH) return (UNBOUNDED, UNBOUNDED);
            // R = lambda S q / k in Q64: 2^150 * 2^104 at most, over the 1e36 2^-52 of its units.
            uint256 r;
            assembly ("memory-safe") {
                r := div(div(mul(costRate, shr(20, q)), fixedCost), 222044604925031308085)
            }
            if (r < MAX_RATIO) return _edges(q, r);
        }
        outer = inner = _single(costRate, riskAversion, absGamma);
    }

    /// @dev a and b from q, with 32 bits below the wei, and R in Q64.
    function _edges(uint256 q, uint256 r) private pure returns (uint256 outer, uint256 inner) {
        // R < 2^185, so v < 2^77.5 and 8 (R + v) 2^64 < 2^253.
        assembly ("memory-safe") {
            // First guess: (1 + R + R / 32)^(1/9) = 2^(L/9), within 1 % of v.
            let x := add(add(r, shr(5, r)), ONE)
            let k := 64
            if shr(80, x) {
                k := shl(7, lt(0xffffffffffffffffffffffffffffffff, x))
                k := or(k, shl(6, lt(0xffffffffffffffff, shr(k, x))))
                k := or(k, shl(5, lt(0xffffffff, shr(k, x))))
                k := or(k, shl(4, lt(0xffff, shr(k, x))))
            }
            k := or(k, shl(3, lt(0xff, shr(k, x))))
            k := or(k, shl(2, lt(0xf, shr(k, x))))
            k := or(k, shl(1, lt(3, shr(k, x))))
            k := or(k, lt(1, shr(k, x)))
            // L / 9 in Q32; the mantissa is its logarithm less 0 to 0.086, which the shift by 0.02 evens out with R / 32
            x := div(add(shl(32, sub(k, 64)), and(shr(sub(k, 32), x), 0xffffffff)), 9)
            x := add(x, GUESS_SHIFT)
            k := and(x, 0xffffffff)
            // 2^g is near 1 + g (0.6565 + 0.3435 g).
            let v := add(0x100000000, shr(32, mul(k, add(2819645964, shr(32, mul(k, 1475321332))))))
            v := shl(add(32, shr(32, x)), v)
            // Newton: an error e becomes at most 4.5 e^2, so 1 % becomes 5e-12 at most, and mostly 1e-13.
            // v <- (8 v^9 + R) / (9 v^8 - 1)
            x := shr(64, mul(v, v))
            x := shr(64, mul(x, x))
            x := shr(64, mul(x, x))
            v := div(shl(64, add(shr(61, mul(x, v)), r)), sub(mul(9, x), ONE))
            x := shr(64, mul(v, v))
            x := shr(64, mul(x, x))
            x := shr(64, mul(x, x))
            v := div(shl(64, add(shr(61, mul(x, v)), r)), sub(mul(9, x), ONE))
            x := shr(64, mul(v, v))
            x := shr(64, mul(x, x))
            x := shr(64, mul(x, x))
            v := div(shl(64, add(shr(61, mul(x, v)), r)), sub(mul(9, x), ONE))
            x := shr(64, mul(shr(64, mul(v, v)), v))
            v := div(shl(128, 1), v)
            outer := shr(97, mul(q, add(x, v)))
            // At R = 0, where v is 1, the last digits may differ.
            inner := shr(97, mul(q, mul(and(lt(0, r), gt(x, v)), sub(x, v))))
            if shr(128, outer) {
                outer := UNBOUNDED
                if shr(128, inner) { inner := UNBOUNDED }
            }
        }
    }

    /// @dev Without fixed cost, or with next to none, one edge: (P / 2)^(1/3), P = 3 lambda S Gamma^2 / gamma.
    function _single(uint256 cost, uint256 riskAversion, uint256 absGamma) private pure returns (uint256) {
        unchecked {
            // Lengths are wei, or 2^shift wei where P would not fit a word.
            uint256 shift;
            if (cost != 0) {
                uint256 bits = FixedPointMathLib.log2(3 * cost) + 2 * FixedPointMathLib.log2(absGamma) + 3;
                uint256 less = FixedPointMathLib.log2(riskAversion) + 250;
                if (bits > less) shift = (bits - less + 2) / 3;
            }
            uint256 p =
                FixedPointMathLib.fullMulDiv(3 * cost, absGamma * absGamma, riskAversion << (3 * shift));
            return FixedPointMathLib.min(FixedPointMathLib.cbrt(p / 2) << shift, UNBOUNDED);
        }
    }
}
