// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";
import {IVolSurface} from "../interfaces/IVolSurface.sol";

/// @title A term structure of volatility
/// @notice Total variance vol^2 * t is linear between pillars; vol is flat before the first and after the last. Pillars that
/// have expired count no more; the curve is continuous when one does.
library VolPillars {
    struct Pillar {
        uint40 expiry;
        uint64 vol;
    }

    uint256 private constant WAD = 1e18;

    /// @notice Vol for an expiry at a time, 18 decimals. At least one pillar.
    function volAt(Pillar[] memory pillars, uint40 expiry, uint256 time) internal pure returns (uint64) {
        uint256 last = pillars.length - 1;
        uint256 i;
        while (i < last && pillars[i].expiry <= time) i++;
        if (expiry <= pillars[i].expiry) return pillars[i].vol;
        while (i < last && pillars[i + 1].expiry < expiry) i++;
        if (i == last) return pillars[last].vol;
        Pillar memory left = pillars[i];
        Pillar memory right = pillars[i + 1];
        uint256 low = variance(left, time);
        // Calendar order was checked when the pillars were set, and time does not undo it.
        uint256 total =
            low + (variance(right, time) - low) * (expiry - left.expiry) / (right.expiry - left.expiry);
        return uint64(FixedPointMathLib.sqrt(total / (expiry - time)));
    }

    /// @notice Total variance of a pillar, vol^2 * seconds.
    function variance(Pillar memory p, uint256 time) internal pure returns (uint256) {
        return uint256(p.vol) * p.vol * (p.expiry - time);
    }

    /// @notice Pillars in rising order after now, in range, with total variance that does not fall.
    function checked(uint40[] calldata expiries, uint64[] calldata vols, IVolSurface.Terms memory terms)
        internal
        view
        returns (Pillar[] memory pillars)
    {
        pillars = new Pillar[](expiries.length);
        uint40 before = uint40(block.timestamp);
        uint256 least;
        for (uint256 i; i < expiries.length; i++) {
            if (expiries[i] <= before) revert IVolSurface.ExpiriesNotRising(before, expiries[i]);
            if (vols[i] < terms.minVol || vols[i] > terms.maxVol) {
                revert IVolSurface.VolOutOfRange(vols[i], terms.minVol, terms.maxVol);
            }
            pillars[i] = Pillar(expiries[i], vols[i]);
            uint256 total = variance(pillars[i], block.timestamp);
            if (total < least) revert IVolSurface.CalendarArbitrage(expiries[i], total, least);
            (before, least) = (expiries[i], total);
        }
    }

    /// @notice Every vol of the curve moves by at most `maxStep` of itself.
    /// @dev Between the expiries of both curves taken together each total variance is linear, so the ratio of the two is
    /// monotone there: checking those expiries checks all.
    function requireStep(Pillar[] memory old, Pillar[] memory next, uint256 maxStep) internal view {
        for (uint256 i; i < next.length; i++) {
            _requireStep(old, next, next[i].expiry, maxStep);
        }
        for (uint256 i; i < old.length; i++) {
            if (old[i].expiry > block.timestamp) _requireStep(old, next, old[i].expiry, maxStep);
        }
    }

    function _requireStep(Pillar[] memory old, Pillar[] memory next, uint40 expiry, uint256 maxStep)
        private
        view
    {
        uint256 was = volAt(old, expiry, block.timestamp);
        uint256 becomes = volAt(next, expiry, block.timestamp);
        uint256 step = becomes > was ? becomes - was : was - becomes;
        if (step * WAD > was * maxStep) revert IVolSurface.VolStep(expiry, was, becomes, maxStep);
    }
}
