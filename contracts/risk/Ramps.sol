// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Thresholds} from "../types/Config.sol";
import {Fields} from "./Fields.sol";

/// @notice Where one of the thresholds comes from while it moves.
struct Ramp {
    uint64 from;
    uint48 start;
    uint48 end;
}

/// @title Thresholds of liquidation, and what requirements are made of, move in a straight line
/// @notice Whoever raises them liquidates nobody at once: an owner sees it coming and has the time of the ramp. Each field has a
/// ramp of its own, so that a change of one does not hold up another.
library Ramps {
    /// @param end of the last of them
    struct Set {
        uint48 end;
        mapping(uint256 member => Ramp) ramps;
    }

    /// @notice Begins a ramp for the field in which two rows differ, from the value in force.
    function begin(Set storage self, Thresholds memory old, uint256[] memory next, uint32 duration) internal {
        uint256[] memory set = Fields.row(old);
        uint256[] memory inForce = Fields.row(applied(self, old));
        (uint48 start, uint48 end) = (uint48(block.timestamp), uint48(block.timestamp + duration));
        for (uint256 i; i < set.length; i++) {
            if (set[i] != next[i]) self.ramps[i] = Ramp(uint64(inForce[i]), start, end);
        }
        if (end > self.end) self.end = end;
    }

    /// @notice The values in force: `terms` are where the ramps lead. Maintenance stays at most initial, which moves at once.
    function applied(Set storage self, Thresholds memory terms) internal view returns (Thresholds memory) {
        if (block.timestamp >= self.end) return terms;
        uint256[] memory row = Fields.row(terms);
        for (uint256 i; i < row.length; i++) {
            Ramp memory ramp = self.ramps[i];
            if (block.timestamp >= ramp.end) continue;
            uint256 gone = block.timestamp - ramp.start;
            uint256 span = ramp.end - ramp.start;
            row[i] = (ramp.from * (span - gone) + row[i] * gone) / span;
        }
        terms = Fields.toThresholds(row);
        if (terms.maintenance > terms.initial) terms.maintenance = terms.initial;
        if (terms.emergency > terms.maintenance) terms.emergency = terms.maintenance;
        return terms;
    }
}
