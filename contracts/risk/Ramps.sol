// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Thresholds} from "../types/Config.sol";

/// @notice Where the thresholds of liquidation come from while they move.
struct Ramp {
    uint64 maintenance;
    uint64 emergency;
    uint48 start;
    uint48 end;
}

/// @title Thresholds of liquidation move in a straight line
/// @notice Whoever raises them liquidates nobody at once: an owner sees it coming and has the time of the ramp.
library Ramps {
    /// @notice A ramp from the values in force.
    function begin(Thresholds memory current, uint32 duration) internal view returns (Ramp memory) {
        uint48 start = uint48(block.timestamp);
        return Ramp(current.maintenance, current.emergency, start, start + duration);
    }

    /// @notice The values in force: `terms` are where the ramp leads. Maintenance stays at most initial, which moves at once.
    function applied(Ramp memory self, Thresholds memory terms) internal view returns (Thresholds memory) {
        if (block.timestamp >= self.end) return terms;
        terms.maintenance = _between(self, self.maintenance, terms.maintenance);
        terms.emergency = _between(self, self.emergency, terms.emergency);
        if (terms.maintenance > terms.initial) terms.maintenance = terms.initial;
        if (terms.emergency > terms.maintenance) terms.emergency = terms.maintenance;
        return terms;
    }

    function _between(Ramp memory self, uint256 from, uint256 to) private view returns (uint64) {
        uint256 span = self.end - self.start;
        uint256 gone = block.timestamp - self.start;
        return uint64((from * (span - gone) + to * gone) / span);
    }
}
