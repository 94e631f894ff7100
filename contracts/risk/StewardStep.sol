// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IParameterRules} from "../interfaces/IParameterRules.sol";
import {ParameterKey, Rule} from "../types/Parameter.sol";

/// @title What the steward may do to one field
/// @notice A window begins with its first step and ends `window` later. Any interval of that length touches two of them at
/// most, so each has half of the drift: the sum of steps in any window stays within the whole (P8).
library StewardStep {
    uint256 private constant WAD = 1e18;

    function take(
        IParameterRules.Track storage track,
        Rule memory rule,
        ParameterKey key,
        uint256 old,
        uint256 value
    ) internal {
        uint256 step = measure(rule, old, value);
        if (step > rule.step || rule.step == 0) revert IParameterRules.StepTooLarge(key, step, rule.step);
        uint256 from = uint256(track.changedAt) + rule.cooldown;
        if (block.timestamp < from) revert IParameterRules.TooSoon(key, block.timestamp, from);
        uint256 drift = step;
        if (block.timestamp < uint256(track.windowStart) + rule.window) drift += track.drift;
        else track.windowStart = uint48(block.timestamp);
        if (drift > rule.drift / 2) revert IParameterRules.DriftSpent(key, drift, rule.drift / 2);
        track.drift = uint128(drift);
        track.changedAt = uint48(block.timestamp);
    }

    /// @notice Size of a change in the units of its rule. From zero every relative step is infinite.
    function measure(Rule memory rule, uint256 old, uint256 value) internal pure returns (uint256) {
        uint256 moved = value > old ? value - old : old - value;
        if (!rule.relative) return moved;
        if (old == 0) return moved == 0 ? 0 : type(uint256).max;
        return Math.mulDiv(moved, WAD, old, Math.Rounding.Ceil);
    }
}
