// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IGuardian} from "../interfaces/IGuardian.sol";

/// @title The duty cycle of stops
/// @notice One stop at a time for all kinds: taking turns between kinds gains nothing.
library StopCycle {
    uint32 internal constant MOST_LONGEST = 2 days;
    uint32 internal constant LEAST_APART = 1 days;
    uint32 internal constant MOST_SHARE = 6 days;
    /// @dev What lies in any 30 days began within 32, for no stop is longer than two; 32 days touch 33 calendar days.
    uint256 private constant WINDOW_DAYS = 33;

    /// @param kinds bit i: the kind i of IGuardian.Stop
    /// @param usedOn seconds of stops begun on a day since 1970
    struct Cycle {
        uint48 until;
        uint8 kinds;
        mapping(uint256 day => uint256) usedOn;
    }

    function begin(Cycle storage self, IGuardian.Terms memory terms, uint8 kinds, uint32 duration)
        internal
        returns (uint256 spent)
    {
        if (kinds == 0 || duration == 0) revert IGuardian.StopEmpty();
        if (duration > terms.longest) revert IGuardian.StopTooLong(duration, terms.longest);
        uint256 from = uint256(self.until) + terms.apart;
        if (self.until != 0 && block.timestamp < from) revert IGuardian.StopTooSoon(block.timestamp, from);
        spent = used(self) + duration;
        if (spent > terms.share) revert IGuardian.StopShareSpent(spent, terms.share);
        self.until = uint48(block.timestamp) + duration;
        self.kinds = kinds;
        self.usedOn[block.timestamp / 1 days] += duration;
    }

    function end(Cycle storage self) internal {
        if (block.timestamp >= self.until) revert IGuardian.NotStopped();
        self.until = uint48(block.timestamp);
    }

    function covers(Cycle storage self, IGuardian.Stop what) internal view returns (bool) {
        return block.timestamp < self.until && self.kinds & bit(what) != 0;
    }

    function used(Cycle storage self) internal view returns (uint256 spent) {
        uint256 today = block.timestamp / 1 days;
        for (uint256 i; i < WINDOW_DAYS && i <= today; i++) {
            spent += self.usedOn[today - i];
        }
    }

    function bit(IGuardian.Stop what) internal pure returns (uint8) {
        return uint8(1 << uint8(what));
    }
}
