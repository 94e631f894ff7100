// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Leg} from "../types/Mandate.sol";
import {BlackScholes} from "./BlackScholes.sol";
import {HedgeTarget} from "./HedgeTarget.sol";
import {LadderCurve} from "./LadderCurve.sol";
import {Logarithm} from "./Logarithm.sol";

/// @title A target along a row of spots at one time
/// @notice The spots rise by half a step of a ladder. Per series the width and one logarithm serve the whole row: from spot to
/// spot only ln S moves, by the same amount.
library TargetRow {
    uint256 private constant WAD = 1e18;

    /// @param spot nodes at even places, the geometric middles of cells at odd ones
    /// @param logHalfStep ln of the ratio of neighbours, Q128
    struct Spots {
        uint256[] spot;
        int256 logHalfStep;
    }

    /// @notice The spots of `nodes` nodes and the middles between them.
    function along(uint256 lowest, uint256 step, uint256 nodes) internal pure returns (Spots memory s) {
        s.logHalfStep = Logarithm.lnRatio(step, WAD) / 2;
        s.spot = new uint256[](2 * nodes - 1);
        for (uint256 i; i < nodes; i++) {
            s.spot[2 * i] = LadderCurve.nodeSpot(lowest, step, i);
            if (i != 0) s.spot[2 * i - 1] = LadderCurve.halfNodeSpot(lowest, s.logHalfStep, 2 * i - 1);
        }
    }

    /// @notice T and dT/dS at every spot of the row.
    function evaluate(Leg[] memory legs, uint256[] memory weights, Spots memory spots, uint256 time)
        internal
        pure
        returns (int256[] memory targets, int256[] memory slopes)
    {
        targets = new int256[](spots.spot.length);
        slopes = new int256[](spots.spot.length);
        for (uint256 i; i < legs.length; i++) {
            if (weights[i] == 0) continue;
            int256 size = int256(legs[i].size) * int256(weights[i]) / int256(WAD);
            _add(legs[i], size, spots, time, targets, slopes);
        }
    }

    function _add(
        Leg memory leg,
        int256 size,
        Spots memory spots,
        uint256 time,
        int256[] memory targets,
        int256[] memory slopes
    ) private pure {
        (int256 x, uint256 width) = BlackScholes.moneynessAndWidth(
            spots.spot[0], leg.series.strike(), leg.vol, HedgeTarget.tau(leg.series.expiry(), time), leg.carry
        );
        // A put's delta is the call's less one: the same at every spot.
        int256 shift = leg.series.isPut() ? int256(WAD) : int256(0);
        // The sums of HedgeTarget.ofLegs, with the same room.
        unchecked {
            for (uint256 i; i < targets.length; i++) {
                (int256 delta, uint256 gamma) = BlackScholes.callDeltaGamma(x, width, spots.spot[i]);
                if (gamma > HedgeTarget.MAX_GAMMA) gamma = HedgeTarget.MAX_GAMMA;
                targets[i] -= size * (delta - shift) / int256(WAD);
                slopes[i] -= size * int256(gamma) / int256(WAD);
                x += spots.logHalfStep;
            }
        }
    }
}
