// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";
import {HedgeBand} from "../types/Config.sol";
import {Exponential} from "./Exponential.sol";
import {Logarithm} from "./Logarithm.sol";

/// @title The two-threshold band: trade from beyond a, stop at b
/// @notice a b (a + b) = P = 3 lambda S Gamma^2 / gamma and (a + b)(a - b)^3 = Q = 12 k Gamma^2 / gamma, the optimum under a
/// proportional cost lambda and a fixed cost k (Whalley and Wilmott 1997 at k = 0). The factor e^(-r tau) of both is left
/// out: bands are used over hours. With q = Q^(1/4) and R = 4P / q^3 it is one root: v^9 - v = R,
/// a = q (v^3 + 1/v) / 2, b = q (v^3 - 1/v) / 2.
/// Errors stay below 1e-11 of a plus 1e-15 units, before the limits; it never reverts.
library HedgeBands {
    uint256 private constant WAD = 1e18;
    uint256 private constant ONE = 1 << 96;
    uint256 private constant UNBOUNDED = type(uint128).max;
    /// @dev Inputs saturate: gamma at 1e12 units per 1.00 of quote, lambda at 100, spot at 2^112 wei.
    uint256 private constant MAX_GAMMA = 1e30;
    uint256 private constant MAX_COST_RATE = 100e18;
    uint256 private constant MAX_SPOT = (1 << 112) - 1;
    /// @dev At R = 1e36, v is 1e4 and a and b differ by 2e-16 of themselves.
    uint256 private constant SAME = 1e36;

    /// @notice Outer and inner half-width in base units: floor <= inner <= outer <= min(cap, capShare * range). Where that
    /// cap lies below the floor, both are the floor.
    /// @param terms lambda, k and the limits; its own riskAversion is relative and not used here
    /// @param riskAversion gamma of the body, absolute, per 1.00 of quote
    /// @param absGamma |share * dT/dS| per 1.00 of quote
    /// @param range the body's range, base units
    function band(HedgeBand memory terms, uint256 riskAversion, uint256 absGamma, uint256 spot, uint256 range)
        internal
        pure
        returns (uint256 outer, uint256 inner)
    {
        (outer, inner) = optimum(terms.costRate, terms.fixedCost, riskAversion, absGamma, spot);
        uint256 cap = FixedPointMathLib.min(
            terms.cap, FixedPointMathLib.min(range, type(uint128).max) * terms.capShare / WAD
        );
        if (cap < terms.floor) cap = terms.floor;
        outer = FixedPointMathLib.clamp(outer, terms.floor, cap);
        inner = FixedPointMathLib.clamp(inner, terms.floor, cap);
    }

    /// @notice The same before the limits. Without risk aversion both are unbounded: 2^128 - 1.
    function optimum(
        uint256 costRate,
        uint128 fixedCost,
        uint256 riskAversion,
        uint256 absGamma,
        uint256 spot
    ) internal pure returns (uint256 outer, uint256 inner) {
        if (absGamma == 0) return (0, 0);
        if (riskAversion == 0) return (UNBOUNDED, UNBOUNDED);
        absGamma = FixedPointMathLib.min(absGamma, MAX_GAMMA);
        riskAversion = FixedPointMathLib.min(riskAversion, UNBOUNDED);
        uint256 cost =
            3 * FixedPointMathLib.min(costRate, MAX_COST_RATE) * FixedPointMathLib.min(spot, MAX_SPOT);
        uint256 q = _quarticRoot(fixedCost, riskAversion, absGamma);

        // Lengths are wei, or 2^shift wei where P or q^3 would not fit a word.
        uint256 shift = _shift(cost, riskAversion, absGamma, q);
        q >>= shift;
        uint256 p = FixedPointMathLib.fullMulDiv(cost, absGamma * absGamma, riskAversion << (3 * shift));

        uint256 q3 = q * q * q;
        if (q3 == 0 || p / q3 >= SAME / 4) {
            outer = inner = FixedPointMathLib.cbrt(p / 2);
        } else {
            uint256 v = _root(p, q3);
            uint256 cube = (((v * v) >> 96) * v) >> 96;
            uint256 inverse = (ONE * ONE) / v;
            outer = (q * (cube + inverse)) >> 97;
            inner = (q * (cube - inverse)) >> 97;
        }
        outer = FixedPointMathLib.min(outer << shift, UNBOUNDED);
        inner = FixedPointMathLib.min(inner << shift, UNBOUNDED);
    }

    /// @dev q = (12 k Gamma^2 / gamma)^(1/4) in wei: sqrt(Gamma sqrt(12 k / gamma)), the inner root of a number shifted up
    /// as far as it goes, so that it keeps at least 60 bits.
    function _quarticRoot(uint256 fixedCost, uint256 riskAversion, uint256 absGamma)
        private
        pure
        returns (uint256)
    {
        if (fixedCost == 0) return 0;
        uint256 cost = 12 * fixedCost;
        uint256 half = (255 - FixedPointMathLib.log2(cost)) / 2;
        uint256 root = FixedPointMathLib.sqrt((cost << (2 * half)) / riskAversion);
        return FixedPointMathLib.sqrt(FixedPointMathLib.fullMulDiv(absGamma * WAD, root, 1 << half));
    }

    function _shift(uint256 cost, uint256 riskAversion, uint256 absGamma, uint256 q)
        private
        pure
        returns (uint256 shift)
    {
        if (cost != 0) {
            uint256 bits = FixedPointMathLib.log2(cost) + 2 * FixedPointMathLib.log2(absGamma) + 3;
            uint256 less = FixedPointMathLib.log2(riskAversion) + 250;
            if (bits > less) shift = (bits - less + 2) / 3;
        }
        if (q >> (84 + shift) != 0) shift = FixedPointMathLib.log2(q) - 83;
    }

    /// @dev v >= 1 with v^9 - v = R = 4 p / q3, in Q96.
    function _root(uint256 p, uint256 q3) private pure returns (uint256 v) {
        uint256 r = FixedPointMathLib.fullMulDiv(4 * p, WAD, q3);
        if (r >= WAD * WAD) {
            // v = (R + v)^(1/9) contracts by v^-8 / 9, below 2e-17 here: once is enough.
            r /= WAD;
            return _ninthRoot(r + (_ninthRoot(r, 1) >> 96), 1);
        }
        // v <= 1 + R / 8, so this start lies above the root and Newton's steps come down to it.
        v = _ninthRoot(WAD + r + r / 8, WAD);
        int256 right = int256((r << 96) / WAD);
        for (uint256 i; i < 5; i++) {
            uint256 v8 = (v * v) >> 96;
            v8 = (v8 * v8) >> 96;
            v8 = (v8 * v8) >> 96;
            int256 excess = int256((v8 * v) >> 96) - int256(v) - right;
            v = uint256(int256(v) - excess * int256(ONE) / int256(9 * v8 - ONE));
        }
        if (v < ONE) v = ONE;
    }

    /// @dev (x / unit)^(1/9) in Q96
    function _ninthRoot(uint256 x, uint256 unit) private pure returns (uint256) {
        return Exponential.exp(Logarithm.lnRatio(x, unit) / (9 << 32));
    }
}
