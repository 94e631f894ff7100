// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {HedgeBand, HedgeLimits, Liquidity} from "../../types/Config.sol";
import {ordered} from "./Range.sol";

/// @title What the liquidity of a spoke allows: the largest clip and the least band
/// @notice Hard maxima of one trade: 10 % of the depth within 50 bp, 5 % of a day's volume, and what moves the price by 30 bp
/// by the square-root law, ADV * (30 bp / (Y * sigma_d))^2. A venue's clip is at most the market's (SnapshotRules). A hedge of
/// the width of the band moves its own target by at most half of itself: b >= (Y * sigma_d * gamma * S / f)^2 / ADV, f = 1/2.
/// The shares are judgements (docs/hedging.md); relayer/src/quant/trade-size.ts and market-impact.ts have the same formulas.
library LiquidityRules {
    uint256 private constant DEPTH_PART = 10;
    uint256 private constant VOLUME_PART = 20;
    uint256 private constant IMPACT = 0.003e18;
    /// @dev 1 / f^2.
    uint256 private constant SELF_IMPACT = 4;

    function check(Liquidity memory terms, HedgeBand memory band, HedgeLimits memory limits) internal pure {
        ordered("clip <= depth / 10", limits.clip, terms.depth / DEPTH_PART);
        ordered("clip <= dailyVolume / 20", limits.clip, terms.dailyVolume / VOLUME_PART);
        ordered("clip <= volume of 30 bp", limits.clip, impactClip(terms));
        ordered("self-impact <= floor", leastFloor(terms), band.floor);
    }

    /// @notice Base that one move of an allocation may shift to or from the spoke.
    function offsetMost(Liquidity memory terms) internal pure returns (uint256) {
        return terms.dailyVolume / VOLUME_PART;
    }

    /// @notice Base that moves the price by 30 bp, rounded down.
    function impactClip(Liquidity memory terms) internal pure returns (uint256) {
        uint256 impact = terms.dailyImpact;
        return Math.mulDiv(terms.dailyVolume, IMPACT * IMPACT, impact * impact);
    }

    /// @notice Least inner band, rounded up: a narrower one chases its own impact.
    function leastFloor(Liquidity memory terms) internal pure returns (uint256) {
        // 128 times 64 bits over 18 decimals, so its square fits.
        uint256 moved = Math.ceilDiv(uint256(terms.dailyImpact) * terms.bookGamma, 1e18);
        return Math.mulDiv(SELF_IMPACT * moved, moved, terms.dailyVolume, Math.Rounding.Ceil);
    }
}
