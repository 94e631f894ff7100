// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";
import {HedgeBand} from "../types/Config.sol";
import {BandRoot} from "./BandRoot.sol";
import {HorizonBand} from "./HorizonBand.sol";

/// @title The two-threshold band: trade from beyond a, stop at b
/// @notice a b (a + b) = P = 3 lambda S Gamma^2 / gamma and (a + b)(a - b)^3 = Q = 12 k Gamma^2 / gamma, the optimum under a
/// proportional cost lambda and a fixed cost k (Whalley and Wilmott 1997 at k = 0). The factor e^(-r tau) of both is left
/// out: bands are used over hours. BandRoot solves both, HorizonBand adds what the end of the book makes not worth trading.
/// Errors stay below 1e-10 of a plus 2e-15 units, before the limits. It never reverts; a q beyond 4.6e9 units is unbounded.
library HedgeBands {
    uint256 private constant WAD = 1e18;
    uint256 private constant UNBOUNDED = 2 ** 128 - 1;
    /// @dev Inputs saturate: gamma at 1e12 units per 1.00 of quote, lambda at 100, spot at 2^112 wei.
    uint256 private constant MAX_GAMMA = 1e30;
    uint256 private constant MAX_COST_RATE = 100e18;
    uint256 private constant MAX_SPOT = (1 << 112) - 1;
    /// @dev Of lambda S where there is a fixed cost, 36 decimals: 1.4e9.
    uint256 private constant MAX_COST = 2 ** 150;
    /// @dev 1e54 in Q76
    uint256 private constant REACH_UNIT = 1e54 * 2 ** 76;
    /// @dev 12 in Q16
    uint256 private constant TWELVE = 12 << 16;

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
        uint256 cost;
        uint256 fixedCost;
        uint256 y;
        uint256 square;
        bool unusual;
        // lambda and k fill 128 bits. Usually spot and gamma are below 2^83 (9.6e6), variance below 2^70 (1180), E below 2^36 and
        // 2 k / S below 2^24; k and Gamma below 2^78 (302,000), so that 12 k Gamma^2 is below 2^238; and q above 3.3e-8 units.
        assembly ("memory-safe") {
            cost := mload(add(terms, 0x20))
            fixedCost := mload(add(terms, 0x40))
            let reach := div(REACH_UNIT, mul(mul(riskAversion, spot), variance))
            square := div(mul(fixedCost, 2000000000000000000000000000000000000), spot)
            outer := or(
                or(shr(83, or(spot, riskAversion)), shr(70, variance)),
                or(shr(112, sub(reach, lt(0, variance))), shr(144, square))
            )
            y := div(mul(mul(TWELVE, fixedCost), mul(absGamma, absGamma)), riskAversion)
            unusual := or(
                or(outer, shr(78, or(fixedCost, absGamma))),
                or(gt(cost, MAX_COST_RATE), iszero(shr(36, y)))
            )
            inner := shr(76, mul(cost, reach))
            square := shr(76, mul(square, reach))
            cost := mul(cost, spot)
        }
        if (unusual) {
            if (outer != 0) (inner, square) = HorizonBand.last(terms, riskAversion, spot, variance);
            (y, outer) = _saturated(terms, riskAversion, absGamma, spot);
        } else {
            (y, outer) = BandRoot.solve(y, 16, cost, fixedCost);
        }
        if (square != 0) outer = HorizonBand.join(outer, square);
        assembly ("memory-safe") {
            inner := add(inner, y)
            outer := add(outer, inner)
            // range and capShare fill 128 bits
            y := div(mul(range, mload(add(terms, 0xa0))), WAD)
            if or(
                or(lt(inner, mload(add(terms, 0x60))), gt(outer, mload(add(terms, 0x80)))),
                or(gt(outer, y), shr(128, range))
            ) {
                if shr(128, range) { y := div(mul(UNBOUNDED, mload(add(terms, 0xa0))), WAD) }
                let limit := mload(add(terms, 0x80))
                if lt(y, limit) { limit := y }
                // The inner edge is no further than the outer one.
                if gt(outer, limit) {
                    outer := limit
                    if gt(inner, limit) { inner := limit }
                }
                limit := mload(add(terms, 0x60))
                if lt(inner, limit) {
                    inner := limit
                    if lt(outer, limit) { outer := limit }
                }
            }
        }
    }

    /// @notice The same of an endless book, before the limits. Without risk aversion both are unbounded: 2^128 - 1.
    /// @param fixedCost below 2^128
    function optimum(
        uint256 costRate,
        uint256 fixedCost,
        uint256 riskAversion,
        uint256 absGamma,
        uint256 spot
    ) internal pure returns (uint256 outer, uint256 inner) {
        HedgeBand memory terms = HedgeBand({
            riskAversion: 0,
            costRate: uint128(FixedPointMathLib.min(costRate, MAX_COST_RATE)),
            fixedCost: uint128(fixedCost),
            floor: 0,
            cap: type(uint128).max,
            capShare: 1e18
        });
        return band(terms, riskAversion, absGamma, spot, UNBOUNDED, 0);
    }

    /// @dev The thresholds of an endless book at any input.
    function _saturated(HedgeBand memory terms, uint256 riskAversion, uint256 absGamma, uint256 spot)
        private
        pure
        returns (uint256 inner, uint256 gap)
    {
        if (absGamma == 0) return (0, 0);
        if (riskAversion == 0) return (UNBOUNDED, 0);
        riskAversion = FixedPointMathLib.min(riskAversion, UNBOUNDED);
        absGamma = FixedPointMathLib.min(absGamma, MAX_GAMMA);
        uint256 fixedCost = terms.fixedCost;
        // k is below 2^88 and Gamma below 2^70 after their shifts, which leave 38 bits, so 12 k Gamma^2 2^16 is below 2^248 and at
        // least 2^19. Where y is below 2^36 it is below 2^164, and after three steps y is not. k 2^48 is below 2^176.
        unchecked {
            // Below 2^179.
            uint256 cost =
                FixedPointMathLib.min(terms.costRate, MAX_COST_RATE) * FixedPointMathLib.min(spot, MAX_SPOT);
            if (fixedCost == 0) return (_single(cost, riskAversion, absGamma), 0);
            uint256 scale = 16;
            uint256 y = fixedCost;
            if (y >> 78 != 0) (y, scale) = (y >> 40, 26);
            if (absGamma >> 70 != 0) (absGamma, scale) = (absGamma >> 32, scale + 16);
            uint256 power = TWELVE * y * (absGamma * absGamma);
            y = power / riskAversion;
            // q beyond 2^92 wei
            if (y >> (328 - 4 * scale) != 0) return (UNBOUNDED, 0);
            // Short lengths are solved for 2^shift times as long, where c is as much smaller.
            uint256 shift;
            for (; y >> 36 == 0; shift += 16) {
                power <<= 64;
                y = power / riskAversion;
            }
            (inner, gap) = BandRoot.solve(y, scale, FixedPointMathLib.min(cost, MAX_COST), fixedCost << shift);
            inner >>= shift;
            gap >>= shift;
        }
    }

    /// @dev Without fixed cost one edge: (P / 2)^(1/3), P = 3 lambda S Gamma^2 / gamma.
    function _single(uint256 cost, uint256 riskAversion, uint256 absGamma) private pure returns (uint256) {
        unchecked {
            // Lengths are wei, or 2^shift wei where P would not fit a word.
            if (cost >> 126 == 0 && absGamma >> 64 == 0) {
                return FixedPointMathLib.cbrt(3 * cost * (absGamma * absGamma) / riskAversion / 2);
            }
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
