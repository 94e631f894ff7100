// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {MarketConfig} from "../types/Config.sol";
import {LeaseState} from "../types/Message.sol";
import {PathBound} from "./PathBound.sol";

/// @title What the executor remembers of a book between trades
library BookMemory {
    /// @param target at the previous trade, 18 decimals
    /// @param path turnover ahead of the target's path (PathBound)
    /// @param time of the previous trade
    /// @param rollFrom previous trade under a lease
    /// @param rolled base of expired series traded in HOLD since then, 18 decimals
    /// @param active, above the active bit and its side (BandState)
    struct Entry {
        int128 target;
        int128 path;
        uint40 time;
        uint40 rollFrom;
        uint128 rolled;
        bool active;
        bool above;
    }

    /// @notice Notes a trade and returns how far turnover is ahead of the path, 18-decimal base.
    /// @param remaining distance from the target after the trade
    /// @param bounded whether turnover beyond the target's move counts: a fill's does not, or strangers could use it up
    function note(
        Entry storage self,
        MarketConfig memory config,
        LeaseState lease,
        int256 target,
        uint256 turnover,
        uint256 remaining,
        bool bounded
    ) internal returns (int256 path) {
        uint256 move = SignedMath.abs(target - self.target);
        path = PathBound.next(
            self.path,
            block.timestamp - self.time,
            config.limits.pathRate,
            move,
            bounded ? turnover : Math.min(turnover, move),
            remaining
        );
        self.target = int128(target);
        self.path = int128(path);
        self.time = uint40(block.timestamp);
        (self.rollFrom, self.rolled) = lease == LeaseState.HOLD
            ? (self.rollFrom, self.rolled + uint128(turnover))
            : (uint40(block.timestamp), uint128(0));
    }
}
