// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {LocalPushFeed} from "localnet/LocalPushFeed.sol";
import {Terms} from "../base/Terms.sol";
import {Hostile} from "./Hostile.sol";

/// @notice Whoever cares proves the instants of the series that expires in the run, and settles it, book by book.
abstract contract Settling is Hostile {
    uint80 private constant PHASE = 1 << 64;
    uint256 internal settledAt;

    function anyoneSettles(uint256 seed) external moved(seed) {
        for (uint16 i = 1; i <= Terms.settlement().instants; i++) {
            try this.storeStep(i) {} catch {}
        }
        try hub.settlement.finalise(Terms.MARKET, SOON) returns (uint256 settled) {
            if (settledAt != 0) broke("P20: settled twice");
            settledAt = settled;
            counted["settled"]++;
        } catch {}
        (uint256 now_, bool done) = hub.settlement.priceOf(Terms.MARKET, SOON);
        if (done && now_ != settledAt) broke("P20: a second price");
        uint64[] memory one = new uint64[](1);
        one[0] = books[(seed >> 40) % books.length];
        try hub.settlement.settle(series[4], one) {} catch {}
    }

    function storeStep(uint16 index) external itself {
        uint64 instant = uint64(SOON) - Terms.settlement().window;
        instant += uint64(index) * Terms.settlement().window / Terms.settlement().instants;
        hub.settlement
            .storeInstant(
                Terms.MARKET,
                SOON,
                index,
                _roundAt(at[HUB].basePush, instant),
                _roundAt(at[HUB].quotePush, instant)
            );
    }

    /// @dev Last round at or before the instant.
    function _roundAt(LocalPushFeed feed, uint256 instant) private view returns (uint80 round) {
        (round,,,,) = feed.latestRoundData();
        while (round > PHASE + 1) {
            (,,, uint256 updatedAt,) = feed.getRoundData(round);
            if (updatedAt <= instant) return round;
            round--;
        }
    }
}
