// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {HedgeLimits} from "../../types/Config.sol";
import {ordered, within} from "./Range.sol";

/// @title Hard ranges of the limits of a trade
/// @dev Both ends matter: a limit too tight freezes a hedge, which is an attack as well. So every budget has a least size
/// and is full again within a governed maximum of time.
library HedgeLimitsRange {
    uint256 private constant REFILL = 7 days;

    function check(HedgeLimits memory limits, uint256 lot) internal pure {
        within("limits.slippage", limits.slippage, 0.001e18, 0.05e18);
        within("limits.clip", limits.clip, 1e9, 1e26);
        within("limits.interval", limits.interval, 0, 1 hours);
        within("limits.fillDistance", limits.fillDistance, 1e18, 5e18);
        within("limits.fillFull", limits.fillFull, 1e18, 20e18);
        _budget("limits.turnover", limits.turnoverCapacity, limits.turnoverRate);
        _budget("limits.cost", limits.costCapacity, limits.costRate);
        _budget("limits.fill", limits.fillCapacity, limits.fillRate);
        within("limits.pathAllowance", limits.pathAllowance, lot, 1e26);
        _refill(limits.pathAllowance, limits.pathRate);
        ordered("lot <= clip", lot, limits.clip);
        ordered("fillDistance < fillFull", uint256(limits.fillDistance) + 1, limits.fillFull);
        ordered("cost <= turnover", limits.costCapacity, limits.turnoverCapacity);
    }

    function _budget(bytes32 key, uint256 capacity, uint256 rate) private pure {
        within(key, capacity, 10e18, 1e28);
        _refill(capacity, rate);
    }

    function _refill(uint256 capacity, uint256 rate) private pure {
        unchecked {
            // A 128-bit rate times less than 2^20.
            ordered("budget refill", capacity, rate * REFILL);
        }
    }
}
