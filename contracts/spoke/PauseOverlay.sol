// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ISpokeControl} from "../interfaces/ISpokeControl.sol";
import {SpokeTerms} from "../types/Config.sol";

/// @title The one thing a single gateway family may do
/// @notice A pause lies over the lease and changes nothing under it. It is short, at least a day after the one before, and
/// all pauses of any 30 days fit into a share (P7); so a hostile family costs minutes a day until governance drops it.
library PauseOverlay {
    uint256 internal constant LEAST_APART = 1 days;
    /// @dev Any 30 days touch at most 31 calendar days.
    uint256 private constant WINDOW_DAYS = 31;
    uint256 private constant CLOCK_SKEW = 1 hours;

    /// @param counter hub's clock of the last pause
    /// @param usedOn seconds of pause begun on a day since 1970
    struct Overlay {
        uint64 counter;
        uint64 start;
        uint64 until;
        mapping(uint256 day => uint256) usedOn;
    }

    function pause(Overlay storage self, SpokeTerms memory terms, uint64 counter, uint32 duration)
        internal
        returns (uint256 used)
    {
        if (counter <= self.counter || counter > block.timestamp + CLOCK_SKEW) {
            revert ISpokeControl.PauseCounter(counter, self.counter);
        }
        if (duration == 0 || duration > terms.maxPause) {
            revert ISpokeControl.PauseTooLong(duration, terms.maxPause);
        }
        if (self.start != 0 && block.timestamp < self.start + LEAST_APART) {
            revert ISpokeControl.PauseTooSoon(block.timestamp - self.start, LEAST_APART);
        }
        used = usedInWindow(self) + duration;
        if (used > terms.pauseShare) revert ISpokeControl.PauseShareSpent(used, terms.pauseShare);
        self.counter = counter;
        self.start = uint64(block.timestamp);
        self.until = uint64(block.timestamp) + duration;
        self.usedOn[block.timestamp / 1 days] += duration;
    }

    function usedInWindow(Overlay storage self) internal view returns (uint256 used) {
        uint256 today = block.timestamp / 1 days;
        for (uint256 i; i < WINDOW_DAYS && i <= today; i++) {
            used += self.usedOn[today - i];
        }
    }
}
