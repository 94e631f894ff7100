// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";
import {Smile} from "../types/Smile.sol";
import {Logarithm} from "./Logarithm.sol";
import {Svi} from "./Svi.sol";

/// @title The term structure of smiles
/// @notice Total variance is linear between expiries at equal log-moneyness; smiles keep their vol before the first and after
/// the last. Smiles that have expired count no more; the curve is continuous when one does.
library VolTerm {
    uint256 private constant WAD = 1e18;
    /// @dev What `Logarithm` takes; prices saturate there.
    uint256 private constant MOST = 1 << 120;

    /// @notice Vol, 18 decimals. At least one smile.
    /// @param width k saturates there, 18 decimals
    function volAt(
        Smile[] memory smiles,
        uint40 expiry,
        uint256 strike,
        uint256 forward,
        uint256 width,
        uint256 time
    ) internal pure returns (uint64) {
        (uint256 left, uint256 right) = around(smiles, expiry, time);
        int256 k = moneyness(strike, forward, width);
        uint256 v = positive(Svi.variance(smiles[left], k));
        if (right != left) {
            uint256 next = positive(Svi.variance(smiles[right], k));
            v = between(smiles[left].expiry, v, smiles[right].expiry, next, expiry, time);
        }
        return uint64(toVol(v));
    }

    /// @notice ln(strike / forward), 18 decimals, held within the width.
    function moneyness(uint256 strike, uint256 forward, uint256 width) internal pure returns (int256) {
        if (strike == forward) return 0;
        int256 q128 = Logarithm.lnRatio(
            FixedPointMathLib.clamp(strike, 1, MOST), FixedPointMathLib.clamp(forward, 1, MOST)
        );
        return FixedPointMathLib.clamp((q128 * int256(WAD)) >> 128, -int256(width), int256(width));
    }

    /// @notice The smiles that an expiry lies between, or one twice.
    function around(Smile[] memory smiles, uint40 expiry, uint256 time)
        internal
        pure
        returns (uint256 left, uint256 right)
    {
        uint256 last = smiles.length - 1;
        while (left < last && smiles[left].expiry <= time) left++;
        if (expiry <= smiles[left].expiry) return (left, left);
        while (left < last && smiles[left + 1].expiry < expiry) left++;
        right = left == last ? last : left + 1;
    }

    /// @notice Annual variance between two expiries after `time`, from theirs.
    function between(
        uint256 early,
        uint256 earlyVariance,
        uint256 late,
        uint256 lateVariance,
        uint256 expiry,
        uint256 time
    ) internal pure returns (uint256) {
        // Variances below 2^80, seconds below 2^40.
        unchecked {
            uint256 total = earlyVariance * (early - time) * (late - expiry) + lateVariance * (late - time)
                * (expiry - early);
            return total / ((late - early) * (expiry - time));
        }
    }

    /// @dev Terms may have widened the range of vol or k since a smile was checked.
    function positive(int256 variance) internal pure returns (uint256) {
        return variance > 0 ? uint256(variance) : 0;
    }

    /// @notice Annual vol of an annual variance, 18 decimals.
    function toVol(uint256 variance) internal pure returns (uint256) {
        return FixedPointMathLib.sqrt(variance * WAD);
    }
}
