// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {AggregatorV3Interface} from "../../interfaces/AggregatorV3Interface.sol";
import {IOracleRouter} from "../../interfaces/IOracleRouter.sol";

/// @title Holds prices back while an L2's sequencer is down and for a grace after it came back
/// @notice While it is down only those who can force transactions act, on prices that cannot move.
library SequencerGuard {
    /// @notice Reverts unless the uptime feed has said "up" for more than `grace` seconds. No feed, no check.
    function requireUp(address feed, uint256 grace) internal view {
        if (feed == address(0)) return;
        (uint80 round, int256 status, uint256 since,,) = AggregatorV3Interface(feed).latestRoundData();
        // Before its first report the feed of Arbitrum holds zeros, which would read as "up".
        if (since == 0) revert IOracleRouter.IncompleteRound(feed, round);
        if (status != 0) revert IOracleRouter.SequencerDown(since);
        uint256 up = block.timestamp > since ? block.timestamp - since : 0;
        if (up <= grace) revert IOracleRouter.SequencerGrace(up, grace);
    }
}
