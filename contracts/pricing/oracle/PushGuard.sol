// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {AggregatorV3Interface} from "../../interfaces/AggregatorV3Interface.sol";
import {IOracleRouter} from "../../interfaces/IOracleRouter.sol";

/// @title Reads a push feed: complete round, positive answer, age, 18 decimals
library PushGuard {
    struct Round {
        uint80 id;
        int256 answer;
        uint256 updatedAt;
        uint80 answeredIn;
    }

    /// @notice The newest answer, no older than `heartbeat` seconds.
    function latest(address feed, uint256 heartbeat) internal view returns (uint256 price, uint64 updatedAt) {
        return _checked(feed, _latest(feed), block.timestamp, heartbeat);
    }

    /// @notice The answer in force at `instant`: of a round updated at or before it whose successor came after it, or of the
    /// newest round once the instant has passed (a later one would be updated later). The successor is `round + 1`: at the
    /// end of a phase that does not exist, and instants after it cannot be proven here.
    function at(address feed, uint80 round, uint64 instant, uint256 heartbeat)
        internal
        view
        returns (uint256 price)
    {
        Round memory r = _round(feed, round);
        if (r.updatedAt > instant || !_endsAfter(feed, r, instant)) {
            revert IOracleRouter.RoundNotAround(feed, round, instant);
        }
        (price,) = _checked(feed, r, instant, heartbeat);
    }

    function _endsAfter(address feed, Round memory r, uint64 instant) private view returns (bool) {
        if (_latest(feed).id == r.id) return instant < block.timestamp;
        return _round(feed, r.id + 1).updatedAt > instant;
    }

    function _checked(address feed, Round memory r, uint256 time, uint256 heartbeat)
        private
        view
        returns (uint256, uint64)
    {
        if (r.id == 0 || r.updatedAt == 0 || r.answeredIn < r.id) {
            revert IOracleRouter.IncompleteRound(feed, r.id);
        }
        if (r.answer <= 0) revert IOracleRouter.NonPositiveAnswer(feed, r.answer);
        if (r.updatedAt > time) revert IOracleRouter.FutureRound(feed, r.updatedAt, time);
        if (time - r.updatedAt > heartbeat) {
            revert IOracleRouter.StaleRound(feed, time - r.updatedAt, heartbeat);
        }
        return (_toWad(uint256(r.answer), AggregatorV3Interface(feed).decimals()), uint64(r.updatedAt));
    }

    function _toWad(uint256 answer, uint8 decimals) private pure returns (uint256) {
        return decimals <= 18 ? answer * 10 ** (18 - decimals) : answer / 10 ** (decimals - 18);
    }

    function _latest(address feed) private view returns (Round memory r) {
        (r.id, r.answer,, r.updatedAt, r.answeredIn) = AggregatorV3Interface(feed).latestRoundData();
    }

    /// @dev A missing round reads as zeros, whichever way the feed says so.
    function _round(address feed, uint80 id) private view returns (Round memory r) {
        try AggregatorV3Interface(feed).getRoundData(id) returns (
            uint80 id_, int256 answer, uint256, uint256 updatedAt, uint80 answeredIn
        ) {
            r = Round(id_, answer, updatedAt, answeredIn);
        } catch {}
    }
}
